import { randomUUID } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ExtractRefused, Unusable } from "../files/refused.js";
import { unpackTo } from "../files/unpack.js";
import type { Snapshot } from "../pull/choose.js";
import { type Source, tableOf } from "../registry/source.js";
import { type Database, identifier, literal } from "../store/database.js";
import type { Store } from "../store/paths.js";
import { countRows, judge } from "./accept.js";
import { compareDeliveries, enforce } from "./compare.js";
import { controlTotals, tellTotals } from "./control-totals.js";
import { tellDateOrder } from "./date-order.js";
import { tellUnexpected } from "./expected.js";
import { isSample } from "./header.js";
import { headerHashes, tellHeader } from "./header-remarks.js";
import { tellHeadings } from "./heading-rows.js";
import { inTable, putRowsBack, setRowsAside } from "./kept-rows.js";
import { tellNullWords } from "./null-words.js";
import {
  earlierThan,
  forgetProfiles,
  keepProfiles,
  ofOtherPeriods,
  type Profile,
  profileOf,
  readProfiles,
} from "./profile.js";
import { makeQuarantine, quarantineRows } from "./quarantine.js";
import { readCsv } from "./read-csv.js";
import { readJson } from "./read-json.js";
import { readParquet } from "./read-parquet.js";
import { readXlsx } from "./read-xlsx.js";
import { readXml } from "./read-xml.js";
import { readRedacted, redact } from "./redacted.js";
import { findRepeats } from "./repeats.js";
import { tellShares } from "./share-remarks.js";
import { keepGoodRows, makeTable } from "./table.js";
import type { TextTable } from "./text-table.js";
import { setTotalsAside } from "./total-words.js";
import { typedSql } from "./typed-sql.js";

/** An extract that check let through. */
export interface CheckedExtract {
  sha256: string;
  period: string | null;
  /** Rows typed. */
  rows: number;
  /** Rows in quarantine. */
  rejected: number;
  /** Whether the extract is marked as invented. */
  sample: boolean;
  /** Which of the source's layouts it has. */
  layout: string;
  /** What a steward should know of it, in sentences without a value of a cell. */
  remarks: string[];
}

export interface CheckOptions {
  store: Store;
  /** Rows, good and rejected, of the last good extract of each period, where no delivery is kept; `""` stands for no period. */
  lastRows?: Record<string, number>;
  /** Earlier deliveries, oldest first, that these are compared with. */
  before?: readonly Profile[];
  /** Finds rows to leave out, of children who were erased. */
  passOver?: PassOver | undefined;
  /** Extracts, as the source's table calls them, whose rows stand there as they would be read again: they stay. */
  kept?: Pick<ReadonlySet<string>, "has">;
  log?: (line: string) => void;
}

/**
 * The numbers of an extract's rows that must be left out. `extract` is how the source's table names it, `rows` SQL for all
 * its rows as text.
 */
export type PassOver = (source: Source, extract: string, db: Database, rows: string) => Promise<number[]>;

/**
 * Types a source's extracts into its table and puts the rows that break a rule in quarantine.
 *
 * All extracts given are in the table together; what the table held before is replaced, but for what is `kept`, of which nothing
 * comes back. Call it in a transaction of the database that holds the source. Throws ExtractRefused, without having caused a
 * database error, if an extract as a whole
 * is unusable: then call it again without that one.
 */
export async function check(
  source: Source,
  snapshots: Snapshot[],
  db: Database,
  { store, lastRows = {}, before = [], passOver, kept = new Set(), log = () => {} }: CheckOptions,
): Promise<{ extracts: CheckedExtract[]; profiles: Profile[] }> {
  const stay = snapshots.map(inTable).filter((extract) => kept.has(extract));
  if (stay.length) await setRowsAside(db, source);
  await makeTable(source, db);
  await makeQuarantine(db);
  await db.run(
    `DELETE FROM quarantine WHERE source = $1 ${stay.length ? `AND extract NOT IN (${stay.map(literal).join(", ")})` : ""}`,
    [source.id],
  );
  const extracts: CheckedExtract[] = [];
  const profiles: Profile[] = [];
  for (const snapshot of snapshots) {
    if (kept.has(inTable(snapshot))) {
      await putRowsBack(db, source, inTable(snapshot));
      continue;
    }
    if (snapshot.bytes > 50e6)
      log(`check     ${source.id}: reading ${snapshot.name} (${Math.round(snapshot.bytes / 1e6)} MB)`);
    const { passedOver, profile, ...extract } = await checkExtract(source, snapshot, db, {
      store,
      lastRows,
      before,
      passOver,
    });
    profiles.push(profile);
    if (passedOver)
      log(`ERASED    ${source.id}: an extract is kept without ${passedOver} rows of erased children.`);
    extracts.push(extract);
  }
  if (stay.length) await db.run("DROP TABLE temp.earlier");
  return { extracts, profiles };
}

/** Removes a source's table and what of it is in quarantine, for example when it leaves the registry. */
export async function forgetChecked(db: Database, sourceId: string): Promise<void> {
  await db.run(`DROP TABLE IF EXISTS ${identifier(tableOf(sourceId))}`);
  await makeQuarantine(db);
  await db.run("DELETE FROM quarantine WHERE source = $1", [sourceId]);
  await forgetProfiles(db, sourceId);
}

/** Bytes of text from which on several threads check it. */
const worthSharing = 1 << 25;

