import { z } from "zod";
import { pageDataset } from "../page-dataset.js";
import type { Database } from "../store/database.js";
import { periodLabel } from "./period-label.js";

const schema = z.object({
  sample: z.boolean(),
  /** The newest date that any of it rests on. */
  asOf: z.iso.date().nullable(),
  areas: z.array(z.object({ code: z.string(), name: z.string(), level: z.string() })),
  checks: z.array(
    z.object({
      id: z.string(),
      /** Titles of the returns that are set beside each other. */
      sources: z.array(z.string()),
      /** False where one of them has not come. */
      available: z.boolean(),
    }),
  ),
  /** Children for whom a check holds, of those that it looks at. Those of no known area are counted in the city alone. */
  counts: z.array(
    z.object({
      check: z.string(),
      period: z.string(),
      level: z.enum(["city", "ward"]),
      area: z.string(),
      children: z.int(),
      of: z.int(),
    }),
  ),
});

export type Returns = z.infer<typeof schema>;

interface Check {
  id: string;
  sources: string[];
  /** One row a child and period: `period`, `person_id`, `lsoa`, and `holds`. */
  sql: string;
}

const table = (source: string): string => `src_${source.replaceAll("-", "_")}`;
const headcount = "funded-childcare-headcount";
const profile = "eyfsp-return";
const register = "child-health-register";
const eligible = "eligible-two-year-olds";

/** Whether a child of one return is in another, one row a child and period. */
function missingFrom(other: string, own: string, { where = "true", ofPeriod = false } = {}): string {
  const same = ofPeriod ? `AND other._period = own._period` : "";
  return `
    SELECT own._period AS period, own.person_id, any_value(own.lsoa) AS lsoa,
      NOT bool_or(EXISTS (FROM ${table(other)} AS other WHERE other.person_id = own.person_id ${same})) AS holds
    FROM ${table(own)} AS own WHERE ${where} GROUP BY ALL`;
}

const checks: readonly Check[] = [
  {
    id: "two-providers",
    sources: [headcount],
    sql: `
      SELECT _period AS period, person_id, any_value(lsoa) AS lsoa, count(DISTINCT provider_urn) > 1 AS holds
      FROM ${table(headcount)} GROUP BY ALL`,
  },
  {
    id: "two-providers-over-30",
    sources: [headcount],
    sql: `
      SELECT _period AS period, person_id, any_value(lsoa) AS lsoa,
        count(DISTINCT provider_urn) > 1 AND sum(funded_hours) > 30 AS holds
      FROM ${table(headcount)} GROUP BY ALL`,
  },
  {
    id: "headcount-not-eligible",
    sources: [headcount, eligible],
    sql: missingFrom(eligible, headcount, {
      where: `own.entitlement = 'two-year-old additional support' AND own._period IN (SELECT _period FROM ${table(eligible)})`,
      ofPeriod: true,
    }),
  },
  {
    id: "headcount-not-registered",
    sources: [headcount, register],
    sql: missingFrom(register, headcount),
  },
  { id: "profile-not-registered", sources: [profile, register], sql: missingFrom(register, profile) },
  {
    id: "two-schools",
    sources: [profile],
    sql: `
      SELECT _period AS period, person_id, any_value(lsoa) AS lsoa, count(DISTINCT school_urn) > 1 AS holds
      FROM ${table(profile)} GROUP BY ALL`,
  },
  {
    id: "two-years",
    sources: [profile],
    sql: `
      SELECT _period AS period, person_id, any_value(lsoa) AS lsoa,
        bool_or(person_id IN (SELECT person_id FROM ${table(profile)} GROUP BY 1 HAVING count(DISTINCT _period) > 1)) AS holds
      FROM ${table(profile)} GROUP BY ALL`,
  },
];

export default pageDataset(import.meta.url, {
  title: "Returns set beside each other",
  schema,
  make: async ({ db, city, sources, manifest }): Promise<Returns> => {
    const titles = new Map(sources.map(({ id, title }) => [id, title]));
    const counted: Returns["checks"] = [];
    const counts: Returns["counts"] = [];
    for (const { id, sources: needed, sql } of checks) {
      const there = await Promise.all(needed.map((source) => db.has(table(source))));
      counted.push({
        id,
        sources: needed.map((source) => titles.get(source) ?? source),
        available: there.every(Boolean),
      });
      if (there.every(Boolean)) counts.push(...(await countsOf(db, id, sql, city.code)));
    }
    return {
      sample: manifest.sample,
      asOf: manifest.asOf,
      areas: await db.rows(
        "SELECT code, name, level FROM area WHERE level IN ('city', 'ward') ORDER BY level, name",
      ),
      checks: counted,
      counts,
    };
  },
});

async function countsOf(db: Database, check: string, sql: string, city: string): Promise<Returns["counts"]> {
  const rows = await db.rows<Omit<Returns["counts"][number], "check">>(
    `
    WITH child AS (${sql})
    SELECT period, 'city' AS level, $1 AS area, count(*) FILTER (holds)::INTEGER AS children, count(*)::INTEGER AS "of"
    FROM child GROUP BY period
    UNION ALL
    SELECT period, 'ward', ward, count(*) FILTER (holds)::INTEGER, count(*)::INTEGER
    FROM child JOIN area_tree USING (lsoa) GROUP BY period, ward
    ORDER BY level, period, area`,
    [city],
  );
  return rows.map((row) => ({ check, ...row, period: periodLabel(row.period) }));
}
