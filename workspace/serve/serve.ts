import { readFileSync } from "node:fs";
import { join } from "node:path";
import { formatTime } from "../../components/words/format.js";
import {
  currentStore,
  defaultInbox,
  repositoryRoot,
  sampleInbox,
  storeOf,
} from "../../loaders/store/paths.js";
import { editions, rootFolder } from "../site/edition/editions.js";
import { pagesState, readPages } from "../site/edition/pages.js";
import { manifestOf } from "../site/manifest-of.js";
import { freePort } from "./port.js";
import { redrawPagesOf, reloadPages } from "./redraw.js";
import { endRefresh, type RefreshNews, refreshInChild } from "./refresh-child.js";
import { serveWorkspace } from "./server.js";
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

/**
 * Refreshes, serves the workspace, and refreshes again whenever an extract, the registry or a loader changes,
 * until it is told to stop. Returns the exit code.
 */
export async function serve({ inbox, ports }: { inbox?: string; ports: number[] }): Promise<number> {
  const port = await freePort(ports);
  const extracts = (): string => `${filesState([inbox ?? defaultInbox])}\n${contentState(registry)}`;
  const before = extracts();
  const news = await refreshInChild(inbox);
  // Page loaders and notices follow the store that is named here, whatever another process refreshes.
  process.env.EARLY_YEARS_INBOX = news?.inbox ?? inbox ?? currentStore().inbox;
  if (!news) {
    const last = manifestOf(currentStore());
    if (!last) return 1;
    say(
      `The refresh did not finish: what is served is the last good state, of ${formatTime(last.refreshedAt)}.`,
    );
  }
  const told = new Promise((resolve) => process.once("SIGINT", resolve).once("SIGTERM", resolve));
  const { close, address } = await serveWorkspace(port);
  if (port !== ports[0]) say(`Port ${ports[0]} is in use by another program.`);
  say(`\nThe workspace is at ${address}  (stop it with Ctrl-C)`);
  const stopWatching = [...watchExtracts(inbox, extracts, before), watchPages()];
  await told;
  for (const stop of stopWatching) stop();
  endRefresh();
  close();
  // Framework goes on watching the files of a page that was opened in the last moment.
  setTimeout(() => process.exit(), 2000).unref();
  return 0;
}

function watchExtracts(inbox: string | undefined, extracts: () => string, since: string): (() => void)[] {
  const refreshFor = (what: string) => async (): Promise<void> => {
    say(`\n${what}`);
    const before = noticesNow();
    const news = await refreshInChild(inbox);
    if (news) show(news, before);
  };
  const onChange = refreshFor("Something new has arrived.");
  // What came during the first refresh counts as new, but not the sample, which that refresh may itself have made.
  const stopExtracts = watchState(extracts, onChange, { since });
  // Tested as soon as they are written, so that it is known by which figures they held.
  const stopClaims = watchState(() => pagesNow().claims, refreshFor("What pages claim has changed."));
  if (inbox) return [stopExtracts, stopClaims];
  return [stopExtracts, stopClaims, watchState(() => filesState([sampleInbox]), onChange)];
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
