import type { Source } from "../registry/source.js";
import { addsUp } from "./control-totals.js";
import { type Expectation, expectationsOf } from "./expected.js";
import { earlierThan, type Profile } from "./profile.js";

/** A column of a delivery beside the same of those before it; each list has a place a delivery, null where it had no such column. */
export interface ReportedColumn {
  name: string;
  identifier: boolean;
  /** Share of good rows in which it is empty, from 0 to 1. */
  empty: (number | null)[];
  /** Different values, about. */
  distinct: (number | null)[];
  /** Least and greatest number; null of what may identify a child. */
  range: ([number, number] | null)[];
  /** Listed values that all deliveries before had and this one has not, and that none before had. */
  gone: string[];
  added: string[];
}

/** What a delivery was like beside those before it: counts, and nothing that a single child gave. */
export interface DeliveryReport {
  /** Oldest first; the last is the one that is reported. */
  deliveries: { name: string; period: string | null; rows: number; rejected: number }[];
  columns: ReportedColumn[];
  /** Rows of it that were set aside. */
  faults: { column: string | null; reason: string; rows: number }[];
  totals: { column: string; said: number; sum: number; addsUp: boolean }[];
  expectations: Expectation[];
  /** The fewest rows and the most that its source expects; null where it expects no number. */
  expectedRows: [number, number] | null;
  /** What was found of it, in sentences without a value of a cell. */
  remarks: string[];
}

/** Sets a delivery beside those, given oldest first, that it is compared with. */
export function deliveryReport(
  source: Source,
  now: Profile,
  profiles: readonly Profile[],
  { faults, remarks }: Pick<DeliveryReport, "faults" | "remarks">,
): DeliveryReport {
  const earlier = earlierThan(profiles, now);
  const deliveries = [...earlier, now];
  return {
    deliveries: deliveries.map(({ name, period, rows, rejected }) => ({ name, period, rows, rejected })),
    columns: source.columns.map((column) => reported(column, earlier, now)),
    totals: (now.totals ?? []).map((total) => ({
      column: total.column,
      said: total.said,
      sum: total.sum,
      addsUp: addsUp(total),
    })),
    expectations: expectationsOf(source, now),
    expectedRows: source.expects?.rows ?? null,
    faults,
    remarks,
  };
}

function reported(
  { name, identifier }: Source["columns"][number],
  earlier: readonly Profile[],
  now: Profile,
): ReportedColumn {
  const each = <T>(give: (one: Profile["columns"][string], rows: number) => T | null): (T | null)[] =>
    [...earlier, now].map(({ columns, rows }) => {
      const one = columns[name];
      return one ? give(one, rows) : null;
    });
  const before = earlier.flatMap(({ columns }) => columns[name]?.values ?? []);
  const always = [...new Set(before)].filter((value) =>
    earlier.every(({ columns }) => columns[name]?.values?.includes(value)),
  );
  const values = now.columns[name]?.values;
  return {
    name,
    identifier,
    empty: each(({ filled }, rows) => (rows ? 1 - filled / rows : null)),
    distinct: each(({ distinct }) => distinct),
    range: each(({ range }) => (range && !identifier ? [range.min, range.max] : null)),
    gone: values ? always.filter((value) => !values.includes(value)) : [],
    added: values && before.length ? values.filter((value) => !before.includes(value)) : [],
  };
}
