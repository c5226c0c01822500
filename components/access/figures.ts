import { FileAttachment } from "observablehq:stdlib";
import type { Access } from "../../loaders/explore/access.json.js";
import { type AreaMap, type AreaShape, areaMap } from "../charts/area-map.js";
import type { MapMark } from "../charts/map-marks.js";
import { type Drawing, drawnOver, nothing } from "../notebook/drawn.js";
import { workspaceData } from "../notebook/workspace.js";
import { dataTable } from "../tables/data-table.js";
import { areaOfRow } from "../tables/table.js";
import { capital, plural } from "../words/format.js";
import { formatCount, formatDecimal, formatShare } from "../words/numbers.js";
import { nothingToTell } from "../words/only.js";
import { type AskedAccess, askAccess } from "./choose.js";
import { type Reach, reachOf } from "./reach.js";
import { origin, type ReachedArea, wordsOf } from "./sentences.js";
import { changedWards, placesText } from "./words.js";

/** Fetches where young children and settings are, and measures how far it is between them. */
export async function reach(): Promise<Reach> {
  return reachOf(await FileAttachment("../../data/access.json").json<Access>());
}

/** The question of what is within reach: see askAccess. */
export function chooseAccess(data: Reach): ReturnType<typeof askAccess> {
  return askAccess(data, () => workspaceData.postcodes!());
}

/** Small areas by places within reach, or by distance where no places are known, with the settings as dots. */
export function accessMap(access: AskedAccess): HTMLElement {
  return drawnAccess("accessMap", access, () => {
    let map: AreaMap | undefined;
    let choose: AskedAccess["choose"] = () => {};
    let placesOfNew: AskedAccess["placesOfNew"] = () => 1;
    return async (now) => {
      choose = now.choose;
      placesOfNew = now.placesOfNew;
      const shapes = await shapesOf(now);
      if (shapes.length === 0) return nothing("There are no outlines of small areas yet.");
      const figures = mapFigures(now);
      if (map) map.redraw(figures);
      else
        map = areaMap({
          ...{ shapes, areas: ["small area", "small areas"] as [string, string], ...figures },
          around: [(await workspaceData.areas()).ward],
          place: {
            what: "puts a new setting there",
            take: (at) => choose({ opened: { at, places: placesOfNew() } }),
          },
        });
      const { city, who, which, choices, areas } = now;
      const isDistance = city.places === null;
      return {
        ...origin(now.data),
        title: isDistance
          ? `The nearest is ${formatDecimal(city.nearest!, 1)} km away on average`
          : `${placesText(city.places)} places within ${choices.reach} km for each 100 ${who}`,
        subject: `${isDistance ? "Distance to the nearest" : "Places within reach"}: ${who}, ${which}, by small area`,
        unit: isDistance ? "Kilometres in a straight line" : `Places for 100 ${who}. Dots are settings`,
        description: `${capital(plural(areas.length, "small area"))} by what is within reach of ${who} there; ${plural(now.settings.asked, "setting")} as dots.`,
        chart: map,
        table: areasTable(now, shapes),
      };
    };
  });
}

/** Every ward: places within reach, how near the nearest is, and how many children live far from any. */
export function accessTable(access: AskedAccess): HTMLElement {
  const { wards, who, isChanged, choices } = access;
  if (!access.available) return nothingToTell();
  return dataTable({
    caption: `What ${who} can reach, by ward${isChanged ? ", with what would change" : ""}`,
    table: {
      columns: [
        { key: "name", label: "Ward" },
        { key: "children", label: capital(who), unit: "count" },
        { key: "places", label: `Places within ${choices.reach} km for 100 of them`, unit: "per 100" },
        ...(isChanged ? [{ key: "before", label: "As it is now", unit: "per 100" }] : []),
        { key: "nearest", label: "Kilometres to the nearest, mean", unit: "km" },
        { key: "far", label: "More than 1 km from any", unit: "count" },
        { key: "share", label: "Share of them" },
      ],
      areaOf: areaOfRow,
      rows: wards
        .toSorted((a, b) => (a.places ?? 0) - (b.places ?? 0) || a.name.localeCompare(b.name, "en-GB"))
        .map(({ code, name, children, places, nearest, far, before }) => ({
          ...{ area: code, name, children, places, nearest, far },
          before: before.places,
          share: formatShare(far, children),
        })),
    },
    ...origin(access.data),
  });
}

/** The wards in which opening and closing would change what is within reach, those that gain most first. */
export function changeTable(access: AskedAccess): HTMLElement {
  const rows = changedWards(access);
  if (rows.length === 0) return nothingToTell();
  return dataTable({
    caption: `What would change for ${access.who}, by ward`,
    table: {
      columns: [
        { key: "name", label: "Ward" },
        { key: "children", label: capital(access.who), unit: "count" },
        { key: "now", label: "Places for 100 of them now", unit: "per 100" },
        { key: "later", label: "Then", unit: "per 100" },
        { key: "change", label: "Change", unit: "per 100" },
      ],
      areaOf: areaOfRow,
      rows: rows.map(({ code, name, children, places, before, change }) => ({
        ...{ area: code, name, children, now: before.places, later: places, change },
      })),
    },
    ...origin(access.data),
  });
}

