import { join } from "node:path";
import type { PagesFolder } from "./page-address.js";

/** A file that only one process at a time holds while it writes pages, or what belongs to them. */
export function writingLock(folder: PagesFolder): string {
  return join(folder, ".observablehq", "writing.lock");
}
