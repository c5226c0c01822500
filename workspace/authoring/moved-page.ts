/** How much of a page's lines must stand in another for that to be the same page under another name. */
const alike = 0.6;

/** The page among others that a text has most likely become: the same, or most of its lines. */
export function likeliest(
  text: string,
  others: Iterable<{ address: string; text: string }>,
): string | undefined {
  const lines = linesOf(text);
  let best: { address: string; share: number } | undefined;
  for (const other of others) {
    const theirs = new Set(linesOf(other.text));
    const kept = lines.filter((line) => theirs.has(line)).length;
    const share = kept / Math.max(lines.length, theirs.size, 1);
    if (share >= alike && share > (best?.share ?? 0)) best = { address: other.address, share };
  }
  return best?.address;
}

function linesOf(text: string): string[] {
  return [...new Set(text.split(/\r?\n/).filter((line) => line.trim() !== ""))];
}
