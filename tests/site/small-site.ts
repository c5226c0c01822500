import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, extname, join, relative } from "node:path";
import type { Manifest, PageEntry } from "../../loaders/store/manifest.js";
import { repositoryRoot, type Store, storeOf } from "../../loaders/store/paths.js";
import { hashOfPage } from "../../workspace/authoring/review/page-hash.js";
import { fileOfRecord, readRecord, textOfRecord } from "../../workspace/authoring/review/review-record.js";
import type { BuildInput } from "../../workspace/site/edition/build-input.js";
import { type Edition, editions } from "../../workspace/site/edition/editions.js";
import { makeLinks } from "../../workspace/site/framework/links.js";
import { removeLater } from "../remove-later.js";

/** A site of a few files in a folder of its own, with a store whose page data sets are given as text. */
export interface SmallSite {
  folder: string;
  edition(name: Edition["name"]): Edition;
  /** Writes a file below the site's folder. Pages of the public are approved as they are then. */
  write(file: string, content: string): void;
  made: BuildInput;
  remove(): void;
}

export interface SmallSiteOptions {
  /** By name below docs/: `public/index.md`. */
  pages: Record<string, string>;
  /** By name: `public/summary.json`. */
  data?: Record<string, string>;
  sample?: boolean;
}

/** It lies below tests/.output, because Framework's roots are relative to the workspace and its packages. */
export function smallSite({ pages, data = {}, sample = false }: SmallSiteOptions): SmallSite {
  mkdirSync(join(repositoryRoot, "tests", ".output"), { recursive: true });
  const folder = mkdtempSync(join(repositoryRoot, "tests", ".output", "small-"));
  const write = (file: string, content: string): void => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), content);
    if (file.startsWith("docs/public/")) approvePublic(join(folder, "docs"));
  };
  for (const audience of ["explore", "briefings", "public"]) {
    mkdirSync(join(folder, "docs", audience), { recursive: true });
    mkdirSync(join(folder, "loaders", audience), { recursive: true });
  }
  for (const style of ["site", "public-site"]) write(`components/${style}.css`, "body { margin: 0; }");
  for (const script of ["mend-outputs", "show-mistakes", "offline"])
    write(`components/site/${script}.ts`, "export {};");
  write("components/site/drawn-cells.ts", "export const replacing = (define: unknown) => define;");
  for (const [file, content] of Object.entries(pages)) write(`docs/${file}`, content);
  makeLinks(folder);
  const store = storeOf(join(folder, "inbox"));
  const moved: Store = { ...store, pages: join(folder, "store"), manifest: join(folder, "manifest.json") };
  const entries = Object.entries(data).map(([name, content]) => {
    write(`loaders/${name}.ts`, 'throw new Error("a loader ran"); publicPageDataset(import.meta.url, {});');
    const entry = entryOf(name, content);
    write(`store/${entry.file}`, content);
    return [name, entry] as const;
  });
  const base = relative(repositoryRoot, folder).replaceAll("\\", "/");
  return {
    folder,
    write,
    made: { store: moved, manifest: manifestOf(Object.fromEntries(entries), sample) },
    edition: (name) => ({
      ...editions[name],
      root: `${base}/${editions[name].root}`,
      output: `${base}/${editions[name].output}`,
    }),
    remove: () => removeLater(folder),
  };
}

function approvePublic(folder: string): void {
  for (const file of readdirSync(join(folder, "public"), { recursive: true, encoding: "utf8" }))
    if (/^[^.].*\.md$/.test(file)) approvePage(folder, `public/${file.replaceAll("\\", "/").slice(0, -3)}`);
}

/** Approves a page as it is, whoever wrote it. */
export function approvePage(folder: string, address: string): void {
  const record = readRecord(folder, address);
  const hash = hashOfPage(folder, address)!;
  record.approved.push({ at: "2026-11-24T10:00:00Z", by: "Ana Sharma <ana@example.org>", hash });
  mkdirSync(dirname(fileOfRecord(folder, address)), { recursive: true });
  writeFileSync(fileOfRecord(folder, address), textOfRecord(address, record));
}

export function entryOf(name: string, content: string | Uint8Array): PageEntry {
  const sha256 = createHash("sha256").update(content).digest("hex");
  const audience = name.split("/")[0] as PageEntry["audience"];
  return {
    title: `Title of ${name}`,
    audience,
    file: `${sha256.slice(0, 24)}${extname(name)}`,
    sha256,
    bytes: Buffer.byteLength(content),
    protected: audience === "public",
    stale: null,
    fingerprint: "f",
    code: "c",
    inputs: {},
    finishedAt: "2026-11-24T10:00:00Z",
  };
}

export function manifestOf(pages: Record<string, PageEntry>, sample = false): Manifest {
  return {
    version: 1,
    state: "s",
    inbox: "inbox",
    sample,
    refreshedAt: "2026-11-24T10:00:00Z",
    asOf: "2026-10-31",
    sources: {},
    lastChange: null,
    steps: {
      protect: {
        fingerprint: "f",
        code: "c",
        inputs: { together: "yes" },
        finishedAt: "2026-11-24T10:00:00Z",
      },
    },
    pages,
    failures: [],
    unrecognised: [],
  };
}
