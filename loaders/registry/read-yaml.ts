import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import { repositoryRoot } from "../store/paths.js";

/** A mistake in a registry, indicator or policy file, told so that its author can mend it. */
export class RegistryError extends Error {
  override name = "RegistryError";
}

/**
 * Reads one YAML file and checks it against a schema.
 *
 * Throws a RegistryError that names the file, the line, the path inside the file,
 * what is wrong and what to write instead. All mistakes of a file are told at once.
 */
export function readYaml<T extends z.ZodType>(file: string, schema: T): z.infer<T> {
  return parseYaml(readFileSync(file, "utf8"), schema, relative(repositoryRoot, file).replaceAll("\\", "/"));
}

/** As readYaml, from a text; `name` is the file name that errors give. */
export function parseYaml<T extends z.ZodType>(text: string, schema: T, name: string): z.infer<T> {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter });
  const [syntax] = document.errors;
  if (syntax) {
    const { line, col } = lineCounter.linePos(syntax.pos[0]);
    throw new RegistryError(`${name}:${line}:${col}: not valid YAML. ${syntax.message.split("\n")[0]}`);
  }
  const result = schema.safeParse(document.toJS());
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => {
    const path = issue.path.map(String);
    const node = document.getIn(issue.path as (string | number)[], true) as { range?: number[] } | undefined;
    const parent = document.getIn(issue.path.slice(0, -1) as (string | number)[], true) as
      | { range?: number[] }
      | undefined;
    const offset = node?.range?.[0] ?? parent?.range?.[0] ?? 0;
    return `${name}:${lineCounter.linePos(offset).line}: ${path.join(".") || "(whole file)"}: ${describe(issue)}`;
  });
  throw new RegistryError(lines.join("\n"));
}

/** Reads every `*.yaml` of a folder in name order. All files' mistakes are told at once. */
export function readYamlFolder<T extends z.ZodType>(
  folder: string,
  schema: T,
): { file: string; value: z.infer<T> }[] {
  const found: { file: string; value: z.infer<T> }[] = [];
  const mistakes: string[] = [];
  for (const name of readdirSync(folder)
    .filter((n) => n.endsWith(".yaml"))
    .sort()) {
    const file = join(folder, name);
    try {
      found.push({ file, value: readYaml(file, schema) });
    } catch (error) {
      if (!(error instanceof RegistryError)) throw error;
      mistakes.push(error.message);
    }
  }
  if (mistakes.length) throw new RegistryError(mistakes.join("\n"));
  return found;
}

function describe(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "unrecognized_keys":
      return `unknown ${issue.keys.length > 1 ? "keys" : "key"} ${issue.keys.map((k) => `“${k}”`).join(", ")}. Remove it, or correct its spelling.`;
    case "invalid_value":
      return `must be one of: ${issue.values.map(String).join(", ")}.`;
    case "invalid_type":
      return `${issue.input === undefined ? "is missing; write" : "must be"} ${article(issue.expected)}.`;
    default:
      return issue.message;
  }
}

function article(type: string): string {
  const names: Record<string, string> = {
    string: "a text",
    array: "a list",
    object: "a block of keys",
    boolean: "true or false",
    int: "a whole number",
    number: "a number",
  };
  return names[type] ?? `a ${type}`;
}
