import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { basename, isAbsolute, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { writeFileAtomic } from "./write-file.js";

/** The folder that holds package.json. */
export const repositoryRoot = resolve(fileURLToPath(new URL("../..", import.meta.url)));

/** Where extracts arrive. A city's own extracts go here. */
export const defaultInbox = join(repositoryRoot, "data", "inbox");

/** Where the generated sample lies. It is used only while the inbox is empty. */
export const sampleInbox = join(repositoryRoot, "data", "sample");

/** The file in which a generated sample says that it is one. */
export const sampleNote = "SAMPLE.txt";

/**
 * A store holds all that was made from one inbox. Each inbox has a store of its own,
 * so that extracts of different inboxes can never be linked or shown together.
 */
export interface Store {
  /** The folder that extracts are read from. */
  inbox: string;
  /** The folder that everything made from it is kept in. */
  folder: string;
  snapshots: string;
  /** Where extracts that were fetched lie until they are pulled. */
  landing: string;
  /** Identifiers: opened by check and link only. */
  identity: string;
  /** Pseudonymous: what indicators are measured from. */
  analysis: string;
  /** Only what has been through protect. */
  publishable: string;
  /** Page data sets, named by content. */
  pages: string;
  manifest: string;
  /** What became of the claims of pages, and since when. */
  claims: string;
}

/** The store of an inbox. Folders are made when first written, not here. */
export function storeOf(inbox: string): Store {
  const path = resolve(inbox);
  const folder = join(
    storesFolder(),
    path === defaultInbox
      ? "inbox"
      : path === sampleInbox
        ? "sample"
        : `${basename(path)}-${shortHash(path)}`,
  );
  return {
    inbox: path,
    folder,
    snapshots: join(folder, "snapshots"),
    landing: join(folder, "landing"),
    identity: join(folder, "identity.duckdb"),
    analysis: join(folder, "analysis.duckdb"),
    publishable: join(folder, "public.duckdb"),
    pages: join(folder, "pages"),
    manifest: join(folder, "manifest.json"),
    claims: join(folder, "claims.json"),
  };
}

/** EARLY_YEARS_STORE moves all stores elsewhere, for example to an encrypted disk. */
export function storesFolder(): string {
  return resolve(process.env.EARLY_YEARS_STORE ?? join(repositoryRoot, "data", "store"));
}

/**
 * The store in use: EARLY_YEARS_INBOX if set, else the one that the last refresh chose,
 * else the default inbox's. Page loaders, which Framework runs without arguments, rely on it.
 */
export function currentStore(): Store {
  const fromEnvironment = process.env.EARLY_YEARS_INBOX;
  if (fromEnvironment) return storeOf(fromEnvironment);
  const pointer = join(storesFolder(), "current.json");
  if (existsSync(pointer))
    return storeOf(
      resolve(repositoryRoot, (JSON.parse(readFileSync(pointer, "utf8")) as { inbox: string }).inbox),
    );
  return storeOf(defaultInbox);
}

/** Makes a store the one in use. An inbox in the repository is named by its path there, which a copy of it shares. */
export function chooseStore(store: Store): void {
  const pointer = join(storesFolder(), "current.json");
  const path = relative(repositoryRoot, store.inbox);
  const isInside = path !== ".." && !path.startsWith(`..${sep}`) && !isAbsolute(path);
  const inbox = isInside ? path.replaceAll("\\", "/") : store.inbox;
  const content = `${JSON.stringify({ inbox })}\n`;
  if (existsSync(pointer) && readFileSync(pointer, "utf8") === content) return;
  mkdirSync(storesFolder(), { recursive: true });
  writeFileAtomic(pointer, content);
}

/** What the files of the stores' pseudonym keys are called after: outside the repository, or where EARLY_YEARS_KEY_FILE says. */
export function keyFile(): string {
  const configuration = process.platform === "win32" ? process.env.APPDATA : process.env.XDG_CONFIG_HOME;
  return (
    process.env.EARLY_YEARS_KEY_FILE ??
    join(configuration ?? join(homedir(), ".config"), "early-years-workspace", "pseudonym.key")
  );
}

function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
}
