import { z } from "zod";
import { type PartnerContext, pageDataset } from "../page-dataset.js";
import { joinedRates } from "./linkage-joined.js";
import { groupRates, pairRates, thresholdRates } from "./linkage-rates.js";
import { wardShapeSchema, wardShapes } from "./ward-shapes.js";

const number = z.number().nullable();
const rate = z.object({
  persons: z.number(),
  linked: z.number(),
  value: number,
  lower: number,
  upper: number,
});

const schema = z.object({
  city: z.string(),
  sample: z.boolean(),
  /** Year-month-day of the newest extract in use. */
  asOf: z.string().nullable(),
  /** Sources of records of children: largest first. `follows`: they carry only another source’s identifier. */
  sources: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      records: z.number(),
      persons: z.number(),
      follows: z.string().nullable(),
    }),
  ),
  /** The source that the others are measured by; null where none holds NHS numbers. */
  register: z.string().nullable(),
  outcomes: z.array(z.object({ source: z.string(), outcome: z.string(), records: z.number() })),
  pairs: z.array(rate.extend({ source: z.string(), other: z.string() })),
  /** With the register, of children known to live in the city. */
  groups: z.array(rate.extend({ source: z.string(), breakdown: z.string(), category: z.string() })),
  /** With the register. Threshold 1: deterministic and reviewed links only. */
  thresholds: z.array(rate.extend({ source: z.string(), threshold: z.number() })),
  /** The city’s figures of measures that join sources, newest period; threshold null: as linked. */
  joined: z.array(
    z.object({
      indicator: z.string(),
      unit: z.string(),
      period: z.string(),
      title: z.string(),
      category: z.string(),
      threshold: number,
      children: number,
      value: number,
    }),
  ),
  unlinkable: z.array(z.object({ source: z.string(), reason: z.string(), records: z.number() })),
  /** The probability from which records are joined, and from which pairs are for review. */
  settings: z.object({ match: number, potential: number }),
  /** Whose records the model's parameters were estimated from, on what day, and how many; left out if there is no model. */
  parameters: z
    .object({ of: z.enum(["the sample", "own records"]), on: z.string(), records: z.number() })
    .optional(),
  shapes: z.array(wardShapeSchema),
});

export type Linkage = z.infer<typeof schema>;

export default pageDataset(import.meta.url, {
  title: "What was linked to what, and for whom linkage fails",
  schema,
  make: async ({ db, city, sources, manifest }): Promise<Linkage> => {
    const register = await registerOf(db);
    return {
      city: city.name,
      sample: manifest.sample,
      asOf: manifest.asOf,
      sources: await sourcesOf(db, sources),
      register,
      outcomes: await db.rows(`
        SELECT source, outcome, sum(records)::BIGINT AS records
        FROM link_outcome GROUP BY ALL ORDER BY source, outcome`),
      pairs: await pairRates(db),
      groups: register ? await groupRates(db, register) : [],
      thresholds: register ? await thresholdRates(db, register) : [],
      joined: await joinedRates(db),
      unlinkable: await db.rows(
        "SELECT source, reason, records FROM link_unlinkable ORDER BY source, records DESC, reason",
      ),
      ...(await settingsOf(db)),
      shapes: await wardShapes(db),
    };
  },
});

type Db = PartnerContext["db"];

async function registerOf(db: Db): Promise<string | null> {
  const [row] = await db.rows<{ register: string | null }>(
    "SELECT max(register) AS register FROM link_report",
  );
  return row?.register ?? null;
}

async function sourcesOf(db: Db, registry: PartnerContext["sources"]): Promise<Linkage["sources"]> {
  const rows = await db.rows<{ id: string; records: number; persons: number }>(`
    WITH size AS (SELECT source, max(persons) AS persons FROM link_report_pair GROUP BY source)
    SELECT source AS id, sum(records)::BIGINT AS records, coalesce(max(size.persons), 0) AS persons
    FROM link_report LEFT JOIN size USING (source)
    GROUP BY source
    ORDER BY persons DESC, id`);
  return rows.map((row) => {
    const source = registry.find(({ id }) => id === row.id);
    return { ...row, title: source?.title ?? row.id, follows: source?.personFrom ?? null };
  });
}

async function settingsOf(db: Db): Promise<Pick<Linkage, "settings" | "parameters">> {
  const rows = await db.rows<{ key: string; value: string }>("SELECT key, value FROM link_model_setting");
  const of = (key: string): number | null => {
    const row = rows.find((one) => one.key === key);
    return row ? Number(row.value) : null;
  };
  const settings = Object.fromEntries(rows.map(({ key, value }) => [key, value]));
  const whose = settings["parameters of"] as "the sample" | "own records" | undefined;
  const parameters = whose
    ? { of: whose, on: settings["estimated on"]!, records: Number(settings["records estimated from"]) }
    : undefined;
  return { settings: { match: of("match"), potential: of("potential") }, parameters };
}
