import { z } from "zod";
import { frontMatterOf, withFrontMatter } from "../front-matter.js";
import type { Choices } from "./choices.js";
import type { Values } from "./schema-form.js";

/** A table that a page can ask in SQL. */
export interface TableHere {
  /** As queries name it. */
  name: string;
  title: string;
  /** The page data set that it is, as the page's front matter names it. */
  file: string;
  columns: readonly string[];
}

/** What the form of a query asks. Columns and order are chosen from those of its table. */
export const queryForm = z.strictObject({
  table: z.string().describe("Rows of what"),
  columns: z.array(z.string()).optional().describe("Which columns; else all"),
  where: z
    .string()
    .optional()
    .describe("Only rows of which this is so, as in level = 'ward' AND status = 'value'; else all"),
  order: z.string().optional().describe("In the order of; else as they come"),
  descending: z.boolean().optional().describe("Whether the highest come first; else no"),
  most: z.int().min(1).optional().describe("How many rows at most; else all"),
});

/** Whether pages at an address have tables to ask. Only analysts' pages do: other audiences have documents. */
export function hasTables(address: string): boolean {
  return address.startsWith("explore/");
}

/** The tables that a page at an address can ask. */
export function tablesFor(address: string, { tables }: Pick<Choices, "tables">): TableHere[] {
  const [audience, ...below] = address.split("/");
  const up = "../".repeat(below.length - 1) || "./";
  return tables.flatMap(({ dataset, title, columns }) => {
    const [, of, file] = /^(\w+)\/(.+\.(?:arrow|csv|parquet))$/.exec(dataset) ?? [];
    if (of !== audience || file === undefined) return [];
    return [
      { name: file.replace(/\.\w+$/, "").replaceAll("-", "_"), title, file: `${up}data/${file}`, columns },
    ];
  });
}

/** A page's text whose front matter names a table, as what its queries ask. */
export function withTable(text: string, { name, file }: TableHere): string {
  const { sql } = frontMatterOf(text);
  const named = typeof sql === "object" && sql !== null ? (sql as Record<string, unknown>) : {};
  return named[name] === file ? text : withFrontMatter(text, { sql: { ...named, [name]: file } });
}

/** The cell of a query, from what its form says. */
export function queryCell({ table, columns, where, order, descending, most }: Values): string {
  const lines = [
    `SELECT ${Array.isArray(columns) && columns.length > 0 ? columns.join(", ") : "*"}`,
    `FROM ${table}`,
    where && `WHERE ${where}`,
    order && `ORDER BY ${order}${descending ? " DESC" : ""}`,
    most && `LIMIT ${most}`,
  ];
  return `\`\`\`sql\n${lines.filter(Boolean).join("\n")}\n\`\`\``;
}
