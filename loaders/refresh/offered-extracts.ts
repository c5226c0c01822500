import { eraseRows } from "../life/erase.js";
import type { Objections } from "../life/objections.js";
import { type AccountedFile, accountFor } from "../pull/account.js";
import { snapshotsInUse } from "../pull/choose.js";
import { prune } from "../pull/prune.js";
import { type Pulled, pull } from "../pull/pull.js";
import { dayIn, type Rule, ruleWarning } from "../registry/rules.js";
import type { Source } from "../registry/source.js";
import type { Store } from "../store/paths.js";
import { mayHaveJumped } from "../store/runs.js";
import { forgetWithheld, learnExtractDates } from "./check-sources.js";
import type { Entries } from "./plans.js";
import type { Registry } from "./registry.js";
import type { Log } from "./step-runner.js";
import type { StoreDatabases } from "./store-databases.js";

/** Pulls, acts on erasures, dates and retention, and gives what is on offer after that. */
export async function offeredNow(
  store: Store,
  { sources, city }: Registry,
  objections: Objections | undefined,
  databases: StoreDatabases,
  log: Log,
): Promise<Pulled> {
  const pulled = await pull(store, sources, log);
  if (objections?.pending.length)
    await eraseRows(objections, sources, await databases.identity(), await databases.analysis(), log);
  const learnt = await learnExtractDates(store, sources, databases, log);
  const isClockRight = !mayHaveJumped(store);
  if (!isClockRight)
    log(
      "CLOCK     By this machine's clock months have passed since the last refresh. If it is right, nothing need be done; else set it. Extracts whose retention has ended are removed from tomorrow on.",
    );
  const ended = await forgetWithheld(
    store,
    sources,
    { timeZone: city.timeZone, isClockRight },
    databases,
    log,
  );
  if (!learnt && !ended) return pulled;
  return { ...pulled, snapshots: sources.flatMap((source) => snapshotsInUse(store, source)) };
}

/** Accounts for every file in the inbox, and tells of those that are neither in use nor told of elsewhere. */
export function tellFiles(store: Store, sources: Source[], entries: Entries, log: Log): AccountedFile[] {
  const files = accountFor(store, sources, entries);
  for (const { path, state, why } of files)
    if (state === "not recognised" || state === "superseded" || state === "linked out")
      log(`INBOX     ${path}: ${state}. ${why}`);
  return files;
}

// Said at every refresh, also where nothing has changed: a rule lapses by the calendar.
export function warnOfRules(rules: Rule[], timeZone: string, log: Log): void {
  const day = dayIn(timeZone);
  for (const rule of rules) {
    const warning = ruleWarning(rule, day);
    if (warning) log(`RULE      ${warning}`);
  }
}

export function pruneSnapshots(
  store: Store,
  sources: Source[],
  entries: Entries,
  objections: Objections | undefined,
): void {
  const refused = Object.values(entries).flatMap((entry) => entry.refused.map((r) => r.sha256));
  const isErasedFrom = (source: Source): boolean => source.kind === "records" && objections !== undefined;
  prune(store, sources, new Set(refused), isErasedFrom);
}
