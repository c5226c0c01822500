/** Lines that some texts have in common, or the lines of each between such. */
export type Aligned = { same: string[] } | { differ: string[][] };

/** How many pairs of equal lines are looked through for what two texts have in common. */
const mostPairs = 4_000_000;

/**
 * Texts, as lines, side by side: what they all begin and end with, and the lines that stand once in each and in one order in
 * all, hold them together (as in patience diff). What lies between is short, where the whole may be tens of thousands of
 * lines, most of them empty, of which each would be set beside each.
 */
export function aligned(texts: readonly (readonly string[])[]): Aligned[] {
  const shortest = Math.min(...texts.map(({ length }) => length));
  const [first] = texts as [readonly string[]];
  let begin = 0;
  while (begin < shortest && texts.every((text) => text[begin] === first[begin])) begin += 1;
  let end = 0;
  while (end < shortest - begin && texts.every((text) => text.at(-1 - end) === first.at(-1 - end))) end += 1;
  const middle = texts.map((text) => text.slice(begin, text.length - end));
  return joined([
    { same: first.slice(0, begin) },
    ...between(middle, anchors(middle)),
    { same: first.slice(first.length - end) },
  ]);
}

/** Whether two texts have so many equal lines that to look for what they have in common would take long. */
export function isLong(one: readonly string[], other: readonly string[]): boolean {
  const counts = new Map<string, number>();
  for (const line of one) counts.set(line, (counts.get(line) ?? 0) + 1);
  return other.reduce((pairs, line) => pairs + (counts.get(line) ?? 0), 0) > mostPairs;
}

function between(texts: readonly (readonly string[])[], held: readonly (readonly number[])[]): Aligned[] {
  const ends = [...held, texts.map(({ length }) => length)];
  return ends.flatMap((to, i): Aligned[] => {
    const from = texts.map((_, k) => (i === 0 ? 0 : ends[i - 1]![k]! + 1));
    const differ = texts.map((text, k) => text.slice(from[k], to[k]));
    const line = texts[0]![to[0]!];
    return [{ differ }, ...(line === undefined || i === held.length ? [] : [{ same: [line] }])];
  });
}

/** The places, in each text, of lines that stand once in each, in an order that all have. */
function anchors(texts: readonly (readonly string[])[]): number[][] {
  const [first = new Map<string, number>(), ...others] = texts.map(placesOfSingle);
  const shared = [...first].flatMap(([line, at]) => {
    const places = [at, ...others.map((places) => places.get(line) ?? -1)];
    return places.includes(-1) ? [] : [places];
  });
  return others.reduce((held, _, i) => longestRise(held, i + 1), shared);
}

function placesOfSingle(text: readonly string[]): Map<string, number> {
  const places = new Map<string, number>();
  const often = new Set<string>();
  for (const [at, line] of text.entries()) {
    if (places.has(line)) often.add(line);
    places.set(line, at);
  }
  for (const line of often) places.delete(line);
  return places;
}

/** The most of these, in their order, whose numbers at `of` rise (Fredman 1975, by piles). */
function longestRise(all: readonly number[][], of: number): number[][] {
  const tops: number[] = [];
  const before: (number | undefined)[] = [];
  for (const [i, one] of all.entries()) {
    let [low, high] = [0, tops.length];
    while (low < high) {
      const half = (low + high) >> 1;
      if (all[tops[half]!]![of]! < one[of]!) low = half + 1;
      else high = half;
    }
    before[i] = low > 0 ? tops[low - 1] : undefined;
    tops[low] = i;
  }
  const rise: number[][] = [];
  for (let i = tops.at(-1); i !== undefined; i = before[i]) rise.push(all[i]!);
  return rise.reverse();
}

/** Without what is empty, and with what is the same in one piece. */
function joined(parts: readonly Aligned[]): Aligned[] {
  const whole: Aligned[] = [];
  for (const part of parts) {
    const last = whole.at(-1);
    if ("differ" in part) {
      if (part.differ.some(({ length }) => length > 0)) whole.push(part);
    } else if (last && "same" in last) for (const line of part.same) last.same.push(line);
    else if (part.same.length > 0) whole.push({ same: [...part.same] });
  }
  return whole;
}
