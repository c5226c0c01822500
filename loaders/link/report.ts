import type { Source } from "../registry/source.js";
import { type Database, literal } from "../store/database.js";
import type { Model } from "./model/schema.js";
import { carriesPerson } from "./records.js";
import { writeExamples } from "./report/examples.js";
import { writeModel } from "./report/model.js";
import { sourceTables } from "./report/sources.js";
import { writeTable } from "./report/table.js";
import { writeThresholds } from "./report/thresholds.js";
import { unlinkableTable } from "./report/unlinkable.js";
import { weightTable } from "./report/weights.js";

/**
 * Writes the link report to the analysis database: counts and the model, nothing of any one child. Without a model its
 * tables are empty.
 */
export async function writeReport(
  identity: Database,
  analysis: Database,
  sources: Source[],
  model: Model | undefined,
): Promise<void> {
  const register = await registerOf(identity, sources);
  await identity.run(
    "CREATE OR REPLACE TEMP TABLE seen AS SELECT DISTINCT person_id, source FROM person_record WHERE person_id IS NOT NULL",
  );
  for (const table of [...sourceTables(register), unlinkableTable, weightTable])
    await writeTable(identity, analysis, table);
  await identity.run("DROP TABLE seen");
  await writeModel(analysis, model);
  await writeExamples(identity, analysis, model);
  await writeThresholds(analysis);
}

/** The source that holds most children by NHS number, the others' yardstick; undefined where none holds any. */
async function registerOf(identity: Database, sources: Source[]): Promise<string | undefined> {
  const candidates = sources.filter(
    (s) => carriesPerson(s) && s.columns.some((c) => c.role === "nhs_number"),
  );
  if (!candidates.length) return undefined;
  const [first] = await identity.rows<{ source: string }>(`
    SELECT source FROM person_record
    WHERE source IN (${candidates.map((s) => literal(s.id)).join(", ")})
    GROUP BY source
    ORDER BY count(DISTINCT person_id) DESC, source
    LIMIT 1`);
  return first?.source;
}
