import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { isConnected } from "../registry/location.js";
import type { Source } from "../registry/source.js";
import type { Store } from "../store/paths.js";
import { writeFileAtomic } from "../store/write-file.js";

const record = z.object({
  /** ISO time at which the source was last looked at. */
  lookedAt: z.string(),
  /** Why it could not be fetched then; null if it could. */
  failure: z.string().nullable(),
  /** What was last fetched, by what it is called at the source. */
  files: z.record(
    z.string(),
    z.object({
      version: z.string().nullable(),
      sha256: z.string(),
      /** Its path among what has landed. */
      name: z.string(),
    }),
  ),
});

/** What is known of one connected source. */
export type Fetched = z.infer<typeof record>;

const schema = z.object({ version: z.literal(1), sources: z.record(z.string(), record) });

/** What is known of connected sources, by id. What cannot be read counts as nothing: all is then fetched again. */
export function readFetched(store: Store): Record<string, Fetched> {
  const file = fileOf(store);
  if (!existsSync(file)) return {};
  try {
    return schema.parse(JSON.parse(readFileSync(file, "utf8"))).sources;
  } catch {
    return {};
  }
}

export function writeFetched(store: Store, sources: Record<string, Fetched>): void {
  writeFileAtomic(fileOf(store), `${JSON.stringify({ version: 1, sources }, null, 2)}\n`);
}

/** A source that could not be fetched when it was last looked at, and why. */
export interface FetchFailure {
  source: string;
  reason: string;
}

/** The sources that could not be fetched when they were last looked at, in the order of the registry. */
export function fetchFailures(store: Store, sources: readonly Source[]): FetchFailure[] {
  const known = sources.some(isConnected) ? readFetched(store) : {};
  return sources.filter(isConnected).flatMap(({ id }) => {
    const reason = known[id]?.failure;
    return reason ? [{ source: id, reason }] : [];
  });
}

function fileOf(store: Store): string {
  return join(store.folder, "fetched.json");
}
