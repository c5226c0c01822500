import { TellableError } from "../../loaders/store/safe-message.js";
import type { Table } from "./read-table.js";
import type { Rule } from "./rule.js";

/** One dimension's additive structure. */
export interface Hierarchy {
  /** Each parent with the categories that add up to it. */
  sums: ReadonlyMap<string, readonly string[]>;
  /** Whether a reader would take it to be so, by the name of the category alone. */
  isPresumed: boolean;
}

const totals = ["Total", "total", "TOTAL", "All", "all"];
const looksLikeTotal =
  /^(?:(?:grand |sub)?totals?|all|both|overall|sum|everyone|persons|_t)\b|\b(?:totals?|combined)$/i;

/**
 * Finds what adds up in each dimension: what the policy says; else a category Total or All is the sum of the others; else
 * a reader takes a category with a name such as “All areas” for that. What is `known` besides counts too: a total that
 * stands in a title.
 * Throws a TellableError if the policy names a dimension that the table has not, or does not say what a Total is.
 */
export function hierarchiesOf(
  { dimensions, cells, file }: Table,
  { hierarchies = {} }: Rule,
  known?: Pick<Table, "dimensions" | "cells">,
): Hierarchy[] {
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
      return { sums: new Map(Object.entries(given)), isPresumed: false };
    }
    const plain = categories.filter((category) => totals.includes(category));
    const named = categories.filter((category) => looksLikeTotal.test(category));
    // Two names such as “All girls” and “All boys” are parts of something else.
    const found = plain.length ? plain : named.length === 1 ? named : [];
    const parts = categories.filter((category) => !found.includes(category));
    return {
      sums: new Map(parts.length ? found.map((total) => [total, parts]) : []),
      isPresumed: !plain.length,
    };
  });
}
