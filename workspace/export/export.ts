import { existsSync } from "node:fs";
import { join } from "node:path";
import { formatCount } from "../../components/words/numbers.js";
import { readCity } from "../../loaders/registry/city.js";
import { readSources, type Source } from "../../loaders/registry/source.js";
import { Database } from "../../loaders/store/database.js";
import { withLock } from "../../loaders/store/lock.js";
import { readManifest, whyNoManifest } from "../../loaders/store/manifest.js";
import type { Store } from "../../loaders/store/paths.js";
import { TellableError } from "../../loaders/store/safe-message.js";
import { isSound } from "../../loaders/store/sound.js";
import type { Dictionary } from "./dictionary.js";
import { type ExportTable, exportTables, type Shelf, shelves } from "./tables.js";
import { ParquetFolder } from "./to-parquet.js";
import { PostgresDatabase } from "./to-postgres.js";

export interface ExportOptions {
  /** Which tables; both kinds where left out. */
  only?: Shelf | undefined;
  /** The day by which all of it had come, where it is not all that there is. */
  asOf?: string;
  sources?: readonly Source[];
  log?: (line: string) => void;
}

/**
 * Writes a store's tables, without identifiers, to a folder as Parquet or to a PostgreSQL database, the whole at once, and gives
 * the dictionary. No refresh runs meanwhile. Throws a TellableError before the first refresh, or where it cannot be written.
 */
export async function exportStore(
  store: Store,
  to: string,
  { only, asOf, sources = readSources(), log = () => {} }: ExportOptions = {},
): Promise<Dictionary> {
  return withLock(
    join(store.folder, "refresh.lock"),
    () => exportNow(store, to, { only, asOf: asOf ?? null, sources, log }),
    (holder) => log(`waiting for a refresh that is at work (${holder})`),
  );
}

async function exportNow(
  store: Store,
  to: string,
  {
    only,
    asOf,
    sources,
    log,
  }: Required<Pick<ExportOptions, "sources" | "log">> &
    Pick<ExportOptions, "only"> & { asOf: Dictionary["asOf"] },
): Promise<Dictionary> {
  const manifest = readManifest(store);
  if (!manifest)
    throw new TellableError(
      whyNoManifest(store, "There has been no refresh yet. Read extracts with: npm run refresh"),
    );
  if (
    existsSync(store.publishable) &&
    !(manifest.publishable && isSound(store.publishable, manifest.publishable))
  )
    throw new TellableError(
      `${store.publishable}: is not as protection wrote it, so nothing of it leaves. Make it again with: npm run refresh`,
    );
  const files: Record<Shelf, string> = { pseudonymous: store.analysis, protected: store.publishable };
  const target = /^postgres(ql)?:/.test(to) ? await PostgresDatabase.open(to) : new ParquetFolder(to);
  const written: { table: ExportTable; rows: number }[] = [];
  try {
    for (const shelf of shelves.filter((one) => only === undefined || one === only)) {
      if (!existsSync(files[shelf])) continue;
      const db = await Database.open(files[shelf], { readOnly: true });
      try {
        for (const table of await exportTables(shelf, db, sources)) {
          const rows = await target.write(db, table);
          written.push({ table, rows });
          log(`${shelf.padEnd(12)}  ${table.name}: ${formatCount(rows)} rows`);
        }
      } finally {
        db.close();
      }
    }
    const dictionary: Dictionary = {
      version: 1,
      title: `Early years in ${readCity().name}`,
      exportedAt: new Date().toISOString(),
      refreshedAt: manifest.refreshedAt,
      asOf,
      sample: manifest.sample,
      tables: written.map(({ table: { query: _, ...table }, rows }) => ({ ...table, rows })),
    };
    if (target instanceof PostgresDatabase) await target.finish(written.map(({ table }) => table));
    else target.finish(dictionary);
    return dictionary;
  } finally {
    if (target instanceof PostgresDatabase) await target.close();
    else target.discard();
  }
}
