import type { Counts } from "./cell.js";
import { columnDependencies, type Dependency, dependentChildren } from "./dependent-columns.js";
import type { Hierarchy } from "./hierarchies.js";
import type { Table } from "./read-published.js";
import type { Presumption, System } from "./system.js";

/**
 * Adds the equations of a table: in each dimension, for every combination of the others, a parent is the sum of its
 * children. Cells that are not there are made by `absent` where an equation that tells something needs them. Where a
 * column tells another, such as a ward its locality, a reader takes the cells that contradict it to be of nobody.
 */
export function addTableEquations(
  system: System,
  table: Table,
  hierarchies: readonly Hierarchy[],
  counts: Map<string, Counts>,
  absent: (categories: string[]) => Counts,
  when = "",
): void {
  const isRow = new Set(counts.keys());
  const done = new Set<string>();
  const dependencies = columnDependencies(table, hierarchies);
  const firm = when ? 1 : 2;
  const countsOf = (categories: string[]) => {
    const key = JSON.stringify(categories);
    const count = counts.get(key) ?? absent(categories);
    counts.set(key, count);
    return count;
  };
  const add = (key: string, d: number): boolean => {
    const categories = JSON.parse(key) as string[];
    const { sums, isPresumed } = hierarchies[d]!;
    const children = sums.get(categories[d]!);
    if (!children?.length) return false;
    const name = `${table.file}: ${table.dimensions[d]}`;
    const sumOf = (cells: string[][], presumed?: Presumption): boolean => {
      const text = `${d} ${key} ${JSON.stringify(cells)}`;
      if (done.has(text)) return false;
      done.add(text);
      addSums(
        system,
        counts.get(key)!,
        cells.map(countsOf),
        whyOf(table, categories, d, cells) + when,
        presumed,
      );
      return true;
    };
    const isThere = (cells: string[][]) => cells.some((cell) => counts.has(JSON.stringify(cell)));
    // Two sums that are there tell something of each other if they have a part in common, though no part is there.
    const isRelated = () =>
      isRow.has(key) &&
      [...sums].some(
        ([other, parts]) =>
          other !== categories[d] &&
          isRow.has(JSON.stringify(categories.with(d, other))) &&
          parts.some((part) => children.includes(part)),
      );
    const plain = children.map((child) => categories.with(d, child));
    const here = dependentChildren(categories, d, children, dependencies, hierarchies);
    const isMore =
      (isThere(plain) || isRelated()) &&
      sumOf(
        plain,
        isPresumed
          ? { group: `${name} ${categories[d]} is taken to be the sum of the others`, firm }
          : undefined,
      );
    return (
      (here !== undefined &&
        isThere(here.cells) &&
        sumOf(here.cells, {
          group: `${table.file}: ${tellingOf(table, here.dependencies)}${when}`,
          firm,
        })) ||
      isMore
    );
  };
  // A cell made for one equation can be what another needs.
  for (let isMore = true; isMore; ) {
    isMore = false;
    for (const key of [...counts.keys()]) for (const d of hierarchies.keys()) isMore = add(key, d) || isMore;
  }
}

function tellingOf({ dimensions }: Table, dependencies: readonly Dependency[]): string {
  const each = dependencies.map(({ by, column }) => `${dimensions[by]} tells ${dimensions[column]}`);
  return [...new Set(each)].sort().join(" and ");
}

function addSums(system: System, whole: Counts, parts: Counts[], why: string, presumed?: Presumption): void {
  for (const what of ["count", "denominator", "rest"] as const) {
    if (whole[what] === undefined) continue;
    const suffix = { count: "", denominator: " (denominators)", rest: " (left over)" }[what];
    system.add({
      terms: [
        { variable: whole[what], times: 1 },
        ...parts.map((part) => ({ variable: part[what]!, times: -1 })),
      ],
      lower: 0,
      upper: 0,
      why: why + suffix,
      presumed,
    });
  }
}

function whyOf({ dimensions }: Table, categories: string[], d: number, cells: string[][]): string {
  const others = dimensions.flatMap((name, i) => (i === d ? [] : [`${name} ${categories[i]}`]));
  const children = cells.map((cell) => cell[d]!);
  const sum =
    children.length > 8
      ? `the sum of its ${children.length} parts, ${children.slice(0, 3).join(", ")} …`
      : children.join(" + ");
  return `${dimensions[d]}: ${categories[d]} = ${sum}${others.length ? `, where ${others.join(", ")}` : ""}`;
}
