/**
 * What a reader can work out of a small protected table, by trying whole numbers: another method than the protector's,
 * and none of its code. Ranges are narrowed by each sum until nothing changes, then one cell's is halved, and so on.
 */
export interface Puzzle {
  /** Of each cell the least and the greatest that it could be by itself. */
  least: number[];
  greatest: number[];
  /** total = Σ parts; a part may be there several times. */
  sums: { total: number; parts: number[] }[];
  /** What else is true of some cells, whatever it is. */
  checks?: { cells: number[]; holds: (values: number[]) => boolean }[];
  /** What each cell truly is: one table that fits. Others are looked for near it first. */
  truth: number[];
}

interface Ranges {
  least: Float64Array;
  greatest: Float64Array;
}

/** The least and the greatest whole number that a cell is in any table that fits. */
export function rangeOf(puzzle: Puzzle, cell: number): [number, number] {
  return new Search(puzzle).rangeOf(cell, Number.POSITIVE_INFINITY);
}

/** Looks for tables that fit a puzzle, and remembers of each cell how far they put it. */
export class Search {
  private readonly sums: { total: number; parts: [cell: number, times: number][]; cells: number[] }[];
  private readonly sumsOf: number[][];
  private readonly checksOf: NonNullable<Puzzle["checks"]>[];
  private readonly start: Ranges;
  private readonly failures: number[];
  private readonly low: number[];
  private readonly high: number[];

  constructor(private readonly puzzle: Puzzle) {
    const { least, greatest, sums, truth, checks = [] } = puzzle;
    this.sums = sums.map(({ total, parts }) => {
      const times = new Map<number, number>();
      for (const part of parts) times.set(part, (times.get(part) ?? 0) + 1);
      return { total, parts: [...times], cells: [total, ...times.keys()] };
    });
    this.failures = sums.map(() => 0);
    this.sumsOf = truth.map(() => []);
    for (const [s, { cells }] of this.sums.entries()) for (const cell of cells) this.sumsOf[cell]!.push(s);
    this.checksOf = truth.map((_, cell) => checks.filter(({ cells }) => cells.includes(cell)));
    this.start = { least: Float64Array.from(least), greatest: Float64Array.from(greatest) };
    const isTrue =
      truth.every((value, cell) => least[cell]! <= value && value <= greatest[cell]!) &&
      sums.every(({ total, parts }) => truth[total] === parts.reduce((sum, part) => sum + truth[part]!, 0)) &&
      checks.every(({ cells, holds }) => holds(cells.map((cell) => truth[cell]!)));
    if (!isTrue || !this.narrow(this.start, this.sums.keys()))
      throw new Error("The true table does not fit what is shown of it.");
    this.low = truth.slice();
    this.high = truth.slice();
  }

  /** The least and the greatest that a cell is in any table that fits, or any two so much apart. */
  rangeOf(cell: number, enough: number): [number, number] {
    const isEnough = () => this.high[cell]! - this.low[cell]! >= enough;
    while (!isEnough() && this.find(cell, this.high[cell]! + 1, Number.POSITIVE_INFINITY));
    while (!isEnough() && this.find(cell, Number.NEGATIVE_INFINITY, this.low[cell]! - 1));
    return [this.low[cell]!, this.high[cell]!];
  }

  // Whether a table fits in which the cell is within these; it is remembered.
  private find(cell: number, from: number, to: number): boolean {
    const found = this.within(this.start, cell, from, to);
    if (!found || !this.fits(found, [...found.least.keys()])) return false;
    for (const [i, value] of found.least.entries()) {
      this.low[i] = Math.min(this.low[i]!, value);
      this.high[i] = Math.max(this.high[i]!, value);
    }
    return true;
  }

  // Whether these cells have numbers that fit within the ranges; if so the ranges become those numbers.
  private fits(ranges: Ranges, cells: number[]): boolean {
    const open = cells.filter((cell) => ranges.least[cell]! < ranges.greatest[cell]!);
    return this.apart(ranges, open).every((part) => this.partFits(ranges, part));
  }

