import { formatCount } from "../../components/words/numbers.js";
import type { Database } from "../store/database.js";
import { fingerprint } from "../store/fingerprint.js";
import { TellableError } from "../store/safe-message.js";
import { curbBlocks, writeRecordsOf } from "./model/from-distinct.js";
import { type Model, modelSchema } from "./model/schema.js";
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

/** What a model says is estimated from invented records. */
export const fromSample = "the generated sample";

/** What it says is estimated from the records of whoever runs the workspace. */
export const fromOwnRecords = "this city's records";

/** From fewer distinct records, a rare agreement would be seen too seldom to be told from none. */
const fewestRecords = 1000;

/**
 * The model with the parameters in force for an identity database of real records. A model whose parameters are the
 * sample's is estimated anew from table `distinct_record`, the first time that there are enough records; what was
 * estimated is kept in table `kept_parameters` for as long as the model is otherwise the same. One that was estimated
 * from other records than the sample is in force as it is.
 */
export async function parametersInForce(
  db: Database,
  model: Model,
  on: string,
  log: (line: string) => void,
): Promise<Model> {
  if (model.estimated?.from !== fromSample) return model;
  const shape = fingerprint([withoutParameters(model)]);
  const kept = await keptParameters(db, model, shape);
  if (kept) return kept;
  const { records } = await db.row<{ records: number }>("SELECT count(*) AS records FROM distinct_record");
  if (records < fewestRecords) return model;
  const estimated = await estimateFrom(db, model, { on, from: fromOwnRecords, log: () => {} }, true);
  await db.run("CREATE OR REPLACE TABLE kept_parameters (shape VARCHAR, model VARCHAR)");
  await db.run("INSERT INTO kept_parameters VALUES ($1, $2)", [shape, JSON.stringify(estimated)]);
  log(
    `link      the model's parameters were the sample's: estimated from ${formatCount(estimated.estimated!.records)} distinct records of this city, and kept`,
  );
  return estimated;
}

/** The parameters that the last refresh kept for this model, if it did. */
export async function keptParameters(
  db: Database,
  model: Model,
  shape = fingerprint([withoutParameters(model)]),
): Promise<Model | undefined> {
  if (model.estimated?.from !== fromSample || !(await db.has("kept_parameters"))) return undefined;
  const [kept] = await db.rows<{ shape: string; model: string }>("SELECT shape, model FROM kept_parameters");
  return kept?.shape === shape ? modelSchema.parse(JSON.parse(kept.model)) : undefined;
}

/** A model without all that is estimated, and without thresholds, on which nothing estimated rests. */
function withoutParameters({ prior: _, estimated: __, thresholds: ___, ...model }: Model): unknown {
  return {
    ...model,
    comparisons: model.comparisons.map((comparison) => ({
      ...comparison,
      levels: comparison.levels.map(({ m, u, ...level }) => level),
    })),
  };
}

/**
 * Estimates a model's parameters from table `distinct_record` of the identity database, which a refresh leaves.
 * Throws a TellableError if there is none, or, unless they may be estimated `partly`, if the records lack something that
 * the model compares.
 */
export async function estimateFrom(
  db: Database,
  model: Model,
  { on, from, log }: Estimation,
  partly = false,
): Promise<Model> {
  if (!(await db.has("distinct_record")))
    throw new TellableError(
      "There are no linked records to estimate from. Do a refresh first: npm run refresh",
    );
  const applied = await writeRecordsOf(db, model);
  if (applied && partly) return estimatePart(db, model, applied, { on, from, log });
  if (applied?.comparisons.length !== model.comparisons.length)
    throw new TellableError(
      `The records have not all that data/linkage/children.yaml compares: ${model.comparisons.map((c) => c.name).join(", ")}. Add extracts that have it, or take the comparison out of the file.`,
    );
  return estimatePart(db, model, applied, { on, from, log });
}

// What the records have not keeps its parameters.
async function estimatePart(
  db: Database,
  model: Model,
  applied: Model,
  { on, from, log }: Estimation,
): Promise<Model> {
  await curbBlocks(db, applied);
  const { records } = await db.row<{ records: number }>("SELECT count(*) AS records FROM rec");
  const trained = await train(db, applied, "within", log);
  await db.run("DROP TABLE rec");
  return {
    ...model,
    comparisons: model.comparisons.map(
      (comparison) => trained.comparisons.find(({ name }) => name === comparison.name) ?? comparison,
    ),
    prior: trained.prior,
    estimated: { on, records, from },
  };
}
