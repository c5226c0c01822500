/** What is known of one count: all that it can be, and the most that it is likely to be. */
export interface Count {
  least: number;
  greatest: number;
  /** `greatest`, or less where a count is hidden because it is small. */
  likely: number;
  /** Whether no row tells it: of nobody, if it is not a sum that was left out. */
  isAbsent?: boolean;
}

/** Counts that differ in one column alone: one a category, undefined where nothing is known of it. */
export type Line = readonly (Count | undefined)[];

/** A category that its numbers say is a sum, by places. */
export interface UnnamedTotal {
  total: number;
  /** What it is the sum of; undefined where several levels stand in one column and the numbers do not say which is which. */
  parts: number[] | undefined;
}

// One table in so many, in bits, may be thought to have a sum by chance.
const rare = 7;
const mostSearched = 100_000;

/**
 * Categories whose counts are the sum of others' in every line, whatever they are called. Places are in the order of the
 * table. A sum needs two parts that are not nobody, and one of these:
 *
 * - all the others together make it once, or twice or three times over, as if they were of several levels (then it is
 *   also the greatest, and some of the others make it up);
 * - the others that stand next to it make it, and lines are so many and counts so large that chance is out of question;
 * - the whole column is made of such groups, one after the other;
 * - any others make it, where lines are many enough for that.
 */
export function unnamedTotals(categories: number, lines: readonly Line[]): UnnamedTotal[] {
  const judged = lines.filter((line) => line.filter((count) => count !== undefined).length > 2);
  if (categories < 3 || !judged.length) return [];
  const all = [...Array(categories).keys()];
  const wholes = all.flatMap((total) => wholeOf(judged, total, all) ?? []);
  if (wholes.some(({ parts }) => parts)) return wholes;
  const left = all.filter((category) => !wholes.some(({ total }) => total === category));
  const groups = left.flatMap((total) => neighboursOf(judged, total, left) ?? []);
  const tiles = groups.length ? groups : tilesOf(judged, left);
  const found = tiles.length ? tiles : left.flatMap((total) => anyOf(judged, total, left) ?? []);
  return [...wholes, ...found];
}

function wholeOf(lines: readonly Line[], total: number, all: number[]): UnnamedTotal | undefined {
  const others = all.filter((category) => category !== total);
  if (isSum(lines, total, others)) return { total, parts: others };
  const isGreatest = lines.every((line) => {
    const whole = wholeIn(line, total);
    return !whole || others.every((other) => (line[other]?.least ?? 0) <= whole.greatest);
  });
  if (!isGreatest) return undefined;
  for (const times of [2, 3])
    if (
      others.length > times &&
      isSum(lines, total, others, times) &&
      subsetOf(lines, total, others) !== null
    )
      return { total, parts: undefined };
  return undefined;
}

/** The run of categories just after, or just before, that makes a total. */
function neighboursOf(lines: readonly Line[], total: number, order: number[]): UnnamedTotal | undefined {
  const at = order.indexOf(total);
  for (const run of [order.slice(at + 1), order.slice(0, at).reverse()])
    for (const parts of runsOf(lines, total, run))
      if (evidence(lines, total, parts) >= rare + Math.log2(2 * order.length)) return { total, parts };
  return undefined;
}

/** Groups of a total and its parts, one after the other, that are all there is. */
function tilesOf(lines: readonly Line[], order: number[]): UnnamedTotal[] {
  for (const run of [order, [...order].reverse()]) {
    const tilesTo: (UnnamedTotal[] | undefined)[] = [[]];
    for (const [start, total] of run.entries()) {
      const before = tilesTo[start];
      if (!before) continue;
      for (const parts of runsOf(lines, total, run.slice(start + 1)))
        tilesTo[start + 1 + parts.length] ??= [...before, { total, parts }];
    }
    const tiles = tilesTo[run.length] ?? [];
    const bits = tiles.reduce((sum, { total, parts }) => sum + evidence(lines, total, parts!), 0);
    if (tiles.length > 1 && bits >= rare + 1) return tiles;
  }
  return [];
}

