import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Instrumenter } from "@stryker-mutator/instrumenter";
import { repositoryRoot } from "../loaders/store/paths.js";
import { drawMutants, judge, type Mutant, nameOf, outcomeOf, rangeOf } from "./mutants.js";

export interface MutationRun {
  room: string;
  /** The files whose lines are broken, from the root of the repository. */
  files: readonly string[];
  /** The files of tests that must notice. */
  tests: readonly string[];
  /** The percentage that must be noticed; undefined where none has been measured. */
  floor?: number;
  /** How many mutants are drawn; all if undefined. */
  sample: number | undefined;
  seed: number;
}

/** Breaks lines of a room one at a time, says which no test noticed, and returns whether the room's floor is kept. */
export async function runMutation({
  room,
  files,
  tests,
  floor,
  sample,
  seed,
}: MutationRun): Promise<boolean> {
  const all = await listMutants(files);
  const drawn = sample === undefined ? all : drawMutants(all, sample, seed);
  const folder = join(repositoryRoot, "tests/.output");
  mkdirSync(folder, { recursive: true });
  const [plan, report] = ["plan", "report"].map((name) => join(folder, `mutation-${room}-${name}.json`)) as [
    string,
    string,
  ];
  const mutate = [...new Set(drawn.map(rangeOf))];
  writeFileSync(plan, JSON.stringify({ mutate, drawn: drawn.map(nameOf), tests }));

  const stryker = spawn(
    process.execPath,
    [
      join(repositoryRoot, "node_modules/@stryker-mutator/core/bin/stryker.js"),
      "run",
      join(repositoryRoot, "tests/mutation/stryker.config.js"),
    ],
    {
      cwd: repositoryRoot,
      stdio: "inherit",
      // The city's zone, as for all tests.
      env: { ...process.env, TZ: "Europe/London", MUTATION: plan, MUTATION_REPORT: report },
    },
  );
  const [code] = (await once(stryker, "close")) as [number | null];
  if (code !== 0) {
    console.log(`${room}: Stryker did not come to an end, so that nothing can be said of the share noticed.`);
    return false;
  }

  const { kept, sentence } = judge(outcomeOf(readStatuses(report)), { floor, of: all.length });
  console.log(`\n${room}${sample === undefined ? "" : `, seed ${seed}`}: ${sentence}`);
  return kept;
}

/** All ways in which Stryker breaks the lines of files. */
async function listMutants(files: readonly string[]): Promise<Mutant[]> {
  const silent = { isDebugEnabled: () => false, debug() {}, info() {} };
  const instrumenter = new Instrumenter(silent as never);
  const { mutants } = await instrumenter.instrument(
    files.map((name) => ({ name, mutate: true, content: readFileSync(join(repositoryRoot, name), "utf8") })),
    { plugins: null, ignorers: [], excludedMutations: [] },
  );
  return [...mutants];
}

/** The part of Stryker's report that is read. */
interface Report {
  files: Record<string, { mutants: { status: string; statusReason?: string }[] }>;
}

/** What became of each mutant that was drawn. */
function readStatuses(report: string): string[] {
  const { files } = JSON.parse(readFileSync(report, "utf8")) as Report;
  return Object.values(files).flatMap(({ mutants }) =>
    mutants.filter(({ statusReason }) => statusReason !== "not drawn").map(({ status }) => status),
  );
}
