import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type Accuracy, accuracyAt, best } from "../../../loaders/link/model/evaluate.js";
import { readModel } from "../../../loaders/link/model/model-file.js";
import { linkFiles } from "../../../loaders/link/model/run.js";
import { weightOf } from "../../../loaders/link/model/score.js";
import { repositoryRoot } from "../../../loaders/store/paths.js";

const published = join(
  resolve(repositoryRoot, process.env.EARLY_YEARS_REAL ?? join("..", "shared", "real")),
  "linkage",
);

interface Files {
  name: string;
  inputs: string[];
  /** How the truth is told: by a label column, the number inside the ids, or equal ids in both files. */
  truth: "label" | "number" | "same id";
  without?: string;
}

const febrl = (name: string, files: string[], without?: string): Files => ({
  name: `FEBRL ${name}${without ? `, no ${without}` : ""}`,
  inputs: files.map((file) => `febrl/${file}.csv`),
  truth: "number",
  without,
});

const sets: Files[] = [
  febrl("1", ["dataset1"], "soc_sec_id"),
  febrl("2", ["dataset2"], "soc_sec_id"),
  febrl("4", ["dataset4a", "dataset4b"]),
  febrl("4", ["dataset4a", "dataset4b"], "soc_sec_id"),
  { name: "fake_1000", inputs: ["fake_1000.csv"], truth: "label" },
  { name: "fake_1000 of the demos", inputs: ["fake_1000_from_splink_demos.csv"], truth: "label" },
  {
    name: "Alice, Bob",
    inputs: ["anonlink/dataset-alice.csv", "anonlink/dataset-bob.csv"],
    truth: "same id",
  },
  {
    name: "Bob, Charlie",
    inputs: ["anonlink/dataset-bob.csv", "anonlink/dataset-charlie.csv"],
    truth: "same id",
  },
  {
    name: "dirty 1000, no soc_sec_id",
    inputs: ["anonlink/dirty_1000_50_1.csv", "anonlink/dirty_1000_50_2.csv"],
    truth: "same id",
    without: "soc_sec_id",
  },
];

/** How well the general model does on published files whose truth is known, estimated from the files themselves. */
export async function benchPublished(print: (line: string) => void): Promise<void> {
  if (!existsSync(published)) {
    print(`published files: not measured, ${published} is not there (set EARLY_YEARS_REAL)`);
    return;
  }
  const model = readModel(join(repositoryRoot, "data", "linkage", "person.yaml"));
  const folder = mkdtempSync(join(tmpdir(), "link-bench-"));
  print(
    `${"published files, pairs".padEnd(28)}    best F1: precision  recall       F1 | threshold 0.95: precision  recall | clusters: F1 | seconds`,
  );
  try {
    for (const set of sets) {
      const { inputs, evaluate } = prepare(set, folder);
      const { evaluation, seconds } = await linkFiles({
        inputs,
        model,
        evaluate,
        estimate: true,
        log: () => {},
      });
      const { pairs, matches, clusters } = evaluation!;
      const share = (x: number | undefined): string => (x ?? 0).toFixed(5).padStart(9);
      const [top, at] = [best(pairs), accuracyAt(pairs, weightOf(0.95), matches)] as [Accuracy, Accuracy];
      const total = Object.values(seconds).reduce((sum, s) => sum + s, 0);
      print(
        `${set.name.padEnd(28)}             ${share(top.precision)}${share(top.recall)}${share(top.f1)} |                 ${share(at.precision)}${share(at.recall)} |    ${share(clusters?.f1)} | ${total.toFixed(1).padStart(7)}`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function prepare({ inputs, truth, without }: Files, folder: string): { inputs: string[]; evaluate: string } {
  const tables = inputs.map((input) => rowsOf(join(published, input)));
  const files = tables.map((rows, i) => {
    const left = without === undefined ? -1 : rows[0]!.indexOf(without);
    const path = join(folder, `${i}.csv`);
    writeFileSync(path, rows.map((row) => row.filter((_, c) => c !== left).join(",")).join("\n"));
    return path;
  });
  if (truth === "label") return { inputs: files, evaluate: "label" };
  const evaluate = join(folder, "truth.csv");
  const ids = tables.map((rows) => rows.slice(1).map((row) => row[0]!));
  writeFileSync(
    evaluate,
    ["left_id,right_id", ...(truth === "number" ? byNumber(ids.flat()) : bySameId(ids))].join("\n"),
  );
  return { inputs: files, evaluate };
}

function byNumber(ids: string[]): string[] {
  const persons = new Map<string, string[]>();
  for (const id of ids) persons.set(id.split("-")[1]!, [...(persons.get(id.split("-")[1]!) ?? []), id]);
  return [...persons.values()].flatMap((own) =>
    own.flatMap((a, i) => own.slice(0, i).map((b) => `${a},${b}`)),
  );
}

function bySameId([a, b]: string[][]): string[] {
  const other = new Set(b);
  return a!.filter((id) => other.has(id)).map((id) => `${id},${id}`);
}

// None of these files has a comma or a quotation mark inside a value.
function rowsOf(path: string): string[][] {
  return readFileSync(path, "utf8")
    .trim()
    .split("\n")
    .map((line) => line.split(",").map((cell) => cell.trim()));
}
