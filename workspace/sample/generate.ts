import { existsSync, mkdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve, sep } from "node:path";
import { formatBytes, formatCount, formatSeconds } from "../../components/words/numbers.js";
import { withLock } from "../../loaders/store/lock.js";
import { repositoryRoot, sampleInbox } from "../../loaders/store/paths.js";
import { TellableError } from "../../loaders/store/safe-message.js";
import { ageOn, endOfWorld } from "./calendar.js";
import { deliveries, fileNames } from "./files.js";
import { NhsNumbers } from "./identifiers.js";
import { note } from "./note.js";
import { Families, residentOn } from "./people/family.js";
import { fundingOf } from "./people/funding.js";
import { Centres } from "./sources/centres.js";
import { writeDeprivation } from "./sources/deprivation.js";
import { writeDirectory } from "./sources/directory.js";
import { Eligible } from "./sources/eligible.js";
import { writeGeography } from "./sources/geography.js";
import { Headcount } from "./sources/headcount.js";
import { Population } from "./sources/population.js";
import { Profile } from "./sources/profile.js";
import { Register } from "./sources/register.js";
import { writeSettings } from "./sources/settings.js";
import type { Desk, SampleSource } from "./sources/source.js";
import { Visiting } from "./sources/visiting.js";
import { makeWorld } from "./world.js";
import { Truth } from "./write/truth.js";

export const defaultChildren = 86_000;
export const defaultSeed = 2026;
export const fewestChildren = 1_000;
export const mostChildren = 3_500_000;
/** Where the truth about the sample lies: nothing under loaders/ may read it. */
export const defaultTruthFolder = join(repositoryRoot, "tests", ".truth");

/** Above this a term's headcount has more rows than a workbook should hold, and comes as text in the same columns. */
const mostForWorkbooks = 500_000;
const familiesBetweenWaits = 2_000;

export interface SampleOptions {
  /** Where the extracts go; what is there is replaced. */
  folder?: string;
  /** Children under six who live in the city at the end of the sample's world. */
  children?: number;
  seed?: number;
  /** Where the truth goes; must not be inside `folder`. */
  truthFolder?: string;
  log?: (line: string) => void;
}

export interface SampleSummary {
  folder: string;
  truthFolder: string;
  seed: number;
  /** Under six and living in the city at the end. */
  underSixes: number;
  /** All children in the truth, with those who have grown older, moved away or live outside. */
  children: number;
  families: number;
  files: number;
  bytes: number;
  seconds: number;
}

/**
 * Generates the sample: extracts of an invented city, each in its own system's format and with its faults.
 *
 * The same seed and number of children give the same files. The work happens in a folder beside
 * the wanted one, which takes its place at the end: an interrupted run changes nothing.
 */
export async function generateSample({
  folder = sampleInbox,
  children = defaultChildren,
  seed = defaultSeed,
  truthFolder = defaultTruthFolder,
  log = () => {},
}: SampleOptions = {}): Promise<SampleSummary> {
  if (!Number.isInteger(children) || children < fewestChildren || children > mostChildren)
    throw new TellableError(
      `${children} children: write a whole number from ${fewestChildren} to ${mostChildren}.`,
    );
  if (`${resolve(truthFolder)}${sep}`.startsWith(`${resolve(folder)}${sep}`))
    throw new TellableError(
      `${truthFolder}: the truth must not lie among the extracts. Name a folder outside ${folder}.`,
    );
  const begun = performance.now();
  const work = { folder: beside(folder, "unfinished"), truth: beside(truthFolder, "unfinished") };
  return withLock(`${work.folder}.lock`, async () => {
    remove(work.folder, work.truth);
    mkdirSync(work.folder, { recursive: true, mode: 0o700 });
    try {
      const counts = await write(work.folder, work.truth, children, seed, log);
      replace(work.truth, truthFolder);
      replace(work.folder, folder);
      const seconds = (performance.now() - begun) / 1000;
      const size = `${counts.files} files, ${formatBytes(counts.bytes)}`;
      log(
        `The sample is in ${folder}: ${formatCount(counts.underSixes)} children under six, ${size}, ${formatSeconds(1000 * seconds)}.`,
      );
      return { folder, truthFolder, seed, ...counts, seconds };
    } catch (error) {
      tryToRemove(work.folder, work.truth);
      throw error;
    }
  });
}

async function write(
  folder: string,
  truthFolder: string,
  wanted: number,
  seed: number,
  log: (line: string) => void,
) {
  log("Making the sample's city.");
  const world = makeWorld(seed, wanted);
  const truth = new Truth(truthFolder);
  const desk: Desk = { folder, world, truth, text: wanted > mostForWorkbooks };
  writeFileSync(join(folder, fileNames.note), note(wanted, seed));
  await writeGeography(desk);
  await writeDeprivation(desk);
  await writeSettings(desk);
  await writeDirectory(desk);
  const sources: SampleSource[] = [
    new Register(desk),
    new Visiting(desk),
    new Headcount(desk),
    new Eligible(desk),
    new Centres(desk),
    new Profile(desk),
    new Population(desk),
  ];
  const families = new Families(seed, world.areas, world.postcodes);
  const numbers = new NhsNumbers();
  const counts = { underSixes: 0, children: 0, families: 0 };
  let reported = 0;
  for (let index = 0; counts.underSixes < wanted; index++) {
    const family = families.make(index);
    if (!family) continue;
    counts.families++;
    for (const child of family.children) {
      child.nhsNumber = numbers.next();
      counts.children++;
      if (residentOn(child, endOfWorld) && ageOn(child.birth, endOfWorld) < 6) counts.underSixes++;
      truth.child(child);
    }
    const funding = family.children.map((child) => fundingOf(child, world));
    for (const source of sources) source.add({ family, funding });
    if (counts.families % familiesBetweenWaits === 0) for (const source of sources) await source.drain?.();
    const tenth = Math.floor((10 * counts.underSixes) / wanted);
    if (tenth > reported && tenth < 10) log(`Making children: ${tenth * 10} %.`);
    reported = tenth;
  }
  for (const source of sources) await source.close();
  log("Writing down who is who.");
  await truth.close();
  return { ...counts, ...dated(folder, desk.text) };
}

/** Gives each file the time when it would have been delivered, so that the same sample is the same in this too. */
function dated(folder: string, text: boolean): { files: number; bytes: number } {
  const files = deliveries(text);
  let bytes = 0;
  for (const { file, on } of files) {
    const path = join(folder, file);
    utimesSync(path, on * 86_400, on * 86_400);
    bytes += statSync(path).size;
  }
  return { files: files.length, bytes };
}

/** A folder or file next to another, hidden: a program killed half-way leaves it, and the next run takes it away. */
function beside(folder: string, state: string): string {
  return join(dirname(resolve(folder)), `.${basename(folder).replace(/^\./, "")}-${state}`);
}

function replace(from: string, wanted: string): void {
  const old = beside(wanted, "old");
  remove(old);
  mkdirSync(dirname(resolve(wanted)), { recursive: true });
  if (existsSync(wanted)) renameSync(wanted, old);
  renameSync(from, wanted);
  remove(old);
}

function remove(...folders: string[]): void {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}

// Some systems do not remove files that are still open: the next run will.
function tryToRemove(...folders: string[]): void {
  try {
    remove(...folders);
  } catch {}
}
