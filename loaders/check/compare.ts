import { formatList } from "../../components/words/format.js";
import { formatCount } from "../../components/words/numbers.js";
import { Unusable } from "../files/refused.js";
import type { Guard, Source } from "../registry/source.js";
import type { ColumnProfile, Profile } from "./profile.js";

/** Percentage points more that are empty, or a share more or fewer, before anybody is told. */
const notable = { empty: 0.05, rows: 0.2, distinct: 0.5 };
const fewest = 10;

/** Something of which a steward should know, in a sentence without a value of a cell. */
export interface Finding {
  guard: Guard;
  text: string;
}

/**
 * What is unlike in a delivery beside several earlier ones. `others` are deliveries of other periods: it may be one of them again.
 */
export function compareDeliveries(
  source: Source,
  now: Profile,
  earlier: readonly Profile[],
  others: readonly Profile[] = [],
): Finding[] {
  const found = (guard: Guard, texts: string[]): Finding[] => texts.map((text) => ({ guard, text }));
  const again = found("duplicate", tellRepeat(now, others));
  const born = source.columns.filter(({ role }) => role === "date_of_birth").map(({ name }) => name);
  if (!earlier.length) return [...again, ...found("future", tellFuture(born, now, []))];
  return [
    ...again,
    ...found("rows", tellRows(now, earlier)),
    ...source.columns.flatMap(({ name }) => columnFindings(name, now, earlier)),
    ...found(
      "future",
      tellFuture(
        source.columns.map(({ name }) => name),
        now,
        earlier.filter((one) => Object.values(one.columns).some(({ future }) => future !== undefined)),
        born,
      ),
    ),
  ];
}

/** Throws Unusable if the source refuses an extract of which this was found; else gives it in sentences. */
export function enforce(source: Source, findings: readonly Finding[]): string[] {
  const wrong = findings.filter(({ guard }) => source.guards[guard] === "refuse");
  if (wrong.length) {
    const rules = [...new Set(wrong.map(({ guard }) => `${guard}: tell`))].join(", ");
    throw new Unusable(
      wrong.map(({ text }) => text).join(" "),
      `Ask the supplier whether it is right. If it is, let data/sources/${source.id}.yaml say guards: { ${rules} } until it has been taken.`,
    );
  }
  return findings.map(({ text }) => text);
}

// Few rows, or none of which a number is known, can be alike by chance.
function tellRepeat(now: Profile, others: readonly Profile[]): string[] {
  const key = ({ rows, rejected, columns }: Profile): string => JSON.stringify([rows, rejected, columns]);
  const twin = now.rows >= fewest ? others.find((one) => key(one) === key(now)) : undefined;
  return twin
    ? [
        `It has the same rows, values and numbers as the extract of ${twin.period ?? "before"}, ${twin.name}: it may be that one under another name.`,
      ]
    : [];
}

function tellFuture(
  names: readonly string[],
  now: Profile,
  earlier: readonly Profile[],
  always: readonly string[] = names,
): string[] {
  return names.flatMap((name) => {
    const rows = now.columns[name]?.future ?? 0;
    const isNew = earlier.length > 0 && earlier.every(({ columns }) => !columns[name]?.future);
    if (!rows || !(isNew || always.includes(name))) return [];
    return [
      `${name} is after the day on which it came in ${formatCount(rows)} ${rows === 1 ? "row" : "rows"}.`,
    ];
  });
}

function tellRows(now: Profile, earlier: readonly Profile[]): string[] {
  const before = earlier.map((one) => one.rows + one.rejected);
  const all = now.rows + now.rejected;
  const [least, most] = [Math.min(...before), Math.max(...before)];
  const beside =
    least === most
      ? `earlier deliveries had ${formatCount(most)}`
      : `earlier deliveries had ${formatCount(least)} to ${formatCount(most)}`;
  const isFewer = all < least * (1 - notable.rows) && least - all >= fewest;
  const isMore = all > most * (1 + notable.rows) && all - most >= fewest;
  if (isFewer || isMore) return [`It has ${formatCount(all)} ${all === 1 ? "row" : "rows"}; ${beside}.`];
  const series = [...before, all];
  const falls = series.length >= 4 && series.every((n, i) => i === 0 || n < series[i - 1]!);
  if (falls && all < series[0]! * (1 - notable.rows))
    return [`Its rows became fewer with each delivery: ${formatList(series.map(formatCount))}.`];
  return [];
}

