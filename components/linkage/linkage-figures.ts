import type { Linkage } from "../../loaders/briefings/linkage.json.js";
import { areaMap } from "../charts/area-map.js";
import { element } from "../element.js";
import { figure } from "../figures/figure.js";
import type { Provenance, TableColumn, TableData } from "../tables/table.js";
import { rangeText } from "../words/extremes.js";
import { capital, formatDate, formatList, inSentence, plural, unitLabel } from "../words/format.js";
import { formatNumber } from "../words/numbers.js";
import type { Status } from "../words/status.js";
import { dots } from "./linkage-dots.js";
import {
  changesByThreshold,
  type Group,
  groupName,
  groupsOf,
  outcomeWords,
  ratesWithRegister,
  wholeOf,
} from "./linkage-findings.js";
import { linkageMatrix } from "./linkage-matrix.js";
import { shifts, thresholdColour, thresholdWords } from "./linkage-shift.js";

/** Where every figure of the page comes from: sources by id, or all that hold records of children. */
export function originOf(linkage: Linkage, ids?: readonly string[]): Provenance {
  const chosen = linkage.sources.filter((source) => !ids || ids.includes(source.id));
  return {
    source: ids
      ? formatList(chosen.map((source) => source.title))
      : "All sources of records, as linked at the last refresh",
    asOf: formatDate(linkage.asOf),
    sample: linkage.sample,
  };
}

const rateColumns: TableColumn[] = [
  { key: "value", label: "Found (%)", unit: "percent" },
  { key: "lower", label: "Lower 95% limit", unit: "percent" },
  { key: "upper", label: "Upper 95% limit", unit: "percent" },
  { key: "linked", label: "Children found", unit: "count", name: "numerator" },
  { key: "persons", label: "Children", unit: "count", name: "denominator" },
];

/** Each source against each other. */
export function pairFigure(linkage: Linkage): HTMLElement {
  const { sources, pairs } = linkage;
  const title = (id: string) => sources.find((source) => source.id === id)?.title ?? id;
  const best = pairs.filter((pair) => pair.value !== null).sort((a, b) => b.value! - a.value!);
  return figure({
    title: "What was linked to what",
    unit: "Of the children in the row’s source, the percentage also found in the column’s. Beside each source, its number of children.",
    ...originOf(linkage),
    description:
      best.length === 0
        ? "Empty: no source holds records of children yet."
        : `${plural(sources.filter((s) => s.persons > 0).length, "source")} against each other. ${best
            .slice(0, 3)
            .map(
              (pair) =>
                `Of ${title(pair.source)}, ${formatNumber(pair.value!, "percent")} are in ${title(pair.other)}.`,
            )
            .join(" ")} The table has them all.`,
    chart: linkageMatrix(linkage),
    table: {
      columns: [
        { key: "source", label: "Of the children in" },
        { key: "other", label: "found in" },
        ...rateColumns,
      ],
      rows: pairs.map((pair) => ({ ...pair, source: title(pair.source), other: title(pair.other) })),
    },
  });
}

/** Each source's link rate with the register. */
export function registerFigure(linkage: Linkage, title: string): HTMLElement {
  const rows = ratesWithRegister(linkage)
    .map(({ id, title, rate }) => ({ key: id, label: title, ...rate }))
    .sort((a, b) => (a.value ?? 0) - (b.value ?? 0));
  return figure({
    title,
    unit: `% of each source’s children who are also in ${registerTitle(linkage)}, with 95% intervals. The axis does not start at zero.`,
    ...originOf(linkage, [...rows.map((row) => row.key), linkage.register!]),
    description: `Dots: ${formatList(rows.map((row) => `${row.label} ${formatNumber(row.value ?? 0, "percent")}`))}.`,
    chart: (width) => dots(rows, { width }),
    table: rateTable(
      "Source",
      rows.map((row) => ({ ...row, name: row.label })),
    ),
  });
}

