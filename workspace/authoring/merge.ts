import { diff3Merge } from "node-diff3";

/** A place where two writers changed the same lines. Lines as they stand in each text. */
export interface Hunk {
  yours: string;
  theirs: string;
  base: string;
}

/** What comes of two texts with one origin: a merged text, or, where both changed the same lines, pieces in order. */
export type Merge = { text: string } | { pieces: (string | Hunk)[] };

/**
 * Merges two texts that were made from one, line by line (three-way merge: Khanna, Kunal and Pierce 2007, "A formal
 * investigation of diff3"). Nothing of either text is dropped: where both changed the same lines, both are given.
 */
export function mergeTexts(base: string, yours: string, theirs: string): Merge {
  if (yours === theirs || theirs === base) return { text: yours };
  if (yours === base) return { text: theirs };
  const regions = diff3Merge(lines(yours), lines(base), lines(theirs), { excludeFalseConflicts: true });
  const pieces = regions.map((region) =>
    region.ok
      ? region.ok.join("")
      : {
          yours: region.conflict!.a.join(""),
          base: region.conflict!.o.join(""),
          theirs: region.conflict!.b.join(""),
        },
  );
  return pieces.every((piece) => typeof piece === "string") ? { text: pieces.join("") } : { pieces };
}

// Each with its end, so that the last one's missing end is a difference like any other.
function lines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}
