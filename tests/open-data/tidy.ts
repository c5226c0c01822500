import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { figureColumns } from "../../components/tables/file-figures.js";
import { decimalsOf } from "../../components/words/numbers.js";
import { Database, literal } from "../../loaders/store/database.js";

const numbers = figureColumns.filter(({ type }) => type === "number").map(({ name }) => name);
const dates = figureColumns.filter(({ type }) => type === "date").map(({ name }) => name);

/** What an independent reader, which finds the types of columns itself, finds untidy about files of CSV. */
export async function untidy(files: ReadonlyMap<string, string>): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), "tidy-"));
  const db = await Database.open(":memory:");
  const faults: string[] = [];
  try {
    for (const [name, text] of files) {
      if (!name.endsWith(".csv")) continue;
      const file = join(folder, name.replaceAll("/", "-"));
      writeFileSync(file, text);
      // Without a limit: a letter in the last row counts as much as one in the first.
      await db.run(`CREATE OR REPLACE TABLE t AS FROM read_csv(${literal(file)}, sample_size = -1)`);
      const columns = await untidyColumns(db, name);
      faults.push(...columns);
      if (columns.length > 0) continue;
      if (text.split("\r\n")[0]!.includes("denominator")) faults.push(...(await untidyFigures(db, name)));
    }
    return faults;
  } finally {
    db.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function untidyColumns(db: Database, file: string): Promise<string[]> {
  const columns = await db.rows<{ name: string; type: string }>(
    "SELECT column_name AS name, column_type AS type FROM (DESCRIBE t)",
  );
  const faults: string[] = [];
  for (const { name, type } of columns) {
    const wanted = numbers.includes(name)
      ? ["DOUBLE", "BIGINT"]
      : dates.includes(name)
        ? ["DATE"]
        : name === "sample"
          ? ["BOOLEAN"]
          : [type];
    // A column without anything in it has no type.
    const { n } = await db.row<{ n: number }>(`SELECT count("${name}") AS n FROM t`);
    if (n > 0 && !wanted.includes(type)) faults.push(`${file}: ${name} is read as ${type}`);
  }
  return faults;
}

type Read = Record<"numerator" | "denominator" | "value" | "lower" | "upper", number | null> &
  Record<"unit" | "status" | "area_code" | "area_name", string>;

async function untidyFigures(db: Database, file: string): Promise<string[]> {
  const rows = await db.rows<Read>(
    "SELECT numerator, denominator, value, lower, upper, unit, status, area_code, area_name FROM t",
  );
  const faults = rows.flatMap((row): string[] => {
    const { numerator, denominator, value, unit, status, area_code, area_name } = row;
    const found: string[] = [];
    if (area_code === area_name) found.push(`${area_name} is its own code`);
    const empty = !["value", "zero", "low_reliability", "rounds_to_zero"].includes(status);
    if (empty && value !== null) found.push(`${status} beside a number`);
    const decimals = decimalsOf(unit, denominator);
    for (const number of [value, row.lower, row.upper])
      if (number !== null && writtenDecimals(number) > decimals) found.push(`${number} has too many digits`);
    if (numerator !== null && denominator && value !== null && unit !== "percentage points") {
      const exact = ((unit === "percent" ? 100 : 1) * numerator) / denominator;
      const given = Math.min(decimals, writtenDecimals(value));
      if (Math.abs(value - exact) > 0.5 / 10 ** given + 1e-6)
        found.push(`${value} is not ${numerator} of ${denominator}`);
    }
    return found;
  });
  return [...new Set(faults)].slice(0, 5).map((fault) => `${file}: ${fault}`);
}

function writtenDecimals(number: number): number {
  return String(number).split(".")[1]?.length ?? 0;
}
