import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname, extname } from "node:path";
import { statusShorthand } from "../../../../components/words/status.js";
import type { TablePolicy } from "../../../registry/policy.js";
import { csvText } from "../../../store/csv.js";
import { Database, identifier, literal } from "../../../store/database.js";
import { TellableError } from "../../../store/safe-message.js";
import { writeFileAtomic } from "../../../store/write-file.js";
import { Unprotectable } from "../problem.js";
import { type Method, type SuppressOptions, suppress } from "../suppress.js";
import { problemOfTable, type TableProblem } from "./problem-of-table.js";
import { some, type Table } from "./read-counts.js";
import { shownCount } from "./rules.js";

/** What stands for a suppressed number. */
const suppressedMark = statusShorthand.suppressed!;

/** No pattern was found in the time that there was. */
export class OutOfTime extends TellableError {}

/** A table that cannot keep the policy's interval, whatever is suppressed; the message names the cells. */
export class UnprotectableTable extends TellableError {}

export interface ProtectedTable {
  /** The table's columns, with `c` or a rounded number for each count and denominator. */
  rows: Record<string, string | null>[];
  /** Rows suppressed by the rule itself, and beside it so that they cannot be worked out. */
  primary: number;
  secondary: number;
  /** Children in suppressed counts; a child is counted as often as its cell is in a sum. */
  children: number;
  /** The loss that the solver weighs, and what no pattern can do without. */
  cost: number;
  bound: number;
  methods: Record<Method, number>;
  /** Whether time was over before the pattern was known to be the cheapest. */
  isEarly: boolean;
}

/**
 * Suppresses and rounds a table by a policy, so that what is left keeps the policy's interval for every suppressed
 * count. The rows stay in their order; the pattern does not depend on it.
 *
 * Throws an UnprotectableTable if the interval cannot be kept, and a TellableError if the table and what is known or the
 * policy do not agree.
 */
export async function protectTable(
  table: Table,
  known: Table | undefined,
  policy: TablePolicy,
  options?: SuppressOptions,
): Promise<ProtectedTable> {
  const made = await problemOfTable(table, known, policy);
  const { suppressed, cost, bound, methods, isEarly } = await solved(table, made, policy, options);
  const { units } = made.problem;
  const isOut = (unit: number | undefined) => unit !== undefined && suppressed[unit] === 1;
  const lost = table.rows.filter((row) => isOut(made.units.get(row)!.count));
  const primary = lost.filter((row) => units[made.units.get(row)!.count!]!.primary).length;
  const rows = table.rows.map((row) => {
    const { count, denominator } = made.units.get(row)!;
    const texts = { ...row.texts, [table.countColumn]: shown(row.count, isOut(count), policy) };
    if (table.denominatorColumn === undefined) return texts;
    const isLost = isOut(count) && isOut(denominator);
    return { ...texts, [table.denominatorColumn]: shown(row.denominator!, isLost, policy) };
  });
  return {
    rows,
    primary,
    secondary: lost.length - primary,
    children: lost.reduce((sum, row) => sum + row.count, 0),
    cost,
    bound,
    methods,
    isEarly,
  };
}

/** Writes the rows as CSV, or as Parquet if the file's name ends so. */
export async function writeTable(file: string, columns: string[], rows: Record<string, string | null>[]) {
  if (![".parquet", ".pq"].includes(extname(file).toLowerCase())) {
    // The audit, and protect itself, read cells back as they were given: they tell cells apart by them.
    const lines = [columns, ...rows.map((row) => columns.map((c) => row[c]!))];
    writeFileAtomic(file, csvText(lines));
    return;
  }
  const db = await Database.open(":memory:");
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    await db.run(`CREATE TABLE written (${columns.map((c) => `${identifier(c)} VARCHAR`).join(", ")})`);
    const types = JSON.stringify([Object.fromEntries(columns.map((c) => [c, "VARCHAR"]))]);
    await db.run(
      `INSERT INTO written BY NAME SELECT unnest(from_json($1, ${literal(types)}), recursive := true)`,
      [JSON.stringify(rows)],
    );
    mkdirSync(dirname(file), { recursive: true });
    await db.run(`COPY written TO ${literal(temporary)} (FORMAT parquet)`);
    renameSync(temporary, file);
  } finally {
    db.close();
    if (existsSync(temporary)) rmSync(temporary);
  }
}

async function solved(
  table: Table,
  { problem, names }: TableProblem,
  policy: TablePolicy,
  options?: SuppressOptions,
) {
  try {
    return await suppress(problem, options);
  } catch (error) {
    if (!(error instanceof Unprotectable)) throw error;
    if (error.isEarly)
      throw new OutOfTime(
        `${table.name}: in ${options?.seconds} seconds no pattern was found that keeps the interval, so nothing is written. Give a longer --time-limit, or none.`,
      );
    throw new UnprotectableTable(
      `${table.name}: cannot be protected: with all counts suppressed, ${some(error.cells.map((cell) => `(${names[cell]})`))} can still be worked out to within less than ${policy.protectionInterval} from what is known. Leave these rows out of the table, leave what gives them away out of --known, or lower the policy's protectionInterval.`,
    );
  }
}

function shown(count: number, isSuppressed: boolean, policy: TablePolicy): string {
  return isSuppressed ? suppressedMark : String(shownCount(count, policy));
}
