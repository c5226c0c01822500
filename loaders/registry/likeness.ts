/** Letters to change, add or leave out (Levenshtein 1966), as a share of the longer text; less where one holds the other. */
export function unlikeness(a: string, b: string): number {
  if (!a || !b) return 1;
  if (a.length > 2 && b.length > 2 && (a.includes(b) || b.includes(a))) return 0.3;
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++)
      row[j] = Math.min(
        row[j - 1]! + 1,
        previous[j]! + 1,
        previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1),
      );
    previous = row;
  }
  return previous[b.length]! / Math.max(a.length, b.length);
}
