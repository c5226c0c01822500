import { formatCount, formatSeconds } from "../../components/words/numbers.js";
import { forgetChecked } from "../check/check.js";
import { checkSource, entryOf } from "../check/check-source.js";
import { forgetExtracts } from "../check/forget-extracts.js";
import { learnDates } from "../check/read-dates.js";
import type { Objections } from "../life/objections.js";
import { passOverErased } from "../life/pass-over.js";
import type { Snapshot } from "../pull/choose.js";
import { endRetention } from "../pull/retention.js";
import { readWithheld, withheldOf } from "../pull/withheld.js";
import { dayIn } from "../registry/rules.js";
import type { Source } from "../registry/source.js";
import type { SourceEntry } from "../store/manifest.js";
import type { Store } from "../store/paths.js";
import { safeMessage } from "../store/safe-message.js";
import { forgetStep } from "../store/steps.js";
import { StorageError } from "../store/storage.js";
import type { Entries } from "./plans.js";
import type { Log } from "./step-runner.js";
import type { StoreDatabases } from "./store-databases.js";
import type { Tools } from "./tools.js";

/** Reads inside extracts where only that tells which of them is newest. Whether anything was learnt. */
export async function learnExtractDates(
  store: Store,
  sources: Source[],
  databases: StoreDatabases,
  log: Log,
): Promise<boolean> {
  let learnt = false;
  for (const source of sources)
    try {
      learnt = (await learnDates(source, await databases.of(source), store, log)) || learnt;
    } catch (error) {
      if (error instanceof StorageError) throw error;
      log(`dates     ${source.id}: ${safeMessage(error)}`);
    }
  return learnt;
}

/**
 * Ends the retention of what is too old, unless the clock may be wrong, and takes what is withheld out of the tables, also as the last good extract.
 * Whether any retention ended now.
 */
export async function forgetWithheld(
  store: Store,
  sources: Source[],
  { timeZone, isClockRight }: { timeZone: string; isClockRight: boolean },
  databases: StoreDatabases,
  log: Log,
): Promise<boolean> {
  const ended = isClockRight ? endRetention(store, sources, dayIn(timeZone), log) : [];
  for (const source of sources) {
    const hashes = withheldOf(store, source.id);
    if (hashes.size) await forgetExtracts(source, hashes, await databases.of(source));
  }
  return ended.length > 0;
}

/**
 * Brings every source's table up to date with the extracts on offer, and gives what is in use by source.
 * A source that fails keeps what the last refresh said of it.
 */
export async function checkSources(
  { store, sources, snapshots }: { store: Store; sources: Source[]; snapshots: Snapshot[] },
  before: Entries,
  objections: Objections | undefined,
  { plans, databases, runner, log }: Tools,
): Promise<Record<string, SourceEntry>> {
  const entries: Record<string, SourceEntry> = {};
  for (const source of sources) {
    const offered = snapshots.filter((snapshot) => snapshot.source === source.id);
    entries[source.id] = offered.length
      ? stillInUse(store, source, before[source.id])
      : entryOf(source, [], [], []);
    if (!offered.length) continue;
    const name = `check:${source.id}`;
    const started = performance.now();
    try {
      const { step, entry, worked } = await checkSource(source, offered, await databases.of(source), {
        store,
        plan: plans.check(source, offered),
        others: sources,
        passOver: source.kind === "records" && objections ? passOverErased(objections) : undefined,
        log,
      });
      runner.steps[name] = step;
      entries[source.id] = entry;
      if (worked) {
        runner.seconds[name] = Math.round(performance.now() - started) / 1000;
        logChecked(source, entry, started, log);
      }
    } catch (error) {
      runner.fail(name, error);
    }
  }
  return withRemovals(store, entries);
}

/** What the last refresh said of a source, without what is withheld since. */
function stillInUse(store: Store, source: Source, last: SourceEntry | undefined): SourceEntry {
  const { removed: _, ...before } = last ?? entryOf(source, [], [], []);
  const hashes = withheldOf(store, source.id);
  const stays = ({ sha256 }: { sha256: string }): boolean => !hashes.has(sha256);
  return { ...before, extracts: before.extracts.filter(stays), refused: before.refused.filter(stays) };
}

function logChecked(source: Source, entry: SourceEntry, started: number, log: Log): void {
  const total = (of: "rows" | "rejected") => formatCount(entry.extracts.reduce((sum, e) => sum + e[of], 0));
  log(
    `check     ${source.id}: ${total("rows")} rows, ${total("rejected")} in quarantine  (${formatSeconds(performance.now() - started)})`,
  );
  for (const { name, remarks = [] } of entry.extracts)
    for (const sentence of remarks) log(`NOTE      ${source.id}: ${name}: ${sentence}`);
  for (const refused of entry.refused) log(`REFUSED   ${source.id}: ${refused.name}: ${refused.reason}`);
}

/** The entries, each with what was removed of its source. */
function withRemovals(store: Store, entries: Record<string, SourceEntry>): Record<string, SourceEntry> {
  const all = { ...entries };
  for (const { source, at, why, covers } of readWithheld(store)) {
    const entry = all[source];
    if (entry) all[source] = { ...entry, removed: [...(entry.removed ?? []), { at, why, covers }] };
  }
  return all;
}

/** Removes the tables of sources that left the registry, changed their kind, or have no extract any more. */
export async function dropUnregistered(
  sources: Source[],
  entries: Entries,
  databases: StoreDatabases,
): Promise<void> {
  for (const holdsRecords of [true, false]) {
    const db = holdsRecords ? await databases.identity() : await databases.analysis();
    const kept = new Set(
      sources
        .filter((s) => (s.kind === "records") === holdsRecords && entries[s.id]!.extracts.length)
        .map((s) => s.id),
    );
    const names = (await db.has("step"))
      ? await db.rows<{ name: string }>("SELECT name FROM step WHERE name LIKE 'check:%'")
      : [];
    for (const { name } of names) {
      const id = name.slice("check:".length);
      if (kept.has(id)) continue;
      await db.transaction(async () => {
        await forgetChecked(db, id);
        await forgetStep(db, name);
      });
    }
  }
}
