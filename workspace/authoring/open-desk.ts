import { userInfo } from "node:os";
import { join } from "node:path";
import { Notebook } from "./notebook.js";
import type { PagesFolder } from "./page-address.js";
import { Repository, type Writer } from "./repository.js";
import { ReviewDesk } from "./review/review-desk.js";
import { SourceDesk } from "./sources/source-desk.js";
import { type TextAt, WritingDesk } from "./writing-desk.js";

/** The desk at which the pages of a folder are written, with their versions in the repository that it lies in. */
export function openDesk(folder: PagesFolder, textAt?: TextAt): WritingDesk {
  return new WritingDesk(new Notebook(folder, () => Repository.open(join(folder, ".."))), folder, textAt);
}

/** The desk at which they are reviewed. */
export function openReviews(folder: PagesFolder): ReviewDesk {
  return new ReviewDesk(folder, () => Repository.open(join(folder, "..")));
}

/** The desk at which the sources are described. */
export function openSources(folder: PagesFolder): SourceDesk {
  return new SourceDesk(folder, () => Repository.open(join(folder, "..")));
}

/** The one person at this machine, as git or the system knows them. */
export async function personHere(folder: PagesFolder): Promise<Writer> {
  const { name, email } = await Repository.writerOf(folder);
  const user = userInfo().username;
  return { name: name ?? user, email: email ?? `${user}@localhost` };
}
