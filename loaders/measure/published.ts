import { z95 } from "../../components/words/intervals.js";
import { numberStatuses, statuses } from "../../components/words/status.js";
import { breakdowns, categories, type Indicator, type Published } from "../registry/indicator.js";
import { tableOf } from "../registry/source.js";
import { type Database, identifier, literal } from "../store/database.js";
import { safeMessage, TellableError } from "../store/safe-message.js";
import { type Dated, type ExtractDates, onlyReceived, type SourceDates } from "./count-periods.js";
import { insertAreas } from "./kept-figures.js";
import { rollUpPublished } from "./roll-up-published.js";
import { toolMeasureQuery } from "./tool-measure.js";

type RowsOf = NonNullable<Published["of"]>;

const levels = ["lsoa", "msoa", "ward", "locality", "city", "region", "country", "neighbour"];
const required = [
  "area",
  "period",
  "period_start",
  "breakdown",
  "category",
  "numerator",
  "denominator",
  "value",
  "status",
  "note",
];
const optional = { area_name: "VARCHAR", lower: "DOUBLE", upper: "DOUBLE" };

/**
 * Adds the figures that the indicator's queries read from published files. A figure that is there already stays:
 * local counts come before published figures, and a source earlier in the list before a later one.
 * Where a query gives counts and no value, value and interval are worked out from them.
 */
export async function measurePublished(
  db: Database,
  indicator: Indicator,
  dates: ExtractDates,
): Promise<void> {
  for (const [i, item] of indicator.published.entries()) {
    const { source, of = "areas" } = item;
    if (!(await db.has(tableOf(source)))) continue;
    const place = `data/indicators/${indicator.id}.yaml: published.${i}.query`;
    const query = item.query ?? toolMeasureQuery(indicator, item);
    try {
      await db.run(`CREATE OR REPLACE TEMP TABLE published_row AS ${query}`);
    } catch (error) {
      throw new TellableError(
        `${place}: ${safeMessage(error)} Correct the query; it reads ${tableOf(source)}.`,
      );
    }
    await checkColumns(db, place, of);
    await checkRows(db, place, of);
    await datePublished(db, source, query, dates.get(source));
    if (of !== "areas") await rollUpPublished(db, of);
    await completeColumns(db);
    await db.run(keepCounts(indicator, source));
    await db.run(`
      INSERT INTO published_area
      SELECT ${literal(indicator.id)}, area, coalesce(min(area_name), area), min(level)
      FROM published_row
      WHERE level IN ('region', 'country', 'neighbour')
      GROUP BY area ORDER BY area`);
    await db.run(insertAreas([indicator.id]));
    await db.run(insertRows(indicator, source));
  }
}

/**
 * Gives the rows their `as_of`: the date of the extract that each came from. Where a source has several in use, the query
 * is put to each of them alone, and a row is the one's that gives just this row; of several, the newest, which repeats what
 * the others said. A row that takes more than one extract together bears the newest date of all.
 */
async function datePublished(
  db: Database,
  source: string,
  query: string,
  dates: SourceDates | undefined,
): Promise<void> {
  await db.run("ALTER TABLE published_row ADD COLUMN as_of DATE");
  await db.run("ALTER TABLE published_row ADD COLUMN is_received BOOLEAN");
  const set = ({ day, isReceived }: Dated): string =>
    `as_of = DATE ${literal(day)}, is_received = ${isReceived}`;
  if (!dates) return;
  const table = tableOf(source);
  if (dates.byExtract.size > 1 && (await hasExtracts(db, table))) {
    const { database } = await db.row<{ database: string }>("SELECT current_database() AS database");
    const columns = ["level", ...required, ...Object.keys(optional)];
    const given = (await columnsOf(db)).filter((c) => columns.includes(c));
    try {
      for (const [extract, dated] of dates.byExtract) {
        await db.run(`
          CREATE OR REPLACE TEMP VIEW ${table} AS
          FROM ${identifier(database)}.main.${table} WHERE _extract = ${literal(extract)}`);
        await db.run(`CREATE OR REPLACE TEMP TABLE published_alone AS ${query}`);
        const alone = await columnsOf(db, "published_alone");
        await db.run(`
          UPDATE published_row AS p SET ${set(dated)} FROM published_alone AS a
          WHERE ${given
            .filter((c) => alone.includes(c))
            .map((c) => `p.${c} IS NOT DISTINCT FROM a.${c}`)
            .join(" AND ")}`);
      }
    } finally {
      await db.run(`DROP VIEW IF EXISTS temp.${table}`);
    }
  }
  await db.run(`UPDATE published_row SET ${set(dates.newest)} WHERE as_of IS NULL`);
}

async function hasExtracts(db: Database, table: string): Promise<boolean> {
  return (await columnsOf(db, table)).includes("_extract");
}

async function columnsOf(db: Database, table = "published_row"): Promise<string[]> {
  const columns = await db.rows<{ name: string }>(`SELECT column_name AS name FROM (DESCRIBE ${table})`);
  return columns.map(({ name }) => name);
}

/** The table of the counts that sources publish of areas in the city, also where a local count stands in their place. */
export const createPublishedCounts = `
  CREATE OR REPLACE TABLE published_count (
    indicator VARCHAR, source VARCHAR, level VARCHAR, area VARCHAR, period VARCHAR, breakdown VARCHAR, category VARCHAR,
    numerator DOUBLE, denominator DOUBLE)`;

function keepCounts({ id }: Indicator, source: string): string {
  return `
    INSERT INTO published_count
    SELECT ${literal(id)}, ${literal(source)}, level, area, period, breakdown, category, numerator, denominator
    FROM published_row
    WHERE level IN ('lsoa', 'ward', 'locality', 'city') AND (numerator IS NOT NULL OR denominator IS NOT NULL)
      AND status IN ('value', 'zero')
    ORDER BY ALL`;
}