function columnFindings(name: string, now: Profile, earlier: readonly Profile[]): Finding[] {
  const column = now.columns[name];
  const before = pastOf(name, earlier);
  if (!column || !before.length || !now.rows) return [];
  const sentences = tellEmptier(name, now, earlier);
  const [fewestBefore, mostBefore] = [
    Math.min(...before.map(({ distinct }) => distinct)),
    Math.max(...before.map(({ distinct }) => distinct)),
  ];
  // Numbers of rows and of children grow with the delivery; those of wards and codes do not.
  const [shrunk, grown] = [
    Math.min(1, now.rows / Math.max(...before.map(({ rows }) => rows))),
    Math.max(1, now.rows / Math.min(...before.map(({ rows }) => rows))),
  ];
  if (fewestBefore >= fewest && column.distinct < fewestBefore * notable.distinct * shrunk)
    sentences.push(
      `${name} has about ${formatCount(column.distinct)} different values; earlier deliveries had at least ${formatCount(fewestBefore)}.`,
    );
  if (column.distinct >= fewest && column.distinct * notable.distinct > mostBefore * grown)
    sentences.push(
      `${name} has about ${formatCount(column.distinct)} different values; earlier deliveries had at most ${formatCount(mostBefore)}.`,
    );
  const found = (guard: Guard, texts: string[]): Finding[] => texts.map((text) => ({ guard, text }));
  return [
    ...found("distribution", sentences),
    ...found("units", tellRange(name, column, before)),
    ...found("categories", tellValues(name, column, before)),
    ...found("areas", tellAreas(name, column, before)),
  ];
}

/** How small a share of areas must be shared with every earlier delivery before anybody is told. */
const sharedAreas = 0.1;

function tellAreas(
  name: string,
  { areas }: Profile["columns"][string],
  before: Profile["columns"][string][],
): string[] {
  const sketches = before.flatMap((one) => (one.areas ? [one.areas] : []));
  if (!areas || !sketches.length || sketches.some((one) => likeness(areas, one) >= sharedAreas)) return [];
  return [
    `${name} has hardly any of the areas that earlier deliveries had: it may be of another city, or its codes are of another year.`,
  ];
}

/** The share of two sets that they share, from the smallest hashes of each (Broder 1997, bottom-k sketches). */
function likeness(one: readonly string[], other: readonly string[]): number {
  const smallest = [...new Set([...one, ...other])].sort().slice(0, Math.max(one.length, other.length));
  const shared = smallest.filter((hash) => one.includes(hash) && other.includes(hash));
  return shared.length / smallest.length;
}

function pastOf(name: string, earlier: readonly Profile[]): (ColumnProfile & { rows: number })[] {
  return earlier.flatMap((one) => {
    const past = one.columns[name];
    return past && one.rows > 0 ? [{ ...past, rows: one.rows }] : [];
  });
}

/** Whether a column is empty in many more rows than in any delivery before: a sentence, or nothing. */
function tellEmptier(name: string, now: Profile, earlier: readonly Profile[]): string[] {
  const column = now.columns[name];
  const before = pastOf(name, earlier);
  if (!column || !before.length || !now.rows) return [];
  const empty = 1 - column.filled / now.rows;
  const emptiest = Math.max(...before.map(({ filled, rows }) => 1 - filled / rows));
  if (empty <= emptiest + notable.empty || now.rows - column.filled < fewest) return [];
  return [
    `${name} is empty in ${percent(empty)} of its rows; in earlier deliveries in at most ${percent(emptiest)}.`,
  ];
}

function tellRange(
  name: string,
  { range }: Profile["columns"][string],
  before: Profile["columns"][string][],
): string[] {
  const ranges = before.flatMap((one) => (one.range ? [one.range] : []));
  if (!range || !ranges.length) return [];
  const [min, max] = [Math.min(...ranges.map((r) => r.min)), Math.max(...ranges.map((r) => r.max))];
  const width = Math.max(max - min, Math.abs(max), 1);
  if (range.max > max + width)
    return [`${name} goes far above what earlier deliveries had, which may be another unit.`];
  if (range.min < min - width)
    return [`${name} goes far below what earlier deliveries had, which may be another unit.`];
  if (max > 1 && range.max > 0 && range.max <= max / 50)
    return [`${name} stays far below what earlier deliveries reached, which may be another unit.`];
  return [];
}

function tellValues(
  name: string,
  { values }: Profile["columns"][string],
  before: Profile["columns"][string][],
): string[] {
  const known = new Set(before.flatMap((one) => one.values ?? []));
  if (!values || !known.size) return [];
  const always = [...known].filter((value) => before.every((one) => one.values?.includes(value)));
  const gone = always.filter((value) => !values.includes(value));
  const added = values.filter((value) => !known.has(value));
  return [
    ...(gone.length ? [`${name} hardly has ${formatList(gone.map(quoted))} any more, if at all.`] : []),
    ...(added.length ? [`${name} has ${formatList(added.map(quoted))}, which no earlier delivery had.`] : []),
  ];
}

const quoted = (text: string): string => `“${text}”`;
const percent = (share: number): string => `${Math.round(share * 100)}%`;
