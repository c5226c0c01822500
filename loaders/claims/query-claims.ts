import { tableFromIPC } from "@uwdata/flechette";
import type { Finding } from "../../components/claims/test-claim.js";
import { type ListTable, listTables } from "../../components/data-sets/list-tables.js";
import { namesIn, statementOf } from "../../components/data-sets/statement.js";
import { formatDate } from "../../components/words/format.js";
import { formatDecimal } from "../../components/words/numbers.js";
import type { Audience } from "../page-dataset.js";
import { Database, identifier, type Row } from "../store/database.js";
import { safeMessage } from "../store/safe-message.js";
import type { ReadDataset } from "./audience-data.js";

/** Longest that a query may take, in milliseconds. */
const patience = 20_000;

/**
 * Tests a claim by a query over the page data sets of its audience, which are tables by the names that *Ask in SQL* has for
 * them. The query gives one row: `holds` says whether the sentence is true, empty that it cannot be told; `period` and
 * `as_of`, if they are there, of when the figures are, and every other column is a figure that it rests on, by its name.
 * What cannot be asked is unknown, with what to mend. SQL reaches no file and no address.
 */
export async function queryClaim(sql: string, audience: Audience, read: ReadDataset): Promise<Finding> {
  const statement = statementOf(sql);
  if (statement.kind !== "query")
    return unknown(
      statement.kind === "refused" ? `The query is refused: ${statement.why}` : "The query is empty.",
    );
  const asked = [...namesIn(sql)].flatMap((name) => dataSetOf(name, audience, read) ?? []);
  const sets = [...new Map(asked.map((one) => [one.name, one])).values()];
  const db = await Database.open(":memory:");
  try {
    for (const { tables } of sets) for (const table of tables()) await fill(db, table);
    await db.run("SET memory_limit = '1GB'");
    await db.run("SET enable_external_access = false");
    await db.run("SET lock_configuration = true");
    return findingOf(await inTime(db, statement.sql), sets);
  } catch (error) {
    return unknown(`The query could not be run: ${safeMessage(error)}`);
  } finally {
    db.close();
  }
}

interface DataSet {
  /** As in "explore/observations.arrow". */
  name: string;
  tables: () => ListTable[];
  sample: boolean;
}

// A table has the name of its data set, with underscores; one that lies in a document goes on from there.
function dataSetOf(table: string, audience: Audience, read: ReadDataset): DataSet | undefined {
  const words = (otherNames.get(table.toLowerCase()) ?? table.toLowerCase()).split("_");
  for (let n = words.length; n > 0; n--) {
    const base = words.slice(0, n).join("-");
    for (const kind of ["arrow", "json"] as const) {
      const name = `${audience}/${base}.${kind}`;
      const bytes = kind === "arrow" && n < words.length ? undefined : read(name);
      if (!bytes) continue;
      const own = tableOf(name);
      const document: unknown = kind === "json" ? JSON.parse(Buffer.from(bytes).toString()) : undefined;
      return {
        name,
        tables: () => (document === undefined ? [arrowTable(own, bytes)] : listTables(document, own)),
        sample: (document as { sample?: unknown } | undefined)?.sample === true,
      };
    }
  }
  return undefined;
}

// The one that is called otherwise.
const otherNames = new Map([["joined_figures", "joined"]]);

/** The table that a page data set is to a query: "small_area_people" of explore/small-area-people.arrow. */
export function tableOf(dataSet: string): string {
  const own = dataSet.replace(/^\w+\/|\.\w+$/g, "").replaceAll("-", "_");
  return [...otherNames].find(([, name]) => name === own)?.[0] ?? own;
}

function arrowTable(name: string, bytes: Uint8Array): ListTable {
  // The reader wants bytes that begin a buffer of their own.
  const table = tableFromIPC(Uint8Array.from(bytes), { useDate: true });
  return {
    name,
    columns: table.schema.fields.map((field) => field.name),
    rows: table.toArray() as ListTable["rows"],
  };
}

/** Rows that are handed over at once. */
const most = 20_000;

async function fill(db: Database, { name, columns, rows }: ListTable): Promise<void> {
  const kinds = columns.map((column) => `${JSON.stringify(column)}: "${kindOf(rows, column)}"`).join(", ");
  const structure = `'[{${kinds.replaceAll("'", "''")}}]'`;
  const part = (from: number) => JSON.stringify(rows.slice(from, from + most), plainDay);
  const given = `SELECT unnest(from_json($1, ${structure}), recursive := true)`;
  await db.run(`CREATE OR REPLACE TABLE ${identifier(name)} AS ${given}`, [part(0)]);
  for (let from = most; from < rows.length; from += most)
    await db.run(`INSERT INTO ${identifier(name)} ${given}`, [part(from)]);
}

// Dates come as times of day nought.
function plainDay(_key: string, value: unknown): unknown {
  return typeof value === "string" && /^\d{4}-\d{2}-\d{2}T00:00:00\.000Z$/.test(value)
    ? value.slice(0, 10)
    : value;
}

function kindOf(rows: ListTable["rows"], column: string): string {
  const value = rows.find((row) => row[column] !== null && row[column] !== undefined)?.[column];
  if (typeof value === "number") return "DOUBLE";
  if (typeof value === "boolean") return "BOOLEAN";
  return (value as unknown) instanceof Date ? "DATE" : "VARCHAR";
}

async function inTime(db: Database, sql: string): Promise<Row[]> {
  const stop = setTimeout(() => db.connection.interrupt(), patience);
  try {
    // Within brackets it is one query, and no more than that.
    return await db.rows(`SELECT * FROM (\n${sql}\n) LIMIT 2`);
  } finally {
    clearTimeout(stop);
  }
}

function findingOf(rows: readonly Row[], sets: readonly DataSet[]): Finding {
  const [row] = rows;
  if (rows.length !== 1 || !row)
    return unknown(`The query gives ${rows.length === 0 ? "no row" : "several rows"}: it must give one.`);
  const { holds, period, as_of: asOf, ...figures } = row;
  if (!("holds" in row)) return unknown("The query gives no column called holds.");
  const day = typeof asOf === "string" && /^\d{4}-\d{2}-\d{2}/.test(asOf) ? asOf.slice(0, 10) : null;
  const found: Omit<Finding, "state" | "why"> = {
    figures: Object.entries(figures).map(([name, value]) => ({
      what: name.replaceAll("_", " "),
      period: typeof period === "string" ? period : day ? `as of ${formatDate(day)}` : "the newest data",
      text:
        value === null
          ? "none"
          : typeof value === "number"
            ? formatDecimal(value, Number.isInteger(value) ? 0 : 2)
            : String(value),
      source: sets.map((one) => one.name).join(", "),
      asOf: day,
    })),
    asOf: day,
    sample: sets.some(({ sample }) => sample),
  };
  if (holds === null) return { ...found, state: "unknown", why: "The query cannot tell: holds is empty." };
  if (typeof holds !== "boolean") return unknown("The column called holds is neither true nor false.");
  return { ...found, state: holds ? "holds" : "fails", why: "" };
}

function unknown(why: string): Finding {
  return { state: "unknown", why, figures: [], asOf: null, sample: false };
}