/** How many of a run, from its first on, make a total. */
function* runsOf(lines: readonly Line[], total: number, run: number[]): Generator<number[], undefined> {
  for (let length = 2; length <= run.length; length++) {
    const parts = run.slice(0, length);
    if (lines.some((line) => sumOf(line, parts).least > (wholeIn(line, total)?.greatest ?? Infinity))) return;
    if (isSum(lines, total, parts)) yield parts;
  }
}

function anyOf(lines: readonly Line[], total: number, all: number[]): UnnamedTotal | undefined {
  const others = all.filter((category) => category !== total);
  if (evidence(lines, total, others) < rare + Math.log2(all.length) + others.length) return undefined;
  const parts = subsetOf(lines, total, others);
  return parts ? { total, parts } : undefined;
}

/** Some categories that make a total in every line; null if there are none, undefined if the search was too long. */
function subsetOf(lines: readonly Line[], total: number, others: number[]): number[] | null | undefined {
  const judged = lines.filter((line) => wholeIn(line, total));
  const leastOf = (line: Line, category: number) => line[category]?.least ?? 0;
  const sizeOf = (category: number) => judged.reduce((sum, line) => sum + leastOf(line, category), 0);
  const sorted = [...others].sort((a, b) => sizeOf(b) - sizeOf(a));
  const sums = judged.map(() => 0);
  const chosen: number[] = [];
  let searched = 0;
  const add = (category: number, sign: 1 | -1) => {
    for (const [i, line] of judged.entries()) sums[i]! += sign * leastOf(line, category);
  };
  const search = (at: number): boolean | undefined => {
    if (chosen.length > 1 && chosen.length < others.length && isSum(judged, total, chosen)) return true;
    if (at === sorted.length) return false;
    if (++searched > mostSearched) return undefined;
    const next = sorted[at]!;
    if (judged.every((line, i) => sums[i]! + leastOf(line, next) <= line[total]!.greatest)) {
      chosen.push(next);
      add(next, 1);
      const found = search(at + 1);
      if (found !== false) return found;
      chosen.pop();
      add(next, -1);
    }
    return search(at + 1);
  };
  const found = search(0);
  return found ? [...chosen] : found === false ? null : undefined;
}

/** Whether parts make a total, so many times over, in every line, and in one of them plainly. */
function isSum(lines: readonly Line[], total: number, parts: readonly number[], times = 1): boolean {
  let isPlain = false;
  for (const line of lines) {
    const whole = wholeIn(line, total);
    if (!whole) continue;
    const { least, greatest } = sumOf(line, parts);
    if (least > times * whole.greatest || greatest < times * whole.least) return false;
    isPlain ||= isTelling(line, total, parts, times);
  }
  return isPlain;
}

/** A count that may be told to be a sum: it is there, and shown. */
function wholeIn(line: Line, total: number): Count | undefined {
  const count = line[total];
  return !count || count.isAbsent || count.greatest === Infinity ? undefined : count;
}

function sumOf(line: Line, parts: readonly number[]): Count {
  const sum = { least: 0, greatest: 0, likely: 0 };
  for (const part of parts) {
    const count = line[part] ?? { least: 0, greatest: Infinity, likely: Infinity };
    sum.least += count.least;
    sum.greatest += count.greatest;
    sum.likely += count.likely;
  }
  return sum;
}

/** Whether a line could well have said otherwise. */
function isTelling(line: Line, total: number, parts: readonly number[], times = 1): boolean {
  const whole = wholeIn(line, total);
  if (!whole?.least || thereIn(line, parts) < 2) return false;
  const { least, likely } = sumOf(line, parts);
  return likely >= times * whole.least && likely - least <= whole.least / 2;
}

/** How unlikely it is, in bits, that parts make a total by chance: in each line one number out of about a part's. */
function evidence(lines: readonly Line[], total: number, parts: readonly number[]): number {
  return lines.reduce((bits, line) => {
    if (!isTelling(line, total, parts)) return bits;
    const { least, likely } = sumOf(line, parts);
    return bits + Math.log2(1 + least / thereIn(line, parts) / (1 + likely - least));
  }, 0);
}

function thereIn(line: Line, parts: readonly number[]): number {
  return parts.filter((part) => (line[part]?.greatest ?? 0) > 0).length;
}
