import { readdirSync, readFileSync, statSync } from "node:fs";
import { isAbsolute, join, relative } from "node:path";
import {
  type Document,
  type ErrorCode,
  isMap,
  isNode,
  isScalar,
  LineCounter,
  parseDocument,
  visit,
} from "yaml";
import type { z } from "zod";
import { repositoryRoot } from "../store/paths.js";
import { describeIssue, placeOf } from "./describe-issue.js";

/** A mistake in a registry, indicator or policy file, told so that its author can mend it. */
export class RegistryError extends Error {
  override name = "RegistryError";
}

export interface YamlOptions {
  /** Keys of the file below which all is text as it is written: 01 stays 01. */
  asText?: readonly string[];
}

/**
 * Reads one YAML file and checks it against a schema.
 *
 * Throws a RegistryError that names the file, the line, the path inside the file,
 * what is wrong and what to write instead. All mistakes of a file are told at once.
 */
export function readYaml<T extends z.ZodType>(file: string, schema: T, options?: YamlOptions): z.infer<T> {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile())
    throw new RegistryError(`${nameOf(file)}: there is no such file. Correct the path.`);
  const { size } = statSync(file);
  if (size > mostBytes)
    throw new RegistryError(
      `${nameOf(file)}: is larger than ${mostBytes / 1e6} MB, as no such file is. Put the right file there.`,
    );
  return parseYaml(readFileSync(file, "utf8"), schema, nameOf(file), options);
}

/** What to do about the mistakes that people make most, by what the parser calls them. */
const remedies: Partial<Record<ErrorCode, string>> = {
  BAD_SCALAR_START: "Put the text in quotation marks.",
  BLOCK_IN_FLOW: "Put the text in quotation marks.",
  BLOCK_AS_IMPLICIT_KEY:
    "Put a text with a colon in quotation marks, or write the line as far to the left as those around it.",
  BAD_INDENT: "Close the bracket that is open, or put the line as far to the right as those around it.",
  DUPLICATE_KEY: "Remove one of the two, or give the other its own name.",
  MISSING_CHAR: "Write the quotation mark, bracket or comma that is missing.",
  MULTIPLE_DOCS: "Remove the line ---, or put what is below it into a file of its own.",
  TAB_AS_INDENT: "Write blanks in place of the tab.",
};

const mostBytes = 2e6;
const mostNested = 100;

/** A file as errors call it: by its path in the repository, or all of its path if it is elsewhere. */
function nameOf(file: string): string {
  const path = relative(repositoryRoot, file);
  return path.startsWith("..") || isAbsolute(path) ? file : path.replaceAll("\\", "/");
}

/** As readYaml, from a text; `name` is the file name that errors give. */
export function parseYaml<T extends z.ZodType>(
  text: string,
  schema: T,
  name: string,
  { asText = [] }: YamlOptions = {},
): z.infer<T> {
  const key = JSON.stringify([asText, text]);
  const known = wellFormed.get(key);
  if (known) {
    if (!known.fitting.has(schema)) tryOn(known, schema);
    if (known.fitting.has(schema)) return structuredClone(known.fitting.get(schema)) as z.infer<T>;
  }
  const lineCounter = new LineCounter();
  refuseNesting(text, name);
  const document = parseDocument(text, { lineCounter });
  refuseBareStars(document, lineCounter, name);
  const [syntax] = document.errors;
  if (syntax) {
    const { line, col } = lineCounter.linePos(syntax.pos[0]);
    const problem = syntax.message
      .split("\n")[0]!
      .replace(/ at line \d+, column \d+:$/, "")
      // What it says to programmers.
      .replace(/; please use .*/, "");
    const remedy = remedies[syntax.code] ?? "Correct the line.";
    throw new RegistryError(`${name}:${line}:${col}: not valid YAML: ${problem}. ${remedy}`);
  }
  for (const key of asText) keepAsText(document.get(key, true));
  const content = contentOf(document, name);
  remember(key, content);
  const result = schema.safeParse(structuredClone(content), { reportInput: true });
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => {
    const path = placeOf(issue).map(String);
    const line = lineCounter.linePos(offsetOf(document, issue, path)).line;
    return `${name}:${line}: ${path.join(".") || "(whole file)"}: ${describeIssue(issue)}`;
  });
  throw new RegistryError(lines.join("\n"));
}

