import { existsSync } from "node:fs";
import { formatTime } from "../components/words/format.js";
import { formatSeconds } from "../components/words/numbers.js";
import { chooseInbox } from "../loaders/refresh/choose-inbox.js";
import { type RefreshOptions, type RefreshResult, refresh } from "../loaders/refresh/refresh.js";
import { readCity } from "../loaders/registry/city.js";
import { dayIn } from "../loaders/registry/rules.js";
import { readSources } from "../loaders/registry/source.js";
import { type Store, sampleInbox, storeOf } from "../loaders/store/paths.js";
import { safeMessage } from "../loaders/store/safe-message.js";
import { alertOf } from "./alerts.js";
import { tellPeople } from "./digests/tell.js";
import { sampleIfNeeded } from "./sample-if-needed.js";
import { keepStatus, statusOf } from "./status.js";

// Loaded only where a claim is new: most refreshes find none. A repository that cannot be read holds up no figures.
const writerOf: RefreshOptions["writerOf"] = async (claim) => {
  const { claimWriter } = await import("./authoring/claim-writer.js");
  return claimWriter(claim).catch(() => undefined);
};

/**
 * A refresh with its progress on the screen, after making the sample if there is nothing else to work on. Whoever asked for
 * digests is told of what moved.
 */
export async function bringUpToDate(
  inbox: string | undefined,
  {
    log = (line) => console.log(line),
    ...options
  }: Pick<RefreshOptions, "publications" | "remedies" | "fetch" | "log" | "cause"> = {},
): Promise<RefreshResult> {
  const started = performance.now();
  const chosen = inbox ?? chooseInbox();
  if (chosen === sampleInbox) await sampleIfNeeded(log);
  let result: RefreshResult;
  try {
    result = await refresh({ inbox: chosen, ...options, log, writerOf });
  } finally {
    await tellHowItStands(storeOf(chosen), log);
  }
  const { manifest, unchanged, changed } = result;
  if (unchanged) log(`Nothing has changed since ${formatTime(manifest.refreshedAt)}.`);
  else
    log(
      `Refreshed in ${formatSeconds(performance.now() - started)}: ${changed.length} page data sets are new.`,
    );
  if (manifest.failures.length)
    log(`${manifest.failures.length} steps failed, and what they make is as it was: see FAILED above.`);
  // The figures are there whether or not anybody could be told of them.
  await tellPeople(result.store, manifest, { log }).catch((error: unknown) =>
    log(`DIGEST    ${safeMessage(error)}`),
  );
  return result;
}

// What monitoring reads is written, and whoever asked is told, however the refresh ended.
async function tellHowItStands(store: Store, log: (line: string) => void): Promise<void> {
  try {
    if (!existsSync(store.folder)) return;
    const status = statusOf(store, readSources(), dayIn(readCity().timeZone));
    keepStatus(store, status);
    await alertOf(store, status, { log });
  } catch (error) {
    log(`STATUS    ${safeMessage(error)}`);
  }
}
