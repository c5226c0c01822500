/** Of each category that is a sum, what it is the sum of. */
export type Hierarchy = ReadonlyMap<string, readonly string[]>;

/**
 * Cells that add up to one, where a column follows from another: a name from a code, always; a locality from a ward,
 * where the ward is no sum. The other combinations hold nobody.
 */
export class ColumnDependencies {
  private readonly dependencies: { by: number; column: number; of: Map<string, string>; ofSums: boolean }[] =
    [];

  constructor(
    keys: readonly string[][],
    private readonly hierarchies: readonly Hierarchy[],
  ) {
    for (const [by, sums] of hierarchies.entries())
      for (const column of hierarchies.keys()) {
        if (by === column || !sums.size) continue;
        const all = functionOf(keys, by, column);
        const parts =
          all ??
          functionOf(
            keys.filter((key) => !sums.has(key[by]!) && !hierarchies[column]!.has(key[column]!)),
            by,
            column,
          );
        const groups = new Set(parts?.values()).size;
        // Parts that pair off one to one, in a table with rows left out, belong together by chance.
        if (parts && groups > 1 && (all || groups < parts.size))
          this.dependencies.push({ by, column, of: parts, ofSums: all !== undefined });
      }
  }

  /** Whether a column follows from another. */
  isTold(column: number): boolean {
    return this.dependencies.some((dependency) => dependency.column === column);
  }

  /** The cells whose sum a cell is along a dimension; undefined if no column tells anything of them. */
  children(key: string[], along: number, categories: readonly string[]): string[][] | undefined {
    const applying = this.dependencies.filter(
      ({ by, column, of }) =>
        by === along || (column === along && of.has(key[by]!) && of.get(key[by]!) !== key[along]),
    );
    return applying.length
      ? categories.flatMap((category) => this.child(key, along, category, applying))
      : undefined;
  }

  private child(
    key: string[],
    along: number,
    category: string,
    dependencies: typeof this.dependencies,
  ): string[][] {
    const childKey = key.with(along, category);
    for (const { by, column, of, ofSums } of dependencies) {
      const own = of.get(by === along ? category : key[by]!);
      if (own === undefined || own === childKey[column]) continue;
      const isWithin = this.isBelow(own, childKey[column]!, column);
      const isElsewhere = column === along || (!ofSums && [...of.values()].includes(childKey[column]!));
      if (isElsewhere && !isWithin) return [];
      if (column !== along) childKey[column] = own;
    }
    return [childKey];
  }

  private isBelow(category: string, parent: string, d: number): boolean {
    return (this.hierarchies[d]!.get(parent) ?? []).some(
      (child) => child === category || this.isBelow(category, child, d),
    );
  }
}

function functionOf(keys: readonly string[][], by: number, column: number): Map<string, string> | undefined {
  const of = new Map<string, string>();
  for (const key of keys) {
    if ((of.get(key[by]!) ?? key[column]) !== key[column]) return undefined;
    of.set(key[by]!, key[column]!);
  }
  return of;
}
