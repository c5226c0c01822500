/** Whole numbers that a category says it is of, both ends counted. */
type Span = readonly [least: number, greatest: number];

/**
 * Two categories of which one is of some numbers that the other is of too, and of others, as “0-1” and “0” are: one taken from
 * the other tells of what lies between, though no sum is shown. Undefined if there are none. Spans that meet in one end alone,
 * as 0-5 and 5-10, are taken to lie beside each other.
 */
export function overlapping(categories: Iterable<string>): [wider: string, other: string] | undefined {
  const spans = [...new Set(categories)].flatMap((category): { category: string; span: Span }[] => {
    const span = spanOf(category);
    return span ? [{ category, span }] : [];
  });
  for (const [i, one] of spans.entries())
    for (const other of spans.slice(i + 1))
      if (overlap(one.span, other.span)) {
        const [a, b] = [one, other].map(({ span: [least, greatest] }) => greatest - least);
        return a! >= b! ? [one.category, other.category] : [other.category, one.category];
      }
  return undefined;
}

function overlap([a, b]: Span, [c, d]: Span): boolean {
  if (a === c && b === d) return false;
  const isWithin = (a <= c && d <= b) || (c <= a && b <= d);
  return isWithin || Math.min(b, d) - Math.max(a, c) >= 1;
}

// Of three digits at most, so that a year is none.
function spanOf(category: string): Span | undefined {
  const text = category
    .trim()
    .replace(/^age[ds]?\s+/i, "")
    .replace(/\s*(?:years?|months?)(?: olds?)?$/i, "");
  const [, from, to] = /^(\d{1,3})(?:\s*(?:-|–|to)\s*(\d{1,3}))?$/.exec(text) ?? [];
  if (from !== undefined) {
    const span: Span = [Number(from), Number(to ?? from)];
    return span[0] <= span[1] ? span : undefined;
  }
  const [, below] = /^(?:under|below|less than|<)\s*(\d{1,3})$/i.exec(text) ?? [];
  if (below !== undefined) return [0, Number(below) - 1];
  const [, least] = /^(\d{1,3})\s*(?:\+|(?:and|or) (?:over|older|more))$/i.exec(text) ?? [];
  return least === undefined ? undefined : [Number(least), Number.POSITIVE_INFINITY];
}
