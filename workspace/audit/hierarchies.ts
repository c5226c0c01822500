import { type FoundTotal, findTotals } from "../../loaders/protect/solve/table/find-totals.js";
import type { Count } from "../../loaders/protect/solve/table/unnamed-totals.js";
import { TellableError } from "../../loaders/store/safe-message.js";
import type { Table } from "./read-published.js";
import { boundsOfShown, leastSuppressed, type Rule, type Shown } from "./rule.js";

/** One dimension's additive structure. */
export interface Hierarchy {
  /** Each parent with the categories that add up to it. */
  sums: ReadonlyMap<string, readonly string[]>;
  /** Whether a reader would take it to be so, by the name of the category alone. */
  isPresumed: boolean;
  /** Whether the policy says so. */
  isGiven?: boolean;
  /** Sums that no name tells of, but the numbers. */
  found: FoundTotal[];
}

const totals = ["Total", "total", "TOTAL", "All", "all"];
const looksLikeTotal =
  /^(?:(?:grand |sub)?totals?|all|both|overall|sum|everyone|persons|_t)\b|\b(?:totals?|combined)$/i;

/**
 * Finds what adds up in each dimension: what the policy says; else a category Total or All is the sum of the others; else
 * a reader takes a category with a name such as “All areas” for that, or what the numbers say is a sum. What is `known` besides counts too: a total that
 * stands in a title.
 * Throws a TellableError if the policy names a dimension that the table has not, or does not say what a Total is.
 */
export function hierarchiesOf(
  { dimensions, cells, file }: Table,
  rule: Rule,
  known?: Pick<Table, "dimensions" | "cells">,
): Hierarchy[] {
  const { hierarchies = {} } = rule;
  const unknown = Object.keys(hierarchies).find((dimension) => !dimensions.includes(dimension));
  if (unknown !== undefined)
    throw new TellableError(
      `${file}: has no column “${unknown}”, which the policy's hierarchies name; its dimensions are ${dimensions.join(", ")}. Correct hierarchies.`,
    );
  return dimensions.map((dimension, d): Hierarchy => {
    const besides = known?.cells.map((cell) => cell.categories[known.dimensions.indexOf(dimension)]!) ?? [];
    const categories = [...new Set([...cells.map((cell) => cell.categories[d]!), ...besides])];
    const given = hierarchies[dimension];
    if (given) {
      const named = new Set([...Object.keys(given), ...Object.values(given).flat()]);
      const left = categories.find((category) => totals.includes(category) && !named.has(category));
      if (left !== undefined)
        throw new TellableError(
          `${file}: column ${dimension}: has “${left}”, of which the policy's hierarchies do not say what it is the sum of. Add it to hierarchies, or take its rows out.`,
        );
      return { sums: new Map(Object.entries(given)), isPresumed: false, isGiven: true, found: [] };
    }
    const plain = categories.filter((category) => totals.includes(category));
    const named = categories.filter((category) => looksLikeTotal.test(category));
    // Two names such as “All girls” and “All boys” are parts of something else.
    const ownTotals = plain.length ? plain : named.length === 1 ? named : [];
    const parts = categories.filter((category) => !ownTotals.includes(category));
    if (ownTotals.length && parts.length)
      return {
        sums: new Map(ownTotals.map((total) => [total, parts])),
        isPresumed: !plain.length,
        found: [],
      };
    const unnamed = findTotals(
      countedRows(dimensions, cells, rule, known),
      d,
      rule.missing !== "unknown",
      (_, category) => totals.includes(category),
    );
    return {
      sums: new Map(unnamed.flatMap(({ total, parts }) => (parts ? [[total, parts]] : []))),
      isPresumed: true,
      found: unnamed,
    };
  });
}

/** What a reader sees of each row's counts. */
function countedRows(
  dimensions: string[],
  cells: Table["cells"],
  rule: Rule,
  known?: Pick<Table, "dimensions" | "cells">,
): { key: string[]; counts: (Count | undefined)[] }[] {
  const isDenominator = cells.some(({ denominator }) => denominator !== undefined);
  const range = (shown: Shown): Count | undefined => {
    if (shown === undefined) return undefined;
    if (shown === "suppressed")
      return { least: leastSuppressed(rule), greatest: Infinity, likely: rule.smallestCount - 1 };
    const [least, greatest] = boundsOfShown(shown, rule);
    return { least, greatest, likely: greatest };
  };
  const row = (key: string[], { count, denominator }: Table["cells"][number]) => ({
    key,
    counts: isDenominator ? [range(count), range(denominator)] : [range(count)],
  });
  return [
    ...cells.map((cell) => row(cell.categories, cell)),
    ...(known?.cells.map((cell) =>
      row(
        dimensions.map((dimension) => cell.categories[known.dimensions.indexOf(dimension)]!),
        cell,
      ),
    ) ?? []),
  ];
}
