import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatCount } from "../../components/words/numbers.js";
import { check } from "../../loaders/check/check.js";
import { readXlsx } from "../../loaders/check/read-xlsx.js";
import type { Snapshot } from "../../loaders/pull/choose.js";
import type { Source } from "../../loaders/registry/source.js";
import { Database, literal } from "../../loaders/store/database.js";
import { storeOf } from "../../loaders/store/paths.js";
import { duckdbColumns, timedSource, writeCsv, writeXlsx } from "./check/extract.js";

const turns = 3;
const rowsOf = { csv: 200_000, xlsx: 50_000 };

/**
 * What it costs to check an extract, in seconds of the processor beside those of the fastest readers there are: DuckDB's own
 * for CSV, which types its columns and judges nothing; calamine, in Rust, for workbooks, where EARLY_YEARS_PEERS names a
 * Python that has it. The least of three turns.
 */
export default async function checkBench(print: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "check-bench-"));
  try {
    await benchCsv(folder, print);
    print("");
    await benchXlsx(folder, print);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function benchCsv(folder: string, print: (line: string) => void): Promise<void> {
  const file = join(folder, "visits.csv");
  writeCsv(file, rowsOf.csv);
  print(`CSV of ${formatCount(rowsOf.csv)} rows and 10 columns, CPU seconds`);
  const typed = await leastOf(async (db) => {
    await db.run(
      `CREATE TABLE visits AS FROM read_csv(${literal(file)}, header = true, delim = ',', quote = '"', dateformat = '%d/%m/%Y', columns = ${duckdbColumns})`,
    );
  });
  tell(print, "DuckDB, typed", typed);
  for (const kind of ["table", "records"] as const)
    tell(print, `check, ${kind}`, await checked(timedSource("csv", kind), file, folder), typed);
}

async function benchXlsx(folder: string, print: (line: string) => void): Promise<void> {
  const file = join(folder, "visits.xlsx");
  await writeXlsx(file, rowsOf.xlsx);
  print(`Workbook of ${formatCount(rowsOf.xlsx)} rows and 10 columns, CPU seconds`);
  const peer = calamine(file);
  if (peer === undefined)
    print("calamine is not measured: EARLY_YEARS_PEERS names no Python that has python-calamine.");
  else tell(print, "calamine, read", peer);
  const source = timedSource("xlsx", "table");
  const copy = join(folder, "copy.tmp");
  const read = await leastOf(async () => {
    await readXlsx(source, file, copy);
    rmSync(copy);
  });
  tell(print, "our own, read", read, peer);
  tell(print, "check, table", await checked(source, file, folder), peer);
}

function tell(print: (line: string) => void, what: string, seconds: number, beside?: number): void {
  const ratio = beside === undefined ? "" : `${(seconds / beside).toFixed(1)} ×`.padStart(8);
  print(`${what.padEnd(16)}${seconds.toFixed(2).padStart(8)}${ratio}`);
}

function checked(source: Source, file: string, folder: string): Promise<number> {
  const snapshot: Snapshot = {
    file,
    name: "visits",
    sha256: "0".repeat(64),
    period: null,
    dates: { received: "2026-01-31" },
    bytes: 1,
  } as unknown as Snapshot;
  const store = { ...storeOf(folder), folder, snapshots: join(folder, "snapshots") };
  return leastOf(async (db) => {
    await check(source, [snapshot], db, { store });
  });
}

/** Least seconds of the processor, of all threads, over some turns. */
async function leastOf(work: (db: Database) => Promise<void>): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let turn = 0; turn < turns; turn++) {
    const db = await Database.open(":memory:");
    try {
      const before = process.cpuUsage();
      await work(db);
      const { user, system } = process.cpuUsage(before);
      least = Math.min(least, (user + system) / 1e6);
    } finally {
      db.close();
    }
  }
  return least;
}

/** The same of calamine, which reads all cells of the first sheet; undefined where it is not there. */
function calamine(file: string): number | undefined {
  const python = process.env.EARLY_YEARS_PEERS;
  if (!python) return undefined;
  const script = `
import sys, time
from python_calamine import CalamineWorkbook
least = 1e9
for _ in range(${turns}):
    before = time.process_time()
    CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).to_python()
    least = min(least, time.process_time() - before)
print(least)`;
  const { status, stdout } = spawnSync(python, ["-c", script, file], { encoding: "utf8" });
  return status === 0 ? Number(stdout) : undefined;
}
