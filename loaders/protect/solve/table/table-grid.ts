import type { Grid, Step } from "../boxes.js";
import type { Hierarchy } from "./column-dependencies.js";
import type { Sums } from "./sums.js";

// A denominator is the sum of what was counted and what is left.
const measures: Hierarchy = new Map([["denominator", ["count", "rest"]]]);
const measuresOfKey = ["count", "denominator", "rest"];

/** How the cells of a table lie; with denominators, each key's count, denominator and rest after one another. */
export function gridOf({ keys, hierarchies }: Sums, hasDenominator: boolean): Grid {
  const all = hasDenominator ? [...hierarchies, measures] : hierarchies;
  const cells = hasDenominator
    ? keys.flatMap((key) => measuresOfKey.map((measure) => [...key, measure]))
    : keys;
  const dimensions = all.map((hierarchy, d) => {
    const categories = new Set(cells.map((key) => key[d]!));
    for (const [parent, children] of hierarchy)
      for (const name of [parent, ...children]) categories.add(name);
    return new Map([...categories].map((category, i) => [category, i]));
  });
  return {
    sizes: dimensions.map(({ size }) => size),
    keys: cells.map((key) => key.map((category, d) => dimensions[d]!.get(category)!)),
    steps: dimensions.map((places, d) => stepsOf([...places.keys()], all[d]!, places)),
  };
}

// Between so many pairs of leaves is chosen; of more, the first.
const mostSteps = 2000;

/**
 * What can move along one dimension: some of one leaf goes to another, or out of the table, and all sums that either is in
 * follow. By category, which goes up by 1; worked out when it is asked for.
 */
function stepsOf(
  categories: readonly string[],
  hierarchy: Hierarchy,
  places: ReadonlyMap<string, number>,
): (category: number) => readonly Step[] {
  const sumsWith = sumsAbove(categories, hierarchy);
  const leaves = categories.filter((category) => !hierarchy.get(category)?.length);
  const wholes = leaves.map((leaf) => sumsWith(leaf));
  const byKey = new Map<number, Step[]>();
  return (category) => {
    const known = byKey.get(category);
    if (known) return known;
    const name = categories[category]!;
    const [within, without] = [true, false].map((is) => wholes.filter((sums) => sums.has(name) === is));
    const steps: Step[] = [];
    for (const down of [undefined, ...without!])
      for (const up of within!) if (steps.length < mostSteps) steps.push(stepOf(up, down, places));
    const ups = steps.filter((step) => step.some(([other, by]) => other === category && by === 1));
    byKey.set(category, ups);
    return ups;
  };
}

/** Categories that hold a leaf, and how often. */
type Holding = ReadonlyMap<string, number>;

function stepOf(up: Holding, down: Holding | undefined, places: ReadonlyMap<string, number>): Step {
  return [...new Set([...up.keys(), ...(down?.keys() ?? [])])].flatMap((category): Step[number][] => {
    const by = (up.get(category) ?? 0) - (down?.get(category) ?? 0);
    return by === 0 ? [] : [[places.get(category)!, by]];
  });
}

/** Of a leaf itself and the sums that it is in, and how often. */
function sumsAbove(categories: readonly string[], hierarchy: Hierarchy) {
  const parents = new Map<string, string[]>(categories.map((category) => [category, []]));
  for (const [parent, children] of hierarchy) for (const child of children) parents.get(child)!.push(parent);
  return (leaf: string): Holding => {
    const found = new Map<string, number>();
    const add = (category: string) => {
      found.set(category, (found.get(category) ?? 0) + 1);
      for (const parent of parents.get(category)!) add(parent);
    };
    add(leaf);
    return found;
  };
}
