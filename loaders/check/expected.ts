import { formatCount } from "../../components/words/numbers.js";
import { Unusable } from "../files/refused.js";
import type { Source } from "../registry/source.js";
import type { Profile } from "./profile.js";

/**
 * What is otherwise in a delivery than its source expects, in sentences without a value of a cell. Throws Unusable where the
 * source refuses such a delivery.
 */
export function tellUnexpected(source: Source, now: Profile): string[] {
  const registry = `data/sources/${source.id}.yaml`;
  const remarks = unexpected(source, now);
  if (remarks.length && source.expects?.otherwise === "refuse")
    throw new Unusable(
      remarks.join(" "),
      `Ask the supplier for a corrected extract. If it is right, correct expects in ${registry}.`,
    );
  return remarks;
}

/** Something that a source expects of a delivery, beside what it is. */
export interface Expectation {
  /** Null where it is about the delivery as a whole. */
  column: string | null;
  /** As in "at least 95%". */
  expected: string;
  /** As in "40 rows". */
  found: string;
  isMet: boolean;
}

/** What a source expects of a delivery, each beside what it is; nothing where it expects nothing. */
export function expectationsOf({ expects }: Source, now: Profile): Expectation[] {
  if (!expects) return [];
  const all = now.rows + now.rejected;
  const [least, most] = expects.rows ?? [0, Number.POSITIVE_INFINITY];
  const rows = {
    column: null,
    expected: `${formatCount(least)} to ${formatCount(most)}`,
    found: `${formatCount(all)} ${all === 1 ? "row" : "rows"}`,
    isMet: all >= least && all <= most,
  };
  const filled = Object.entries(expects.filled ?? {}).map(([column, share]) => {
    const there = now.columns[column]?.filled ?? 0;
    return {
      column,
      expected: `at least ${percent(share)}`,
      found: percent(now.rows ? there / now.rows : 0),
      isMet: !now.rows || there >= now.rows * share,
    };
  });
  return expects.rows ? [rows, ...filled] : filled;
}

function unexpected(source: Source, now: Profile): string[] {
  return expectationsOf(source, now)
    .filter(({ isMet }) => !isMet)
    .map(({ column, expected, found }) =>
      column === null
        ? `It has ${found}; ${expected} are expected.`
        : `${column} is filled in ${found} of its rows; ${expected} are expected.`,
    );
}

const percent = (share: number): string => `${Math.floor(share * 100)}%`;
