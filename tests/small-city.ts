import { cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { refresh } from "../loaders/refresh/refresh.js";
import { Database } from "../loaders/store/database.js";
import { fingerprint } from "../loaders/store/fingerprint.js";
import { storeOf } from "../loaders/store/paths.js";
import { generateSample } from "../workspace/sample/generate.js";
import { sourceHash } from "./browser/workspace-copy.js";
import { once, outputFolder } from "./once.js";

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

/**
 * Sources in all formats, of children who are linked, without what places them in areas, of which there is so much that it takes
 * most of the time; of two terms, in which a child of the last return of pupils was in a nursery.
 */
export const withoutAreas = {
  sources: [
    "child-health-register",
    "childrens-centre-attendances",
    "childrens-centre-registrations",
    "eligible-two-year-olds",
    "eyfsp-return",
    "funded-childcare-headcount",
    "health-visiting-reviews",
    "settings-register",
  ],
  without: /2023|2024|2025-a|2026-s/,
};

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
  return pointedAt(folder);
}

/**
 * A small city that is refreshed, as a copy that a test may change, with what its refresh said. It is made once while neither
 * the options nor any source file changes.
 */
export async function refreshedCity(options: SmallCityOptions = {}): Promise<SmallCity & { log: string[] }> {
  const made = join(
    outputFolder,
    `refreshed-${fingerprint([sourceHash(), String(options.without), options])}`,
  );
  const said = join(made, "said.json");
  await once(made, "refreshed", async () => {
    // Elsewhere, as no key may lie in the repository's folder when it is used.
    const city = await smallCity(options);
    const log: string[] = [];
    await refresh({ log: (line) => log.push(line) });
    rmSync(made, { recursive: true });
    cpSync(city.folder, made, { recursive: true, preserveTimestamps: true });
    city.remove();
    writeFileSync(said, JSON.stringify(log));
  });
  const folder = mkdtempSync(join(tmpdir(), "city-"));
  cpSync(made, folder, { recursive: true, preserveTimestamps: true });
  const city = pointedAt(folder);
  // A store is named by the path of its inbox.
  const [named] = readdirSync(city.environment.EARLY_YEARS_STORE!).filter((name) =>
    name.startsWith("inbox-"),
  );
  renameSync(join(city.environment.EARLY_YEARS_STORE!, named!), storeOf(city.inbox).folder);
  return { ...city, log: JSON.parse(readFileSync(said, "utf8")) as string[] };
}

function pointedAt(folder: string): SmallCity {
  const environment = {
    EARLY_YEARS_STORE: join(folder, "store"),
    EARLY_YEARS_INBOX: join(folder, "inbox"),
    EARLY_YEARS_KEY_FILE: join(folder, "key", "pseudonym.key"),
  };
  Object.assign(process.env, environment);
  return {
    folder,
    inbox: environment.EARLY_YEARS_INBOX,
    truth: join(folder, "truth"),
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
