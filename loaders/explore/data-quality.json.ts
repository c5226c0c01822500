import { z } from "zod";
import { pageDataset } from "../page-dataset.js";
import type { Database } from "../store/database.js";
import { periodLabel } from "./period-label.js";

const day = z.iso.date().nullable();

const schema = z.object({
  sample: z.boolean(),
  refreshedAt: z.string(),
  sources: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      kind: z.string(),
      /** The state after the last refresh: in use, refused, or no extract. */
      state: z.string(),
      coversTo: day,
      received: day,
      asOf: day,
      nextDue: day,
      rows: z.int(),
      rejected: z.int(),
      /** Of those in its newest period whom linkage found on the register; null where it is not linked to one. */
      linked: z.object({ period: z.string().nullable(), persons: z.int(), found: z.int() }).nullable(),
      /** Short names of the indicators that are made from it. */
      indicators: z.array(z.string()),
    }),
  ),
  /** A total that a source gives beside the same one from outside. */
  totals: z.array(
    z.object({
      source: z.string(),
      outside: z.string(),
      what: z.string(),
      period: z.string(),
      counted: z.number(),
      told: z.number(),
    }),
  ),
  /** Rows turned away by the rule that they broke, the most first. */
  rules: z.array(
    z.object({ source: z.string(), column: z.string().nullable(), rule: z.string(), rows: z.int() }),
  ),
  /** Of the sources of the directory: what is wrong with how many rows, and how well each field is filled. */
  directory: z.object({
    checks: z.array(
      z.object({ source: z.string(), field: z.string(), fault: z.string(), rows: z.int(), of: z.int() }),
    ),
    fields: z.array(
      z.object({ source: z.string(), field: z.string(), filled: z.int(), of: z.int(), score: z.int() }),
    ),
  }),
});

export type DataQuality = z.infer<typeof schema>;

export default pageDataset(import.meta.url, {
  title: "How good the data of each source are",
  schema,
  make: async ({ db, manifest }): Promise<DataQuality> => {
    const rests = await restsOn(db);
    const linked = await linkedOf(db);
    const sources = (await db.has("catalogue"))
      ? await db.rows<Omit<DataQuality["sources"][number], "linked" | "indicators">>(states)
      : [];
    return {
      sample: manifest.sample,
      refreshedAt: manifest.refreshedAt,
      sources: sources.map((source) => ({
        ...source,
        linked: linked.get(source.id) ?? null,
        indicators: rests.get(source.id) ?? [],
      })),
      totals: [...(await registerBesideEstimate(db)), ...(await countsBesidePublished(db))],
      rules: (await db.has("rejection")) ? await db.rows(rules) : [],
      directory: {
        checks: (await db.has("directory_check")) ? await db.rows(directoryChecks) : [],
        fields: (await db.has("directory_field")) ? await db.rows(directoryFields) : [],
      },
    };
  },
});

const states = `
  SELECT source AS id, title, kind, state, covers_to::VARCHAR AS "coversTo", received::VARCHAR AS received,
    as_of::VARCHAR AS "asOf", next_due::VARCHAR AS "nextDue", coalesce(rows, 0)::INTEGER AS rows,
    coalesce(rejected, 0)::INTEGER AS rejected
  FROM catalogue ORDER BY kind, title`;

const rules = `
  SELECT coalesce(title, source) AS source, "column", rule, sum(r.rows)::INTEGER AS rows
  FROM rejection AS r LEFT JOIN (SELECT source, title FROM catalogue) USING (source)
  GROUP BY ALL ORDER BY rows DESC, source, rule`;

const directoryChecks = `
  SELECT coalesce(title, source) AS source, field, fault, directory_check.rows, total AS of
  FROM directory_check LEFT JOIN (SELECT source, title FROM catalogue) USING (source)
  ORDER BY directory_check.rows DESC, source, fault`;

