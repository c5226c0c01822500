import type { Candidate, Linked } from "./linked.js";
import { type Differences, PointsOfTables } from "./points-of-tables.js";
import type { Witness } from "./solve/guard.js";
import { loadSolver } from "./solve/solver.js";
import type { Proof, Suppression } from "./solve/suppress.js";

/**
 * The averages that must not be shown beside what is suppressed already, by the places of their candidates.
 *
 * An average tells how many points its children lack of the most that they could have. Those add up over areas, categories
 * and periods as children do; whoever is left over of a share lacks one at least, and whoever is not lacks at most what
 * it does not ask for. So averages can tell of a hidden count, even where they are hidden with it. The tables that prove
 * the intervals of counts prove them still if there are points that go with each, as whole numbers; where there are none, the
 * averages that stand in the way are hidden. Deterministic.
 */
export async function tellingAverages(
  linked: Linked,
  { suppressed, hidden, proof }: Suppression,
  candidates: readonly Candidate[],
): Promise<number[]> {
  const { problem, averages, candidateOf } = linked;
  const hiddenFigures = new Set(candidateOf.filter((_, u) => suppressed[u]));
  const shown = averages.filter(
    ({ at, shares }) =>
      !candidates[at]!.primary &&
      !candidates[at]!.withheld &&
      !shares.some((share) => hiddenFigures.has(share.at)),
  );
  const secrets = [...problem.cells.keys()].filter((cell) => problem.cells[cell]!.guarded && hidden[cell]);
  if (!secrets.length || !shown.length) return [];
  const tenthsOf = new Map(shown.map((average) => [average, tenths(candidates[average.at]!)]));
  const highs = await loadSolver();
  for (const { base, tables } of readersOf(proof)) {
    const points = new PointsOfTables(highs, problem, averages, tenthsOf, base);
    if (!isProved(secrets, problem.width, base, tables, points)) return shown.map(({ at }) => at);
  }
  return shown.filter((average) => !tenthsOf.has(average)).map(({ at }) => at);
}

interface Reader {
  /** The table that they could take for true. */
  base: Differences;
  tables: Differences[];
}

/** Who knows what is missing from totals, and who takes nothing to be. */
function readersOf({ tables, presumed }: Proof): Reader[] {
  const knowing: Reader = { base: new Map(), tables: tables.map((table) => new Map(differences(table))) };
  if (!presumed.length) return [knowing];
  const base = new Map(presumed.flatMap((each) => differences(each.base)));
  const isElsewhere = ({ cells }: Witness) => !cells.some((cell) => base.has(cell));
  const own = [...presumed.flatMap((each) => each.tables), ...tables.filter(isElsewhere)];
  return [knowing, { base, tables: own.map((table) => new Map([...base, ...differences(table)])) }];
}

function differences({ cells, deviations }: Witness): [cell: number, difference: number][] {
  return Array.from(cells, (cell, i) => [cell, deviations[i]!]);
}

/**
 * Whether tables with points that go with them put each secret as far apart as it must be. First those are taken that need
 * no average hidden, then others, and the averages in their way are hidden.
 */
function isProved(
  secrets: readonly number[],
  width: number,
  base: Differences,
  tables: readonly Differences[],
  points: PointsOfTables,
): boolean {
  // What cannot be so beside the averages is no reader's view.
  if (!points.isConsistent) return true;
  const low = new Map(secrets.map((cell) => [cell, base.get(cell) ?? 0]));
  const high = new Map(low);
  const isOpen = (cell: number) => high.get(cell)! - low.get(cell)! < width;
  for (const mayHide of [false, true])
    for (const table of tables) {
      const at = (cell: number) => table.get(cell) ?? 0;
      const isOfUse = secrets.some(
        (cell) => isOpen(cell) && (at(cell) < low.get(cell)! || at(cell) > high.get(cell)!),
      );
      if (!isOfUse || !points.goWith(table, mayHide)) continue;
      for (const cell of secrets) {
        low.set(cell, Math.min(low.get(cell)!, at(cell)));
        high.set(cell, Math.max(high.get(cell)!, at(cell)));
      }
    }
  return !secrets.some(isOpen);
}

/** The average in tenths, as it is shown. */
function tenths({ figure: { value } }: Candidate): number {
  return Math.round((value! + Number.EPSILON) * 10);
}
