import { basename } from "node:path";
import { formatCount, formatDecimal } from "../../components/words/numbers.js";
import { accuracyAt, best } from "../../loaders/link/model/evaluate.js";
import { readModel, saveModel } from "../../loaders/link/model/model-file.js";
import { type LinkedFiles, linkFiles } from "../../loaders/link/model/run.js";
import { weightOf } from "../../loaders/link/model/score.js";
import { type Arguments, type Command, fromUser, pathOption, UsageError } from "./command.js";

export const link: Command = {
  summary: "Link or de-duplicate CSV or Parquet files by a model",
  usage:
    "--input <file> [--input <file>…] --model <file> --output <file> [--clusters <file>] [--estimate [--save <file>]] [--evaluate <file>|label] [--threshold <probability>]",
  options: {
    input: {
      type: "string",
      multiple: true,
      about: "A file of records; one is de-duplicated, more are linked",
    },
    model: { type: "string", about: "The model file, which names the columns" },
    output: { type: "string", about: "Where to write the pairs (.csv or .parquet)" },
    clusters: { type: "string", about: "Where to write which records are one person" },
    estimate: { type: "boolean", about: "Estimate the model's parameters from the inputs" },
    save: { type: "string", about: "With --estimate: where to write the model with its parameters" },
    evaluate: {
      type: "string",
      about: "Known pairs (left_id,right_id) or labels (id,label), or the word label: the inputs' own",
    },
    threshold: { type: "string", about: "Least probability of a pair that is written, such as 0.9" },
  },
  async run(given) {
    const inputs = given.lists?.input ?? [];
    if (!inputs.length) throw new UsageError("Give at least one file with --input.");
    const modelFile = pathOption(given, "model", "file");
    if (!modelFile)
      throw new UsageError("Give a model file with --model; data/linkage/person.yaml is one to start from.");
    const save = pathOption(given, "save", "file");
    const estimate = given.values.estimate === true;
    if (save && !estimate) throw new UsageError("--save has a meaning only with --estimate.");
    const output = pathOption(given, "output", "file");
    const clusters = pathOption(given, "clusters", "file");
    const evaluate = given.values.evaluate === "label" ? "label" : pathOption(given, "evaluate", "file");
    if (!output && !clusters && !save && !evaluate)
      throw new UsageError("Say with --output where to write the pairs.");
    const threshold = probability(given);
    const others = {
      written: save ? [{ option: "--save", file: save }] : [],
      // An estimated model may take the place of the one that it was estimated from.
      read: save === modelFile ? [] : [{ option: "--model", file: modelFile }],
    };
    const linked = await linkFiles({
      inputs: inputs.map(fromUser),
      model: readModel(modelFile),
      output,
      clusters,
      estimate,
      evaluate,
      threshold,
      others,
      log: (line) => console.log(line),
    });
    if (save) {
      const from = inputs.map((file) => basename(file)).join(", ");
      const on = new Date().toISOString().slice(0, 10);
      saveModel(save, { ...linked.model, estimated: { on, records: linked.records, from } });
    }
    for (const line of summary(linked, threshold ?? linked.model.thresholds.match)) console.log(line);
    return 0;
  },
};

function summary(linked: LinkedFiles, threshold: number): string[] {
  const { records, pairs, clusters, refused, evaluation, seconds } = linked;
  const lines = [
    `${formatCount(pairs)} pairs of ${formatCount(records)} records at a probability of ${threshold} or more`,
  ];
  if (clusters !== undefined)
    lines.push(
      `${formatCount(clusters)} persons${refused ? `; ${formatCount(refused)} pairs not joined, because a person cannot have both records` : ""}`,
    );
  if (evaluation) lines.push("", ...evaluated(evaluation, threshold));
  const times = Object.entries(seconds).map(([stage, s]) => `${stage} ${formatDecimal(s, 1)}`);
  lines.push("", `seconds: ${times.join(", ")}`);
  return lines;
}

function evaluated(
  { matches, pairs, clusters, notes }: NonNullable<LinkedFiles["evaluation"]>,
  threshold: number,
): string[] {
  const row = (
    name: string,
    { precision, recall, f1, right, wrong, missed }: ReturnType<typeof accuracyAt>,
  ) =>
    [
      name.padEnd(16),
      ...[precision, recall, f1].map((x) => formatDecimal(x, 4).padStart(9)),
      ...[right, wrong, missed].map((n) => formatCount(n).padStart(9)),
    ].join("");
  const header = [
    "probability".padEnd(16),
    ...["precision", "recall", "F1", "right", "wrong", "missed"].map((h) => h.padStart(9)),
  ].join("");
  const at = [...new Set([0.001, 0.01, 0.1, 0.5, 0.8, 0.9, 0.95, 0.99, 0.999, 0.9999, threshold])].sort(
    (a, b) => a - b,
  );
  const lines = [
    ...notes,
    `${formatCount(matches)} true pairs`,
    header,
    ...at.map((p) => row(String(p), accuracyAt(pairs, weightOf(p), matches))),
  ];
  const top = best(pairs);
  if (top) lines.push(row("best F1", top), `best F1 is at a match weight of ${formatDecimal(top.weight, 2)}`);
  if (clusters) lines.push(row("as clusters", clusters));
  return lines;
}

function probability({ values }: Arguments): number | undefined {
  if (values.threshold === undefined) return undefined;
  const p = Number(values.threshold);
  if (String(values.threshold).trim() === "" || !(p >= 0 && p <= 1))
    throw new UsageError(
      `--threshold is ${values.threshold}: it must be a probability from 0 to 1, such as 0.9.`,
    );
  return p;
}
