import type { TablePolicy } from "../../../registry/policy.js";
import { TellableError } from "../../../store/safe-message.js";
import { keyOf } from "./read-table.js";

/** Which cell is the sum of which, by their places. Cells from `present` on are not in the table. */
export interface Sums {
  keys: string[][];
  /** How many of the keys are in the table (or known); those after it are only needed to add up. */
  present: number;
  sums: { total: number; parts: number[] }[];
}

/** Of each category that is a sum, what it is the sum of. */
type Hierarchy = Map<string, string[]>;

const totals = new Set(["Total", "total", "TOTAL", "All", "all"]);

/**
 * What adds up in a table: along each dimension, with the others held, a category is the sum of its children. A cell
 * that is missing is an unknown that all its sums share; sums that say nothing of the cells that are there are left out.
 */
export function sumsOf(dimensions: string[], keys: string[][], policy: TablePolicy): Sums {
  const hierarchies = dimensions.map((dimension, d) =>
    hierarchyOf(
      policy.hierarchies[dimension],
      keys.map((key) => key[d]!),
    ),
  );
  const cells = new Cells(keys);
  const sums: Sums["sums"] = [];
  for (let total = 0; total < cells.keys.length; total++)
    for (const [d, hierarchy] of hierarchies.entries()) {
      const key = cells.keys[total]!;
      const children = hierarchy.get(key[d]!)?.map((child) => key.with(d, child));
      if (!children || !isTelling(cells, key, d, children, hierarchy)) continue;
      sums.push({ total, parts: children.map((child) => cells.add(child)) });
    }
  return { keys: cells.keys, present: keys.length, sums: useful(sums, keys.length) };
}

/** Throws a TellableError if the policy names a dimension that the table has not. */
export function checkDimensions(dimensions: string[], policy: TablePolicy, name: string): void {
  const unknown = Object.keys(policy.hierarchies).find((dimension) => !dimensions.includes(dimension));
  if (unknown !== undefined)
    throw new TellableError(
      `${name}: has no column “${unknown}”, which the policy's hierarchies name. The table's dimensions are ${dimensions.join(", ")}: correct hierarchies.`,
    );
}

function hierarchyOf(given: Record<string, string[]> | undefined, categories: string[]): Hierarchy {
  if (given) return new Map(Object.entries(given));
  const all = [...new Set(categories)].sort();
  const parts = all.filter((category) => !totals.has(category));
  return new Map(parts.length ? all.filter((c) => totals.has(c)).map((total) => [total, parts]) : []);
}

// A sum of missing cells alone tells something only if another sum that is there has one of them too.
function isTelling(
  cells: Cells,
  key: string[],
  d: number,
  children: string[][],
  hierarchy: Hierarchy,
): boolean {
  if (children.some((child) => cells.isPresent(child))) return true;
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

  add(key: string[]): number {
    const text = keyOf(key);
    const place = this.places.get(text) ?? this.keys.push(key) - 1;
    this.places.set(text, place);
    return place;
  }
}
