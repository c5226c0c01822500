import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { isConnected } from "../registry/location.js";
import { readSources } from "../registry/source.js";
import { defaultInbox, sampleInbox } from "../store/paths.js";

/** data/inbox if anything is in it, or a source is fetched; else the sample. EARLY_YEARS_INBOX overrides both. */
export function chooseInbox(): string {
  if (process.env.EARLY_YEARS_INBOX) return process.env.EARLY_YEARS_INBOX;
  return holdsFiles(defaultInbox) || readSources().some(isConnected) ? defaultInbox : sampleInbox;
}

function holdsFiles(folder: string): boolean {
  if (!existsSync(folder)) return false;
  return readdirSync(folder, { withFileTypes: true }).some(
    (entry) => !entry.name.startsWith(".") && (entry.isFile() || holdsFiles(join(folder, entry.name))),
  );
}