const directoryFields = `
  SELECT coalesce(title, source) AS source, field, filled, total AS of, score
  FROM directory_field LEFT JOIN (SELECT source, title FROM catalogue) USING (source)
  ORDER BY source, score DESC, field`;

async function restsOn(db: Database): Promise<Map<string, string[]>> {
  const rows = await db.rows<{ name: string; sources: string }>(
    "SELECT short_name AS name, sources FROM indicator ORDER BY position",
  );
  const rests = new Map<string, string[]>();
  for (const { name, sources } of rows)
    for (const id of JSON.parse(sources) as string[]) rests.set(id, [...(rests.get(id) ?? []), name]);
  return rests;
}

async function linkedOf(
  db: Database,
): Promise<Map<string, { period: string | null; persons: number; found: number }>> {
  if (!(await db.has("link_report"))) return new Map();
  const rows = await db.rows<{ source: string; period: string | null; persons: number; found: number }>(`
    SELECT source, period, persons::INTEGER AS persons, linked_to_register::INTEGER AS found FROM link_report
    WHERE source <> register QUALIFY row_number() OVER (PARTITION BY source ORDER BY period DESC NULLS LAST) = 1`);
  return new Map(
    rows.map(({ source, period, ...one }) => [source, { ...one, period: period && periodLabel(period) }]),
  );
}

/** Under-fives on the health register on the day of an estimate of how many live here, beside that estimate. */
async function registerBesideEstimate(db: Database): Promise<DataQuality["totals"]> {
  const [register, estimate] = ["child-health-register", "small-area-population"];
  const tables = ["src_child_health_register", "src_small_area_population", "catalogue"];
  if (!(await Promise.all(tables.map((table) => db.has(table)))).every(Boolean)) return [];
  return db.rows(`
    WITH estimate AS (
      SELECT year, sum(children)::DOUBLE AS told FROM src_small_area_population WHERE age < 5 GROUP BY year
    ),
    -- The register is one extract: of years before it says who is still known, and too few.
    newest AS (SELECT * FROM estimate WHERE make_date(year, 6, 30) <= (SELECT max(registered_on) FROM src_child_health_register) ORDER BY year DESC LIMIT 1)
    SELECT ${titleOf(register)} AS source, ${titleOf(estimate)} AS outside, 'Children under five' AS what,
      year::VARCHAR AS period, count(DISTINCT person_id)::DOUBLE AS counted, any_value(told) AS told
    FROM newest, src_child_health_register JOIN area_tree USING (lsoa)
    WHERE birth_month > make_date(year - 5, 6, 30) AND birth_month <= make_date(year, 6, 30)
      AND registered_on <= make_date(year, 6, 30) AND (moved_out_on IS NULL OR moved_out_on > make_date(year, 6, 30))
    GROUP BY year`);
}

/** What an indicator is counted out of here, beside the same as somebody else published it, in the newest period of both. */
async function countsBesidePublished(db: Database): Promise<DataQuality["totals"]> {
  if (!(await db.has("published_count")) || !(await db.has("catalogue"))) return [];
  return db.rows(`
    SELECT own.title AS source, other.title AS outside, i.short_name || ': children counted out of' AS what,
      o.period, o.denominator AS counted, p.denominator AS told
    FROM observation AS o
    JOIN published_count AS p USING (indicator, level, area, period, breakdown, category)
    JOIN indicator AS i ON i.id = o.indicator
    JOIN catalogue AS own ON own.source = o.source JOIN catalogue AS other ON other.source = p.source
    WHERE o.level = 'city' AND o.breakdown = 'all' AND o.source <> p.source AND o.denominator > 0 AND p.denominator > 0
    QUALIFY row_number() OVER (PARTITION BY o.indicator ORDER BY o.period_start DESC) = 1
    ORDER BY i.position`);
}

function titleOf(source: string): string {
  return `(SELECT title FROM catalogue WHERE source = '${source}')`;
}
