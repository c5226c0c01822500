import { formatTime } from "../components/words/format.js";
import { formatSeconds } from "../components/words/numbers.js";
import { chooseInbox } from "../loaders/refresh/choose-inbox.js";
import { type RefreshOptions, type RefreshResult, refresh } from "../loaders/refresh/refresh.js";
import { sampleInbox } from "../loaders/store/paths.js";
import { safeMessage } from "../loaders/store/safe-message.js";
import { tellPeople } from "./digests/tell.js";
import { sampleIfNeeded } from "./sample-if-needed.js";

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
  }: Pick<RefreshOptions, "publications" | "remedies" | "fetch" | "log"> = {},
): Promise<RefreshResult> {
  const started = performance.now();
  if (inbox === undefined && chooseInbox() === sampleInbox) await sampleIfNeeded(log);
  const result = await refresh({ inbox, ...options, log, writerOf });
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
