import { z } from "zod";
import { countPathways } from "../measure/pathway.js";
import { pageDataset } from "../page-dataset.js";

const schema = z.object({
  sample: z.boolean(),
  /** The newest date that any of it rests on. */
  asOf: z.iso.date().nullable(),
  areas: z.array(z.object({ code: z.string(), name: z.string(), level: z.string() })),
  /** In their order. Bit i of a pattern says that a child was met at step i. */
  steps: z.array(z.object({ id: z.string(), source: z.string(), available: z.boolean() })),
  /** Children born in a school year who are on the register and have not moved away, newest first. */
  cohorts: z.array(
    z.object({
      /** The September in which it begins: 2021 of children born from September 2021 to August 2022. */
      year: z.int(),
      /** Of each step: whether the source tells of all the days in which these children would be met, else what it lacks. */
      steps: z.array(
        z.object({
          covered: z.boolean(),
          lacks: z.string(),
          /**
           * Children born in that year who were met there and are not on the register: they live elsewhere, or their
           * records were not recognised as those of a child who is.
           */
          unregistered: z.int(),
        }),
      ),
    }),
  ),
  /** Children by where they were met: a pattern of bits and how many children have it. */
  counts: z.array(
    z.object({
      year: z.int(),
      level: z.enum(["city", "locality", "ward"]),
      area: z.string(),
      breakdown: z.enum(["all", "sex", "ethnic_group", "deprivation_quintile"]),
      category: z.string(),
      patterns: z.array(z.tuple([z.int(), z.int()])),
    }),
  ),
});

export type Pathway = z.infer<typeof schema>;

export default pageDataset(import.meta.url, {
  title: "Children followed from birth to Reception",
  schema,
  make: async ({ db, city, sources, manifest }): Promise<Pathway> => ({
    sample: manifest.sample,
    asOf: manifest.asOf,
    areas: await db.rows<Pathway["areas"][number]>(
      "SELECT code, name, level FROM area WHERE level IN ('city', 'locality', 'ward') ORDER BY level, name",
    ),
    ...(await countPathways(db, city.code, sources)),
  }),
});
