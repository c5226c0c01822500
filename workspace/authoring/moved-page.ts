/** How much of a page's lines must stand in another for that to be the same page under another name. */
const alike = 0.6;
/** As much, for nobody to doubt it. */
const same = 0.9;

/** A page that another one may have become. */
export interface LikePage {
  address: string;
  /** Whether it says nearly all that the other said. */
  isSame: boolean;
}

/** The pages among others that a text may have become, the likeliest first: the same, or most of its lines. */
export function likeliest(text: string, others: Iterable<{ address: string; text: string }>): LikePage[] {
  const lines = linesOf(text);
  const found: { address: string; share: number }[] = [];
  for (const other of others) {
    const theirs = new Set(linesOf(other.text));
    const kept = lines.filter((line) => theirs.has(line)).length;
    const share = kept / Math.max(lines.length, theirs.size, 1);
    if (share >= alike) found.push({ address: other.address, share });
  }
  return found
    .sort((a, b) => b.share - a.share)
    .map(({ address, share }) => ({ address, isSame: share >= same }));
}

function linesOf(text: string): string[] {
  return [...new Set(text.split(/\r?\n/).filter((line) => line.trim() !== ""))];
}