async function checkExtract(
  source: Source,
  snapshot: Snapshot,
  db: Database,
  {
    store,
    lastRows,
    before,
    passOver,
  }: Pick<CheckOptions, "store" | "passOver"> & {
    lastRows: Record<string, number>;
    before: readonly Profile[];
  },
): Promise<CheckedExtract & { passedOver: number; profile: Profile }> {
  const folder = join(store.snapshots, source.id);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const copy = join(folder, `${randomUUID()}.tmp`);
  const earlier = earlierThan(before, {
    extract: snapshot.sha256.slice(0, 12),
    period: snapshot.period,
  });
  let byItself = true;
  try {
    const table =
      readRedacted(snapshot.file) ?? (await unpackAndRead(readAs(source, snapshot), snapshot.file, copy));
    const checkTable = async (): Promise<CheckedExtract & { passedOver: number; profile: Profile }> => {
      const remarks = [...(table.remarks ?? []), ...tellHeader(source, table.header, earlier)];
      await db.run(`CREATE OR REPLACE TEMP TABLE checked AS ${typedSql(source, table, snapshot.period)}`);
      remarks.push(...(await setTotalsAside(source, table, db)));
      const good = await findRepeats(source, table, db);
      const counts = await countRows(db, table, good);
      byItself = false;
      await judge(source, snapshot, db, counts, { lastRows, earlier, remarks: table.remarks });
      remarks.push(...(await tellNullWords(source, table, db)), ...(await tellShares(source, db)));
      const totals = await controlTotals(source, table, db);
      const profile = await profileOf(source, snapshot, db, {
        counts,
        good,
        headers: headerHashes(table.header),
        present: presentIn(source, table.header),
        totals,
      });
      if (counts.rejected) remarks.push(...(await tellDateOrder(source, db)));
      remarks.push(...(await tellHeadings(source, table, profile, db)), ...tellUnexpected(source, profile));
      remarks.push(
        ...enforce(source, [
          ...tellTotals(totals).map((text) => ({ guard: "totals" as const, text })),
          ...compareDeliveries(source, profile, earlier, ofOtherPeriods(before, profile)),
        ]),
      );
      await keepGoodRows(source, snapshot, db, good);
      await quarantineRows(source, snapshot, db, { table, rejected: counts.rejected });
      await forgetWork(db);
      const gone = passOver
        ? await leaveOut(source, snapshot, db, table, passOver)
        : { rows: 0, rejected: 0 };
      return {
        sha256: snapshot.sha256,
        period: snapshot.period,
        rows: counts.rows - gone.rows,
        rejected: counts.rejected - gone.rejected,
        sample: isSample(table.header),
        layout: table.header.layout,
        remarks,
        profile,
        passedOver: gone.rows + gone.rejected,
      };
    };
    return await ((table.bytes ?? Number.POSITIVE_INFINITY) < worthSharing
      ? db.byOneThread(checkTable)
      : checkTable());
  } catch (error) {
    if (!(error instanceof Unusable)) throw error;
    await forgetWork(db);
    throw new ExtractRefused(snapshot.name, snapshot.sha256, error.problem, error.remedy, byItself);
  } finally {
    rmSync(copy, { force: true });
    rmSync(unpackedOf(copy), { force: true });
  }
}

function presentIn(source: Source, { positions }: TextTable["header"]): Set<string> {
  const present = new Set(positions.keys());
  if (source.unpivot) present.add(source.unpivot.into).add(source.unpivot.values);
  return present;
}

// The snapshot is rewritten before the transaction ends: if that is undone, the rows are gone from the snapshot all the same.
async function leaveOut(
  source: Source,
  snapshot: Snapshot,
  db: Database,
  table: TextTable,
  passOver: PassOver,
): Promise<{ rows: number; rejected: number }> {
  const extract = snapshot.sha256.slice(0, 12);
  const gone = await passOver(source, extract, db, table.rows);
  if (!gone.length) return { rows: 0, rejected: 0 };
  const name = identifier(tableOf(source.id));
  const among = `_extract = ${literal(extract)} AND _row IN (${gone.join(", ")})`;
  const { rows } = await db.row<{ rows: number }>(
    `SELECT count(DISTINCT _row)::INTEGER AS rows FROM ${name} WHERE ${among}`,
  );
  await db.run(`DELETE FROM ${name} WHERE ${among}`);
  await db.run(
    `DELETE FROM quarantine WHERE source = $1 AND extract = $2 AND "row" IN (${gone.join(", ")})`,
    [source.id, extract],
  );
  await redact(snapshot.file, table, gone, db);
  return { rows, rejected: gone.length - rows };
}

const unpackedOf = (copy: string): string => `${copy}.unpacked.tmp`;

async function unpackAndRead(source: Source, file: string, copy: string): Promise<TextTable> {
  const unpacked = unpackedOf(copy);
  return read(source, (await unpackTo(file, unpacked, source.limits)) ? unpacked : file, copy);
}

/** A source of workbooks whose files may be text too delivers a term that is too large for a workbook as text. */
function readAs(source: Source, { name }: Snapshot): Source {
  const { format } = source;
  if (format.type !== "xlsx" || !/\.csv$/i.test(name)) return source;
  const { header, stop, ignore, totals, preambleRows } = format;
  return { ...source, format: { type: "csv", rowEnds: "exact", header, stop, ignore, totals, preambleRows } };
}

function read(source: Source, file: string, copy: string): Promise<TextTable> {
  switch (source.format.type) {
    case "csv":
      return readCsv(source, file, copy);
    case "xlsx":
      return readXlsx(source, file, copy);
    case "json":
    case "json-lines":
    case "geojson":
      return readJson(source, file, copy);
    case "xml":
      return readXml(source, file, copy);
    case "parquet":
      return readParquet(source, file, copy);
  }
}

async function forgetWork(db: Database): Promise<void> {
  for (const table of ["checked", "repeated", "duplicate"])
    await db.run(`DROP TABLE IF EXISTS temp.${table}`);
}
