import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fingerprint } from "../store/fingerprint.js";
import type { Manifest, PageEntry } from "../store/manifest.js";
import type { Store } from "../store/paths.js";
import { writeFileAtomic } from "../store/write-file.js";
import type { PageEntries } from "./page-datasets.js";

/**
 * The page data sets that a refresh has made so far, kept beside the manifest until that names them: one that is killed is
 * gone on with, not begun again. `manifest` is what pages may say of this refresh; what was made to say something else is
 * left.
 */
export class PageLedger {
  private readonly file: string;
  private readonly about: string;
  private readonly entries: Record<string, PageEntry>;

  constructor(store: Store, { state, failures, lastChange, unrecognised }: Manifest) {
    this.file = fileOf(store);
    this.about = fingerprint([state, failures.map(({ step }) => step), lastChange?.sources, unrecognised]);
    this.entries = read(this.file, this.about);
  }

  /** Those of these names that were made before a refresh was killed. */
  of(names: (known: readonly string[]) => readonly string[]): PageEntries {
    return Object.fromEntries(names(Object.keys(this.entries)).map((name) => [name, this.entries[name]!]));
  }

  keep(entries: PageEntries): void {
    Object.assign(this.entries, entries);
    writeFileAtomic(this.file, JSON.stringify({ about: this.about, entries: this.entries }));
  }
}

/** Forgets what was made: the manifest names it, or it is out of date. */
export function clearPageLedger(store: Store): void {
  rmSync(fileOf(store), { force: true });
}

function fileOf(store: Store): string {
  return join(store.folder, "pages-made.json");
}

function read(file: string, about: string): Record<string, PageEntry> {
  try {
    const kept = JSON.parse(readFileSync(file, "utf8")) as {
      about: string;
      entries: Record<string, PageEntry>;
    };
    return kept.about === about ? kept.entries : {};
  } catch {
    // There is none, or it is damaged: then all is made.
    return {};
  }
}