/** Where children with a funded place go, by the ward that they live in. */
export function journeyTable({ data }: Reach): HTMLElement {
  const { journeys, wards, sample } = data;
  if (!journeys || journeys.from.length === 0) return nothingToTell();
  const names = new Map(wards.map(({ code, name }) => [code, name]));
  const nameOf = (code: string) => names.get(code) ?? code;
  return dataTable({
    caption: `Where children with a funded place go, ${journeys.period}`,
    table: {
      columns: [
        { key: "name", label: "They live in" },
        { key: "children", label: "Children", unit: "count" },
        { key: "own", label: "In their own ward" },
        { key: "others", label: "In other wards" },
        { key: "elsewhere", label: "In all others", unit: "count" },
        { key: "unplaced", label: "Not placed", unit: "count" },
        { key: "kilometres", label: "Middle distance, km" },
      ],
      areaOf: areaOfRow,
      rows: journeys.from
        .map(({ ward, children, unplaced, kilometres, to, elsewhere }) => {
          const own = to.find((flow) => flow.ward === ward);
          return {
            ...{ area: ward, name: nameOf(ward), children, unplaced, elsewhere },
            kilometres: kilometres === null ? "of too few" : formatDecimal(kilometres, 1),
            own: own ? formatCount(own.children) : "among all others",
            others: to
              .filter((flow) => flow.ward !== ward)
              .map((flow) => `${nameOf(flow.ward)} ${formatCount(flow.children)}`)
              .join(", "),
          };
        })
        .sort((a, b) => a.name.localeCompare(b.name, "en-GB")),
    },
    source: journeys.source,
    asOf: journeys.period,
    sample,
  });
}

function drawnAccess(
  word: string,
  access: AskedAccess,
  draw: () => (access: AskedAccess) => Drawing | Promise<Drawing>,
): HTMLElement {
  return drawnOver(word, access.kept, access, () => {
    const drawing = draw();
    return (now) => (now.available ? drawing(now) : nothing("No setting of this kind is known here."));
  });
}

async function shapesOf({ areas }: AskedAccess): Promise<AreaShape[]> {
  const known = new Set(areas.map(({ code }) => code));
  return (await workspaceData.outlines("lsoa")).filter(({ code }) => known.has(code));
}

function mapFigures(now: AskedAccess) {
  const isDistance = now.city.places === null;
  const shownOf = ({ places, nearest }: ReachedArea) => (isDistance ? nearest : places);
  return {
    figures: new Map(
      now.areas.map((area) => [area.code, { value: shownOf(area), status: "value" as const }]),
    ),
    // What is there now decides what the colours mean, so that one sees what changes.
    range: now.areas.flatMap(({ before }) => {
      const value = isDistance ? before.nearest : before.places;
      return value === null ? [] : [value];
    }),
    unit: isDistance ? "km" : "per 100",
    polarity: isDistance ? ("low" as const) : ("high" as const),
    chance: "no" as const,
    marks: marksOf(now),
  };
}

function marksOf({ choices, asked, opened, closed, choose }: AskedAccess): MapMark[] {
  const shut = new Set(closed.map(({ urn }) => urn));
  return [
    ...asked.map(({ urn: id, name, at, places, judgement }): MapMark => {
      const isShut = shut.has(id);
      const about = [name, places === null ? "" : plural(places, "place"), judgement ?? ""].filter(Boolean);
      return {
        ...{ id, at, kind: isShut ? "gone" : "there" },
        name: `${about.join(", ")}. ${isShut ? "Click to open it again" : "Click to see what closing it would change"}`,
        press: () =>
          choose({
            closed: isShut ? choices.closed.filter((one) => one !== id) : [...choices.closed, id],
          }),
      };
    }),
    ...(opened
      ? [
          {
            ...{ id: "new", at: opened.at, kind: "new" as const },
            name: `A new setting with ${plural(opened.places, "place")}`,
          },
        ]
      : []),
  ];
}

function areasTable({ areas, who, choices }: AskedAccess, shapes: readonly AreaShape[]) {
  const names = new Map(shapes.map(({ code, name }) => [code, name]));
  return {
    columns: [
      { key: "name", label: "Small area" },
      { key: "children", label: capital(who), unit: "count" },
      {
        key: "places",
        label: `Places within ${choices.reach} km for 100 of them (${wordsOf("way", choices.way)})`,
        unit: "per 100",
      },
      { key: "nearest", label: "Kilometres to the nearest", unit: "km" },
    ],
    rows: areas.map(({ code, children, places, nearest }) => ({
      name: names.get(code) ?? code,
      ...{ children, places, nearest },
    })),
  };
}
