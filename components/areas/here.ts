import type { AreaIndicator } from "../../loaders/briefings/area-schema.js";
import { element } from "../element.js";
import { figure } from "../figures/figure.js";
import { stackedTable } from "../tables/stacked-table.js";
import { besideOf } from "../words/area-standing.js";
import { formatDate, formatList, inSentence, plural } from "../words/format.js";
import { formatCount, formatNumber } from "../words/numbers.js";
import { nothingToTell } from "../words/only.js";
import { hasValue } from "../words/status.js";
import { type Area, filed, originOf, peersOf } from "./profile.js";
import { hasPeers, spineKey, spineTable } from "./spine.js";

/**
 * Who lives in an area, beside all areas together, under a title that says in what it differs most: the characteristics by
 * which areas are found alike, and all others in a table to open.
 */
export function livesHere(area: Area): HTMLElement {
  const { data, name, beside } = area;
  const known = area.people.filter(({ kind, own }) => kind !== "count" && hasValue(own));
  if (known.length === 0) return nothingToTell();
  const chosen = new Set(data.similar.by.map(({ indicator }) => indicator));
  const first = known.filter(({ id }) => chosen.has(id));
  const shown = first.length > 0 ? first : known;
  const [furthest] = shown.filter((one) => distanceOf(one) > 0).sort((a, b) => distanceOf(b) - distanceOf(a));
  const subject = `Who lives in ${name}`;
  return figure({
    title: furthest ? furthestText(area, furthest) : subject,
    subject,
    unit: hasPeers(shown)
      ? `Between the least and the greatest of the ${peersOf(data)}`
      : "Figures of the newest year of each",
    ...originOf(data, known),
    description: `A table of ${plural(shown.length, "characteristic")}: the figure of ${name}${shown.some(besideOf) ? ` and of ${beside}` : ""}.`,
    chart: element(
      "div",
      { class: "ey-glance-holder" },
      spineKey(area, shown),
      spineTable(area, shown, { caption: subject, first: "Who lives there" }),
      shown.length < known.length &&
        element(
          "details",
          { class: "ey-method ey-aside" },
          element("summary", {}, `${plural(known.length - shown.length, "more characteristic")}`),
          spineTable(
            area,
            known.filter((one) => !shown.includes(one)),
            { caption: `More of who lives in ${name}`, first: "Who lives there" },
          ),
        ),
    ),
    table: {
      columns: [
        { key: "name", label: "Characteristic" },
        { key: "unit", label: "Unit" },
        { key: "period", label: "Period" },
        { key: "own", label: name, unit: "mixed" },
        { key: "all", label: beside, unit: "mixed" },
        ...data.similar.areas.map(({ code, name: other }) => ({ key: code, label: other, unit: "mixed" })),
      ],
      rows: known.map((one) => ({
        name: one.shortName,
        unit: one.unit,
        period: one.period,
        own: filed(data, one, one.own),
        all: one.all
          ? filed(data, one, one.all, true)
          : one.country && { value: one.country.value, status: one.country.status, unit: one.unit },
        ...Object.fromEntries(
          one.similar.map(({ code, value, status }) => [code, { value, status, unit: one.unit }]),
        ),
      })),
    },
  });
}

// How far a figure lies from all together, beside how far those of its peers lie from one another.
function distanceOf(one: AreaIndicator): number {
  const beside = besideOf(one)?.value;
  const width = one.range.greatest - one.range.least;
  if (typeof beside !== "number" || one.own.value === null || width === 0) return 0;
  return Math.abs(one.own.value - beside) / width;
}

function furthestText({ name, beside }: Area, one: AreaIndicator): string {
  const [own, other] = [one.own.value!, besideOf(one)!.value!].map((value) => formatNumber(value, one.unit));
  if (own === other) return `${name} is much as ${beside}`;
  return `${name} differs most from ${beside} in ${inSentence(one.shortName)}: ${own}, beside ${other}`;
}

