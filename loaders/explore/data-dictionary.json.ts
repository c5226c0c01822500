import { z } from "zod";
import { type PageDataset, type PartnerContext, pageDataset } from "../page-dataset.js";
import { type Database, identifier } from "../store/database.js";
import breakdowns from "./breakdowns.arrow.js";
import joined from "./joined.arrow.js";
import observations from "./observations.arrow.js";
import smallAreaBreakdowns from "./small-area-breakdowns.arrow.js";
import smallAreaDeprivation from "./small-area-deprivation.arrow.js";
import smallAreaObservations from "./small-area-observations.arrow.js";
import smallAreaOutcomes from "./small-area-outcomes.arrow.js";
import smallAreaPeople from "./small-area-people.arrow.js";

const columnSchema = z.object({
  name: z.string(),
  type: z.enum(["text", "number"]),
  /** How many different ones there are. */
  different: z.number(),
  /** Rows in which it is empty. */
  empty: z.number(),
  /** The least and the greatest of numbers and days, as texts. */
  least: z.string().nullable(),
  greatest: z.string().nullable(),
  /** All that it holds, where that is little. */
  values: z.array(z.string()).nullable(),
});

const schema = z.object({
  sample: z.boolean(),
  /** Year-month-day of the newest extract in use. */
  asOf: z.string().nullable(),
  tables: z.array(
    z.object({
      /** The page data set, as in explore/observations.arrow. */
      dataset: z.string(),
      title: z.string(),
      rows: z.number(),
      columns: z.array(columnSchema),
      /** A row as it stands. */
      example: z.record(z.string(), z.union([z.string(), z.number(), z.null()])).nullable(),
    }),
  ),
});

export type DataDictionary = z.infer<typeof schema>;
export type DescribedTable = DataDictionary["tables"][number];
export type DescribedColumn = DescribedTable["columns"][number];

const tables: PageDataset[] = [
  observations,
  breakdowns,
  smallAreaOutcomes,
  smallAreaObservations,
  smallAreaDeprivation,
  smallAreaPeople,
  smallAreaBreakdowns,
  joined,
];

/** From so many different values on, a list of them would not be read. */
const mostListed = 100;

export default pageDataset(import.meta.url, {
  title: "What is in each table of the page data sets",
  schema,
  make: async (context): Promise<DataDictionary> => {
    const described: DescribedTable[] = [];
    for (const table of tables) described.push(await describe(table, context));
    return { sample: context.manifest.sample, asOf: context.manifest.asOf, tables: described };
  },
});

async function describe(
  { name, title, query }: PageDataset,
  context: PartnerContext,
): Promise<DescribedTable> {
  const { db } = context;
  await db.run(`CREATE OR REPLACE TEMP TABLE described AS ${query!(context)}`);
  const columns = await db.rows<{ name: string; type: string }>(
    "SELECT column_name AS name, column_type AS type FROM (DESCRIBE described)",
  );
  const { rows } = await db.row<{ rows: number }>("SELECT count(*)::INTEGER AS rows FROM described");
  const described: DescribedColumn[] = [];
  for (const { name: column, type } of columns)
    described.push(rows > 0 ? await describeColumn(db, column, type) : emptyColumn(column, type));
  // A row with a figure says more than the first one.
  const isFigured = columns.some((column) => column.name === "status")
    ? "status = 'value'"
    : "value IS NOT NULL";
  const first = (rows: string) => db.rows<NonNullable<DescribedTable["example"]>>(`FROM ${rows} LIMIT 1`);
  const [example] = [...(await first(`described WHERE ${isFigured}`)), ...(await first("described"))];
  await db.run("DROP TABLE described");
  return { dataset: name, title, rows, columns: described, example: example ?? null };
}

function emptyColumn(name: string, type: string): DescribedColumn {
  const nothing = { different: 0, empty: 0, least: null, greatest: null, values: null };
  return { ...nothing, name, type: type === "VARCHAR" ? "text" : "number" };
}

/** What a column of the table `described` holds. */
async function describeColumn(db: Database, name: string, type: string): Promise<DescribedColumn> {
  const column = identifier(name);
  // Of each value once: to count different ones among all rows takes many times as long.
  const profile = await db.row<
    Omit<DescribedColumn, "name" | "type" | "values"> & { values: string | null }
  >(`
    SELECT
      count(${column})::INTEGER AS different,
      coalesce(sum(n) FILTER (${column} IS NULL), 0)::INTEGER AS empty,
      min(${column})::VARCHAR AS least,
      max(${column})::VARCHAR AS greatest,
      CASE WHEN count(${column}) BETWEEN 1 AND ${mostListed}
        THEN to_json(list(${column}::VARCHAR ORDER BY ${column}) FILTER (${column} IS NOT NULL))::VARCHAR END AS values
    FROM (SELECT ${column}, count(*) AS n FROM described GROUP BY ${column})`);
  const isNumber = type !== "VARCHAR";
  const isRange = isNumber || /^\d{4}-\d{2}-\d{2}$/.test(profile.least ?? "");
  return {
    ...profile,
    name,
    type: isNumber ? "number" : "text",
    least: isRange ? profile.least : null,
    greatest: isRange ? profile.greatest : null,
    values: isRange || profile.values === null ? null : (JSON.parse(profile.values) as string[]),
  };
}
