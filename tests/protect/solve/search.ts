/**
 * What a reader can work out of a small protected table, by trying whole numbers: another method than the protector's,
 * and none of its code. Domains are narrowed by each sum until nothing changes, then one cell is tried after another.
 */
export interface Puzzle {
  /** Of each cell the least and the greatest that it could be by itself. */
  least: number[];
  greatest: number[];
  /** total = Σ parts. */
  sums: { total: number; parts: number[] }[];
}

/** The least and the greatest whole number that a cell is in any table that fits; undefined if none fits. */
export function rangeOf(puzzle: Puzzle, cell: number): [number, number] | undefined {
  const domains = narrowed(puzzle.sums, puzzle.least.slice(), puzzle.greatest.slice());
  if (!domains) return undefined;
  const from = (value: number, step: 1 | -1): number | undefined => {
    for (let v = value; v >= domains.least[cell]! && v <= domains.greatest[cell]!; v += step)
      if (fits(puzzle.sums, domains, cell, v)) return v;
    return undefined;
  };
  const least = from(domains.least[cell]!, 1);
  return least === undefined ? undefined : [least, from(domains.greatest[cell]!, -1)!];
}

type Domains = { least: number[]; greatest: number[] };

function fits(sums: Puzzle["sums"], domains: Domains, cell: number, value: number): boolean {
  const least = domains.least.slice();
  const greatest = domains.greatest.slice();
  least[cell] = value;
  greatest[cell] = value;
  const left = narrowed(sums, least, greatest);
  if (!left) return false;
  let next = -1;
  for (const i of left.least.keys()) {
    const room = left.greatest[i]! - left.least[i]!;
    if (room > 0 && (next < 0 || room < left.greatest[next]! - left.least[next]!)) next = i;
  }
  if (next < 0) return true;
  for (let v = left.least[next]!; v <= left.greatest[next]!; v++) if (fits(sums, left, next, v)) return true;
  return false;
}

function narrowed(sums: Puzzle["sums"], least: number[], greatest: number[]): Domains | undefined {
  for (let changed = true; changed; ) {
    changed = false;
    const set = (cell: number, from: number, to: number) => {
      if (from > least[cell]!) {
        least[cell] = from;
        changed = true;
      }
      if (to < greatest[cell]!) {
        greatest[cell] = to;
        changed = true;
      }
    };
    for (const { total, parts } of sums) {
      let from = 0;
      let to = 0;
      for (const p of parts) {
        from += least[p]!;
        to += greatest[p]!;
      }
      set(total, from, to);
      for (const p of parts)
        set(p, least[total]! - (to - greatest[p]!), greatest[total]! - (from - least[p]!));
      if (least[total]! > greatest[total]! || parts.some((p) => least[p]! > greatest[p]!)) return undefined;
    }
  }
  return { least, greatest };
}
