import { TellableError } from "../store/safe-message.js";
import { type Candidate, type Linked, type LinkedContext, linkedProblem } from "./linked.js";
import { tellingAverages } from "./points.js";
import type { Figure } from "./protect-figure.js";
import { type Problem, Unprotectable } from "./solve/problem.js";
import { suppress } from "./solve/suppress.js";

export interface Secondary {
  /** The figures that are suppressed so that no other suppressed one can be worked out, by their place. */
  places: Set<number>;
  /** What is lost by all suppression, and what at least is lost by any that protects as much. */
  cost: number;
  bound: number;
}

/**
 * Chooses which more figures to suppress, as few as are found to be needed, so that every suppressed count keeps the
 * policy's protection interval against a reader who adds and subtracts all that is shown. Deterministic.
 *
 * What others publish can be too small to keep an interval beneath it, whatever is suppressed here. Then all parts of
 * it are suppressed, so that nothing shown here narrows what is known already.
 * Throws a TellableError that names figures which cannot be protected at all.
 */
export async function chooseSecondary(
  candidates: readonly Candidate[],
  context: LinkedContext,
): Promise<Secondary> {
  const linked = linkedProblem(candidates, context);
  for (let round = 0; ; round++) {
    try {
      const suppression = await suppress(linked.problem);
      const { suppressed, cost, bound } = suppression;
      const places = linked.candidateOf.filter((at, u) => suppressed[u] && !candidates[at]!.primary);
      const averages = await tellingAverages(linked, suppression, candidates);
      return { places: new Set([...places, ...averages]), cost, bound };
    } catch (error) {
      if (!(error instanceof Unprotectable)) throw error;
      const failed = new Set(error.cells);
      if (round === mostRounds) throw refusal(linked, candidates, failed, context);
      linked.problem = withAllPartsSuppressed(linked.problem, failed);
    }
  }
}

const mostRounds = 3;

function withAllPartsSuppressed(problem: Problem, failed: ReadonlySet<number>): Problem {
  const beside = new Set(
    problem.equations
      .filter(({ parts }) => parts.some((part) => failed.has(part)))
      .flatMap(({ parts }) => parts),
  );
  return {
    ...problem,
    cells: problem.cells.map((cell, i) => (failed.has(i) ? { ...cell, guarded: false } : cell)),
    units: problem.units.map((unit) =>
      unit.cells.some((cell) => failed.has(cell) || beside.has(cell)) ? { ...unit, primary: true } : unit,
    ),
  };
}

function refusal(
  { problem: { units }, candidateOf }: Linked,
  candidates: readonly Candidate[],
  failed: ReadonlySet<number>,
  { policy }: LinkedContext,
): TellableError {
  const named = candidateOf.filter((_, u) => units[u]!.cells.some((cell) => failed.has(cell)));
  const examples = named.slice(0, 3).map((at) => placeOf(candidates[at]!.figure));
  return new TellableError(
    `data/policy/${policy.id}.yaml: ${named.length} suppressed figures could be worked out whatever else is suppressed, such as ${examples.join("; ")}. Take the breakdown off the level in publish.levels, or do not publish the indicator.`,
  );
}

function placeOf({ indicator, period, level, area, breakdown, category }: Figure): string {
  return `${indicator}, ${period}, ${level} ${area}, ${breakdown} ${category}`;
}
