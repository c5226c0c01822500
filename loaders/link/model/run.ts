import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { Database, identifier, literal } from "../../store/database.js";
import { TellableError } from "../../store/safe-message.js";
import { applyModel } from "./applicable.js";
import { clusterPairs, writeClusterTable } from "./clusters.js";
import {
  type Accuracy,
  accuracies,
  clusterAccuracy,
  readTruth,
  truthFromLabels,
  truthSize,
} from "./evaluate.js";
import { type Input, openInput } from "./inputs.js";
import { levelName } from "./levels.js";
import { writeRecords } from "./records.js";
import type { Model } from "./schema.js";
import { score, weightOf } from "./score.js";
import { isTrained, train } from "./train.js";
import { withElse } from "./vectors.js";

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
  const folder = mkdtempSync(join(tmpdir(), "link-"));
  const db = await Database.open(":memory:");
  try {
    await boundMemory(db, folder);
    return await linkIn(db, folder, options);
  } finally {
    db.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

// Past the limit, work spills to the folder.
async function boundMemory(db: Database, folder: string): Promise<void> {
  const megabytes = Math.floor((totalmem() / 2 ** 20) * 0.5);
  await db.run(`SET memory_limit = '${megabytes}MB'`);
  await db.run(`SET temp_directory = ${literal(folder)}`);
  await db.run(`SET threads = ${availableParallelism()}`);
  await db.run("SET preserve_insertion_order = false");
}

async function linkIn(db: Database, folder: string, options: LinkFilesOptions): Promise<LinkedFiles> {
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
  for (const file of options.inputs) inputs.push(await openInput(db, file, folder));
  nameApart(inputs);
  const labelled = options.evaluate === undefined || options.evaluate === "label";
  const truth = labelled ? undefined : await openInput(db, options.evaluate!, folder, "--evaluate");
  const applied = applyModel(options.model, inputs);
  await timed("read", () => writeRecords(db, inputs, applied));
  const { records } = await db.row<{ records: number }>("SELECT count(*) AS records FROM rec");
  log(`read ${told(records)} records; compares ${applied.model.comparisons.map((c) => c.name).join(", ")}`);
  if (!options.estimate && !isTrained(applied.model))
    throw new TellableError(
      "The model has no estimated parameters for all its levels. Add --estimate, and --save <file> to keep them.",
    );
  const model = options.estimate
    ? await timed("estimate", () => train(db, applied.model, applied.link, log))
    : applied.model;
  const threshold = weightOf(options.threshold ?? model.thresholds.match);
  const keptFrom = options.evaluate === undefined ? threshold : Math.min(threshold, evaluatedFrom);
  const compared = await timed("score", () => score(db, model, applied.link, keptFrom, log));
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
    if (options.output) await writePairs(db, options.output, model, inputs, threshold);
    if (options.clusters) await writeClusters(db, options.clusters, inputs);
  });
  if (options.evaluate !== undefined) {
    if (truth === undefined) await truthFromLabels(db, applied.link);
    else await readTruth(db, truth, applied.link, options.model.label);
    result.evaluation = {
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
    ORDER BY round(match_weight, 9) DESC, left_id, right_id`,
  );
}

async function writeClusters(db: Database, file: string, inputs: readonly Input[]): Promise<void> {
  await copyTo(
    db,
    file,
    `SELECT
      dense_rank() OVER (ORDER BY cluster_n) AS cluster_id, l.id ${inputs.length > 1 ? `, ${inputName("l", inputs)} AS input` : ""}
    FROM cluster JOIN rec AS l USING (n)
    ORDER BY cluster_n, n`,
  );
}

const inputName = (alias: string, inputs: readonly Input[]): string =>
  `CASE ${alias}.input ${inputs.map(({ name }, i) => `WHEN ${i} THEN ${literal(name)}`).join(" ")} END`;

async function copyTo(db: Database, file: string, query: string): Promise<void> {
  const format = /\.(parquet|pq)$/i.test(file) ? "FORMAT parquet" : "FORMAT csv, HEADER true";
  try {
    await db.run(`COPY (${query}) TO ${literal(file)} (${format})`);
  } catch (error) {
    if (/cannot open|permission|no such file|directory/i.test((error as Error).message))
      throw new TellableError(
        `${file}: cannot be written. Check that its folder exists and may be written to.`,
      );
    throw error;
  }
}

const bound = (weight: number): string => `${Math.min(Math.max(weight, -1e300), 1e300)}::DOUBLE`;
const told = (n: number): string => n.toLocaleString("en-GB");
