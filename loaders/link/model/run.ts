import { availableParallelism, totalmem } from "node:os";
import { formatCount } from "../../../components/words/numbers.js";
import { type Input, openInput } from "../../files/open-table.js";
import { Database, identifier, literal } from "../../store/database.js";
import { TellableError } from "../../store/safe-message.js";
import { applyModel } from "./applicable.js";
import { type CountedRule, rulesInUse } from "./blocking.js";
import { clusterPairs, writeClusterTable } from "./clusters.js";
import { splitBlocks } from "./crowded-keys.js";
import {
  type Accuracy,
  accuracies,
  clusterAccuracy,
  readTruth,
  truthFromLabels,
  truthSize,
} from "./evaluate.js";
import { levelName } from "./levels.js";
import { checkOutputs, copyTo, type NamedFile } from "./outputs.js";
import { writeRecords } from "./records.js";
import type { Model } from "./schema.js";
import { score, weightOf } from "./score.js";
import { isTrained, train } from "./train.js";
import { withElse } from "./vectors.js";
import { type WorkFolder, withWorkFolder } from "./work-folder.js";

export interface LinkFilesOptions {
  inputs: string[];
  model: Model;
  /** Where to write pairs, and clusters. */
  output?: string;
  clusters?: string;
  /** Estimate parameters from the inputs, whether or not the model has some. */
  estimate: boolean;
  /** A file of known pairs, or "label": the model's label column. */
  evaluate?: string;
  /** Files besides these that the user named, which outputs must leave alone. */
  others?: { written?: NamedFile[]; read?: NamedFile[] };
  /** Megabytes that the database may take before it moves work to disk. Without: half of the machine's memory. */
  memory?: number;
  /** Least probability of a pair in the output, and that clusters join. Without: the model's threshold for a match. */
  threshold?: number;
  log: (line: string) => void;
}

export interface LinkedFiles {
  /** The model that was used, with its parameters. */
  model: Model;
  records: number;
  compared: number;
  /** Pairs at or above the threshold. */
  pairs: number;
  clusters?: number;
  /** Pairs at or above the threshold that constraints kept apart. */
  refused?: number;
  evaluation?: {
    matches: number;
    possible: number;
    /** What of the truth could not be used: a sentence each. */
    notes: string[];
    /** At every weight that a pair has, from the highest down. */
    pairs: Accuracy[];
    clusters?: Accuracy;
  };
  /** Seconds by stage. */
  seconds: Record<string, number>;
}

/** Weight from which pairs are kept to draw precision and recall: one pair in a thousand is a match. */
const evaluatedFrom = weightOf(0.001);

/** Links or de-duplicates files by a model, and writes what comes out. Nothing stays on disk but the outputs. */
export async function linkFiles(options: LinkFilesOptions): Promise<LinkedFiles> {
  checkFiles(options);
  return withWorkFolder(async (work) => {
    const db = await Database.open(":memory:");
    try {
      await boundMemory(db, work, options.memory ?? Math.floor((totalmem() / 2 ** 20) * 0.5));
      return await linkIn(db, work, options);
    } finally {
      db.close();
    }
  });
}

function checkFiles({ inputs, output, clusters, evaluate, others }: LinkFilesOptions): void {
  const named = (option: string, file: string | undefined): NamedFile[] => (file ? [{ option, file }] : []);
  checkOutputs(
    [...named("--output", output), ...named("--clusters", clusters), ...(others?.written ?? [])],
    [
      ...inputs.flatMap((file) => named("--input", file)),
      ...(evaluate === "label" ? [] : named("--evaluate", evaluate)),
      ...(others?.read ?? []),
    ],
  );
}

// Past the limit, work spills to the folder.
async function boundMemory(db: Database, { path }: WorkFolder, megabytes: number): Promise<void> {
  await db.run(`SET memory_limit = '${megabytes}MB'`);
  await db.run(`SET temp_directory = ${literal(path)}`);
  await db.run(`SET threads = ${availableParallelism()}`);
  await db.run("SET preserve_insertion_order = false");
}