function insertRows(indicator: Indicator, source: string): string {
  const scale = indicator.kind === "proportion" ? 100 : (indicator.per ?? 1);
  // The sum behind a mean may be negative: scores can be.
  const canDivide = indicator.kind === "mean" ? "denominator > 0" : "denominator > 0 AND numerator >= 0";
  const canCount = indicator.kind === "proportion" ? `numerator <= denominator AND ${canDivide}` : canDivide;
  const fromCounts =
    indicator.kind === "count"
      ? "numerator"
      : `CASE WHEN ${canDivide} THEN ${scale} * numerator / denominator END`;
  const interval = (side: "lower" | "upper"): string => {
    if (indicator.chance === "no") return "NULL";
    if (indicator.kind === "proportion")
      return `CASE WHEN ${canCount} THEN 100 * wilson_${side}(numerator, denominator, ${z95}) END`;
    if (indicator.kind === "rate")
      return `CASE WHEN ${canCount} THEN ${scale} * byar_${side}(numerator, ${z95}) / denominator END`;
    return "NULL";
  };
  return `
      INSERT INTO observation
      WITH valued AS (
        SELECT * REPLACE (
          CASE WHEN status IN (${numberStatuses.map(literal).join(", ")})
            THEN coalesce(value, ${fromCounts}) END AS value)
        FROM published_row
      )
      SELECT ${literal(indicator.id)}, ${literal(source)}, level, area, period, period_start, breakdown, category,
        numerator, denominator, value,
        CASE WHEN value IS NOT NULL THEN coalesce(lower, ${interval("lower")}) END,
        CASE WHEN value IS NOT NULL THEN coalesce(upper, ${interval("upper")}) END,
        CASE WHEN status = 'value' AND value = 0 THEN 'zero' WHEN status IN ('value', 'zero') AND value IS NULL THEN 'not_available' ELSE status END,
        CASE WHEN is_received THEN concat_ws(' ', note::VARCHAR, ${literal(onlyReceived)}) ELSE note::VARCHAR END, as_of
      FROM valued
      WHERE NOT EXISTS (
        FROM observation AS o
        WHERE o.indicator = ${literal(indicator.id)} AND o.level = valued.level AND o.area = valued.area AND o.period = valued.period
          AND o.breakdown = valued.breakdown AND o.category = valued.category
      )
      ORDER BY period_start, level, area, breakdown, category`;
}

const one = { "small areas": "small area", "middle areas": "middle-layer area", wards: "ward" };

async function checkColumns(db: Database, place: string, of: RowsOf): Promise<void> {
  const columns = await columnsOf(db);
  const wanted = of === "areas" ? ["level", ...required] : required;
  const missing = wanted.filter((c) => !columns.includes(c));
  const unknown = columns.filter((c) => !wanted.includes(c) && !(of === "areas" && c in optional));
  if (missing.length)
    throw new TellableError(
      `${place}: does not give ${missing.join(", ")}. It must give ${wanted.join(", ")}.`,
    );
  if (unknown.length)
    throw new TellableError(
      `${place}: gives ${unknown.join(", ")}, which no figure has. Besides the required columns it may give ${Object.keys(optional).join(", ")}.`,
    );
}

async function completeColumns(db: Database): Promise<void> {
  const columns = await columnsOf(db);
  for (const [name, type] of Object.entries(optional))
    if (!columns.includes(name)) await db.run(`ALTER TABLE published_row ADD COLUMN ${name} ${type}`);
}

// Published figures are open, so a wrong value may be told.
async function checkRows(db: Database, place: string, of: RowsOf): Promise<void> {
  const known = [...breakdowns.flatMap((b) => categories[b].map((c) => `${b}/${c}`)), "all/all"];
  const list = (values: readonly string[]) => values.map(literal).join(", ");
  const [wrong] = await db.rows<{ what: string; n: number }>(`
    SELECT what, count(*) AS n FROM (
      SELECT CASE
        WHEN ${of === "areas" ? "area IS NULL OR " : ""}period IS NULL OR period_start IS NULL THEN 'a row without ${of === "areas" ? "area, " : ""}period or period_start'
        ${of === "areas" ? `WHEN coalesce(level, '') NOT IN (${list(levels)}) THEN 'the level “' || coalesce(level, '') || '”; levels are ${levels.join(", ")}'` : ""}
        WHEN coalesce(breakdown || '/' || category, '') NOT IN (${list(known)}) THEN 'the category “' || coalesce(breakdown || '/' || category, '') || '”; write all/all for the undivided figure'
        WHEN coalesce(status, '') NOT IN (${list(statuses)}) THEN 'the status “' || coalesce(status, '') || '”; statuses are ${statuses.join(", ")}'
      END AS what FROM published_row
    ) WHERE what IS NOT NULL GROUP BY what ORDER BY what LIMIT 1`);
  if (wrong) throw new TellableError(`${place}: gives ${wrong.what} (${wrong.n} rows).`);
  const [twice] = await db.rows<{ level: string; area: string; period: string; category: string }>(`
    SELECT ${of === "areas" ? "level" : literal(one[of])} AS level, area, period, breakdown || '/' || category AS category FROM published_row
    WHERE area IS NOT NULL
    GROUP BY ALL HAVING count(*) > 1 ORDER BY ALL LIMIT 1`);
  if (twice)
    throw new TellableError(
      `${place}: gives two figures for ${twice.level} ${twice.area}, ${twice.period}, ${twice.category}. Filter the query until there is one.`,
    );
}
