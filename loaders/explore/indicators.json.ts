import { z } from "zod";
import { linkageSchema, readLinkage } from "../measure/read-linkage.js";
import { pageDataset } from "../page-dataset.js";
import { categories, readIndicators, type Theme, themes } from "../registry/indicator.js";
import { noteSchema, readNotes } from "../registry/notes.js";
import { periodOf } from "../registry/periods.js";
import { readSimilarAreas } from "../registry/similar-areas.js";
import { readTargets, targetSchema } from "../registry/targets.js";

const joinedSchema = z.object({
  breakdown: z.string(),
  title: z.string(),
  definition: z.string(),
  /** The other source's id. */
  source: z.string(),
  /** Found, not found, could not be joined. */
  categories: z.array(z.string()),
});

const schema = z.object({
  city: z.object({ code: z.string(), name: z.string() }),
  sample: z.boolean(),
  /** Year-month-day of the newest extract in use. */
  asOf: z.string().nullable(),
  indicators: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      shortName: z.string(),
      theme: z.enum(Object.keys(themes) as [Theme, ...Theme[]]),
      definition: z.string(),
      numerator: z.string(),
      denominator: z.string(),
      polarity: z.enum(["high", "low", "none"]),
      kind: z.string(),
      /** no: chance has no part in its figures, so none is said to differ by more than chance. */
      chance: z.enum(["yes", "no"]),
      unit: z.string(),
      periodType: z.string(),
      /** Those by another source's record of the same child come last. */
      breakdowns: z.array(z.string()),
      /** Breakdowns by what another source tells of the same child. */
      joined: z.array(joinedSchema),
      caveats: z.array(z.string()),
      /** Ids of the sources that it can come from. */
      sources: z.array(z.string()),
      /** Levels for which there is any figure; none where no extract has arrived. */
      levels: z.array(z.string()),
      /** Sources whose figures of it are provisional: those of the newest period, or all. */
      provisional: z.array(z.object({ source: z.string(), which: z.enum(["newest", "all"]) })),
      /** Sources which together give it, and the levels that they can give it for. */
      ways: z.array(z.object({ sources: z.array(z.string()), levels: z.array(z.string()) })),
    }),
  ),
  /** What indicators are about → the words for it, in the order of pages. */
  themes: z.record(z.string(), z.string()),
  /** Breakdown → its categories, in the order that pages show them. */
  categories: z.record(z.string(), z.array(z.string())),
  /** Ids of the indicators by which areas are alike, as data/similar-areas.yaml says. */
  characteristics: z.array(z.string()),
  /** Goals for indicators, also those whose value nobody here knows. */
  targets: z.array(targetSchema.safeExtend({ period: z.string() })),
  /** Dated notes on series, the earliest first. */
  notes: z.array(noteSchema),
  /** What figures rest on where that is linkage. */
  linkage: z.array(linkageSchema),
  /** Source id → title, as the catalogue has it. */
  sourceTitles: z.record(z.string(), z.string()),
  /** Source id → whether an extract is in use, and whom to ask for one. */
  sources: z.record(
    z.string(),
    z.object({ title: z.string(), there: z.boolean(), team: z.string(), email: z.string() }),
  ),
});

export type Indicators = z.infer<typeof schema>;

interface Row {
  id: string;
  name: string;
  shortName: string;
  definition: string;
  numerator: string;
  denominator: string;
  polarity: "high" | "low" | "none";
  kind: string;
  unit: string;
  periodType: string;
  breakdowns: string;
  joined: string;
  caveats: string;
  sources: string;
  levels: string | null;
  theme: Theme;
  chance: "yes" | "no";
  ways: string;
}

export default pageDataset(import.meta.url, {
  title: "Indicator definitions",
  schema,
  make: async ({ db, city, sources, manifest }): Promise<Indicators> => {
    const rows = await db.rows<Row>(`
      WITH measured AS (
        SELECT indicator AS id, string_agg(DISTINCT level, ',' ORDER BY level) AS levels
        FROM observation
        WHERE value IS NOT NULL AND level <> 'unplaced'
        GROUP BY indicator
      )
      SELECT
        id, name, short_name AS "shortName", definition,
        numerator_text AS numerator, denominator_text AS denominator,
        polarity, kind, unit, period_type AS "periodType", breakdowns, joined, caveats, sources, levels, theme, chance, ways
      FROM indicator
      LEFT JOIN measured USING (id)
      ORDER BY array_position([${Object.keys(themes)
        .map((theme) => `'${theme}'`)
        .join(", ")}], theme), position, id`);
    const defined = new Map(readIndicators().map((indicator) => [indicator.id, indicator]));
    const indicators = rows.map((row) => {
      const joined = JSON.parse(row.joined) as z.infer<typeof joinedSchema>[];
      return {
        ...row,
        breakdowns: [...listOf(row.breakdowns), ...joined.map((one) => one.breakdown)],
        joined,
        caveats: listOf(row.caveats),
        sources: listOf(row.sources),
        levels: row.levels?.split(",") ?? [],
        provisional: (defined.get(row.id)?.published ?? []).flatMap(({ source, provisional: which }) =>
          which ? [{ source, which }] : [],
        ),
        ways: JSON.parse(row.ways) as Indicators["indicators"][number]["ways"],
      };
    });
    return {
      city: { code: city.code, name: city.name },
      sample: manifest.sample,
      asOf: manifest.asOf,
      indicators,
      themes,
      categories: {
        ...categories,
        ...Object.fromEntries(
          indicators.flatMap((i) => i.joined).map((one) => [one.breakdown, one.categories]),
        ),
      },
      characteristics: characteristicsOf(indicators),
      targets: readTargets().map((target) => ({
        ...target,
        period: periodOf("academic_year", target.periodStart).label,
      })),
      notes: readNotes(),
      linkage: await readLinkage(db, sources),
      sourceTitles: Object.fromEntries(sources.map(({ id, title }) => [id, title])),
      sources: Object.fromEntries(
        sources.map(({ id, title, steward }) => [
          id,
          {
            title,
            there: (manifest.sources[id]?.extracts.length ?? 0) > 0,
            team: `${steward.team}, ${steward.organisation}`,
            email: steward.email,
          },
        ]),
      ),
    };
  },
});

// One that stands in for another counts only where that one has no figures.
function characteristicsOf(indicators: readonly { id: string; levels: string[] }[]): string[] {
  const isThere = (id: string) => indicators.some((one) => one.id === id && one.levels.length > 0);
  return readSimilarAreas()
    .characteristics.filter(({ indicator, unless }) => isThere(indicator) && !(unless && isThere(unless)))
    .map(({ indicator }) => indicator);
}

function listOf(json: string): string[] {
  return JSON.parse(json) as string[];
}
