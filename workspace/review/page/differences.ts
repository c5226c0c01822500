/** A run of a text that the other text has too, or has not. */
export interface Run {
  text: string;
  differs: boolean;
}

/**
 * Two texts, each as runs of characters that the other has in the same order and of those it has not: by their longest
 * common subsequence. Capitals and accents make no difference. Texts with less than half in common differ as a
 * whole, unless one holds the other.
 */
export function differences(left: string, right: string): [Run[], Run[]] {
  const [a, b] = [[...left], [...right]];
  const [x, y] = [a.map(folded), b.map(folded)];
  const lengths = commonLengths(x, y);
  const common = lengths[0]![0]!;
  if (common * 2 < Math.max(a.length, b.length) && common < Math.min(a.length, b.length))
    return [[{ text: left, differs: true }], [{ text: right, differs: true }]];
  const runs: [Run[], Run[]] = [[], []];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && x[i] === y[j]) {
      add(runs[0], a[i++]!, false);
      add(runs[1], b[j++]!, false);
    } else if (j === b.length || (i < a.length && lengths[i + 1]![j]! >= lengths[i]![j + 1]!))
      add(runs[0], a[i++]!, true);
    else add(runs[1], b[j++]!, true);
  }
  return runs;
}

/** Two texts of one length, each as runs of characters that the other has, or has not, in the same place. */
export function byPosition(left: string, right: string): [Run[], Run[]] {
  const [a, b] = [[...left], [...right]];
  const runs: [Run[], Run[]] = [[], []];
  for (const [i, character] of a.entries()) {
    add(runs[0], character, character !== b[i]);
    add(runs[1], b[i]!, character !== b[i]);
  }
  return runs;
}

/** By two positions, the length of the longest common subsequence of what follows them. */
function commonLengths(x: string[], y: string[]): number[][] {
  const lengths = Array.from({ length: x.length + 1 }, () => new Array<number>(y.length + 1).fill(0));
  for (let i = x.length - 1; i >= 0; i--)
    for (let j = y.length - 1; j >= 0; j--)
      lengths[i]![j] =
        x[i] === y[j] ? lengths[i + 1]![j + 1]! + 1 : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
  return lengths;
}

function folded(character: string): string {
  return character.normalize("NFD").replace(/\p{M}/gu, "").toUpperCase();
}

function add(runs: Run[], text: string, differs: boolean): void {
  const last = runs.at(-1);
  if (last?.differs === differs) last.text += text;
  else runs.push({ text, differs });
}
