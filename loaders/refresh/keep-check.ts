import { readCity } from "../registry/city.js";
import { isConnected } from "../registry/location.js";
import { readSources } from "../registry/source.js";
import type { beginCheck, LastOutcome } from "./last-check.js";
import type { RefreshResult } from "./refresh.js";

/**
 * Remembers that a refresh found nothing to do, for whoever asks the same of the same files on the same day: if nothing failed,
 * and nothing was said but what is said anew on each day.
 */
export function keepCheck(
  check: ReturnType<typeof beginCheck>,
  { store, unchanged, manifest }: RefreshResult,
  outcome: LastOutcome,
): void {
  const isQuiet = outcome.lines.every((line) => /^(?:CLAIM|RULE|Nothing has changed) /.test(line));
  // What lies elsewhere may have changed though no file here has.
  if (unchanged && isQuiet && !manifest.failures.length && !readSources().some(isConnected))
    check.keep(readCity().timeZone, { ...outcome, store: store.folder });
}