async function linkIn(db: Database, work: WorkFolder, options: LinkFilesOptions): Promise<LinkedFiles> {
  const seconds: Record<string, number> = {};
  const timed = async <T>(stage: string, work: () => Promise<T>): Promise<T> => {
    const start = performance.now();
    const result = await work();
    seconds[stage] = (performance.now() - start) / 1000;
    return result;
  };
  const { log } = options;
  if (options.inputs.length > 30) throw new TellableError("Give no more than 30 inputs.");
  const inputs: Input[] = [];
  for (const file of options.inputs) inputs.push(await openInput(db, file, work.path));
  nameApart(inputs);
  const labelled = options.evaluate === undefined || options.evaluate === "label";
  const truth = labelled ? undefined : await openInput(db, options.evaluate!, work.path, "--evaluate");
  const applied = applyModel(options.model, inputs);
  for (const note of applied.notes) log(note);
  await timed("read", () => writeRecords(db, inputs, applied));
  const { records } = await db.row<{ records: number }>("SELECT count(*) AS records FROM rec");
  log(
    `read ${formatCount(records)} records; compares ${applied.model.comparisons.map((c) => c.name).join(", ")}`,
  );
  for (const { rule, records: split, by } of await splitBlocks(db, applied.model))
    log(
      `[${rule.join(", ")}]: ${formatCount(split)} records in blocks of more than ${applied.model.blocking.split!.over} are compared only where they share ${by}, too`,
    );
  if (!options.estimate && !isTrained(applied.model))
    throw new TellableError(
      "The model has no estimated parameters for all its levels. Add --estimate, and --save <file> to keep them.",
    );
  let model = applied.model;
  let used: CountedRule[] | undefined;
  if (options.estimate) {
    const counted = await timed("count", () => rulesInUse(db, model, applied.link));
    model = await timed("estimate", () => train(db, model, applied.link, log, counted));
    used = counted;
  }
  const threshold = weightOf(options.threshold ?? model.thresholds.match);
  const possible = options.clusters === undefined ? threshold : weightOf(model.thresholds.potential);
  const keptFrom = Math.min(threshold, possible, options.evaluate === undefined ? threshold : evaluatedFrom);
  const compared = await timed("score", () => score(db, model, applied.link, keptFrom, log, used));
  const { pairs } = await db.row<{ pairs: number }>(
    `SELECT count(*) AS pairs FROM scored WHERE match_weight >= ${bound(threshold)}`,
  );
  const result: LinkedFiles = { model, records, compared, pairs, seconds };
  const grouped = options.clusters !== undefined || options.evaluate !== undefined;
  if (grouped)
    await timed("cluster", async () => {
      const clusters = await clusterPairs(db, model, threshold);
      await writeClusterTable(db, clusters);
      result.refused = clusters.refused;
      result.clusters = new Set(clusters.of).size;
    });
  await timed("write", async () => {
    if (options.output) await writePairs(db, work, options.output, model, inputs, threshold);
    if (options.clusters) await writeClusters(db, work, options.clusters, inputs);
  });
  if (options.evaluate !== undefined) {
    const notes = truth
      ? await readTruth(db, truth, inputs, applied.link, options.model)
      : await truthFromLabels(db, applied.link);
    result.evaluation = {
      notes,
      ...(await truthSize(db, applied.link)),
      pairs: await accuracies(db),
      clusters: await clusterAccuracy(db, applied.link),
    };
  }
  return result;
}

/** Files of one name in two folders are told apart by a number. */
function nameApart(inputs: Input[]): void {
  const seen = new Map<string, number>();
  for (const input of inputs) {
    const times = (seen.get(input.name) ?? 0) + 1;
    seen.set(input.name, times);
    if (times > 1) input.name = `${input.name} (${times})`;
  }
}

async function writePairs(
  db: Database,
  work: WorkFolder,
  file: string,
  model: Model,
  inputs: readonly Input[],
  threshold: number,
): Promise<void> {
  const levels = model.comparisons.map((comparison, i) => {
    const names = withElse(comparison.levels).map(
      (level, position) => `WHEN ${position} THEN ${literal(levelName(level))}`,
    );
    return `CASE "level ${i}" ${names.join(" ")} ELSE 'null' END AS ${identifier(comparison.name)}`;
  });
  // With two inputs to be linked with each other, left and right say which input an id is of.
  const many = inputs.length > 2 || (inputs.length === 2 && model.link === "within-and-between");
  const of = many
    ? `, ${inputName("l", inputs)} AS left_input, ${inputName("r", inputs)} AS right_input`
    : "";
  await copyTo(
    db,
    file,
    `SELECT
      l.id AS left_id, r.id AS right_id, match_weight,
      1 / (1 + pow(2, -match_weight)) AS match_probability,
      ${levels.join(",\n      ")} ${of}
    FROM scored JOIN rec AS l ON l.n = left_n JOIN rec AS r ON r.n = right_n
    WHERE match_weight >= ${bound(threshold)}
    ORDER BY round(match_weight, 9) DESC, left_id, right_id, left_n, right_n`,
    work,
  );
}

async function writeClusters(
  db: Database,
  work: WorkFolder,
  file: string,
  inputs: readonly Input[],
): Promise<void> {
  await copyTo(
    db,
    file,
    `SELECT
      dense_rank() OVER (ORDER BY cluster_n) AS cluster_id, l.id ${inputs.length > 1 ? `, ${inputName("l", inputs)} AS input` : ""}
    FROM cluster JOIN rec AS l USING (n)
    ORDER BY cluster_n, n`,
    work,
  );
}

const inputName = (alias: string, inputs: readonly Input[]): string =>
  `CASE ${alias}.input ${inputs.map(({ name }, i) => `WHEN ${i} THEN ${literal(name)}`).join(" ")} END`;

const bound = (weight: number): string => `${Math.min(Math.max(weight, -1e300), 1e300)}::DOUBLE`;
