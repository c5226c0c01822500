import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe } from "vitest";
import { check } from "../../loaders/check/check.js";
import { dated, entryOf } from "../../loaders/check/check-source.js";
import { readDates } from "../../loaders/check/read-dates.js";
import { measure } from "../../loaders/measure/measure.js";
import { type Pulled, pull } from "../../loaders/pull/pull.js";
import { writeCatalogue } from "../../loaders/refresh/catalogue.js";
import { readCity } from "../../loaders/registry/city.js";
import { readIndicators } from "../../loaders/registry/indicator.js";
import { readSources } from "../../loaders/registry/source.js";
import { Database } from "../../loaders/store/database.js";
import { fingerprint } from "../../loaders/store/fingerprint.js";
import type { SourceEntry } from "../../loaders/store/manifest.js";
import { repositoryRoot, storeOf } from "../../loaders/store/paths.js";
import { sourceHash } from "../browser/workspace-copy.js";
import { once, outputFolder } from "../once.js";

/** Published files as their publishers made them, which are not part of the repository. */
export const realFolder = resolve(
  repositoryRoot,
  process.env.EARLY_YEARS_REAL ?? join("..", "shared", "real"),
);

/** A group of tests that needs the published files; skipped, and the report says why, where they are not there. */
export function describeReal(name: string, tests: () => void): void {
  const there = existsSync(realFolder);
  describe.skipIf(!there)(
    there ? name : `${name} (skipped: ${realFolder} is not there; set EARLY_YEARS_REAL)`,
    tests,
  );
}

/** What came of an inbox: the analysis database after pull, check and measure. */
export interface World {
  db: Database;
  pulled: Pulled;
  entries: Record<string, SourceEntry>;
  log: string[];
  remove: () => void;
}

/**
 * The world of the published files as they came on 28 November 2026: made once while neither they nor any source file
 * changes, and opened as a copy.
 */
export async function publishedWorld(): Promise<World> {
  const listed = readdirSync(realFolder, { recursive: true, encoding: "utf8" }).sort();
  const files = listed.map((file) => [file, statSync(join(realFolder, file)).mtimeMs]);
  const kept = join(outputFolder, `published-${fingerprint([sourceHash(), files])}`);
  await once(kept, "complete", async () => {
    const { db, pulled, entries, log, remove } = await worldOf(realFolder);
    await db.run("CHECKPOINT");
    copyFileSync(db.file, join(kept, "analysis.duckdb"));
    const told = JSON.stringify({ pulled, entries, log });
    // The lock that others wait at needs the clock as it is, so the day on which the files came is set afterwards.
    writeFileSync(join(kept, "world.json"), told.replaceAll(dayOf(new Date()), "2026-11-28"));
    remove();
  });
  const folder = mkdtempSync(join(tmpdir(), "published-"));
  copyFileSync(join(kept, "analysis.duckdb"), join(folder, "analysis.duckdb"));
  const db = await Database.open(join(folder, "analysis.duckdb"));
  const told = JSON.parse(readFileSync(join(kept, "world.json"), "utf8")) as Omit<World, "db" | "remove">;
  return {
    ...told,
    db,
    remove: () => {
      db.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const dayOf = (date: Date): string => date.toISOString().slice(0, 10);

/** Brings an inbox of published files the way to indicators, in a store of its own. Records of children are not read. */
export async function worldOf(inbox: string): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), "published-"));
  const before = process.env.EARLY_YEARS_STORE;
  process.env.EARLY_YEARS_STORE = folder;
  const store = storeOf(inbox);
  const [sources, log] = [readSources(), [] as string[]];
  const say = (line: string) => log.push(line);
  const pulled = await pull(store, sources, say);
  const db = await Database.open(store.analysis);
  const entries: Record<string, SourceEntry> = {};
  for (const source of sources.filter((s) => s.kind !== "records")) {
    const snapshots = pulled.snapshots.filter((s) => s.source === source.id);
    const entry: SourceEntry = { title: source.title, extracts: [], refused: [], asOf: null };
    entries[source.id] = entry;
    if (snapshots.length === 0) continue;
    try {
      const { extracts } = await check(source, snapshots, db, { store, lastRows: {}, log: say });
      await readDates(source, extracts, db, store);
      entries[source.id] = entryOf(source, dated(source, snapshots, store), extracts, []);
    } catch (error) {
      entry.refused.push({ name: source.id, sha256: "", reason: String(error), since: "" });
    }
  }
  await writeCatalogue(db, sources, entries);
  await measure(db, { indicators: readIndicators(sources), sources, city: readCity(), log: say });
  if (before === undefined) delete process.env.EARLY_YEARS_STORE;
  else process.env.EARLY_YEARS_STORE = before;
  return {
    db,
    pulled,
    entries,
    log,
    remove: () => {
      db.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** An inbox of files made up for a test, by name. */
export function inboxOf(files: Record<string, string | Buffer>): { inbox: string; remove: () => void } {
  const inbox = mkdtempSync(join(tmpdir(), "inbox-"));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(inbox, name), content);
  return { inbox, remove: () => rmSync(inbox, { recursive: true, force: true }) };
}
