import { existsSync } from "node:fs";
import { asOf } from "../registry/dates.js";
import { changesBetween } from "../store/changes.js";
import { holdsSample, type Manifest } from "../store/manifest.js";
import type { Store } from "../store/paths.js";
import { writtenIn } from "../store/sound.js";
import type { Entries } from "./plans.js";
import type { StepRunner } from "./step-runner.js";

/** What a refresh says of itself, before its page data sets are made. */
export function nextManifest(
  store: Store,
  { state, unrecognised, files, knownOn }: Pick<Manifest, "state" | "unrecognised" | "files" | "knownOn">,
  entries: Entries,
  { steps, failures }: StepRunner,
  previous: Manifest | undefined,
): Manifest {
  const refreshedAt = new Date().toISOString();
  const changes = changesBetween(previous?.sources ?? {}, entries);
  return {
    version: 1,
    ...(existsSync(store.publishable) ? { publishable: writtenIn(store.publishable) } : {}),
    state,
    inbox: store.inbox,
    sample: holdsSample(entries),
    refreshedAt,
    ...(knownOn !== undefined && { knownOn }),
    asOf: newestDay(entries),
    sources: entries,
    lastChange: changes.length ? { at: refreshedAt, sources: changes } : (previous?.lastChange ?? null),
    steps,
    pages: {},
    failures,
    unrecognised,
    ...(files && { files }),
  };
}

/** The newest day that any extract in use is of; the day that it came counts only where nothing better is known of any. */
function newestDay(entries: Entries): string | null {
  const dates = Object.values(entries).flatMap(({ extracts }) => extracts.map((extract) => asOf(extract)));
  const known = dates.filter(({ basis }) => basis !== "received");
  const days = (known.length ? known : dates).map(({ day }) => day).sort();
  return days.at(-1) ?? null;
}
