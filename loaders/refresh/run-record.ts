import { existsSync } from "node:fs";
import { hostname } from "node:os";
import type { Database } from "../store/database.js";
import type { Manifest, SourceEntry } from "../store/manifest.js";
import type { Store } from "../store/paths.js";
import { beginRun, type Cause, endRun, keepInterrupted, noteLook, type RunBegun } from "../store/runs.js";
import { safeMessage } from "../store/safe-message.js";
import type { StepRunner } from "./step-runner.js";

/** What is kept of one run, from its beginning to its end. */
export class RunRecord {
  private readonly begun: RunBegun;

  constructor(
    private readonly store: Store,
    cause: Cause,
  ) {
    this.begun = { startedAt: new Date().toISOString(), cause, host: hostname(), inbox: store.inbox };
  }

  /** There is something to do. */
  begin(): void {
    keepInterrupted(this.store);
    beginRun(this.store, this.begun);
  }

  /** There is nothing to do. */
  foundNothing(): void {
    keepInterrupted(this.store);
    // A build asks for each page data set.
    if (this.begun.cause !== "page") noteLook(this.store);
  }

  /** What could be made was made. */
  done(manifest: Manifest, given: { pages: string[]; children: number | null; runner: StepRunner }): void {
    const { runner, pages, children } = given;
    const entries = Object.values(manifest.sources);
    const sum = (of: "rows" | "rejected"): number =>
      entries.reduce((all, { extracts }) => all + total(extracts, of), 0);
    endRun(this.store, this.begun, {
      outcome: "done",
      why: null,
      sources: manifest.lastChange?.at === manifest.refreshedAt ? changedSources(manifest) : [],
      rows: sum("rows"),
      rejected: sum("rejected"),
      refused: entries.reduce((all, { refused }) => all + refused.length, 0),
      children,
      pages,
      failures: runner.failures.map(({ step, reason }) => ({ step, reason })),
      seconds: runner.seconds,
    });
  }

  /** It ended with an error. What cannot be written then, on a full disk, is not kept. */
  failed(error: unknown): void {
    if (this.begun.cause === "page" || !existsSync(this.store.folder)) return;
    try {
      endRun(this.store, this.begun, { outcome: "failed", why: safeMessage(error) });
    } catch {
      // The error that ended the run is the one to tell.
    }
  }
}

function changedSources({ lastChange, sources }: Manifest) {
  return lastChange!.sources.map(({ source, added, dropped, refused }) => ({
    source,
    added: added.length,
    dropped: dropped.length,
    refused: refused.length,
    rows: total(sources[source]!.extracts, "rows"),
    rejected: total(sources[source]!.extracts, "rejected"),
  }));
}

function total(extracts: SourceEntry["extracts"], of: "rows" | "rejected"): number {
  return extracts.reduce((all, extract) => all + extract[of], 0);
}

/** The children that records were linked to; null before the first linkage. */
export async function childrenIn(analysis: Database): Promise<number | null> {
  if (!(await analysis.has("person"))) return null;
  return (await analysis.row<{ n: number }>("SELECT count(*)::INTEGER AS n FROM person")).n;
}
