import { createHash } from "node:crypto";
import { wilson } from "../components/words/intervals.js";
import { formatDecimal } from "../components/words/numbers.js";

/** A line that is broken in one way, as Stryker's instrumenter lists it: lines and columns are counted from 0. */
export interface Mutant {
  fileName: string;
  location: { start: Place; end: Place };
  mutatorName: string;
  replacement: string;
}

interface Place {
  line: number;
  column: number;
}

/** What became of the mutants of a run, in numbers of them. */
export interface Outcome {
  drawn: number;
  noticed: number;
  unnoticed: number;
  /** Neither noticed nor unnoticed: the tests did not come to an end in time. */
  timedOut: number;
  /** Neither: they could not be tried. */
  failed: number;
}

/** Where a mutant lies, as Stryker's option `mutate` takes it: "loaders/link/union.ts:3:2-3:9". */
export function rangeOf({ fileName, location: { start, end } }: Mutant): string {
  return `${fileName}:${start.line + 1}:${start.column}-${end.line + 1}:${end.column}`;
}

/** A mutant's name among all. */
export function nameOf(mutant: Mutant): string {
  return `${rangeOf(mutant)} ${mutant.mutatorName} ${mutant.replacement}`;
}

/**
 * A sample of mutants without replacement, each as likely as any other; all where there are no more. The same seed draws the
 * same, and after a change of the code most of them again.
 */
export function drawMutants(mutants: readonly Mutant[], size: number, seed: number): Mutant[] {
  return mutants
    .map((mutant) => ({ mutant, turn: hashOf(`${seed} ${nameOf(mutant)}`) }))
    .sort((a, b) => (a.turn < b.turn ? -1 : 1))
    .slice(0, size)
    .map(({ mutant }) => mutant);
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** What became of mutants, from the status that Stryker's report gives each. */
export function outcomeOf(statuses: readonly string[]): Outcome {
  const count = (...wanted: string[]) => statuses.filter((status) => wanted.includes(status)).length;
  const [noticed, unnoticed, timedOut] = [count("Killed"), count("Survived", "NoCoverage"), count("Timeout")];
  const drawn = statuses.length;
  return { drawn, noticed, unnoticed, timedOut, failed: drawn - noticed - unnoticed - timedOut };
}

/**
 * What a run of a room says, and whether its floor (a percentage; undefined where none has been measured) is kept. Of a sample
 * the upper end of Wilson's 95% interval must reach it, of a whole room the share noticed. What was neither noticed nor
 * unnoticed is in no share.
 */
export function judge(
  { drawn, noticed, unnoticed, timedOut, failed }: Outcome,
  { floor, of }: { floor: number | undefined; of: number },
): { kept: boolean; sentence: string } {
  const tried = noticed + unnoticed;
  const counts =
    `${drawn} of ${of} drawn: ${noticed} noticed, ${unnoticed} unnoticed, ${timedOut} timed out` +
    (failed > 0 ? `, ${failed} not tried` : "");
  if (tried === 0) return { kept: false, sentence: `${counts}. Nothing can be said of the share noticed.` };
  const { lower, upper } = wilson(noticed, tried);
  const share = (noticed / tried) * 100;
  const isSample = drawn < of;
  const kept = floor === undefined || (isSample ? upper * 100 : share) >= floor;
  const interval = isSample
    ? ` (95 % interval ${formatDecimal(lower * 100, 1)} to ${formatDecimal(upper * 100, 1)} %)`
    : "";
  const held =
    floor === undefined
      ? "there is no floor yet"
      : `the floor of ${floor} % is ${kept ? "kept" : "not kept"}`;
  return { kept, sentence: `${counts}. ${formatDecimal(share, 1)} % noticed${interval}; ${held}.` };
}