/** One source's link rate with the register by the groups of some breakdowns, beside all its children. */
export function groupFigure(
  linkage: Linkage,
  {
    source,
    parts,
    title,
  }: { source: string; parts: readonly (readonly [breakdown: string, heading: string])[]; title: string },
): HTMLElement {
  const whole = wholeOf(linkage, source);
  const named = (group: Group) => groupName(linkage, group);
  const groups = parts.flatMap(([breakdown]) => groupsOf(linkage, source, breakdown));
  const rows = parts.flatMap(([breakdown, heading]) => {
    const own = groupsOf(linkage, source, breakdown);
    const headed =
      parts.length > 1
        ? [{ key: breakdown, label: heading, heading: true, value: null, lower: null, upper: null }]
        : [];
    return own.length > 0
      ? [...headed, ...own.map((g) => ({ ...g, key: `${breakdown} ${g.category}`, label: named(g) }))]
      : [];
  });
  return figure({
    title,
    unit: `% of children of ${linkage.city} in ${inSentence(sourceTitle(linkage, source))} who are also in ${registerTitle(linkage)}, with 95% intervals. Dashed: all of them, ${formatNumber(whole?.value ?? 0, "percent")}. The axis does not start at zero.`,
    ...originOf(linkage, [source, linkage.register!]),
    description: `Dots: ${formatList(groups.map((g) => `${named(g)} ${formatNumber(g.value ?? 0, "percent")}`))}.`,
    chart: (width) => dots(rows, { width, reference: whole?.value ?? undefined }),
    table: rateTable("Group", [
      ...(whole ? [{ ...whole, name: "All of them" }] : []),
      ...groups.map((g) => ({ ...g, name: named(g) })),
    ]),
  });
}

/** One source's link rate with the register by ward. */
export function wardFigure(linkage: Linkage, source: string, title: string): HTMLElement {
  const wards = groupsOf(linkage, source, "ward");
  const whole = wholeOf(linkage, source)?.value;
  const figures = new Map(
    wards.map(({ category, ...rate }) => [category, { ...rate, status: "value" as Status }]),
  );
  const known = wards
    .filter((ward) => ward.category !== "Not known")
    .map((ward) => ({ ...ward, status: "value" as Status }));
  const named = (group: Group) => groupName(linkage, group);
  return figure({
    title,
    unit: `% of children of ${linkage.city} in ${inSentence(sourceTitle(linkage, source))} who are also in ${registerTitle(linkage)}, by the ward that the child is best known to live in`,
    ...originOf(linkage, [source, linkage.register!]),
    description:
      known.length > 0
        ? `Map of ${plural(known.length, "ward")}, ${rangeText(known, { unit: "percent", nameOf: named, areas: ["ward", "wards"] })}.`
        : "Map without figures: no child’s ward is known.",
    chart: areaMap({
      shapes: linkage.shapes as Parameters<typeof areaMap>[0]["shapes"],
      figures,
      unit: "percent",
      polarity: "high",
      comparator: typeof whole === "number" ? { name: "All of them", value: whole } : undefined,
      areas: ["ward", "wards"],
      choose: false,
    }),
    table: rateTable(
      "Ward",
      wards.map((g) => ({ ...g, name: named(g) })),
    ),
  });
}

/** How far link rates move as the threshold does. */
export function thresholdFigure(linkage: Linkage, title: string): HTMLElement {
  const changes = changesByThreshold(linkage);
  const shifted = changes.flatMap((change) => change.shifted);
  const others = [...new Set(shifted.map((s) => s.threshold))].sort((a, b) => b - a);
  const inUse = changes[0]?.now.threshold;
  return figure({
    title,
    unit: `Percentage points by which the share found in ${registerTitle(linkage)} would change from what it is at ${thresholdWords(inUse ?? 0.95)}`,
    ...originOf(linkage),
    description: changes
      .map(
        ({ label, now, shifted }) =>
          `${label}: ${formatNumber(now.value!, "percent")} now; ${formatList(shifted.map((s) => `${thresholdWords(s.threshold)} ${signed(s.change)}`))}.`,
      )
      .join(" "),
    chart: (width) => element("div", {}, thresholdKey(others), shifts(changes, shifted, width)),
    table: {
      columns: [{ key: "name", label: "Source" }, { key: "at", label: "Links of" }, ...rateColumns],
      rows: linkage.thresholds.map((row) => ({
        ...row,
        name: sourceTitle(linkage, row.source),
        at: thresholdWords(row.threshold),
      })),
    },
  });
}

