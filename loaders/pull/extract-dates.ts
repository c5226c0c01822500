import { type Answer, type ExtractDates, plausible, type Way } from "../registry/dates.js";
import { fits } from "../registry/pattern.js";
import type { Source } from "../registry/source.js";
import { readSpan, type Span, within } from "../registry/span.js";
import type { Delivery } from "./index-file.js";

/**
 * The three dates of a delivery: what the steward answered about these bytes, else what the ways of the registry find,
 * in order. What stands inside the file counts once it has been read (see waysToRead).
 */
export function datesOf(source: Source, delivery: Delivery, deliveries: readonly Delivery[]): ExtractDates {
  const copies = deliveries.filter((d) => d.sha256 === delivery.sha256);
  const said = answerOf(delivery, copies);
  const received = [delivery, ...copies].map((d) => d.firstSeen).sort()[0]!;
  return plausible({
    covers: said?.covers ?? found(source.dates.covers, delivery),
    published: said?.published ?? found(source.dates.published, delivery)?.to ?? null,
    received: received.slice(0, 10),
  });
}

/** What the steward answered about the bytes of a delivery, beside whichever copy of them. */
export function answerOf(delivery: Delivery, deliveries: readonly Delivery[]): Answer | null {
  return delivery.said ?? deliveries.findLast((d) => d.sha256 === delivery.sha256 && d.said)?.said ?? null;
}

/** The ways that look inside the file and may decide a date of a delivery, as they have not been followed yet. */
export function waysToRead(source: Source, delivery: Delivery): Way[] {
  return [source.dates.covers, source.dates.published].flatMap((ways: Way[]) => {
    const waiting: Way[] = [];
    for (const way of ways) {
      const span = follow(way, delivery);
      if (span === undefined) waiting.push(way);
      else if (span) break;
    }
    return waiting;
  });
}

/** All ways of the registry that look inside a delivery. */
export function waysInside(source: Source, delivery: Delivery): Way[] {
  return [...source.dates.covers, ...source.dates.published].filter(
    (way) => (way.column ?? way.cell) !== undefined && isFor(way, delivery),
  );
}

/** What a way is called where its finding is kept. */
export function keyOf(way: Way): string {
  return [way.cell ? `cell ${way.cell}` : `column ${way.column}`, way.pattern, way.as, way.at]
    .filter(Boolean)
    .join(" ");
}

function found(ways: readonly Way[], delivery: Delivery): Span | null {
  for (const way of ways) {
    const span = follow(way, delivery);
    if (span) return span;
  }
  return null;
}

// Undefined if the way leads into the file and nobody has gone it yet.
function follow(way: Way, delivery: Delivery): Span | null | undefined {
  if (!isFor(way, delivery)) return null;
  if (way.fixed) return typeof way.fixed === "string" ? { from: way.fixed, to: way.fixed } : way.fixed;
  if (way.fileName === undefined) return delivery.read?.[keyOf(way)];
  const text = new RegExp(way.fileName, "i").exec(delivery.name)?.[1];
  return text === undefined ? null : readAs(way, text);
}

function isFor({ files, sha256 }: Way, delivery: Delivery): boolean {
  if (files && !files.some((pattern) => fits(pattern, delivery.path))) return false;
  return !sha256 || sha256 === delivery.sha256;
}

/** What a text means by a way's reading. */
export function readAs({ as, at }: Way, text: string): Span | null {
  const span = readSpan(as, text);
  return span && at ? within(span, at) : span;
}
