import { TellableError } from "../../loaders/store/safe-message.js";
import type { Counts } from "./cell.js";
import type { Table } from "./read-table.js";
import type { Rule } from "./rule.js";
import type { System } from "./system.js";

const totals = ["Total", "total", "TOTAL", "All", "all"];

/** One dimension's additive structure: each parent with the categories that add up to it. */
type Hierarchy = Map<string, string[]>;

/**
 * Finds what adds up in each dimension: what the policy says, or else a category Total or All is the sum of the others.
 * Throws a TellableError if the policy names a dimension that the table has not.
 */
export function hierarchiesOf({ dimensions, cells, file }: Table, { hierarchies = {} }: Rule): Hierarchy[] {
  const unknown = Object.keys(hierarchies).find((dimension) => !dimensions.includes(dimension));
  if (unknown !== undefined)
    throw new TellableError(
      `${file}: has no column “${unknown}”, which the policy's hierarchies name; its dimensions are ${dimensions.join(", ")}. Correct hierarchies.`,
    );
  return dimensions.map((dimension, d) => {
    const given = hierarchies[dimension];
    if (given) return new Map(Object.entries(given));
    const categories = [...new Set(cells.map((cell) => cell.categories[d]!))];
    const parts = categories.filter((category) => !totals.includes(category));
    const sums = categories.filter((category) => totals.includes(category));
    return new Map(parts.length ? sums.map((total) => [total, parts]) : []);
  });
}

/**
 * Adds the equations of a table: in each dimension, for every combination of the others, a parent is the sum of its
 * children. Cells that are not there are made by `absent` where an equation that tells something needs them.
 */
export function addTableEquations(
  system: System,
  table: Table,
  hierarchies: Hierarchy[],
  counts: Map<string, Counts>,
  absent: (categories: string[]) => Counts,
  when = "",
): void {
  const isRow = new Set(counts.keys());
  const done = new Set<string>();
  const add = (key: string, d: number): boolean => {
    const categories = JSON.parse(key) as string[];
    const children = hierarchies[d]!.get(categories[d]!);
    if (!children?.length || done.has(`${d} ${key}`)) return false;
    const keyOf = (category: string) => JSON.stringify(categories.with(d, category));
    // Two sums that are there tell something of each other if they have a part in common, though no part is there.
    const isRelated = () =>
      isRow.has(key) &&
      [...hierarchies[d]!].some(
        ([other, parts]) =>
          other !== categories[d] && isRow.has(keyOf(other)) && parts.some((part) => children.includes(part)),
      );
    if (!children.some((child) => counts.has(keyOf(child))) && !isRelated()) return false;
    done.add(`${d} ${key}`);
    const parts = children.map((child) => {
      const known = counts.get(keyOf(child));
      if (known) return known;
      const made = absent(categories.with(d, child));
      counts.set(keyOf(child), made);
      return made;
    });
    addSums(system, counts.get(key)!, parts, whyOf(table, categories, d, children) + when);
    return true;
  };
  // A cell made for one equation can be what another needs.
  for (let isMore = true; isMore; ) {
    isMore = false;
    for (const key of [...counts.keys()]) for (const d of hierarchies.keys()) isMore = add(key, d) || isMore;
  }
}

function addSums(system: System, whole: Counts, parts: Counts[], why: string): void {
  system.sum(
    whole.count,
    parts.map((part) => part.count),
    why,
  );
  for (const what of ["denominator", "rest"] as const)
    if (whole[what] !== undefined)
      system.sum(
        whole[what],
        parts.map((part) => part[what]!),
        `${why} (${what === "rest" ? "left over" : "denominators"})`,
      );
}

function whyOf({ dimensions }: Table, categories: string[], d: number, children: string[]): string {
  const others = dimensions.flatMap((name, i) => (i === d ? [] : [`${name} ${categories[i]}`]));
  const sum =
    children.length > 8
      ? `the sum of its ${children.length} parts, ${children.slice(0, 3).join(", ")} …`
      : children.join(" + ");
  return `${dimensions[d]}: ${categories[d]} = ${sum}${others.length ? `, where ${others.join(", ")}` : ""}`;
}
