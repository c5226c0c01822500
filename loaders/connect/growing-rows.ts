import { z } from "zod";
import type { Connected } from "../registry/location.js";
import { identifier } from "../store/database.js";
import { TellableError } from "../store/safe-message.js";
import type { Known } from "./adapter.js";

type Postgresql = Extract<Connected, { type: "postgresql" }>;
type Grows = NonNullable<Postgresql["grows"]>;

const schema = z.strictObject({
  /** What was asked: another query, or another column, begins anew. */
  query: z.string(),
  by: z.string(),
  /** The columns that the rows have: rows with others are no continuation. */
  columns: z.array(z.string()),
  /** The answer to `changed`, where that is asked. */
  changed: z.string().nullable(),
  /** The highest value of the column that is here, as the database writes it. */
  highest: z.string(),
  /** The day on which all rows were last read, as year-month-day. */
  whole: z.string(),
});

/** How far a growing table has been read. */
export type Growth = z.infer<typeof schema>;

/** What is known of an extract as growth, if that is of this query and its whole is not due; else undefined: all rows are read. */
export function growthOf(
  known: Known | undefined,
  { query, grows }: { query: string; grows: Grows },
  day: string,
): Growth | undefined {
  const read = schema.safeParse(parsed(known?.version ?? "null"));
  if (!read.success) return undefined;
  const growth = read.data;
  const days = (Date.parse(day) - Date.parse(growth.whole)) / 86_400_000;
  const isDue = !(days >= 0 && days < grows.wholeEveryDays);
  return growth.query === query && growth.by === grows.by && !isDue ? growth : undefined;
}

function parsed(version: string): unknown {
  try {
    return JSON.parse(version);
  } catch {
    return undefined;
  }
}

/** A query without rows that has the columns of the query. */
export function columnsQuery(query: string): string {
  return `${rowsOf(query)} LIMIT 0`;
}

/** The query for the rows after `highest`, or for all, in the order of the column that grows. */
export function growingQuery(
  { query, grows }: { query: string; grows: Grows },
  highest: string | undefined,
): { text: string; values: string[] } {
  const column = identifier(grows.by);
  return highest === undefined
    ? { text: `${rowsOf(query)} ORDER BY ${column}`, values: [] }
    : { text: `${rowsOf(query)} WHERE ${column} > $1 ORDER BY ${column}`, values: [highest] };
}

/** The query as something that another asks. It may end in a comment. */
const rowsOf = (query: string): string => `SELECT * FROM (${query.replace(/;\s*$/, "")}\n) AS rows`;

/** Looks at rows as they come, and keeps the highest value of the column that grows. */
export class GrowthWatch {
  constructor(
    private readonly by: string,
    public highest: string | undefined,
  ) {}

  /** Throws a TellableError where the column is empty or has a value twice: what is new could then not be told. */
  see(fields: readonly string[], rows: readonly (readonly (string | null)[])[]): void {
    const place = fields.indexOf(this.by);
    for (const row of rows) {
      const value = row[place];
      if (value === null || value === undefined)
        throw new TellableError(
          "The column under location.grows.by is empty in a row. Name one that is always filled, or leave grows out.",
        );
      if (value === this.highest)
        throw new TellableError(
          "The column under location.grows.by has a value twice. Name one in which each row has a value of its own, or leave grows out.",
        );
      this.highest = value;
    }
  }
}
