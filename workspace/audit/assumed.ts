import { formatCount } from "../../components/words/numbers.js";
import type { Given, Settled } from "./settle.js";

/** What an audit took to hold, in words: a note for each presumption that failed somewhere, and all of it in a sentence. */
export interface Assumed {
  notes: string[];
  /** Those of the notes that leave the conclusion open. */
  reservations: string[];
  summary: string;
}

/** `besides`: what else could not be used, and leaves the conclusion open; a note each. */
export function assumedOf({ presumed, given }: Settled, besides: readonly string[] = []): Assumed {
  const unchanged = given.filter(({ about }) => about === "unchanged counts");
  // That parts are not even less than their whole says no more of a sum that was given up.
  const others = given.filter((each) => !unchanged.includes(each) && !(each.isLess && each.isPlain));
  const notes = new Map<string, boolean>(others.map((each) => [noteOf(each), each.isPlain]));
  // Of counts that changed unseen there can be hundreds.
  if (unchanged.length > mostListed) {
    const isPlain = unchanged.every((each) => each.isPlain);
    notes.set(
      `Given up, as the figures contradict it: that ${formatCount(unchanged.length)} counts are unchanged.`,
      isPlain,
    );
  } else for (const each of unchanged) notes.set(noteOf(each), each.isPlain);
  const open = [...notes].flatMap(([note, isPlain]) => (isPlain ? [] : [note]));
  return {
    notes: [...notes.keys(), ...besides],
    reservations: [...open, ...besides],
    summary: summaryOf(presumed, given),
  };
}

const mostListed = 20;

function noteOf({ group, given, of }: Given): string {
  return given < of
    ? `Given up in ${formatCount(given)} of ${formatCount(of)} places, as the figures contradict it there: ${group}.`
    : `Given up, as the figures contradict it: ${group}.`;
}

function summaryOf(presumed: Settled["presumed"], given: readonly Given[]): string {
  const assumed = [
    count(presumed.sums, "one sum holds", "sums hold"),
    count(
      presumed["missing rows"],
      "one row that is not there is of nobody",
      "rows that are not there are of nobody",
    ),
    count(
      presumed["unchanged counts"],
      "one count that does not visibly change is as it was",
      "counts that do not visibly change are as they were",
    ),
  ].filter((words) => words !== undefined);
  if (!assumed.length) return "Assumed: nothing but what is shown and what the policy says.";
  const failed = given.filter(({ isLess }) => !isLess);
  const plain = sum(failed.filter(({ isPlain }) => isPlain));
  const open = sum(failed.filter(({ isPlain }) => !isPlain));
  return [
    `Assumed: that ${assumed.join(", and that ")}.`,
    ...(plain || open ? [] : ["What is shown contradicts none of it."]),
    ...(plain
      ? [
          `Not ${formatCount(plain)} of these, as what is shown contradicts them: that does not matter, as nobody can reckon with what is seen to be otherwise.`,
        ]
      : []),
    ...(open
      ? [
          `Not ${formatCount(open)} of these, as they cannot all hold beside what is shown: that matters, as some of them may, and whoever knows which could work out more.`,
        ]
      : []),
  ].join(" ");
}

function count(n: number, one: string, many: string): string | undefined {
  return n === 0 ? undefined : n === 1 ? one : `${formatCount(n)} ${many}`;
}

function sum(given: readonly Given[]): number {
  return given.reduce((all, each) => all + each.given, 0);
}
