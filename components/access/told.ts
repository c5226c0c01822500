import type { Access } from "../../loaders/explore/access.json.js";
import { formatDate, formatList } from "../words/format.js";
import { alike, floatingCatchment, inZones } from "./catchment.js";
import { type AccessChoices, offers } from "./choices.js";
import type { Reach } from "./reach.js";

type Setting = Access["settings"][number];

/** What children of an area can reach. */
export interface Reached {
  children: number;
  /** Places within reach for each 100 children; null where no setting that is asked of has places that are known. */
  places: number | null;
  /** Kilometres to the nearest setting that is asked of; of a ward the mean over its children. Null where there is none. */
  nearest: number | null;
}

export interface ReachedArea extends Reached {
  code: string;
  ward: string;
  /** As it is now, without what would change. */
  before: Reached;
}

export interface ReachedWard extends Reached {
  code: string;
  name: string;
  /** Children farther than a kilometre from any setting that is asked of. */
  far: number;
  before: Reached;
}

/** What there is within reach, as chosen. Not available where no small area has children or no setting a position. */
export interface ToldAccess {
  available: boolean;
  data: Access;
  choices: AccessChoices;
  /** Who is asked of, in words: "children under five". */
  who: string;
  /** Which settings are asked of, in words: "day nurseries, good or outstanding", and one of them: "a day nursery …". */
  which: string;
  one: string;
  /** How many there are, how many of them have places that are known, and how many those are. */
  settings: { asked: number; counted: number; places: number };
  /** What would change: a setting opened, or settings closed. */
  isChanged: boolean;
  opened: AccessChoices["opened"];
  closed: Setting[];
  /** All settings asked of, those that might be closed too. */
  asked: Setting[];
  city: Reached & { far: number; before: Reached & { far: number } };
  areas: ReachedArea[];
  wards: ReachedWard[];
}

/** Farther than this a young child is not walked every day. */
export const walk = 1;

/** What children can reach, as chosen: now, and with a setting opened or closed. */
export function toldAccess({ data, distances, to }: Reach, choices: AccessChoices): ToldAccess {
  const shut = new Set(choices.closed);
  const asked = data.settings.flatMap((setting, at) => (isAsked(setting, choices) ? [{ setting, at }] : []));
  const stay = asked.filter(({ setting }) => !shut.has(setting.urn));
  const children = data.areas.map((area) => area.children[choices.age === "five" ? "total" : choices.age]);
  const available = asked.length > 0 && children.some((n) => n > 0);
  const { opened } = choices;
  const rows = (some: typeof asked, extra?: Float64Array) =>
    distances.map((row, area) => {
      const own = new Float64Array(some.length + (extra ? 1 : 0));
      for (let i = 0; i < some.length; i++) own[i] = row[some[i]!.at]!;
      if (extra) own[some.length] = extra[area]!;
      return own;
    });
  const reached = (some: typeof asked, extra?: Float64Array): Reached[] => {
    const own = rows(some, extra);
    const places = [...some.map(({ setting }) => setting.places ?? 0), ...(extra ? [opened!.places] : [])];
    const counted = places.some((n) => n > 0);
    const decay = choices.way === "zones" ? inZones(choices.reach) : alike(choices.reach);
    const shares = counted ? floatingCatchment(children, places, own, decay) : [];
    return own.map((row, area) => ({
      children: children[area]!,
      places: counted ? 100 * shares[area]! : null,
      nearest: row.length > 0 ? leastOf(row) : null,
    }));
  };
  const before = reached(asked);
  const closed = asked.flatMap(({ setting }) => (shut.has(setting.urn) ? [setting] : []));
  const isChanged = opened !== undefined || closed.length > 0;
  const after = isChanged ? reached(stay, opened && to(opened.at)) : before;
  const areas = data.areas.map(({ code, ward }, area) => ({
    ...{ code, ward },
    ...after[area]!,
    before: before[area]!,
  }));
  const counted = asked.filter(({ setting }) => (setting.places ?? 0) > 0);
  return {
    ...{ available, data, choices, opened, closed, isChanged, areas },
    asked: asked.map(({ setting }) => setting),
    who: wordsOf("age", choices.age),
    which: whichWords(choices, wordsOf("kind", choices.kind)),
    one: whichWords(choices, oneOf[choices.kind] ?? "a setting"),
    settings: {
      asked: asked.length,
      counted: counted.length,
      places: counted.reduce((sum, { setting }) => sum + setting.places!, 0),
    },
    city: { ...together(areas), before: together(areas.map((area) => area.before)) },
    wards: data.wards.flatMap(({ code, name }) => {
      const own = areas.filter(({ ward }) => ward === code);
      return own.length === 0
        ? []
        : [{ ...{ code, name }, ...together(own), before: together(own.map((area) => area.before)) }];
    }),
  };
}

function leastOf(row: Float64Array): number {
  let least = row[0]!;
  for (let i = 1; i < row.length; i++) if (row[i]! < least) least = row[i]!;
  return least;
}

/** Several areas as one: means over their children, and how many children are far from any setting. */
export function together(areas: readonly Reached[]): Reached & { far: number } {
  const children = areas.reduce((sum, area) => sum + area.children, 0);
  const mean = (of: (area: Reached) => number | null): number | null => {
    if (children === 0 || areas.some((area) => of(area) === null)) return null;
    return areas.reduce((sum, area) => sum + area.children * of(area)!, 0) / children;
  };
  return {
    children,
    places: mean(({ places }) => places),
    nearest: mean(({ nearest }) => nearest),
    far: areas
      .filter(({ nearest }) => nearest === null || nearest > walk)
      .reduce((sum, area) => sum + area.children, 0),
  };
}

/** Whether a setting is one of those asked of. What nobody has told of one does not count for it. */
export function isAsked(setting: Setting, { kind, judged, open }: AccessChoices): boolean {
  return (
    (kind === "all" || kindOf(setting) === kind) &&
    (judged === "any" || setting.judgement === "good" || setting.judgement === "outstanding") &&
    (open !== "long" ||
      (setting.opens !== null &&
        setting.closes !== null &&
        setting.opens <= "08:00" &&
        setting.closes >= "18:00")) &&
    (open !== "year" || (setting.weeks ?? 0) >= 45)
  );
}

function kindOf({ kind }: Setting): string {
  if (kind.startsWith("Day")) return "day";
  if (kind.startsWith("Pre-school")) return "sessional";
  return kind.startsWith("Nursery schools") ? "school" : "other";
}

/** The words of a choice. */
export function wordsOf(name: keyof typeof offers, key: string): string {
  return offers[name].find(([one]) => one === key)?.[1] ?? key;
}

const oneOf: Record<string, string> = {
  day: "a day nursery",
  sessional: "a pre-school or playgroup",
  other: "a setting of another kind",
  school: "a nursery school or class",
};

function whichWords({ judged, open }: AccessChoices, kind: string): string {
  return [
    kind,
    ...(judged === "good" ? ["good or outstanding"] : []),
    ...(open === "long" ? ["open from 8:00 to 18:00"] : []),
    ...(open === "year" ? ["open 45 weeks a year or more"] : []),
  ].join(", ");
}

/** Where all of it comes from, as a figure says it. */
export function origin({ people, register, sample }: Access): {
  source: string;
  asOf: string;
  sample: boolean;
} {
  const sources = [register?.source, people?.source].filter((source) => source !== undefined);
  return {
    source: formatList(sources) || "no source yet",
    asOf: register?.asOf ? formatDate(register.asOf) : (people?.period ?? "no date"),
    sample,
  };
}
