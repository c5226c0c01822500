/** The name among some that is most like a wrong one; undefined where none is like it. */
export function nearest(wrong: string, names: Iterable<string>): string | undefined {
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, "");
  let best: string | undefined;
  let least = Math.max(2, Math.floor(wrong.length / 3)) + 1;
  for (const name of names) {
    const away = distance(plain(wrong), plain(name));
    if (away >= least) continue;
    least = away;
    best = name;
  }
  return best;
}

/** " Did you mean “ward”?" where a name is like the wrong one, else " There are: ward, locality." */
export function suggestion(wrong: string, names: readonly string[]): string {
  const like = nearest(wrong, names);
  if (like) return ` Did you mean “${like}”?`;
  return names.length === 0 ? "" : ` There are: ${names.join(", ")}.`;
}

// How many letters must be changed, left out or put in.
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, i) => i);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + Number(one[i - 1] !== other[j - 1])));
    row = next;
  }
  return row[other.length]!;
}
