import { mkdirSync } from "node:fs";
import { type FetchWhen, fetchExtracts } from "../connect/fetch-extracts.js";
import type { FetchFailure } from "../connect/fetched.js";
import { readCity } from "../registry/city.js";
import { isConnected } from "../registry/location.js";
import { dayIn } from "../registry/rules.js";
import { readSources } from "../registry/source.js";
import type { Manifest } from "../store/manifest.js";
import { defaultInbox, type Store, sampleInbox } from "../store/paths.js";
import type { Log } from "./step-runner.js";

/**
 * Fetches outside the refresh's own lock: what is there is served meanwhile. The sample is invented, and nothing real is ever put
 * beside it.
 */
export async function fetchBefore(store: Store, when: FetchWhen, log: Log): Promise<void> {
  const sources = readSources();
  if (!sources.some(isConnected)) return;
  if (store.inbox === sampleInbox) {
    log("fetch     nothing: the sample city is in use, and what is real is not put beside it.");
    return;
  }
  // A city may have connected sources alone.
  if (store.inbox === defaultInbox) mkdirSync(store.inbox, { recursive: true });
  await fetchExtracts(store, sources, { when, day: dayIn(readCity().timeZone), log });
}

/** Whether the last refresh told of the same sources that could not be fetched, for the same reasons. */
export function hasSameFailures(notFetched: readonly FetchFailure[], { failures }: Manifest): boolean {
  const reported = failures.filter(({ step }) => step.startsWith("fetch:"));
  return (
    reported.length === notFetched.length &&
    notFetched.every(({ source, reason }) =>
      reported.some((one) => one.step === `fetch:${source}` && one.reason === reason),
    )
  );
}
