import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Database } from "../loaders/store/database.js";
import { generateSample } from "../workspace/sample/generate.js";

/** A sample city of 1,000 children with a store of its own, in a folder that `remove` takes away. */
export interface SmallCity {
  folder: string;
  inbox: string;
  truth: string;
  /** The environment that points the workspace at it. */
  environment: Record<string, string>;
  remove: () => void;
}

/** Two sources of the same children, of no area: the least that is linked, measured and shown. */
export const twoSources = ["child-health-register", "eyfsp-return"];

/** Sources enough for records of two kinds that are linked, and figures of wards and small areas: refreshed in a third of the time. */
export const fewSources = [
  "child-health-register",
  "childrens-centre-registrations",
  "eyfsp-return",
  "lsoa-ward-lookup",
  "postcode-directory",
  "ward-locality-lookup",
];

/** All terms and years but the last. */
export const earlier = /_(?:2023|2024)-|2025-[as]/;

export interface SmallCityOptions {
  children?: number;
  /** Those that have extracts; all if left out. */
  sources?: readonly string[];
  /** Extracts that it is made without: what comes every term or year takes long to read. */
  without?: RegExp;
}

/** Makes a small city and points this process at it. */
export async function smallCity({
  children = 1000,
  sources,
  without,
}: SmallCityOptions = {}): Promise<SmallCity> {
  const folder = mkdtempSync(join(tmpdir(), "city-"));
  const inbox = join(folder, "inbox");
  const truth = join(folder, "truth");
  await generateSample({ folder: inbox, children, seed: 7, truthFolder: truth, log: () => {} });
  if (sources) leaveSources(inbox, sources);
  if (without) leaveOut(inbox, without);
  const environment = {
    EARLY_YEARS_STORE: join(folder, "store"),
    EARLY_YEARS_INBOX: inbox,
    EARLY_YEARS_KEY_FILE: join(folder, "key", "pseudonym.key"),
  };
  Object.assign(process.env, environment);
  return {
    folder,
    inbox,
    truth,
    environment,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Takes the extracts of all sources but these out of a sample. */
export function leaveSources(inbox: string, sources: readonly string[]): void {
  for (const entry of readdirSync(inbox, { withFileTypes: true }))
    if (entry.isDirectory() && !sources.includes(entry.name))
      rmSync(join(inbox, entry.name), { recursive: true });
}

/** Takes the extracts with such names out of a sample. */
function leaveOut(inbox: string, names: RegExp): void {
  for (const name of readdirSync(inbox, { recursive: true, encoding: "utf8" }))
    if (names.test(name)) rmSync(join(inbox, name));
}

/** The rows that a query of one of its databases gives. */
export async function ask<T>(file: string, sql: string): Promise<T[]> {
  const db = await Database.open(file, { readOnly: true });
  try {
    return await db.rows<T>(sql);
  } finally {
    db.close();
  }
}