function thresholdKey(thresholds: readonly number[]): HTMLElement {
  return element(
    "ul",
    { class: "ey-key", "aria-label": "Key" },
    ...thresholds.map((threshold) =>
      element(
        "li",
        {},
        element("span", {
          style: `width: 12px; height: 12px; border-radius: 50%; border: 1px solid var(--ey-ink); background: ${thresholdColour(threshold)}`,
        }),
        thresholdWords(threshold),
      ),
    ),
  );
}

/** Records by source and outcome. */
export function outcomeTable({ sources, outcomes }: Linkage): TableData {
  const present = Object.keys(outcomeWords).filter((outcome) =>
    outcomes.some((row) => row.outcome === outcome),
  );
  return {
    columns: [
      { key: "name", label: "Source" },
      { key: "records", label: "Records", unit: "count" },
      ...present.map((outcome) => ({
        key: outcome,
        label: capital(outcome),
        unit: "count",
      })),
    ],
    rows: sources.map(({ id, title, records }) => ({
      name: title,
      records,
      ...Object.fromEntries(
        present.map((outcome) => [
          outcome,
          outcomes.find((row) => row.source === id && row.outcome === outcome)?.records ?? 0,
        ]),
      ),
    })),
  };
}

/** Records that say too little to be linked, by source and reason. */
export function unlinkableTable({ sources, unlinkable }: Linkage): TableData {
  return {
    columns: [
      { key: "name", label: "Source" },
      { key: "reason", label: "What is wrong" },
      { key: "records", label: "Records", unit: "count" },
      { key: "share", label: "Of the source’s records (%)", unit: "percent" },
    ],
    rows: unlinkable.map(({ source, reason, records }) => {
      const own = sources.find(({ id }) => id === source);
      return {
        name: own?.title ?? source,
        reason,
        records,
        share: own ? (100 * records) / own.records : null,
      };
    }),
  };
}

/** The figures of measures that join sources, a table a measure: a row a group of children and threshold. */
export function joinedTables({ joined }: Linkage): { caption: string; table: TableData }[] {
  const measures = new Map<string, Linkage["joined"]>();
  for (const row of joined) {
    const name = `${row.indicator} by ${row.title}, ${row.period}`;
    measures.set(name, [...(measures.get(name) ?? []), row]);
  }
  return [...measures].map(([caption, rows]) => ({ caption, table: joinedTable(rows) }));
}

function joinedTable(joined: Linkage["joined"]): TableData {
  const { unit } = joined[0]!;
  const categories = [...new Set(joined.map((row) => row.category))];
  return {
    columns: [
      { key: "name", label: "Children" },
      { key: "links", label: "Links of a probability of" },
      { key: "value", label: `Figure (${unitLabel(unit)})`, unit },
      { key: "children", label: "Number of children", unit: "count", name: "denominator" },
    ],
    more: ["indicator_name", "period", "category", "least_probability"].map((key) => ({ key, label: key })),
    rows: categories.flatMap((category) =>
      joined
        .filter((row) => row.category === category)
        .map(({ indicator, period, threshold, value, children }) => ({
          indicator_name: indicator,
          period,
          category,
          least_probability: threshold,
          name: capital(category),
          links: threshold === null ? "as linked" : `${threshold} and over`,
          value,
          children,
        })),
    ),
  };
}

/** A source's title, or its id where nothing is known of it. */
export function sourceTitle({ sources }: Linkage, id: string): string {
  return sources.find((source) => source.id === id)?.title ?? id;
}

/** What sentences call the register that others are set against. */
export function registerTitle(linkage: Linkage): string {
  return linkage.register ? `the ${inSentence(sourceTitle(linkage, linkage.register))}` : "the register";
}

function rateTable(label: string, rows: TableData["rows"]): TableData {
  // What a row is of, by the names that all downloads have for it.
  const more = ["source", "breakdown", "category"].filter((key) =>
    rows.some((row) => row[key] !== undefined),
  );
  return {
    columns: [{ key: "name", label }, ...rateColumns],
    more: more.map((key) => ({ key, label: key })),
    rows,
  };
}

function signed(change: number): string {
  return `${change > 0 ? "+" : ""}${formatNumber(change, "percentage points")}`;
}
