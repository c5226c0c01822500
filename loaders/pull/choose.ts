import type { Answer, ExtractDates } from "../registry/dates.js";
import { filePatterns } from "../registry/location.js";
import { fits } from "../registry/pattern.js";
import type { Source } from "../registry/source.js";
import type { Store } from "../store/paths.js";
import { answerOf, datesOf } from "./extract-dates.js";
import { type Delivery, isSnapshotKept, readIndex, snapshotPath } from "./index-file.js";
import { knownName } from "./known-name.js";
import { withheldOf } from "./withheld.js";

/** An extract as kept. */
export interface Snapshot {
  source: string;
  /** The period that the file name gives, or null where the source has none. */
  period: string | null;
  /** Path of the snapshot. */
  file: string;
  sha256: string;
  /** What may be told of its file name: see knownName. */
  name: string;
  bytes: number;
  /** The three dates of the extract, as far as they are known. */
  dates: ExtractDates;
  /** What the steward answered about them. */
  said: Answer | null;
}

/** Hashes of extracts that check refused. */
export type Refused = ReadonlySet<string>;

/**
 * The snapshots of a source to use, in order of period: the newest extract of each period that was not refused.
 * A source without periods has one at most. Call it again with what check refused to fall back on earlier extracts.
 */
export function snapshotsInUse(store: Store, source: Source, refused: Refused = new Set()): Snapshot[] {
  const deliveries = readIndex(store);
  return inOrder(store, source, deliveries)
    .map(({ period, candidates }) => ({ period, delivery: candidates.find((d) => !refused.has(d.sha256)) }))
    .flatMap(({ period, delivery }) =>
      delivery ? [snapshotOf(store, source, { period, delivery, deliveries })] : [],
    );
}

/**
 * The deliveries of each period of a source, best first: those that its patterns still name, that are still kept and that
 * are not withheld.
 * Periods that differ in letter case only are one; the best delivery's spelling stands.
 */
export function inOrder(
  store: Store,
  source: Source,
  deliveries: Delivery[],
): { period: string | null; candidates: Delivery[] }[] {
  const byPeriod = new Map<string, Delivery[]>();
  const withheld = withheldOf(store, source.id);
  for (const delivery of deliveries) {
    if (delivery.source !== source.id || delivery.pruned || !claims(source, delivery.path)) continue;
    if (withheld.has(delivery.sha256)) continue;
    const period = periodOf(source, delivery.name);
    if (period === undefined || !isSnapshotKept(store, delivery)) continue;
    const key = period?.toLowerCase() ?? "";
    byPeriod.set(key, [...(byPeriod.get(key) ?? []), delivery]);
  }
  return [...byPeriod]
    .sort(([a], [b]) => compare(a, b))
    .map(([, found]) => bestFirst(found, newestFirst(source, deliveries)))
    .map((candidates) => ({ period: periodOf(source, candidates[0]!.name) ?? null, candidates }));
}

/** True if one of the source's patterns names the path. */
export function claims(source: Source, path: string): boolean {
  return filePatterns(source).some((pattern) => fits(pattern, path));
}

/** The period in a file name; null if the source has no periods, undefined if the name carries none. */
export function periodOf(source: Source, name: string): string | null | undefined {
  if (!source.location.period) return null;
  return new RegExp(source.location.period, "i").exec(name)?.[1];
}

// What was delivered again under the same path replaces what lay there, whatever its dates:
// a correction may be restored from a copy that is older.
function bestFirst(candidates: Delivery[], newest: (a: Delivery, b: Delivery) => number): Delivery[] {
  const latest = new Map<string, Delivery>();
  for (const delivery of candidates) latest.set(delivery.path, delivery);
  const current = candidates.filter((d) => latest.get(d.path) === d);
  const replaced = candidates.filter((d) => latest.get(d.path) !== d);
  return [...current.sort(newest), ...replaced.sort(newest)];
}

/**
 * Orders deliveries of a source, newest first: by the last day that they cover, then by the publisher's date; where neither
 * is known, by a day or month in the file's name, or the day on which they came. What is alike in all goes by the moment at
 * which it came, by the file's modification time, as far as that is not in the future, and by its name.
 */
export function newestFirst(
  source: Source,
  deliveries: readonly Delivery[],
): (a: Delivery, b: Delivery) => number {
  const known = new Map<Delivery, ExtractDates>();
  const dates = (delivery: Delivery): ExtractDates => {
    const found = known.get(delivery) ?? datesOf(source, delivery, deliveries);
    known.set(delivery, found);
    return found;
  };
  const covered = (d: Delivery): string =>
    dates(d).covers?.to ?? dates(d).published ?? dayInName(d.name, dates(d).received) ?? dates(d).received;
  const published = (d: Delivery): string => dates(d).published ?? dates(d).received;
  return (a, b) =>
    compare(covered(b), covered(a)) ||
    compare(published(b), published(a)) ||
    compare(arrived(b), arrived(a)) ||
    compare(modified(b), modified(a)) ||
    compare(b.name, a.name);
}

// What came in one refresh came together, whichever of it was taken first.
function arrived({ firstSeen }: Delivery): string {
  return firstSeen.slice(0, 16);
}

// A clock that ran ahead must not win for ever.
function modified({ modified: time, firstSeen }: Delivery): string {
  return time < firstSeen ? time : "";
}

/** The last day that a file's name says, where it says one that has been: 2026-10-31, 31-10-2026, 20261031, 2026-10. */
export function dayInName(name: string, received: string): string | undefined {
  const found = [...name.matchAll(dayOrMonth)].map(
    ({ groups: g = {} }) => `${g.year ?? g.ofDay}-${g.month ?? g.inMonth}-${g.day ?? g.dayOf ?? "31"}`,
  );
  return found
    .filter((day) => day.slice(0, 7) <= received.slice(0, 7))
    .map((day) => (day < received ? day : received))
    .sort()
    .at(-1);
}

const dayOrMonth =
  /(?<!\d)(?:(?<year>20\d\d)[-_.]?(?<month>0[1-9]|1[0-2])(?:[-_.]?(?<day>0[1-9]|[12]\d|3[01]))?|(?<dayOf>0[1-9]|[12]\d|3[01])[-_.](?<inMonth>0[1-9]|1[0-2])[-_.](?<ofDay>20\d\d))(?!\d)/g;

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A delivery as kept, with its dates. */
export function snapshotOf(
  store: Store,
  source: Source,
  { period, delivery, deliveries }: { period: string | null; delivery: Delivery; deliveries: Delivery[] },
): Snapshot {
  return {
    source: delivery.source,
    period,
    file: snapshotPath(store, delivery),
    sha256: delivery.sha256,
    name: knownName({ path: delivery.name, bytes: delivery.bytes }, [source]),
    bytes: delivery.bytes,
    dates: datesOf(source, delivery, deliveries),
    said: answerOf(delivery, deliveries),
  };
}
