import type { Hierarchy } from "./hierarchies.js";
import type { Table } from "./read-published.js";

/** A column whose category follows from another's: the name from the code, the locality from the ward. */
export interface Dependency {
  /** Numbers of dimensions. */
  column: number;
  by: number;
  /** By category of the column that tells, the category that it tells. */
  of: ReadonlyMap<string, string>;
  /** Whether it is told of sums too, as a name is, and not only of what is no sum, as a locality is of wards alone. */
  ofSums: boolean;
}

/** Finds columns that others tell. A column of one category tells nothing and needs no telling. */
export function columnDependencies(
  { dimensions, cells }: Table,
  hierarchies: readonly Hierarchy[],
): Dependency[] {
  const dependencies: Dependency[] = [];
  for (const by of dimensions.keys())
    for (const column of dimensions.keys()) {
      if (by === column || !hierarchies[by]!.sums.size) continue;
      const pairs = cells.map(({ categories }) => [categories[by]!, categories[column]!] as const);
      const isPart = ([from, to]: readonly [string, string]) =>
        !hierarchies[by]!.sums.has(from) && !hierarchies[column]!.sums.has(to);
      const all = functionOf(pairs);
      const parts = all ?? functionOf(pairs.filter(isPart));
      const groups = new Set(parts?.values()).size;
      // Parts that pair off one to one, in a table with rows left out, belong together by chance.
      if (parts && groups > 1 && (all || groups < parts.size))
        dependencies.push({ column, by, of: parts, ofSums: all !== undefined });
    }
  return dependencies;
}

/**
 * The cells that add up to a cell along a dimension, given what columns tell of each other: each child with what it
 * tells. A child that is told to belong elsewhere has nobody here, and is left out. Undefined if nothing is told.
 */
export function dependentChildren(
  categories: readonly string[],
  along: number,
  children: readonly string[],
  dependencies: readonly Dependency[],
  hierarchies: readonly Hierarchy[],
): { cells: string[][]; dependencies: Dependency[] } | undefined {
  const tellings = dependencies.filter(
    ({ by, column, of }) => by === along || (column === along && of.has(categories[by]!)),
  );
  if (!tellings.length) return undefined;
  const cells = children.flatMap((child) => {
    const part = categories.with(along, child);
    for (const { by, column, of, ofSums } of tellings) {
      const own = of.get(by === along ? child : categories[by]!);
      const here = part[column]!;
      // What is told of the sum itself says nothing of its children.
      if (own === undefined || own === here || (column === along && own === categories[along])) continue;
      const isWithin = isBelow(own, here, hierarchies[column]!);
      if (column === along) {
        if (!isWithin) return [];
        continue;
      }
      if (!ofSums && !isWithin && [...of.values()].includes(here)) return [];
      part[column] = own;
    }
    return [part];
  });
  return { cells, dependencies: tellings };
}

function functionOf(pairs: readonly (readonly [string, string])[]): Map<string, string> | undefined {
  const of = new Map<string, string>();
  for (const [from, to] of pairs) {
    if ((of.get(from) ?? to) !== to) return undefined;
    of.set(from, to);
  }
  return of;
}

function isBelow(category: string, parent: string, { sums }: Pick<Hierarchy, "sums">): boolean {
  return (sums.get(parent) ?? []).some((child) => child === category || isBelow(category, child, { sums }));
}
