/** Which children and settings a reader asks of, and what would change: as the address keeps it. */
export interface AccessChoices {
  age: Age;
  kind: string;
  judged: "any" | "good";
  open: "any" | "long" | "year";
  way: "zones" | "alike";
  /** How far families go, in kilometres. */
  reach: number;
  /** A setting that might be opened: longitude, latitude and places. */
  opened: { at: [number, number]; places: number } | undefined;
  /** Ids of settings that might be closed. */
  closed: readonly string[];
}

export type Age = "five" | "two" | "three";

/** Choices with their words; the first is the usual one. */
export const offers = {
  age: [
    ["five", "children under five"],
    ["two", "two-year-olds"],
    ["three", "three- and four-year-olds"],
  ],
  kind: [
    ["all", "all settings"],
    ["day", "day nurseries"],
    ["sessional", "pre-schools and playgroups"],
    ["other", "other settings"],
    ["school", "nursery schools and classes"],
  ],
  judged: [
    ["any", "any judgement or none"],
    ["good", "a good or outstanding judgement"],
  ],
  open: [
    ["any", "any hours"],
    ["long", "hours from 8:00 to 18:00"],
    ["year", "45 weeks a year or more"],
  ],
  way: [
    ["zones", "nearer places count more"],
    ["alike", "all places count alike"],
  ],
  reach: [
    ["2", "2 km"],
    ["1", "1 km"],
    ["3", "3 km"],
    ["5", "5 km"],
  ],
} as const satisfies Record<string, readonly (readonly [string, string])[]>;

export const usualPlaces = 40;
const mostPlaces = 500;

export const usual: AccessChoices = {
  ...{ age: "five", kind: "all", judged: "any", open: "any", way: "zones", reach: 2 },
  ...{ opened: undefined, closed: [] },
};

/** The choices in the search part of an address; what makes no sense there is the usual choice. */
export function readAccessChoices(search: string): AccessChoices {
  const parameters = new URLSearchParams(search);
  const one = (name: keyof typeof offers) => {
    const asked = parameters.get(name);
    return offers[name].find(([key]) => key === asked)?.[0] ?? offers[name][0][0];
  };
  return {
    age: one("age") as Age,
    kind: one("kind"),
    judged: one("judged") as AccessChoices["judged"],
    open: one("open") as AccessChoices["open"],
    way: one("way") as AccessChoices["way"],
    reach: Number(one("reach")),
    opened: readOpened(parameters.get("new") ?? ""),
    closed: (parameters.get("closed") ?? "").split(".").filter(Boolean),
  };
}

/** The search part with choices written into it; usual ones leave it. Other names keep their order. */
export function writeAccessChoices(search: string, choices: AccessChoices): string {
  const parameters = new URLSearchParams(search);
  const { opened, closed } = choices;
  const texts: Record<string, string> = {
    ...Object.fromEntries(
      (Object.keys(offers) as (keyof typeof offers)[]).map((name) => {
        const text = String(choices[name]);
        return [name, text === String(usual[name]) ? "" : text];
      }),
    ),
    new: opened ? [...opened.at.map((degrees) => degrees.toFixed(5)), opened.places].join("_") : "",
    closed: closed.join("."),
  };
  for (const [name, text] of Object.entries(texts))
    if (text) parameters.set(name, text);
    else parameters.delete(name);
  const written = parameters.toString();
  return written ? `?${written}` : "";
}

/** A number of places that a setting may have: at least one. */
export function placesWithin(places: number): number {
  return Number.isFinite(places) ? Math.min(Math.max(Math.round(places), 1), mostPlaces) : usualPlaces;
}

function readOpened(text: string): AccessChoices["opened"] {
  const [longitude, latitude, places] = text.split("_").map(Number);
  if (![longitude, latitude, places].every(Number.isFinite) || text.split("_").length !== 3) return undefined;
  if (Math.abs(longitude!) > 180 || Math.abs(latitude!) > 90) return undefined;
  return { at: [longitude!, latitude!], places: placesWithin(places!) };
}
