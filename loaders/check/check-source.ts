import { ExtractRefused } from "../files/refused.js";
import { type Snapshot, snapshotsInUse } from "../pull/choose.js";
import { datesOf } from "../pull/extract-dates.js";
import { readIndex } from "../pull/index-file.js";
import { asOf, newestOf } from "../registry/dates.js";
import type { Source } from "../registry/source.js";
import type { Database } from "../store/database.js";
import { fingerprint } from "../store/fingerprint.js";
import { type SourceEntry, type StepEntry, withDates } from "../store/manifest.js";
import type { Store } from "../store/paths.js";
import { readStep, recordStep } from "../store/steps.js";
import { type CheckedExtract, check, type PassOver } from "./check.js";
import { type ExtractInUse, keptAmong, readOnGrounds, rememberGrounds } from "./kept-rows.js";
import { keepProfiles, readProfiles } from "./profile.js";
import { writeQuarantineReport } from "./quarantine.js";
import { readDates } from "./read-dates.js";
import { proposeSource } from "./try-file.js";

export interface CheckedSource {
  step: StepEntry;
  entry: SourceEntry;
  /** False if the source's table was current, so that nothing was done. */
  worked: boolean;
}

/**
 * Brings a source's table up to date with the extracts on offer, in one transaction. Rows of an extract that was read before by
 * the same registry entry and code stay, and what was refused by them, whatever else is there, is not read again.
 *
 * A refused extract gives way to the last good one of its period. If none is left, the table stays as it was:
 * a mistake in the registry that makes every extract unreadable takes no data away.
 */
export async function checkSource(
  source: Source,
  offered: Snapshot[],
  db: Database,
  {
    store,
    plan,
    others = [],
    passOver,
    log,
  }: {
    store: Store;
    plan: Omit<StepEntry, "finishedAt">;
    /** Sources, one of which a refused extract may be an extract of. */
    others?: readonly Source[];
    passOver?: PassOver | undefined;
    log: (line: string) => void;
  },
): Promise<CheckedSource> {
  const name = `check:${source.id}`;
  const done = await readStep<SourceEntry>(db, name);
  if (done?.fingerprint === plan.fingerprint) {
    const { detail, ...step } = done;
    return { step, entry: detail, worked: false };
  }
  const lastRows = Object.fromEntries(
    (done?.detail.extracts ?? []).map((e) => [e.period ?? "", e.rows + e.rejected]),
  );
  const grounds = groundsOf(plan);
  const readBefore = done ? await readOnGrounds(db, source, grounds, done.detail.extracts) : [];
  const refused = done && groundsOf(done) === grounds ? stillRefused(done.detail, offered) : [];
  const inUse = (): Snapshot[] => snapshotsInUse(store, source, new Set(refused.map((r) => r.sha256)));
  let snapshots = refused.length ? inUse() : offered;
  while (snapshots.length) {
    try {
      const checked = await db.transaction(async () => {
        const before = await readProfiles(db, source.id);
        const kept = keptAmong(readBefore, snapshots);
        const options = { store, lastRows, before, passOver, kept, log };
        const read = await check(source, snapshots, db, options);
        await keepProfiles(db, source, read.profiles);
        await rememberGrounds(db, source, grounds);
        const extracts = inOrderOf(snapshots, [...kept.values(), ...read.extracts]);
        await readDates(source, extracts, db, store);
        const entry = entryOf(source, dated(source, snapshots, store), extracts, refused);
        return { step: await recordStep(db, name, plan, entry), entry, worked: true };
      });
      await writeQuarantineReport(db, source.id, store);
      return checked;
    } catch (error) {
      if (!(error instanceof ExtractRefused)) throw error;
      const { file, sha256, problem, remedy, byItself } = error;
      const since = new Date().toISOString();
      const mistaken = snapshots.find((snapshot) => snapshot.sha256 === sha256);
      const proposal = byItself && mistaken && (await proposeSource(mistaken, source, others));
      const reason = [problem, remedy, proposal].filter(Boolean).join(" ");
      refused.push({ name: file, sha256, reason, since, byItself });
      snapshots = inUse();
    }
  }
  const last = done ? withDates(done.detail, done.finishedAt.slice(0, 10)) : entryOf(source, [], [], []);
  const entry = { ...last, refused };
  return { step: await recordStep(db, name, plan, entry), entry, worked: true };
}

/** What an extract's rows follow from besides the extract. */
function groundsOf({ code, inputs }: Pick<StepEntry, "code" | "inputs">): string {
  const { extracts: _, ...others } = inputs;
  return fingerprint({ code, others });
}

/** What was refused whatever else was there, and is offered still. */
function stillRefused({ refused }: SourceEntry, offered: readonly Snapshot[]): SourceEntry["refused"] {
  const hashes = new Set(offered.map(({ sha256 }) => sha256));
  return refused.filter(({ sha256, byItself }) => byItself && hashes.has(sha256));
}

/** Of each snapshot what became of it. */
function inOrderOf<Extract extends { sha256: string; period: string | null }>(
  snapshots: readonly Snapshot[],
  extracts: readonly Extract[],
): Extract[] {
  const read = new Map(extracts.map((extract) => [keyOf(extract), extract]));
  return snapshots.flatMap((snapshot) => read.get(keyOf(snapshot)) ?? []);
}

const keyOf = ({ sha256, period }: { sha256: string; period: string | null }): string =>
  JSON.stringify([sha256, period]);

/** The snapshots with the dates that have been read inside them by now. */
export function dated(source: Source, snapshots: Snapshot[], store: Store): Snapshot[] {
  const deliveries = readIndex(store);
  return snapshots.map((snapshot) => {
    const delivery = deliveries.findLast((d) => d.source === source.id && d.sha256 === snapshot.sha256);
    return delivery ? { ...snapshot, dates: datesOf(source, delivery, deliveries) } : snapshot;
  });
}

/** What the manifest says of a source with these extracts in use. */
export function entryOf(
  source: Source,
  snapshots: Snapshot[],
  extracts: readonly (Omit<CheckedExtract, "layout" | "remarks" | "sample"> &
    Pick<ExtractInUse, "remarks" | "sample">)[],
  refused: SourceEntry["refused"],
): SourceEntry {
  const bySha = new Map(snapshots.map((snapshot) => [snapshot.sha256, snapshot]));
  const inUse = extracts.map(({ sha256, period, rows, rejected, sample, remarks }) => {
    const { name, dates, bytes } = bySha.get(sha256)!;
    return { name, sha256, period, ...dates, bytes, rows, rejected, sample, remarks };
  });
  const newest = newestOf(inUse);
  return { title: source.title, extracts: inUse, refused, asOf: newest ? asOf(newest).day : null };
}
