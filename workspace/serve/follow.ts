import { join } from "node:path";
import { formatTime } from "../../components/words/format.js";
import { readCity } from "../../loaders/registry/city.js";
import { readSources } from "../../loaders/registry/source.js";
import { currentStore, defaultInbox, repositoryRoot, sampleInbox } from "../../loaders/store/paths.js";
import type { Cause } from "../../loaders/store/runs.js";
import { manifestOf } from "../site/manifest-of.js";
import { endRefresh, refreshInChild } from "./refresh-child.js";
import { watchSchedule } from "./schedule.js";
import { contentState, filesState, watchState } from "./watch.js";

/** What a refresh is made from, apart from extracts. */
const registry = [
  "data/sources",
  "data/indicators",
  "data/policy",
  "data/rules",
  "data/notes",
  "data/translations",
  "data/city.yaml",
  "data/similar-areas.yaml",
  "loaders",
].map((path) => join(repositoryRoot, path));

/** A text that changes whenever an extract, the registry or a loader does. */
export function extractsState(inbox: string | undefined): string {
  return `${filesState([inbox ?? defaultInbox])}\n${contentState(registry)}`;
}

/**
 * Calls `refreshFor` whenever an extract, the registry or a loader has changed since a state, and at each time that the schedule
 * of a source says. Returns functions that stop it.
 */
export function followExtracts(
  inbox: string | undefined,
  since: string,
  refreshFor: (what: string, cause: Cause, scheduled?: readonly string[]) => Promise<void>,
): (() => void)[] {
  const onChange = () => refreshFor("Something new has arrived.", "arrival");
  // What came during the first refresh counts as new, but not the sample, which that refresh may itself have made.
  const stops = [
    watchState(() => extractsState(inbox), onChange, { since }),
    watchSchedule(
      () => ({ sources: readSources(), timeZone: readCity().timeZone }),
      (due) => refreshFor(`It is time to look for ${due.join(", ")}.`, "schedule", due),
    ),
  ];
  return inbox ? stops : [...stops, watchState(() => filesState([sampleInbox]), onChange)];
}

/**
 * Refreshes, and again whenever something new has come or a schedule says so, without serving, until it is told to stop. A refresh
 * that fails is told, and the next one is waited for. Returns the exit code.
 */
export async function follow(inbox: string | undefined, say: (line: string) => void): Promise<number> {
  const since = extractsState(inbox);
  const ended = new Promise((resolve) => process.once("SIGINT", resolve).once("SIGTERM", resolve));
  let isOver = false;
  ended.then(() => {
    isOver = true;
    endRefresh();
  });
  const first = await refreshInChild(inbox, "start");
  if (!first) sayLastGood(say);
  if (isOver) return 0;
  const stops = followExtracts(inbox, since, async (what, cause, scheduled) => {
    say(`\n${what}`);
    if (!(await refreshInChild(inbox, cause, scheduled))) sayLastGood(say);
  });
  say("Waiting for new extracts  (stop it with Ctrl-C)");
  await ended;
  for (const stop of stops) stop();
  return 0;
}

function sayLastGood(say: (line: string) => void): void {
  const last = manifestOf(currentStore());
  say(
    last
      ? `The refresh did not finish: what is in use is the last good state, of ${formatTime(last.refreshedAt)}.`
      : "The refresh did not finish, and there is no earlier state. It is tried again when something changes.",
  );
}
