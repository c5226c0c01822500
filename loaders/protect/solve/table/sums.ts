import type { TablePolicy } from "../../../registry/policy.js";
import { TellableError } from "../../../store/safe-message.js";
import { ColumnDependencies, type Hierarchy } from "./column-dependencies.js";
import { type FoundTotal, findTotals } from "./find-totals.js";
import { overlapping } from "./overlaps.js";
import { keyOf, type Table } from "./read-counts.js";

/** Which cell is the sum of which, by their places. Cells from `present` on are not in the table. */
export interface Sums {
  keys: string[][];
  /** How many of the keys are in the table (or known); those after it are only needed to add up. */
  present: number;
  sums: { total: number; parts: number[] }[];
  /** Those among them that hold only if a reader is right to take it so, by the names of columns and categories. */
  presumed: ReadonlySet<Sums["sums"][number]>;
  /** Of each dimension the categories that are sums, and of what. */
  hierarchies: readonly Hierarchy[];
}

const totals = new Set(["Total", "total", "TOTAL", "All", "all"]);

/** Whether a category is called the sum of its column. */
export const isTotal = (category: string): boolean => totals.has(category);

/**
 * What adds up in a table: along each dimension, with the others held, a category is the sum of its children. A cell
 * that is missing is an unknown that all its sums share; sums that say nothing of the cells that are there are left out.
 */
export function sumsOf(dimensions: string[], keys: string[][], policy: TablePolicy): Sums {
  const found = dimensions.map((dimension, d) =>
    hierarchyOf(
      policy.hierarchies[dimension],
      keys.map((key) => key[d]!),
    ),
  );
  const hierarchies = found.map(({ hierarchy }) => hierarchy);
  const dependencies = new ColumnDependencies(keys, hierarchies);
  const cells = new Cells(keys);
  const sums: Sums["sums"] = [];
  const presumed = new Set<Sums["sums"][number]>();
  const done = new Set<string>();
  const add = (total: number, children: string[][], isPresumed: boolean) => {
    const parts = children.map((child) => cells.add(child));
    const name = `${total} ${parts}`;
    if (done.has(name)) return;
    done.add(name);
    const sum = { total, parts };
    sums.push(sum);
    if (isPresumed) presumed.add(sum);
  };
  // A missing cell that one sum needs can be what makes another telling.
  for (let before = -1; before < done.size; ) {
    before = done.size;
    for (let total = 0; total < cells.keys.length; total++)
      for (const [d, { hierarchy, isPresumed }] of found.entries()) {
        const key = cells.keys[total]!;
        const categories = hierarchy.get(key[d]!);
        if (!categories) continue;
        const children = categories.map((child) => key.with(d, child));
        if (isTelling(cells, key, d, children, hierarchy)) add(total, children, isPresumed);
        const here = dependencies.children(key, d, categories);
        if (here?.some((child) => cells.isKnown(child))) add(total, here, true);
      }
  }
  return { keys: cells.keys, present: keys.length, sums: useful(sums, keys.length), presumed, hierarchies };
}

/** The sums that hold whatever a reader takes to be so. */
export function withoutPresumed(given: Sums): Sums {
  return { ...given, sums: given.sums.filter((sum) => !given.presumed.has(sum)), presumed: new Set() };
}

/**
 * The dimensions of several categories over which nothing is taken to add up, though the policy does not say so: none of
 * `keys` has a Total there, and no other column tells to which sum they belong.
 */
export function addingNowhere(
  dimensions: readonly string[],
  keys: readonly string[][],
  policy: TablePolicy,
): string[] {
  const hierarchies = dimensions.map(
    (dimension, d) =>
      hierarchyOf(
        policy.hierarchies[dimension],
        keys.map((key) => key[d]!),
      ).hierarchy,
  );
  const dependencies = new ColumnDependencies(keys, hierarchies);
  return dimensions.filter(
    (dimension, d) =>
      !policy.hierarchies[dimension] &&
      !hierarchies[d]!.size &&
      !dependencies.isTold(d) &&
      keys.some((key) => key[d] !== keys[0]![d]),
  );
}

/** Throws a TellableError if the policy names a dimension that the table has not, or does not say what a Total is. */
export function checkDimensions(
  dimensions: string[],
  keys: readonly string[][],
  policy: TablePolicy,
  name: string,
): void {
  const unknown = Object.keys(policy.hierarchies).find((dimension) => !dimensions.includes(dimension));
  if (unknown !== undefined)
    throw new TellableError(
      `${name}: has no column “${unknown}”, which the policy's hierarchies name. The table's dimensions are ${dimensions.join(", ")}: correct hierarchies.`,
    );
  for (const [d, dimension] of dimensions.entries()) {
    const given = policy.hierarchies[dimension];
    if (!given) continue;
    const mentioned = new Set([...Object.keys(given), ...Object.values(given).flat()]);
    const left = keys.find((key) => totals.has(key[d]!) && !mentioned.has(key[d]!))?.[d];
    if (left !== undefined)
      throw new TellableError(
        `${name}: column ${dimension}: has “${left}”, of which the policy's hierarchies do not say what it is the sum of. Add it to hierarchies, or take its rows out.`,
      );
  }
}