  private partFits(ranges: Ranges, part: number[]): boolean {
    const { least, greatest } = ranges;
    const cell = this.mostBound(ranges, part);
    const from = least[cell]!;
    const to = greatest[cell]!;
    const middle = Math.floor((from + to) / 2);
    const halves: [number, number][] = [
      [from, middle],
      [middle + 1, to],
    ];
    if (this.puzzle.truth[cell]! > middle) halves.reverse();
    for (const [a, b] of halves) {
      const tried = this.within(ranges, cell, a, b);
      if (!tried || !this.fits(tried, part)) continue;
      for (const i of part) {
        least[i] = tried.least[i]!;
        greatest[i] = tried.greatest[i]!;
      }
      return true;
    }
    return false;
  }

  // Little room, and sums that failed often: there the search finds out soonest that nothing fits.
  private mostBound({ least, greatest }: Ranges, part: number[]): number {
    let best = part[0]!;
    let bestRoom = Number.POSITIVE_INFINITY;
    for (const cell of part) {
      const failures = this.sumsOf[cell]!.reduce((sum, s) => sum + this.failures[s]!, 1);
      const room = Math.log2(1 + greatest[cell]! - least[cell]!) / failures;
      if (room < bestRoom) [best, bestRoom] = [cell, room];
    }
    return best;
  }

  // Cells that are not settled, in groups that no sum joins any more.
  private apart({ least, greatest }: Ranges, open: number[]): number[][] {
    const left = new Set(open);
    const parts: number[][] = [];
    for (const first of open) {
      if (!left.delete(first)) continue;
      const part = [first];
      for (const cell of part)
        for (const { cells } of [...this.sumsOf[cell]!.map((s) => this.sums[s]!), ...this.checksOf[cell]!])
          for (const next of cells) if (least[next]! < greatest[next]! && left.delete(next)) part.push(next);
      parts.push(part);
    }
    return parts;
  }

  private within(ranges: Ranges, cell: number, from: number, to: number): Ranges | undefined {
    const made = { least: ranges.least.slice(), greatest: ranges.greatest.slice() };
    made.least[cell] = Math.max(made.least[cell]!, from);
    made.greatest[cell] = Math.min(made.greatest[cell]!, to);
    if (made.least[cell]! > made.greatest[cell]! || !this.passes(made, cell)) return undefined;
    return this.narrow(made, this.sumsOf[cell]!) ? made : undefined;
  }

  // Narrows in place; false if some cell is left without a number.
  private narrow({ least, greatest }: Ranges, sums: Iterable<number>): boolean {
    const due = new Set(sums);
    for (const s of due) {
      due.delete(s);
      const { total, parts } = this.sums[s]!;
      let from = 0;
      let to = 0;
      for (const [part, times] of parts) {
        from += times * least[part]!;
        to += times * greatest[part]!;
      }
      const [totalLeast, totalGreatest] = [least[total]!, greatest[total]!];
      for (let at = -1; at < parts.length; at++) {
        const [cell, times] = at < 0 ? [total, 1] : parts[at]!;
        const [least_, greatest_] = [least[cell]!, greatest[cell]!];
        const a = at < 0 ? from : Math.ceil((totalLeast - (to - times * greatest_)) / times);
        const b = at < 0 ? to : Math.floor((totalGreatest - (from - times * least_)) / times);
        if (!(a > least_ || b < greatest_)) continue;
        if (a > least_) least[cell] = a;
        if (b < greatest_) greatest[cell] = b;
        if (least[cell]! > greatest[cell]! || !this.passes({ least, greatest }, cell)) {
          this.failures[s]!++;
          return false;
        }
        for (const other of this.sumsOf[cell]!) due.add(other);
      }
    }
    return true;
  }

  // False if a check that has all its numbers by now does not hold.
  private passes({ least, greatest }: Ranges, changed: number): boolean {
    return this.checksOf[changed]!.every(
      ({ cells, holds }) =>
        cells.some((cell) => least[cell]! < greatest[cell]!) || holds(cells.map((cell) => least[cell]!)),
    );
  }
}
