import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { repositoryRoot } from "../loaders/store/paths.js";
import { tellTotal } from "./run-checks.js";
import { type Count, runVitest } from "./run-vitest.js";
import { Random } from "./sample/random.js";

const ending = ".soak.test.ts";
const atOnce = 2;

export interface Soak {
  minutes: number;
  seed: number;
}

/** The files of long tests, all or those whose path has one of the words in it; from the repository's folder, with slashes. */
export function soakFiles(words: string[]): string[] {
  return filesOfTests()
    .filter((file) => file.endsWith(ending))
    .filter((file) => !words.length || words.some((word) => file.includes(word)))
    .sort();
}

// Without what tests make: it comes and goes beside them, and a walk through it fails on a folder that has just gone.
function filesOfTests(): string[] {
  const folder = join(repositoryRoot, "tests");
  return readdirSync(folder)
    .filter((name) => !name.startsWith(".") && statSync(join(folder, name)).isDirectory())
    .flatMap((room) =>
      readdirSync(join(folder, room), { recursive: true, encoding: "utf8" }).map(
        (file) => `tests/${room}/${file.replaceAll("\\", "/")}`,
      ),
    );
}

/** When each file last came to its end, in milliseconds since 1970; a file that never did is not among them. */
export type Reached = Readonly<Record<string, number>>;

/**
 * The order in which files are begun: each once, those first that were not reached for longest, and of those of which
 * nothing is known others by each seed, so that the same are not always left over; then those that a seed makes different,
 * again and again, each round with the next seed.
 */
export function* soakOrder(
  files: string[],
  seed: number,
  isSeeded: (file: string) => boolean,
  reached: Reached = {},
) {
  for (let round = 0, left = files; left.length; round++, left = files.filter(isSeeded))
    for (const file of shuffled(left, seed + round).sort((a, b) => (reached[a] ?? 0) - (reached[b] ?? 0)))
      yield { file, seed: seed + round };
}

// Kept beside what the tests make: a machine that keeps its checkout goes on where the last soak ended.
const reachedFile = join(repositoryRoot, "tests", ".output", "soak-reached.json");

function readReached(file: string): Reached {
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Reached) : {};
}

function writeReached(file: string, reached: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify({ ...readReached(file), [reached]: Date.now() }));
}

function shuffled(files: string[], seed: number): string[] {
  const random = new Random(seed);
  return files
    .map((file) => ({ file, at: random.next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ file }) => file);
}

/**
 * Runs files of long tests, two at a time, until the time is up, and tells what each came to and what was not reached.
 * The last tenth is for what has begun to end; what then still runs is ended, and counts neither as passed nor as failed.
 * Prints, as the last line, how many tests passed and failed. Returns the exit code. `memory`: the file that says when each
 * was reached.
 */
export async function runSoak(
  files: string[],
  { minutes, seed }: Soak,
  { run = runVitest, memory = reachedFile } = {},
): Promise<number> {
  const start = Date.now();
  const end = start + minutes * 60_000;
  const until = end - minutes * 6000;
  console.log(
    `Long tests for ${minutes} min with seed ${seed}. The same again: npm run soak -- --seed ${seed}`,
  );
  const failed = new Set<string>();
  const order = soakOrder(files, seed, (file) => !failed.has(file) && isSeeded(file), readReached(memory));
  const timeUp = AbortSignal.timeout(end - start);
  const counts: Count[] = [];
  const unreached = new Set(files);
  const lane = async (report: string): Promise<void> => {
    while (Date.now() < until) {
      const { value: next } = order.next();
      if (!next) return;
      const count = await runFile(next, { run, report, until, timeUp });
      if (!count) continue;
      counts.push(count);
      if (count.failed) failed.add(next.file);
      if (count.skipped && Date.now() >= until) continue;
      unreached.delete(next.file);
      writeReached(memory, next.file);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, (_, i) => lane(`soak-${i}.json`)));
  if (unreached.size) console.log(`\nNot reached, or only in part:\n  ${[...unreached].join("\n  ")}`);
  return tellTotal(counts);
}

interface Limits {
  run: typeof runVitest;
  report: string;
  until: number;
  timeUp: AbortSignal;
}

async function runFile(
  { file, seed }: { file: string; seed: number },
  { run, report, until, timeUp }: Limits,
): Promise<Count | undefined> {
  const began = Date.now();
  let output = "";
  const count = await run({
    projects: ["soak"],
    args: [file],
    environment: {
      EARLY_YEARS_SOAK_UNTIL: String(until),
      EARLY_YEARS_SEED: String(seed),
    },
    report,
    heard: (text) => {
      output += text;
    },
    signal: timeUp,
  });
  const seconds = `${Math.round((Date.now() - began) / 1000)} s`.padStart(6);
  const isCut = timeUp.aborted;
  const verdict = isCut ? "not finished" : count.failed ? "FAILED" : "passed";
  console.log(`${seconds}  ${verdict}  ${file}`);
  if (isCut) return undefined;
  for (const line of linesOf(output)) console.log(`        ${line}`);
  if (count.failed) console.log(`${output}\nThe same again: npm run soak -- --seed ${seed} ${file}\n`);
  return count;
}

/** What tests tell of their search, each in a line: "Seed 7: 1,000 tables". */
function linesOf(output: string): string[] {
  return stripVTControlCharacters(output).match(/^Seed \d+: .*$/gm) ?? [];
}

// A file that searches at random, or the test that it does more of, is another one with another seed.
function isSeeded(file: string): boolean {
  const text = readFileSync(join(repositoryRoot, file), "utf8");
  const [, more] = /^import "\.\/(.+)\.js";$/m.exec(text) ?? [];
  return isRandom(text) || (more !== undefined && isSeeded(`${dirname(file)}/${more}.ts`));
}

function isRandom(text: string): boolean {
  return /import \{[^}]*\b(?:cases|seed)\b[^}]*\} from ".*\/soak\.js"|EARLY_YEARS_SEED/.test(text);
}
