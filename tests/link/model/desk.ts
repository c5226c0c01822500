import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { type LinkedFiles, type LinkFilesOptions, linkFiles } from "../../../loaders/link/model/run.js";
import { type Model, modelSchema } from "../../../loaders/link/model/schema.js";

/** A folder for one test's files. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "link-test-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** Writes a file of lines and gives back its path. */
export function file(name: string, lines: string[], at = folder()): string {
  const path = join(at, name);
  writeFileSync(path, `${lines.join("\n")}\n`);
  return path;
}

/** A model on forename, surname and date of birth, with these parts replaced. */
export function model(parts: Record<string, unknown> = {}): Model {
  return modelSchema.parse({
    version: 1,
    id: ["id"],
    label: ["person"],
    prior: 0.1,
    fields: {
      forename: { kind: "forename" },
      surname: { kind: "surname" },
      born: { kind: "date" },
    },
    blocking: { rules: [["surname"], ["born"]] },
    comparisons: [
      comparison("forename", [0.8, 0.1]),
      comparison("surname", [0.9, 0.05]),
      comparison("born", [0.95, 0.01]),
    ],
    training: { passes: [["surname"], ["born"]] },
    ...parts,
  });
}

/** Equal or not: the probability of being equal among matches (m), and among others (u). */
export function comparison(name: string, [m, u]: [number, number]): Record<string, unknown> {
  return {
    name,
    levels: [
      { test: "exact", m, u },
      { test: "else", m: 1 - m, u: 1 - u },
    ],
  };
}

export type Pair = Record<string, string>;

/** Links files and gives back the pairs as written, by column. */
export async function pairsOf(
  options: Partial<LinkFilesOptions> & { inputs: string[] },
): Promise<{ pairs: Pair[]; persons: Pair[]; linked: LinkedFiles }> {
  const at = folder();
  const [output, clusters] = [join(at, "pairs.csv"), join(at, "clusters.csv")];
  const linked = await linkFiles({
    model: model(),
    output,
    clusters,
    estimate: false,
    threshold: 0,
    log: () => {},
    ...options,
  });
  return { pairs: rowsOf(output), persons: rowsOf(clusters), linked };
}

function rowsOf(path: string): Pair[] {
  const [header, ...rows] = readFileSync(path, "utf8")
    .trim()
    .split("\n")
    .map((line) => line.split(","));
  return rows.map((row) => Object.fromEntries(header!.map((name, i) => [name, row[i]!])));
}
