import { randomUUID } from "node:crypto";
import { formatCount } from "../../components/words/numbers.js";
import type { City } from "../registry/city.js";
import { type Counted, type Indicator, sourcesOf, waysTo } from "../registry/indicator.js";
import { joinedCategories } from "../registry/joined-breakdown.js";
import { type Source, tableOf } from "../registry/source.js";
import { type Database, literal } from "../store/database.js";
import { TellableError } from "../store/safe-message.js";
import { buildComparators } from "./comparators.js";
import { createContributors } from "./contributors.js";
import { type ExtractDates, readExtractDates } from "./count-periods.js";
import { measureCounted } from "./counted.js";
import { buildExtractDays } from "./extract-days.js";
import { buildFormerWards } from "./former-wards.js";
import { measureGap } from "./gap.js";
import { buildGeography, placeInMiddleAreas } from "./geography.js";
import { intervalMacros } from "./interval-macros.js";
import { createJoinedFigures } from "./joined-observations.js";
import { createPublishedAreas, KeptFigures } from "./kept-figures.js";
import { createLinkage } from "./linkage.js";
import { writeLinkGroups } from "./linkage-groups.js";
import { createObservation } from "./observe.js";
import { buildPersonSources } from "./person-sources.js";
import { measurePooled } from "./pool.js";
import { buildChildrenByAge, buildPopulation } from "./population.js";
import { buildPostcodes } from "./postcodes.js";
import { createPublishedCounts, measurePublished } from "./published.js";
import { buildServices } from "./services.js";
import { buildSettings } from "./settings.js";
import { buildSmallAreaPeople } from "./small-area-people.js";

export interface MeasureContext {
  indicators: Indicator[];
  sources: Source[];
  city: City;
  log: (line: string) => void;
  /** The code that measures, as a hash: by the same, indicators whose inputs hold what they held are not measured anew. */
  code?: string;
}

/**
 * Builds area, area_tree, area_shape, children_by_age, setting, service, indicator, observation, contributors, published_count, joined_figure and indicator_linkage from the
 * tables of sources that there are.
 *
 * An indicator none of whose sources has an extract gets one row with status not_available. No two rows share
 * indicator, level, area, period, breakdown and category. Needs the table `extract`, which dates the figures.
 */
export async function measure(
  analysis: Database,
  { indicators, sources, city, log, code }: MeasureContext,
): Promise<void> {
  await analysis.run(intervalMacros());
  await buildGeography(analysis, city, log);
  await buildSettings(analysis, city);
  await buildPopulation(analysis);
  await buildChildrenByAge(analysis);
  await buildExtractDays(analysis);
  await buildSmallAreaPeople(analysis);
  await placeInMiddleAreas(analysis);
  await buildFormerWards(analysis);
  await buildPostcodes(analysis);
  await buildServices(analysis, { sources, city, log });
  await buildComparators(analysis, city);
  await KeptFigures.setAside(analysis);
  await analysis.run(createObservation);
  await analysis.run(createContributors);
  await analysis.run(createPublishedCounts);
  await analysis.run(createPublishedAreas);
  await analysis.run(createJoinedFigures);
  await analysis.run(createLinkage);
  const probable = await buildPersonSources(analysis, sources);
  if (await analysis.has("person")) await writeLinkGroups(analysis);
  const dates = await readExtractDates(analysis);
  // A gap is made from another indicator's figures, so gaps come last.
  const ordered = [...indicators.filter((i) => !i.gap), ...indicators.filter((i) => i.gap)];
  const figures = await KeptFigures.open(analysis);
  const context: IndicatorContext = { indicators, sources, dates, probable };
  for (const indicator of ordered) {
    const needed = sourcesOf(indicator, indicators);
    const isRead = (id: string, tables: readonly string[]): boolean =>
      needed.includes(id) || tables.includes(tableOf(id));
    await figures.measure(
      {
        id: indicator.id,
        grounds: { indicator, city, probable, code: code ?? randomUUID() },
        base: indicator.gap?.indicator,
      },
      (tables) => [
        sources.filter(({ id }) => isRead(id, tables)),
        [...dates]
          .filter(([id]) => isRead(id, tables))
          .map(([id, one]) => [id, one.newest, [...one.byPeriod], [...one.byExtract]]),
      ],
      () => measureOne(analysis, indicator, context),
    );
  }
  await figures.close();
  await checkKeys(analysis);
  await writeIndicators(analysis, indicators);
  const { rows } = await analysis.row<{ rows: number }>("SELECT count(*) AS rows FROM observation");
  const asBefore = figures.kept ? `, ${figures.kept} of them as before` : "";
  log(`measure   ${indicators.length} indicators${asBefore}, ${formatCount(rows)} figures`);
}

