import { fork, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { formatCount } from "../../components/words/numbers.js";
import { Database } from "../../loaders/store/database.js";
import { readManifest } from "../../loaders/store/manifest.js";
import { repositoryRoot, storeOf } from "../../loaders/store/paths.js";
import { defaultChildren, generateSample } from "../../workspace/sample/generate.js";
import { mergedTwins, qualityOf, readTruth } from "../link/sample.js";
import { deliverNextRegister } from "./refresh/next-register.js";
import { deliverNextWorkbook } from "./refresh/next-workbook.js";
import type { Once } from "./refresh/once.js";

/**
 * How long a refresh of the sample city takes: from nothing, where nothing has changed, and after a register or a term's
 * workbook has come, with the share of each step; and how well its records are linked. Throws if the workspace refuses an extract of the sample, or
 * a step fails.
 */
export default async function refreshBench(
  print: (line: string) => void,
  {
    children = [defaultChildren],
    times = 10,
  }: { children?: readonly number[] | undefined; times?: number | undefined } = {},
): Promise<void> {
  print(`${cpus().length} processors, Node.js ${process.versions.node}; load at the start ${load()}`);
  for (const size of children) await benchSize(size, times, print);
}

async function benchSize(children: number, times: number, print: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "refresh-bench-"));
  process.env.EARLY_YEARS_STORE = join(folder, "store");
  process.env.EARLY_YEARS_KEY_FILE = join(folder, "pseudonym.key");
  const [inbox, truthFolder] = [join(folder, "sample"), join(folder, "truth")];
  try {
    await generateSample({ folder: inbox, truthFolder, children });
    print("");
    print(`${formatCount(children)} children under six`);
    print(`${"".padEnd(26)}${heads.join("")}   of the time`);
    tell(print, "from nothing", [await once(inbox)]);
    // The first finds that there is nothing to do; those after it know.
    unchanged(inbox);
    const idle = Array.from({ length: times }, () => unchanged(inbox));
    print(`${"nothing changed".padEnd(26)}${seconds(median(idle))}  load ${load()}`);
    await tellQuality(inbox, truthFolder, print);
    const monthly: Once[] = [];
    for (let i = 0; i < times; i++) {
      deliverNextRegister(inbox);
      monthly.push(await once(inbox));
    }
    tell(print, `one register (${times} times)`, monthly);
    const termly: Once[] = [];
    while (termly.length < times && deliverNextWorkbook(inbox)) termly.push(await once(inbox));
    if (termly.length) tell(print, `one workbook (${termly.length} times)`, termly);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const heads = ["wall, s", "processor, s", "memory, MB"].map((head) => head.padStart(14));
const seconds = (x: number): string => x.toFixed(2).padStart(14);
const load = (): string => loadavg()[0]!.toFixed(1);

/** One refresh in a process of its own. Throws on what it refused and what failed. */
async function once(inbox: string): Promise<Once> {
  const told = await new Promise<Once>((resolve, reject) => {
    const child = fork(join(repositoryRoot, "tests", "bench", "refresh", "once.ts"), [inbox], {
      execArgv: ["--import", "tsx"],
      stdio: "inherit",
    });
    let last: Once | undefined;
    child.on("message", (message) => {
      last = message as Once;
    });
    child.on("exit", (code) => {
      if (last) resolve(last);
      else reject(new Error(`A refresh ended with exit code ${code}.`));
    });
  });
  if (told.wrong.length) throw new Error(`The sample was not read whole:\n${told.wrong.join("\n")}`);
  return told;
}

/** Seconds that the command takes where nothing has changed. */
function unchanged(inbox: string): number {
  const started = performance.now();
  const { status } = spawnSync(process.execPath, ["workspace/run.js", "refresh", "--inbox", inbox], {
    cwd: repositoryRoot,
    stdio: "ignore",
  });
  if (status !== 0) throw new Error(`A refresh ended with exit code ${status}.`);
  return (performance.now() - started) / 1000;
}

/** Prints the medians of some refreshes, and each step's share of the time. */
function tell(print: (line: string) => void, name: string, all: readonly Once[]): void {
  const of = (what: (one: Once) => number): number => median(all.map(what));
  const names = [...new Set(all.flatMap(({ steps }) => Object.keys(steps)))];
  const wall = of((one) => one.wall);
  const shares = names
    .map((step) => [step, of(({ steps }) => steps[step] ?? 0) / wall] as const)
    .filter(([, share]) => share >= 0.01)
    .sort(([, a], [, b]) => b - a)
    .map(([step, share]) => `${step} ${Math.round(100 * share)} %`);
  print(
    `${name.padEnd(26)}${seconds(wall)}${seconds(of((one) => one.cpu))}${of((one) => one.memory)
      .toFixed(0)
      .padStart(14)}   ${shares.join(", ")}; load ${load()}`,
  );
}

async function tellQuality(inbox: string, truthFolder: string, print: (line: string) => void): Promise<void> {
  const store = storeOf(inbox);
  const { sources } = readManifest(store)!;
  const extracts = Object.entries(sources).flatMap(([source, { extracts }]) =>
    extracts.map(({ name, sha256 }) => ({ source, name, sha256 })),
  );
  const identity = await Database.open(store.identity);
  try {
    const held = new Set<string>();
    for (const { source } of extracts)
      if (await identity.has(`src_${source.replaceAll("-", "_")}`)) held.add(source);
    await readTruth(
      identity,
      truthFolder,
      extracts.filter(({ source }) => held.has(source)),
    );
    const all = (await qualityOf(identity)).at(-1)!;
    const { compared } = await identity.row<{ compared: number }>(
      "SELECT count(*) AS compared FROM compared_pair",
    );
    print(
      `pairs of records: precision ${all.precision.toFixed(5)}, recall ${all.recall.toFixed(5)}, of ${formatCount(all.truePairs)} true; persons that hold two children of one birth: ${await mergedTwins(identity)}; pairs kept: ${formatCount(compared)}`,
    );
  } finally {
    identity.close();
  }
}

function median(of: readonly number[]): number {
  const sorted = [...of].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
