import { formatList } from "../../components/words/format.js";
import { formatCount } from "../../components/words/numbers.js";
import type { Source } from "../registry/source.js";
import type { ColumnProfile, Profile } from "./profile.js";

/** Percentage points more that are empty, or a share more or fewer, before anybody is told. */
const notable = { empty: 0.05, rows: 0.2, distinct: 0.5 };
const fewest = 10;

/** What is unlike in a delivery beside several earlier ones, in sentences without a value of a cell. */
export function compareDeliveries(source: Source, now: Profile, earlier: readonly Profile[]): string[] {
  if (!earlier.length) return [];
  return [...rowsTold(now, earlier), ...source.columns.flatMap(({ name }) => columnTold(name, now, earlier))];
}

function rowsTold(now: Profile, earlier: readonly Profile[]): string[] {
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

function columnTold(name: string, now: Profile, earlier: readonly Profile[]): string[] {
  const column = now.columns[name];
  const before = pastOf(name, earlier);
  if (!column || !before.length || !now.rows) return [];
  const told = tellEmptier(name, now, earlier);
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
    told.push(
      `${name} has about ${formatCount(column.distinct)} different values; earlier deliveries had at least ${formatCount(fewestBefore)}.`,
    );
  if (column.distinct >= fewest && column.distinct * notable.distinct > mostBefore * grown)
    told.push(
      `${name} has about ${formatCount(column.distinct)} different values; earlier deliveries had at most ${formatCount(mostBefore)}.`,
    );
  return [...told, ...rangeTold(name, column, before), ...valuesTold(name, column, before)];
}

function pastOf(name: string, earlier: readonly Profile[]): (ColumnProfile & { rows: number })[] {
  return earlier.flatMap((one) => {
    const past = one.columns[name];
    return past && one.rows > 0 ? [{ ...past, rows: one.rows }] : [];
  });
}

/** Whether a column is empty in many more rows than in any delivery before: a sentence, or nothing. */
export function tellEmptier(name: string, now: Profile, earlier: readonly Profile[]): string[] {
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

function rangeTold(
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

function valuesTold(
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
