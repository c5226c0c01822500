import { keepMoves, standing } from "../measure/figure-moves.js";
import { measure } from "../measure/measure.js";
import { sourcesOf } from "../registry/indicator.js";
import { changesBetween } from "../store/changes.js";
import { contentsOf, tablesOf } from "../store/content.js";
import { readStep } from "../store/steps.js";
import { deliveryTables } from "./page-inputs.js";
import type { Entries } from "./plans.js";
import type { Registry } from "./registry.js";
import type { Tools } from "./tools.js";

/**
 * By table, what the analysis database holds for figures now, as a hash; undefined if measuring failed. What moved since the sources before is kept
 * in the transaction that moves it: a refresh that is killed has told nothing, and one that is not tells it once.
 */
export async function measureIndicators(
  { sources, indicators, city }: Registry,
  entries: Entries,
  before: { sources: Entries; isErasing: boolean },
  { plans, databases, runner, log }: Tools,
): Promise<Record<string, string> | undefined> {
  const analysis = await databases.analysis();
  const plan = plans.measure(entries);
  const measured = await runner.run("measure", analysis, plan, async () => {
    const stood = await standing(analysis, { withGroups: true });
    const code = (await readStep(analysis, "measure"))?.code;
    await measure(analysis, {
      indicators,
      sources: sources.filter(({ optOut }) => !optOut),
      city,
      log,
      code: plan.code,
    });
    await keepMoves(analysis, stood, {
      at: new Date().toISOString(),
      changes: changesBetween(before.sources, entries),
      sources: new Map(indicators.map((one) => [one.id, sourcesOf(one, indicators)])),
      isOtherMethod: code !== plan.code,
      isErasing: before.isErasing,
    });
    // The catalogue is made from the entries, and what moved tells of the content that follows it.
    const without: readonly string[] = [...deliveryTables, "step", "measured", "linked_from"];
    const tables = (await tablesOf(analysis)).map(({ name }) => name);
    return contentsOf(
      analysis,
      tables.filter((name) => !without.includes(name)),
    );
  });
  return measured?.detail;
}
