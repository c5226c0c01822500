import { readFileSync } from "node:fs";
import { join } from "node:path";
import { TellableError } from "../../../loaders/store/safe-message.js";
import { hasConflictMarks } from "../../authoring/conflict-marks.js";
import { type Edition, rootFolder } from "../edition/editions.js";
import type { Page } from "../edition/pages.js";

/** Throws if two changes of a page meet that nobody has put together yet: the page is named. */
export function refuseConflicts(edition: Edition, pages: readonly Page[]): void {
  for (const { file } of pages)
    if (hasConflictMarks(readFileSync(join(rootFolder(edition), file), "utf8")))
      throw new TellableError(
        `${edition.root}/${file}: it holds the marks that git leaves where two changes met (<<<<<<<, >>>>>>>). Choose what the page should say there, and take them out.`,
      );
}
