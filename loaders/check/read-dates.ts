import { existsSync, readFileSync, statSync } from "node:fs";
import { dsvFormat } from "d3";
import { encodingOf, utf8Chunks } from "../files/encoding.js";
import { ExtractRefused } from "../files/refused.js";
import { firstRows } from "../files/sheets.js";
import { withWorkbook } from "../files/workbook.js";
import { inOrder, snapshotOf } from "../pull/choose.js";
import { keyOf, readAs, waysInside, waysToRead } from "../pull/extract-dates.js";
import { type Delivery, readIndex, snapshotPath, writeIndex } from "../pull/index-file.js";
import type { Way } from "../registry/dates.js";
import { type Source, tableOf } from "../registry/source.js";
import type { Span } from "../registry/span.js";
import { type Database, identifier, literal } from "../store/database.js";
import type { Store } from "../store/paths.js";
import { check } from "./check.js";

/**
 * Follows the ways of the registry that lead into extracts whose rows are in the source's table, and keeps what they find
 * in the pull's index, where the next choice between extracts finds it. Without such ways it does nothing.
 */
export async function readDates(
  source: Source,
  extracts: readonly { sha256: string }[],
  db: Database,
  store: Store,
): Promise<void> {
  if (![...source.dates.covers, ...source.dates.published].some((way) => way.column ?? way.cell)) return;
  const hashes = new Set(extracts.map((e) => e.sha256));
  const deliveries = readIndex(store);
  let changed = false;
  for (const delivery of deliveries) {
    if (delivery.source !== source.id || !hashes.has(delivery.sha256)) continue;
    for (const way of waysInside(source, delivery)) {
      // A snapshot from which a child was erased keeps no cells besides its rows: what was read before stands.
      if (way.cell && !existsSync(snapshotPath(store, delivery)) && keyOf(way) in (delivery.read ?? {}))
        continue;
      const span = way.cell
        ? await spanInCell(source, snapshotPath(store, delivery), way)
        : await spanInColumn(source, delivery, way, db);
      delivery.read = { ...delivery.read, [keyOf(way)]: span };
      changed = true;
    }
  }
  if (changed) writeIndex(store, deliveries);
}

/** From the oldest value of a column to its newest, of what came before the extract did. A few dates long before all others are slips. */
async function spanInColumn(
  source: Source,
  delivery: Delivery,
  way: Way,
  db: Database,
): Promise<Span | null> {
  const column = source.columns.find((c) => c.name === way.column)!;
  const [table, name] = [identifier(tableOf(source.id)), identifier(column.name)];
  const own = `_extract = ${literal(delivery.sha256.slice(0, 12))} AND ${name} IS NOT NULL`;
  if (column.type === "date" || column.type === "datetime") {
    const { from, to } = await db.row<{ from: string | null; to: string | null }>(`
      SELECT quantile_disc(${name}::DATE, 0.001)::VARCHAR AS "from", max(${name}::DATE)::VARCHAR AS "to"
      FROM ${table} WHERE ${own} AND ${name}::DATE <= ${literal(delivery.firstSeen.slice(0, 10))}::DATE`);
    return from && to ? { from, to } : null;
  }
  const values = await db.rows<{ value: string }>(
    `SELECT DISTINCT ${name}::VARCHAR AS value FROM ${table} WHERE ${own} LIMIT 10000`,
  );
  const came = delivery.firstSeen.slice(0, 10);
  const spans = values.flatMap(({ value }) => readAs(way, value) ?? []).filter((span) => span.from <= came);
  const [from] = spans.map((span) => span.from).sort();
  const to = spans
    .map((span) => span.to)
    .sort()
    .at(-1);
  return from && to ? { from, to } : null;
}

async function spanInCell(source: Source, file: string, way: Way): Promise<Span | null> {
  const text = await cellText(source, file, way.cell!);
  const said = text !== null && way.pattern ? new RegExp(way.pattern, "i").exec(text)?.[1] : text;
  return said === null || said === undefined ? null : readAs(way, said);
}

/** The text of a cell or a key of a file; null if there is none, or the file is too large or broken to look. */
async function cellText(source: Source, file: string, cell: string): Promise<string | null> {
  try {
    if (source.format.type === "json") {
      if (statSync(file).size > 500e6) return null;
      let value: unknown = JSON.parse(readFileSync(file, "utf8").replace(/^\uFEFF/, ""));
      for (const key of cell.split(".")) value = (value as Record<string, unknown> | null)?.[key];
      return typeof value === "string" || typeof value === "number" ? String(value) : null;
    }
    const [, letters, number] = /^([A-Z]+)(\d+)$/.exec(cell)!;
    const [row, at] = [Number(number) - 1, columnNumber(letters!)];
    if (source.format.type === "xlsx") {
      const { sheet: name } = source.format;
      return await withWorkbook(file, source.limits, async (sheets) => {
        const sheet = sheets.find((one) => (name === undefined ? !one.isHidden : one.name === name));
        return sheet ? ((await firstRows(sheet, row + 1))[row]?.[at]?.text ?? null) : null;
      });
    }
    return cellsOf(source, (await firstLines(source, file, row + 1))[row] ?? "")[at] ?? null;
  } catch {
    return null;
  }
}

async function firstLines(source: Source, file: string, count: number): Promise<string[]> {
  const encoding = source.format.type === "csv" ? source.format.encoding : undefined;
  let text = "";
  for await (const chunk of utf8Chunks(file, await encodingOf(file, encoding))) {
    text += chunk.toString();
    if (text.split(/\r\n|\r|\n/).length > count) break;
  }
  return text.split(/\r\n|\r|\n/);
}

function cellsOf({ format }: Source, line: string): string[] {
  return dsvFormat((format.type === "csv" && format.delimiter) || ",").parseRows(line)[0] ?? [];
}

function columnNumber(letters: string): number {
  return [...letters].reduce((n, letter) => 26 * n + letter.charCodeAt(0) - 64, 0) - 1;
}

/**
 * Reads the dates of extracts that compete for one period and whose dates stand only inside them, so that the newest can be
 * chosen. Nothing that check keeps is touched. True if a date was learnt.
 */
export async function learnDates(
  source: Source,
  db: Database,
  store: Store,
  log: (line: string) => void,
): Promise<boolean> {
  const deliveries = readIndex(store);
  const rivals = inOrder(store, source, deliveries)
    .map(({ period, candidates }) => candidates.map((delivery) => ({ period, delivery })))
    .filter((candidates) => new Set(candidates.map(({ delivery }) => delivery.sha256)).size > 1)
    .flat()
    .filter(({ delivery }) => waysToRead(source, delivery).length > 0);
  for (const { period, delivery } of rivals)
    try {
      await db.transaction(async () => {
        const snapshot = snapshotOf(store, source, { period, delivery, deliveries });
        await check(source, [snapshot], db, { store, log });
        await readDates(source, [delivery], db, store);
        throw new Learnt();
      });
    } catch (error) {
      if (error instanceof ExtractRefused) forgo(source, delivery, store);
      else if (!(error instanceof Learnt)) throw error;
    }
  return rivals.length > 0;
}

// An extract that is refused has no say, and is not asked again until check lets it through; check will tell why.
function forgo(source: Source, refused: Delivery, store: Store): void {
  const deliveries = readIndex(store);
  for (const delivery of deliveries.filter((d) => d.source === source.id && d.sha256 === refused.sha256))
    for (const way of waysInside(source, delivery)) delivery.read = { ...delivery.read, [keyOf(way)]: null };
  writeIndex(store, deliveries);
}

class Learnt extends Error {}
