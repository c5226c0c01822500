import { z } from "zod";
import { type PartnerContext, pageDataset } from "../page-dataset.js";

const number = z.number().nullable();

const schema = z.object({
  sample: z.boolean(),
  /** Year-month-day of the newest extract in use. */
  asOf: z.string().nullable(),
  /** Comparisons and their levels, in the model's order. Weights in bits; null forbids a match. */
  levels: z.array(
    z.object({
      comparison: z.string(),
      level: z.number(),
      label: z.string(),
      m: number,
      u: number,
      weight: number,
      termFrequency: z.boolean(),
    }),
  ),
  /** The model's title, prior, thresholds, and when and from what it was estimated. */
  settings: z.record(z.string(), z.string()),
  /** Pairs by match weight, in bins a quarter of a bit wide. */
  weights: z.array(z.object({ bin: z.number(), pairs: z.number(), joined: z.number() })),
  /** Patterns of agreement, each with its steps from the prior on. */
  examples: z.array(
    z.object({
      example: z.number(),
      kind: z.string(),
      pairs: z.number(),
      steps: z.array(
        z.object({ comparison: z.string(), level: number, label: z.string(), weight: z.number() }),
      ),
    }),
  ),
});

export type LinkageModel = z.infer<typeof schema>;

export default pageDataset(import.meta.url, {
  title: "The linkage model",
  schema,
  make: async ({ db, manifest }): Promise<LinkageModel> => {
    const settings = await db.rows<{ key: string; value: string }>("FROM link_model_setting");
    return {
      sample: manifest.sample,
      asOf: manifest.asOf,
      levels: await db.rows(`
        SELECT comparison, level, label, m, u, weight, term_frequency AS "termFrequency"
        FROM link_model`),
      settings: Object.fromEntries(settings.map(({ key, value }) => [key, value])),
      weights: await db.rows("SELECT bin, pairs, joined FROM link_weight ORDER BY bin"),
      examples: await examplesOf(db),
    };
  },
});

type Example = LinkageModel["examples"][number];

async function examplesOf(db: PartnerContext["db"]): Promise<Example[]> {
  const rows = await db.rows<Omit<Example, "steps"> & Example["steps"][number]>(
    "SELECT example, kind, pairs, comparison, level, label, weight FROM link_example ORDER BY example, step",
  );
  const examples = new Map<number, Example>();
  for (const { example, kind, pairs, ...step } of rows) {
    if (!examples.has(example)) examples.set(example, { example, kind, pairs, steps: [] });
    examples.get(example)!.steps.push(step);
  }
  return [...examples.values()];
}
