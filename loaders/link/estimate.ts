import type { Database } from "../store/database.js";
import { TellableError } from "../store/safe-message.js";
import { emptyCrowdedKeys, writeRecordsOf } from "./model/from-distinct.js";
import type { Model } from "./model/schema.js";
import { train } from "./model/train.js";

export interface Estimation {
  /** The day, as an ISO date. */
  on: string;
  /** Whose records they are, in a word or two. */
  from: string;
  log: (line: string) => void;
}

export const nothingLinked =
  "There are no linked records to estimate from. Do a refresh first: npm run refresh";

/**
 * Estimates a model's parameters from table `distinct_record` of the identity database, which a refresh leaves.
 * Throws a TellableError if there is none, or if the records lack something that the model compares.
 */
export async function estimateFrom(
  db: Database,
  model: Model,
  { on, from, log }: Estimation,
): Promise<Model> {
  if (!(await db.has("distinct_record")))
    throw new TellableError(
      "There are no linked records to estimate from. Do a refresh first: npm run refresh",
    );
  const applied = await writeRecordsOf(db, model);
  if (applied?.comparisons.length !== model.comparisons.length)
    throw new TellableError(
      `The records have not all that data/linkage/children.yaml compares: ${model.comparisons.map((c) => c.name).join(", ")}. Add extracts that have it, or take the comparison out of the file.`,
    );
  await emptyCrowdedKeys(db, applied);
  const { records } = await db.row<{ records: number }>("SELECT count(*) AS records FROM rec");
  const trained = await train(db, applied, "within", log);
  await db.run("DROP TABLE rec");
  return {
    ...model,
    comparisons: trained.comparisons,
    prior: trained.prior,
    estimated: { on, records, from },
  };
}