/**
 * Throws a TellableError if the numbers of a dimension say that a category is the sum of others, or names such as 0 and 0-1
 * that two overlap, and the policy says nothing of it: what is suppressed would follow from it. Rows in the table's order.
 */
export function checkNumbers(
  { name, dimensions, rows }: Pick<Table, "name" | "dimensions" | "rows">,
  policy: TablePolicy,
): void {
  const exactly = (n: number | undefined) => (n === undefined ? [] : [{ least: n, greatest: n, likely: n }]);
  const counted = rows.map(({ key, count, denominator }) => ({
    key,
    counts: [...exactly(count), ...exactly(denominator)],
  }));
  for (const [d, dimension] of dimensions.entries()) {
    if (policy.hierarchies[dimension]) continue;
    const { hierarchy, isPresumed } = hierarchyOf(
      undefined,
      rows.map(({ key }) => key[d]!),
    );
    if (hierarchy.size && !isPresumed) continue;
    const found = findTotals(counted, d, policy.missing !== "unknown", (_, category) =>
      totals.has(category),
    ).find(({ total }) => !hierarchy.has(total));
    if (found) throw new TellableError(`${name}: column ${dimension}: ${foundText(dimension, found)}`);
    const two = overlapping(rows.map(({ key }) => key[d]!))?.map(quoted);
    if (two)
      throw new TellableError(
        `${name}: column ${dimension}: ${two[0]} and ${two[1]} overlap, so one taken from the other tells of what lies between. Say in the policy what each such category is the sum of, also where that has no row of its own, as in hierarchies: {${dimension}: {${two[0]}: […]}}, or, if none holds children of another, hierarchies: {${dimension}: {}}.`,
      );
  }
}

function foundText(dimension: string, { total, parts }: FoundTotal): string {
  const deny = `or, if that is so by chance alone, write that nothing adds up there, hierarchies: {${dimension}: {}}.`;
  if (!parts)
    return `“${total}” is the sum of others, in several levels, wherever that can be seen, and neither its name nor the policy says so. Name each sum of the column in the policy, as in hierarchies: {${dimension}: {${quoted(total)}: […], …}}, ${deny}`;
  const named =
    parts.length > 8 ? `${parts.slice(0, 3).map(quoted).join(", ")}, …` : parts.map(quoted).join(", ");
  return `“${total}” is the sum of ${parts.length} others, wherever that can be seen, and neither its name nor the policy says so. Name it in the policy, hierarchies: {${dimension}: {${quoted(total)}: [${named}]}}, with any other sums of the column, ${deny}`;
}

const quoted = (category: string): string =>
  /^[a-z][\w -]*$/i.test(category) ? category : JSON.stringify(category);

const looksLikeTotal =
  /^(?:(?:grand |sub)?totals?|all|both|overall|sum|everyone|persons|_t)\b|\b(?:totals?|combined)$/i;

function hierarchyOf(
  given: Record<string, string[]> | undefined,
  categories: string[],
): { hierarchy: Hierarchy; isPresumed: boolean } {
  if (given) return { hierarchy: new Map(Object.entries(given)), isPresumed: false };
  const all = [...new Set(categories)].sort();
  const named = all.filter((category) => totals.has(category));
  const alike = all.filter((category) => looksLikeTotal.test(category));
  const sums = named.length ? named : alike.length === 1 ? alike : [];
  const parts = all.filter((category) => !sums.includes(category));
  return {
    hierarchy: new Map(parts.length ? sums.map((total) => [total, parts]) : []),
    isPresumed: !named.length,
  };
}

// A sum of missing cells alone tells something only if another sum that is there has one of them too.
function isTelling(
  cells: Cells,
  key: string[],
  d: number,
  children: string[][],
  hierarchy: Hierarchy,
): boolean {
  if (children.some((child) => cells.isKnown(child))) return true;
  const own = new Set(children.map((child) => child[d]!));
  return (
    cells.isPresent(key) &&
    [...hierarchy].some(
      ([parent, others]) =>
        parent !== key[d] && others.some((o) => own.has(o)) && cells.isPresent(key.with(d, parent)),
    )
  );
}

// A missing total that stands in no other sum can be whatever its parts make of it.
function useful(sums: Sums["sums"], present: number): Sums["sums"] {
  for (;;) {
    const uses = new Map<number, number>();
    for (const { total, parts } of sums)
      for (const cell of [total, ...parts]) uses.set(cell, (uses.get(cell) ?? 0) + 1);
    const kept = sums.filter(({ total }) => total < present || uses.get(total)! > 1);
    if (kept.length === sums.length) return kept;
    sums = kept;
  }
}

class Cells {
  readonly keys: string[][];
  private readonly places: Map<string, number>;
  private readonly present: number;

  constructor(keys: string[][]) {
    this.keys = [...keys];
    this.present = keys.length;
    this.places = new Map(keys.map((key, i) => [keyOf(key), i]));
  }

  isPresent(key: string[]): boolean {
    return (this.places.get(keyOf(key)) ?? this.present) < this.present;
  }

  isKnown(key: string[]): boolean {
    return this.places.has(keyOf(key));
  }

  add(key: string[]): number {
    const text = keyOf(key);
    const place = this.places.get(text) ?? this.keys.push(key) - 1;
    this.places.set(text, place);
    return place;
  }
}
