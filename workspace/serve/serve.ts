import { readFileSync } from "node:fs";
import { join } from "node:path";
import { formatTime } from "../../components/words/format.js";
import { currentStore, storeOf } from "../../loaders/store/paths.js";
import type { Cause } from "../../loaders/store/runs.js";
import { editions, rootFolder } from "../site/edition/editions.js";
import { pagesState, readPages } from "../site/edition/pages.js";
import { manifestOf } from "../site/manifest-of.js";
import { extractsState, followExtracts } from "./follow.js";
import { freePort } from "./port.js";
import { redrawPagesOf, reloadPages } from "./redraw.js";
import { endRefresh, type RefreshNews, refreshInChild } from "./refresh-child.js";
import { serveWorkspace } from "./server.js";
import { watchState } from "./watch.js";

/**
 * Refreshes, serves the workspace, and refreshes again whenever an extract, the registry or a loader changes and whenever a
 * schedule says so, until it is told to stop. Returns the exit code.
 */
export async function serve({ inbox, ports }: { inbox?: string; ports: number[] }): Promise<number> {
  const port = await freePort(ports);
  const before = extractsState(inbox);
  const news = await refreshInChild(inbox, "start");
  // Page loaders and notices follow the store that is named here, whatever another process refreshes.
  process.env.EARLY_YEARS_INBOX = news?.inbox ?? inbox ?? currentStore().inbox;
  if (!news) {
    const last = manifestOf(currentStore());
    if (!last) return 1;
    say(
      `The refresh did not finish: what is served is the last good state, of ${formatTime(last.refreshedAt)}.`,
    );
  }
  const signal = new Promise((resolve) => process.once("SIGINT", resolve).once("SIGTERM", resolve));
  const { close, address } = await serveWorkspace(port);
  if (port !== ports[0]) say(`Port ${ports[0]} is in use by another program.`);
  say(`\nThe workspace is at ${address}  (stop it with Ctrl-C)`);
  const stopWatching = [...watchExtracts(inbox, before), watchPages()];
  await signal;
  for (const stop of stopWatching) stop();
  endRefresh();
  close();
  // Framework goes on watching the files of a page that was opened in the last moment.
  setTimeout(() => process.exit(), 2000).unref();
  return 0;
}

function watchExtracts(inbox: string | undefined, since: string): (() => void)[] {
  const refreshFor = async (what: string, cause: Cause, scheduled?: readonly string[]): Promise<void> => {
    say(`\n${what}`);
    const before = noticesNow();
    const news = await refreshInChild(inbox, cause, scheduled);
    if (news) show(news, before);
  };
  // Tested as soon as they are written, so that it is known by which figures they held.
  const onClaims = () => refreshFor("What pages claim has changed.", "claims");
  return [...followExtracts(inbox, since, refreshFor), watchState(() => pagesNow().claims, onClaims)];
}

/** The pages as the sidebar lists them, and the texts of those that claim something, as one reading of them all has them. */
interface PagesNow {
  sidebar: string;
  claims: string;
}
let pagesSeen: { state: string; now: PagesNow } | undefined;

// Two watches ask for it each second: nothing is read while no file has changed.
function pagesNow(): PagesNow {
  const edition = editions.workspace;
  const state = pagesState(edition);
  if (pagesSeen?.state === state) return pagesSeen.now;
  const pages = readPages(edition, () => {});
  const texts = pages.map(({ file }) => textIn(join(rootFolder(edition), file)));
  const claims = JSON.stringify(texts.filter((text) => /\bclaim\(/.test(text)));
  pagesSeen = { state, now: { sidebar: JSON.stringify(pages), claims } };
  return pagesSeen.now;
}

// A page may be taken away while the others are read.
function textIn(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

function show(news: RefreshNews, before: string): void {
  process.env.EARLY_YEARS_INBOX = news.inbox;
  if (noticesNow() !== before) reloadPages();
  else redrawPagesOf(news.changed);
}

/** What the notices on pages rest on: which store, sample or not, what is stale. */
function noticesNow(): string {
  const store = storeOf(process.env.EARLY_YEARS_INBOX!);
  const pages = Object.entries(manifestOf(store)?.pages ?? {});
  return JSON.stringify([store.folder, pages.filter(([, { stale }]) => stale).map(([name]) => name)]);
}

/** A page that is added, renamed or unlisted changes every page's sidebar. */
function watchPages(): () => void {
  return watchState(
    () => pagesNow().sidebar,
    async () => reloadPages(),
  );
}

// Not console.log, which is silenced while Framework's preview runs in this process.
function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