/** The childcare and schools that lie in an area, and how many children of each age live there. */
export function whatIsHere({ data, name }: Area): HTMLElement {
  const { settings, schools, centres, ages } = data;
  if (!settings && !schools && ages.children.length === 0) return nothingToTell();
  const sources = [settings, schools, centres, ...takenUp(data)].flatMap((one) =>
    one ? [`${one.source}, as of ${formatDate(one.asOf)}`] : [],
  );
  return element(
    "div",
    { class: "ey-here" },
    (settings || schools) &&
      stackedTable(`Childcare and schools in ${name}`, ["What", "How many", "Places"], placesRows(data)),
    settings && element("p", {}, judgementText(settings.judgements)),
    takeUpText(data) !== "" && element("p", {}, takeUpText(data)),
    ages.children.length > 0 &&
      stackedTable(
        `Children who live there, by age`,
        ["Age", "Children"],
        ages.children.map(({ age, children }): [string, string] => [
          age === 0 ? "Under one" : String(age),
          formatCount(children),
        ]),
      ),
    element(
      "p",
      { class: "ey-source" },
      [
        sources.length > 0 && `Source: ${formatList([...new Set(sources)])}.`,
        settings && "Childminders are not among them: the register withholds their addresses.",
        ages.children.length > 0 && `Children: population estimate for ${ages.year}.`,
        data.sample && "Sample figures: invented, not about real children.",
      ]
        .filter(Boolean)
        .join(" "),
    ),
  );
}

type Row = [string, string, string];

function placesRows({ settings, schools, centres }: Area["data"]): Row[] {
  const kinds = settings?.kinds ?? [];
  const rows: Row[] = kinds.map(({ kind, settings: count, places }) => [
    kind,
    formatCount(count),
    places > 0 ? plural(places, "place") : "places not told",
  ]);
  if (settings && kinds.length === 0) rows.push(["Nurseries, playgroups and clubs", "none", ""]);
  if (centres) rows.push(["Children’s centres", formatCount(centres.centres), ""]);
  if (centres) rows.push(["Family hubs", formatCount(centres.hubs), ""]);
  if (!schools) return rows;
  const { nurseries, primaries, withNursery } = schools;
  return [
    ...rows,
    ["Nursery schools", formatCount(nurseries), ""],
    [
      "Primary schools",
      formatCount(primaries),
      withNursery === null ? "" : `${formatCount(withNursery)} with nursery classes`,
    ],
  ];
}

const takeUps: readonly [id: string, whom: string][] = [
  ["two-year-old-take-up", "two-year-olds who can have one with support"],
  ["three-and-four-year-old-take-up", "three- and four-year-olds"],
];

function takenUp({ indicators }: Area["data"]): AreaIndicator[] {
  return takeUps.flatMap(([id]) => indicators.filter((one) => one.id === id && hasValue(one.own)));
}

// Places beside children, and how many of these have one.
function takeUpText(data: Area["data"]): string {
  const places = data.indicators.find(({ id }) => id === "places-per-child");
  const { numerator, denominator } = places?.own ?? { numerator: null, denominator: null };
  const shares = takenUp(data).map(({ id, own, unit, period }) => {
    const whom = takeUps.find(([one]) => one === id)![1];
    return `${formatNumber(own.value!, unit)} of ${whom} (${period})`;
  });
  return [
    places && numerator !== null && denominator
      ? `There are ${plural(Math.round(numerator), "registered place")} (${places.period}) for ${plural(Math.round(denominator), "child", "children")} under five who live there.`
      : "",
    shares.length > 0 ? `A funded place is taken up by ${formatList(shares)}.` : "",
  ]
    .filter(Boolean)
    .join(" ");
}

function judgementText(judgements: readonly { judgement: string; settings: number }[]): string {
  if (judgements.length === 0) return "";
  const counts = judgements.map(({ judgement, settings }) => `${formatCount(settings)} ${judgement}`);
  return `Last full inspections of those for children under five: ${formatList(counts)}.`;
}
