import type { SourceChange, SourceEntry } from "./manifest.js";

type Entries = Record<string, SourceEntry>;

/** The sources whose extracts in use, or refused, differ between two refreshes; all of them where there was none before. */
export function changesBetween(before: Entries, after: Entries): SourceChange[] {
  return Object.entries(after)
    .map(([source, entry]) => changeOf(source, before[source], entry))
    .filter(({ added, dropped, refused }) => added.length + dropped.length + refused.length > 0);
}

function changeOf(source: string, before: SourceEntry | undefined, after: SourceEntry): SourceChange {
  return {
    source,
    title: after.title,
    added: namesWithout(after.extracts, before?.extracts),
    dropped: namesWithout(before?.extracts, after.extracts),
    refused: (after.refused ?? [])
      .filter(({ sha256 }) => !before?.refused.some((refusal) => refusal.sha256 === sha256))
      .map((refusal) => refusal.name),
    rowsBefore: rowsOf(before),
    rowsAfter: rowsOf(after),
  };
}

function namesWithout(some: SourceEntry["extracts"] = [], others: SourceEntry["extracts"] = []): string[] {
  const known = new Set(others.map((extract) => extract.sha256));
  return some.filter((extract) => !known.has(extract.sha256)).map((extract) => extract.name);
}

function rowsOf(entry: SourceEntry | undefined): number {
  return (entry?.extracts ?? []).reduce((sum, extract) => sum + extract.rows, 0);
}