interface IndicatorContext {
  indicators: Indicator[];
  sources: Source[];
  dates: ExtractDates;
  probable: boolean;
}

async function measureOne(
  db: Database,
  indicator: Indicator,
  { indicators, sources, dates, probable }: IndicatorContext,
): Promise<void> {
  const waiting = isCounted(indicator)
    ? await measureCounted(db, indicator, { sources, dates, probable })
    : [];
  if (isCounted(indicator)) await measurePooled(db, indicator);
  await measurePublished(db, indicator, dates);
  if (indicator.gap) await measureGap(db, indicator);
  await sayWhatIsMissing(db, indicator, { indicators, sources, waiting });
}

function isCounted(indicator: Indicator): indicator is Counted {
  return indicator.records !== undefined;
}

async function sayWhatIsMissing(
  db: Database,
  indicator: Indicator,
  { indicators, sources, waiting }: { indicators: Indicator[]; sources: Source[]; waiting: string[] },
): Promise<void> {
  const { n } = await db.row<{ n: number }>(
    `SELECT count(*) AS n FROM observation WHERE indicator = ${literal(indicator.id)}`,
  );
  if (n) return;
  const ids = sourcesOf(indicator, indicators);
  const titles = (waiting.length ? waiting : ids).map((id) => sources.find((s) => s.id === id)?.title ?? id);
  const note = titles.length
    ? `No extract yet: ${titles.join("; ")}.`
    : "No source is named for this indicator.";
  await db.run(
    `INSERT INTO observation BY NAME
     SELECT $1 AS indicator, $2 AS source, 'city' AS level, code AS area, 'all' AS breakdown, 'all' AS category, 'not_available' AS status, $3 AS note
     FROM area WHERE level = 'city'`,
    [indicator.id, ids[0] ?? null, note],
  );
}

async function checkKeys(db: Database): Promise<void> {
  const [twice] = await db.rows<{ indicator: string; n: number }>(`
    SELECT indicator, count(*) AS n FROM (
      SELECT indicator FROM observation GROUP BY indicator, level, area, period, breakdown, category HAVING count(*) > 1
    ) GROUP BY indicator ORDER BY indicator LIMIT 1`);
  if (twice)
    throw new TellableError(
      `${twice.indicator}: ${twice.n} figures were measured twice. This is a mistake in measure; please report it.`,
    );
}

async function writeIndicators(db: Database, indicators: Indicator[]): Promise<void> {
  await db.run(`
    CREATE OR REPLACE TABLE indicator (
      id VARCHAR, name VARCHAR, short_name VARCHAR, definition VARCHAR, polarity VARCHAR, unit VARCHAR, kind VARCHAR, period_type VARCHAR,
      breakdowns VARCHAR, caveats VARCHAR, sources VARCHAR, numerator_text VARCHAR, denominator_text VARCHAR, position INTEGER,
      joined VARCHAR, theme VARCHAR, ways VARCHAR, chance VARCHAR, questions VARCHAR)`);
  await db.insert(
    "indicator",
    indicators.map((i) => [
      i.id,
      i.name,
      i.shortName,
      i.definition,
      i.polarity,
      i.unit,
      i.kind,
      i.period,
      JSON.stringify(i.breakdowns),
      JSON.stringify(i.caveats),
      JSON.stringify(sourcesOf(i, indicators)),
      i.numerator,
      i.denominator,
      i.position,
      JSON.stringify(
        i.joined.map((one) => ({
          breakdown: one.breakdown,
          title: one.title,
          definition: one.definition,
          source: one.source,
          categories: joinedCategories(one),
        })),
      ),
      i.theme,
      JSON.stringify(waysTo(i, indicators)),
      i.chance,
      JSON.stringify(i.questions),
    ]),
  );
}
