import { existsSync, readFileSync } from "node:fs";
import { isMap, isNode, type Node, parseDocument, stringify, type YAMLMap } from "yaml";
import { parseYaml } from "../../registry/read-yaml.js";
import { TellableError } from "../../store/safe-message.js";
import { writeFileAtomic } from "../../store/write-file.js";
import { type Model, modelSchema } from "./schema.js";

/** Reads a model file (YAML or JSON). Throws an error that names the file, the line and what to write instead. */
export function readModel(file: string): Model {
  if (!existsSync(file))
    throw new TellableError(`${file}: there is no such model file. Check the path given to --model.`);
  return parseYaml(readFileSync(file, "utf8"), modelSchema, file);
}

/** Writes a model with its estimated parameters: as JSON where the file's name says so, else as YAML. */
export function saveModel(file: string, model: Model): void {
  const text = /\.json$/i.test(file)
    ? `${JSON.stringify(model, undefined, 2)}\n`
    : stringify(model, { lineWidth: 110, aliasDuplicateObjects: false });
  writeFileAtomic(file, text);
}

/**
 * Writes a model's estimated parameters, and when and from what they were estimated, into the file that it was read
 * from. All else in the file stays as it is written, comments too. Each comparison must end in a level “else”.
 */
export function saveParameters(file: string, { comparisons, prior, estimated }: Model): void {
  const text = readFileSync(file, "utf8").replace(/\n?$/, "\n");
  const document = parseDocument(text);
  const edits = comparisons.flatMap(({ levels }, c) =>
    levels.flatMap(({ m, u }, i) => {
      const level = document.getIn(["comparisons", c, "levels", i]);
      if (!isMap(level))
        throw new TellableError(`${file}: comparisons[${c}].levels must end in { test: else }. Add it.`);
      return [...settingEdits(text, level, { m, u })];
    }),
  );
  if (isMap(document.contents)) edits.push(...settingEdits(text, document.contents, { prior, estimated }));
  writeFileAtomic(file, edited(text, edits));
}

interface Edit {
  from: number;
  to: number;
  text: string;
}

/** Sets keys of a mapping: in place of their values, or after its last key, as the mapping is written. */
function* settingEdits(text: string, map: YAMLMap, values: Record<string, unknown>): Generator<Edit> {
  for (const [key, value] of Object.entries(values)) {
    if (value === undefined) continue;
    const old = map.get(key, true);
    const range = isNode(old) ? old.range : undefined;
    if (range) {
      yield { from: range[0], to: range[1], text: written(value) };
      continue;
    }
    const last = (map.items.at(-1)!.value as Node).range!;
    if (map.flow) yield { from: last[1], to: last[1], text: `, ${key}: ${written(value)}` };
    else {
      const start = map.range![0];
      const indent = " ".repeat(start - text.lastIndexOf("\n", start) - 1);
      yield { from: last[2], to: last[2], text: `${indent}${key}: ${written(value)}\n` };
    }
  }
}

/** A value as it stands in the file. Six digits of a number are more than an estimate is good for. */
function written(value: unknown): string {
  if (typeof value === "number") return String(Number(value.toPrecision(6)));
  if (typeof value === "string") return stringify(value).trim();
  const entries = Object.entries(value as object).map(([key, inner]) => `${key}: ${written(inner)}`);
  return `{ ${entries.join(", ")} }`;
}

function edited(text: string, edits: readonly Edit[]): string {
  let result = text;
  const fromTheEnd = edits.map((edit, i) => ({ ...edit, i })).sort((a, b) => b.from - a.from || b.i - a.i);
  for (const { from, to, text: inserted } of fromTheEnd)
    result = result.slice(0, from) + inserted + result.slice(to);
  return result;
}
