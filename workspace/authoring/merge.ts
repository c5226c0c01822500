import { diff3Merge } from "node-diff3";
import { aligned, isLong } from "./aligned.js";

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
  const pieces: (string | Hunk)[] = [];
  for (const part of aligned([lines(yours), lines(base), lines(theirs)]))
    for (const piece of "same" in part ? [part.same.join("")] : merged(...(part.differ as Three)))
      if (typeof piece === "string" && typeof pieces.at(-1) === "string")
        pieces.push(`${pieces.pop()}${piece}`);
      else pieces.push(piece);
  return pieces.every((piece) => typeof piece === "string") ? { text: pieces.join("") } : { pieces };
}

type Three = [yours: string[], base: string[], theirs: string[]];

function merged(...[yours, base, theirs]: Three): (string | Hunk)[] {
  const [mine, origin, other] = [yours.join(""), base.join(""), theirs.join("")];
  if (mine === other || other === origin) return [mine];
  if (mine === origin) return [other];
  // Lines that stand thousands of times tell nothing of which is which: who wrote them chooses.
  if (isLong(yours, base) || isLong(theirs, base)) return [{ yours: mine, base: origin, theirs: other }];
  return diff3Merge(yours, base, theirs, { excludeFalseConflicts: true }).map((region) =>
    region.ok
      ? region.ok.join("")
      : {
          yours: region.conflict!.a.join(""),
          base: region.conflict!.o.join(""),
          theirs: region.conflict!.b.join(""),
        },
  );
}

// Each with its end, so that the last one's missing end is a difference like any other.
function lines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}
