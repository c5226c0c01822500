import { formatBytes } from "../../components/words/numbers.js";
import type { Source } from "../registry/source.js";
import type { Store } from "../store/paths.js";
import { TellableError } from "../store/safe-message.js";
import { keepAnswer, sortAnswers } from "./answers.js";
import { claims, inOrder, newestFirst, periodOf, type Snapshot, snapshotsInUse } from "./choose.js";
import { removeLeftovers, takeSnapshot } from "./copy.js";
import { filesOf, type InboxFile } from "./inbox.js";
import { type Delivery, isSnapshotKept, readIndex, writeIndex } from "./index-file.js";
import { knownName } from "./known-name.js";
import { landedFiles, removeTaken } from "./landing.js";
import { readWithheld, removeWithheld } from "./withheld.js";

export interface Pulled {
  /** The snapshots on offer, by source in the order given, then by period. */
  snapshots: Snapshot[];
  /** Files in the inbox that no source recognises, by what may be told of their paths. */
  unrecognised: string[];
  /** Files that a source recognises and that could not be taken now, by what may be told of their paths, and why. */
  waiting: { source: string; path: string; reason: string }[];
}

/**
 * Brings the inbox's extracts, and those that were fetched, into the store as snapshots. A file is read again only if its size or
 * modification time changed. What is gone from the inbox stays in use. Only one refresh may run at a time.
 *
 * Throws a TellableError if two sources claim the same file.
 */
export async function pull(store: Store, sources: Source[], log: (line: string) => void): Promise<Pulled> {
  removeLeftovers(store);
  removeWithheld(store);
  const withheld = new Set(readWithheld(store).map((one) => key(one.source, one.sha256)));
  const { extracts, answers } = sortAnswers(filesOf(store.inbox));
  const { claimed, unrecognised } = assign(extracts, sources);
  const deliveries = readIndex(store);
  const known = new Map(deliveries.map((d) => [key(d.source, d.path), d]));
  const waiting: Pulled["waiting"] = [];
  const wait = (source: Source, file: InboxFile, reason: string): void => {
    const path = knownName(file, [source]);
    waiting.push({ source: source.id, path, reason });
    log(`pull      ${source.id}: ${path} was not taken: ${reason}.`);
  };
  const landed = landedFiles(store, sources);
  for (const { file, source } of [...claimed, ...landed]) {
    const name = file.path.slice(file.path.lastIndexOf("/") + 1);
    if (periodOf(source, name) === undefined) {
      wait(
        source,
        file,
        `its name carries no period. Rename it, or mend location.period in data/sources/${source.id}.yaml`,
      );
      continue;
    }
    const last = known.get(key(source.id, file.path));
    if (last && isUnchanged(last, file) && withheld.has(key(source.id, last.sha256))) continue;
    if (
      last &&
      isUnchanged(last, file) &&
      (isKept(store, last) || isSuperseded(store, source, deliveries, last))
    )
      continue;
    const taken = await takeSnapshot(store, source.id, file);
    if ("waiting" in taken) {
      wait(source, file, `${taken.waiting}. The next refresh looks again`);
      continue;
    }
    const isWithheld = withheld.has(key(source.id, taken.sha256));
    if (isWithheld) removeWithheld(store);
    const modified = new Date(file.modifiedMs).toISOString();
    const again = deliveries.find(
      (d) => d.source === source.id && d.path === file.path && d.sha256 === taken.sha256,
    );
    const delivery: Delivery = {
      source: source.id,
      path: file.path,
      name,
      bytes: file.bytes,
      modified,
      sha256: taken.sha256,
      firstSeen: firstSight(deliveries, taken.sha256) ?? new Date().toISOString(),
      ...(again?.read ? { read: again.read } : {}),
      ...(again?.said ? { said: again.said } : {}),
    };
    if (again) deliveries.splice(deliveries.indexOf(again), 1);
    else if (isWithheld)
      log(
        `pull      ${source.id}: an extract that was withdrawn, or is past its retention, lies in the inbox again. It was passed over.`,
      );
    else
      log(`pull      ${source.id}: new extract ${knownName(file, [source])} (${formatBytes(file.bytes)}).`);
    deliveries.push(delivery);
    writeIndex(store, deliveries);
  }
  removeTaken(landed, deliveries);
  keepAnswers(store, deliveries, { claimed, answers }, log);
  return { snapshots: sources.flatMap((source) => snapshotsInUse(store, source)), unrecognised, waiting };
}

/** The ISO time at which bytes were first seen, whatever they were called and wherever they lay. */
function firstSight(deliveries: readonly Delivery[], sha256: string): string | undefined {
  return deliveries
    .filter((d) => d.sha256 === sha256)
    .map((d) => d.firstSeen)
    .sort()[0];
}

// An extract that is gone from the inbox keeps its answer; one that lies there has the answer that lies beside it.
function keepAnswers(
  store: Store,
  deliveries: Delivery[],
  { claimed, answers }: { claimed: ReturnType<typeof assign>["claimed"]; answers: Map<string, InboxFile> },
  log: (line: string) => void,
): void {
  const current = new Map(deliveries.map((d) => [key(d.source, d.path), d]));
  let changed = false;
  for (const { file, source } of claimed) {
    const delivery = current.get(key(source.id, file.path));
    const answer = answers.get(file.path);
    if (!delivery) continue;
    try {
      if (!keepAnswer(delivery, answer, source)) continue;
      changed = true;
      if (answer)
        log(`pull      ${source.id}: dates of ${knownName(file, [source])} as the answer beside it says.`);
    } catch (error) {
      if (!(error instanceof TellableError)) throw error;
      log(`pull      ${source.id}: the answer was not used: ${error.message}`);
    }
  }
  if (changed) writeIndex(store, deliveries);
}

function isUnchanged(last: Delivery, file: InboxFile): boolean {
  return last.bytes === file.bytes && Date.parse(last.modified) === file.modifiedMs;
}

function isKept(store: Store, delivery: Delivery): boolean {
  return !delivery.pruned && isSnapshotKept(store, delivery);
}

// What was pruned stays so while a newer extract of its period is kept, though the file still lies in the inbox.
function isSuperseded(store: Store, source: Source, deliveries: Delivery[], last: Delivery): boolean {
  const period = periodOf(source, last.name);
  const sameAs = (other: string | null): boolean => other?.toLowerCase() === period?.toLowerCase();
  const kept = inOrder(store, source, deliveries).find((p) => sameAs(p.period))?.candidates ?? [];
  const newest = newestFirst(source, deliveries);
  return last.pruned !== undefined && kept.some((d) => newest(d, last) < 0);
}

function assign(
  files: InboxFile[],
  sources: Source[],
): { claimed: { file: InboxFile; source: Source }[]; unrecognised: string[] } {
  const claimed: { file: InboxFile; source: Source }[] = [];
  const unrecognised: string[] = [];
  const disputes: string[] = [];
  for (const file of files) {
    const [source, rival] = sources.filter((s) => claims(s, file.path));
    if (!source) unrecognised.push(knownName(file, sources));
    else if (rival)
      disputes.push(
        `${knownName(file, [source, rival])}: the sources ${source.id} and ${rival.id} both recognise it. ` +
          `Write narrower patterns under location.files in data/sources/${source.id}.yaml or data/sources/${rival.id}.yaml.`,
      );
    else claimed.push({ file, source });
  }
  if (disputes.length) throw new TellableError(disputes.join("\n"));
  return { claimed, unrecognised };
}

function key(source: string, path: string): string {
  return `${source}\n${path}`;
}
