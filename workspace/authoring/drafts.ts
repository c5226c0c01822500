import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { TellableError } from "../../loaders/store/safe-message.js";
import { writeFileAtomic } from "../../loaders/store/write-file.js";

/** What somebody has written of a page and not yet saved as a version. */
export interface Draft {
  /** Which draft of the page it is: eight hexadecimal digits, chosen by the browser that writes it. */
  id: string;
  text: string;
  /** The hash of the text that it was made from; undefined for a page that is new. */
  base?: string;
  writer: string;
  /** ISO 8601, UTC. */
  at: string;
}

/** A name for a draft that no other has. */
export const newDraftId = (): string => randomBytes(4).toString("hex");

const idForm = /^[0-9a-f]{8}$/;
const ending = ".draft.md";
const draftName = /^\.(.+)\.([0-9a-f]{8})\.draft\.md$/;
// The last line of a draft's file: a comment, so that the draft is drawn as the page will be.
const trailer = /\n<!-- draft (\{[^\n]*\}) -->\n$/;

/**
 * The file of a draft, beside its page, as what a page imports is found from where it lies. Its name begins with a dot:
 * it is in no list of pages, no search and no build.
 */
export function draftFile(pageFile: string, id: string): string {
  if (!idForm.test(id)) throw new TellableError("This is not the name of a draft.");
  return join(dirname(pageFile), `.${basename(pageFile, ".md")}.${id}${ending}`);
}

/** Keeps a draft on disk, in one step: it outlives browser, server and machine. */
export function keepDraft(pageFile: string, { id, text, base, writer }: Omit<Draft, "at">): void {
  // A comment ends at two hyphens.
  const about = JSON.stringify({ base, writer }).replaceAll("-", "\\u002d").replaceAll(">", "\\u003e");
  writeFileAtomic(draftFile(pageFile, id), `${text}\n<!-- draft ${about} -->\n`, 0o644);
}

/** The drafts of a page, the newest first. What cannot be read as a draft is left alone. */
export function draftsOf(pageFile: string): Draft[] {
  const folder = dirname(pageFile);
  const before = `.${basename(pageFile, ".md")}.`;
  return namesIn(folder)
    .filter((name) => name.startsWith(before) && name.endsWith(ending))
    .map((name) => name.slice(before.length, -ending.length))
    .filter((id) => idForm.test(id))
    .flatMap((id) => readDraft(pageFile, id) ?? [])
    .sort((a, b) => b.at.localeCompare(a.at));
}

/** A draft; undefined if there is none. */
export function readDraft(pageFile: string, id: string): Draft | undefined {
  const file = draftFile(pageFile, id);
  const stats = statSync(file, { throwIfNoEntry: false });
  if (!stats?.isFile()) return undefined;
  const content = readFileSync(file, "utf8");
  const end = trailer.exec(content);
  if (!end) return undefined;
  const { base, writer } = JSON.parse(end[1]!) as Pick<Draft, "base" | "writer">;
  return { id, text: content.slice(0, end.index), base, writer, at: stats.mtime.toISOString() };
}

export function dropDraft(pageFile: string, id: string): void {
  rmSync(draftFile(pageFile, id), { force: true });
}

/** All drafts of the pages of a folder: of which page, and when they were written, in milliseconds since 1970. */
export function* draftsBelow(
  folder: string,
  below = "",
): Generator<{ address: string; id: string; at: number }> {
  for (const entry of readdirSync(join(folder, below), { withFileTypes: true })) {
    const path = below ? `${below}/${entry.name}` : entry.name;
    if (entry.isDirectory() && !entry.name.startsWith(".")) yield* draftsBelow(folder, path);
    const [, page, id] = (entry.isFile() && draftName.exec(entry.name)) || [];
    const at = page && statSync(join(folder, path), { throwIfNoEntry: false })?.mtimeMs;
    if (page && id && at) yield { address: below ? `${below}/${page}` : page, id, at };
  }
}

/** The path of the page that a draft's path is of: `/explore/mine` of `/explore/.mine.0a1b2c3d.draft`. Any other path stays. */
export function pageOfDraft(path: string): string {
  return path.replace(/(^|\/)\.([^/]+)\.[0-9a-f]{8}\.draft(?=\.md$|$)/, "$1$2");
}

/** Whether a file's name is that of a draft. */
export function isDraft(name: string): boolean {
  return name.startsWith(".") && name.endsWith(ending);
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