/** What a text says, and what the schemas that it fits make of that. */
interface WellFormed {
  content: unknown;
  fitting: WeakMap<z.ZodType, unknown>;
}

// Texts that were read lately: a build and a refresh ask for the whole registry at each step, and to parse and check it takes
// longer than all else that they do with it.
const wellFormed = new Map<string, WellFormed>();
const mostRemembered = 300;

function remember(key: string, content: unknown): void {
  if (wellFormed.size >= mostRemembered) wellFormed.delete(wellFormed.keys().next().value!);
  wellFormed.set(key, { content, fitting: new WeakMap() });
}

function tryOn(known: WellFormed, schema: z.ZodType): void {
  const result = schema.safeParse(structuredClone(known.content));
  if (result.success) known.fitting.set(schema, result.data);
}

// A pattern that begins with a star reads as an alias of YAML, and the parser speaks of anchors.
function refuseBareStars(document: Document, lineCounter: LineCounter, name: string): void {
  const anchors = new Set<string>();
  const stars: { offset: number; source: string }[] = [];
  visit(document, {
    Node: (_, node) => {
      if ("anchor" in node && node.anchor) anchors.add(node.anchor);
    },
    Alias: (_, alias) => {
      stars.push({ offset: alias.range?.[0] ?? 0, source: alias.source });
    },
  });
  const bare = stars.find(({ source }) => !anchors.has(source));
  if (!bare) return;
  const { line, col } = lineCounter.linePos(bare.offset);
  throw new RegistryError(
    `${name}:${line}:${col}: a text that begins with a star is no text of YAML. Put it in quotation marks, as in "*${bare.source}".`,
  );
}

// The parser would run out of stack.
function refuseNesting(text: string, name: string): void {
  let depth = 0;
  for (const [i, line] of text.split("\n").entries()) {
    for (const sign of line) depth += "[{".includes(sign) ? 1 : "]}".includes(sign) ? -1 : 0;
    const indent = line.length - line.trimStart().length;
    if (depth > mostNested || (line.trim() && indent > 4 * mostNested) || /^\s*(?:[-?:] ){100}/.test(line))
      throw new RegistryError(
        `${name}:${i + 1}: is nested deeper than ${mostNested}. Close the brackets that are open, or put the line further left.`,
      );
  }
}

/** What a document says. Aliases within aliases can stand for more than any memory holds. */
function contentOf(document: Document, name: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch {
    throw new RegistryError(`${name}: uses aliases (*name) too often. Write out what they stand for.`);
  }
}

// A name such as 01 or true would otherwise come back as 1, or as no text at all.
function keepAsText(node: unknown): void {
  if (!isNode(node)) return;
  visit(node, {
    Scalar: (_, scalar) => {
      scalar.value = scalar.source ?? scalar.value;
    },
  });
}

/** Where a mistake is in the text: at the value, at the key that should not be there, or at the block that lacks it. */
function offsetOf(document: Document, issue: z.core.$ZodIssue, path: string[]): number {
  if (issue.code === "unrecognized_keys") {
    const block = path.length ? document.getIn(path, true) : document.contents;
    const pair =
      isMap(block) &&
      block.items.find((item) => isScalar(item.key) && String(item.key.value) === issue.keys[0]);
    if (pair && isScalar(pair.key)) return pair.key.range?.[0] ?? 0;
  }
  for (let depth = path.length; depth >= 0; depth--) {
    const node = document.getIn(path.slice(0, depth), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}

/** Reads every `*.yaml` of a folder in name order. All files' mistakes are told at once. */
export function readYamlFolder<T extends z.ZodType>(
  folder: string,
  schema: T,
  options?: YamlOptions,
): { file: string; value: z.infer<T> }[] {
  const found: { file: string; value: z.infer<T> }[] = [];
  const mistakes: string[] = [];
  for (const name of readdirSync(folder)
    .filter((n) => n.endsWith(".yaml"))
    .sort()) {
    const file = join(folder, name);
    try {
      found.push({ file, value: readYaml(file, schema, options) });
    } catch (error) {
      if (!(error instanceof RegistryError)) throw error;
      mistakes.push(error.message);
    }
  }
  if (mistakes.length) throw new RegistryError(mistakes.join("\n"));
  return found;
}
