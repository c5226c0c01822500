import { z } from "zod";
import { type PageDataset, type PartnerContext, pageDataset } from "../page-dataset.js";
import { identifier } from "../store/database.js";
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
  const { n, ...told } = await db.row<{ n: number } & Record<string, unknown>>(
    `SELECT count(*)::INTEGER AS n, ${columns.map(({ name }, i) => facts(identifier(name), i)).join(", ")} FROM described`,
  );
  // A row with a figure says more than the first one.
  const isFigured = columns.some((column) => column.name === "status")
    ? "status = 'value'"
    : "value IS NOT NULL";
  const [example] = await db.rows<NonNullable<DescribedTable["example"]>>(
    `FROM described ORDER BY (${isFigured}) DESC LIMIT 1`,
  );
  await db.run("DROP TABLE described");
  return {
    dataset: name,
    title,
    rows: n,
    columns: columns.map(({ name, type }, i) => {
      const isNumber = type !== "VARCHAR";
      const values = told[`values${i}`] as string | null;
      const isRange = isNumber || /^\d{4}-\d{2}-\d{2}$/.test(String(told[`least${i}`]));
      return {
        name,
        type: isNumber ? ("number" as const) : ("text" as const),
        different: told[`different${i}`] as number,
        empty: told[`empty${i}`] as number,
        least: isRange ? (told[`least${i}`] as string | null) : null,
        greatest: isRange ? (told[`greatest${i}`] as string | null) : null,
        values: isRange || values === null ? null : (JSON.parse(values) as string[]),
      };
    }),
    example: example ?? null,
  };
}

function facts(column: string, i: number): string {
  return `
    count(DISTINCT ${column})::INTEGER AS different${i},
    count(*) FILTER (${column} IS NULL)::INTEGER AS empty${i},
    min(${column})::VARCHAR AS least${i},
    max(${column})::VARCHAR AS greatest${i},
    CASE WHEN count(DISTINCT ${column}) BETWEEN 1 AND ${mostListed}
      THEN to_json(list_sort(list(DISTINCT ${column}::VARCHAR) FILTER (${column} IS NOT NULL)))::VARCHAR END AS values${i}`;
}
