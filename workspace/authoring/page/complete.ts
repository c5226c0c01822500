import { z } from "zod";
import { schemas } from "../../../components/notebook/options.js";
import type { Choices } from "./choices.js";
import { describeWord } from "./describe-word.js";
import { fencesOf } from "./fences.js";
import { everywhere } from "./names.js";
import { offersFor } from "./offers.js";
import { vocabularyOf } from "./vocabulary.js";

/** One of the things that can stand at a place of a page's text. */
export interface Completion {
  label: string;
  /** What it is, in words. */
  detail?: string;
  kind: "word" | "name" | "option" | "value" | "table" | "column" | "file";
  /** The word must be imported, which the page does not yet. */
  needs?: string;
}

export interface Completions {
  /** Where what has been typed of it begins. */
  from: number;
  options: Completion[];
}

/** What an answer of `ask` has, as the gallery tells it. */
const ofAnswer: Readonly<Record<string, string>> = {
  indicator: "what is measured",
  period: "the period",
  level: "the kind of areas",
  measure: "what is measured, with its group",
  areas: "what the areas are called",
  city: "the figure of all areas together",
  lowest: "the lowest area’s figure",
  highest: "the highest area’s figure",
  rows: "the areas’ figures",
  shown: "the figures of the areas that are chosen",
  clearly: "how many areas are clearly lower or higher",
  comparator: "what areas are set beside",
};

/** What can stand at a place of a page's text, in a cell or between the braces of a sentence; undefined in prose. */
export function completionsAt(
  text: string,
  at: number,
  { address, choices }: { address: string; choices: Choices },
): Completions | undefined {
  const fences = fencesOf(text);
  const fence = fences.find(({ from, to }) => at >= from && at <= to);
  if (fence?.language === "sql") return inSql(text, at, choices, text.slice(fence.from, at));
  const isInSentence = /\$\{[^}\n]*$/.test(text.slice(text.lastIndexOf("\n", at - 1) + 1, at));
  if (!(fence && /^(js|jsx|javascript|ts|tsx)$/.test(fence.language)) && !isInSentence) return undefined;
  const before = text.slice(fence ? fence.from : at - 400, at);
  return (
    inText(before, at, address, choices) ??
    ofOptions(before, at) ??
    ofMembers(before, at, text) ??
    ofNames(before, at, text, address)
  );
}

// Between quotes: the value of an option, or a data set.
function inText(before: string, at: number, address: string, choices: Choices): Completions | undefined {
  const [, file] = /FileAttachment\(\s*["'](?:[./]*data\/)?([\w.-]*)$/.exec(before) ?? [];
  if (file !== undefined) {
    const audience = address.split("/")[0];
    const options = choices.tables
      .filter(({ dataset }) => dataset.startsWith(`${audience}/`))
      .map(
        ({ dataset, title }): Completion => ({
          label: dataset.replace(/^\w+\//, ""),
          detail: title,
          kind: "file",
        }),
      );
    return { from: at - file.length, options };
  }
  const [, option, typed] =
    /\b(\w+)\s*:\s*\[?\s*(?:["'][^"'\n]*["']\s*,\s*)*["']([^"'\n]*)$/.exec(before) ?? [];
  if (option === undefined || typed === undefined) return undefined;
  const offers = offersFor(choices)(option) ?? valuesOf(before, option);
  return {
    from: at - typed.length,
    options: offers.map(({ value, words }) => ({
      label: value,
      kind: "value",
      ...(words !== value && { detail: words }),
    })),
  };
}

function valuesOf(before: string, option: string): { value: string; words: string }[] {
  const properties = propertiesOf(callAround(before));
  const { enum: own, items } = properties[option] ?? {};
  return (own ?? items?.enum ?? []).map((value) => ({ value, words: value }));
}

// Between the braces of a word: its options.
function ofOptions(before: string, at: number): Completions | undefined {
  const [, typed] = /[{,]\s*(\w*)$/.exec(before) ?? [];
  const properties = propertiesOf(callAround(before));
  if (typed === undefined || Object.keys(properties).length === 0) return undefined;
  return {
    from: at - typed.length,
    options: Object.entries(properties).map(([label, { description }]) => ({
      label,
      kind: "option",
      ...(description && { detail: description }),
    })),
  };
}

/** The word whose options are being written. */
function callAround(before: string): string | undefined {
  return /\b(\w+)\((?:\s*[\w$]+\s*,)?\s*\{[^{}()]*$/.exec(before)?.[1];
}

function propertiesOf(
  word: string | undefined,
): Record<string, { description?: string; enum?: string[]; items?: { enum?: string[] } }> {
  const schema = word === undefined ? undefined : schemas[word as keyof typeof schemas];
  if (!schema) return {};
  return (z.toJSONSchema(schema, { io: "input" }) as { properties?: ReturnType<typeof propertiesOf> })
    .properties!;
}

function ofMembers(before: string, at: number, text: string): Completions | undefined {
  const [, name, typed] = /([\w$]+)\.(\w*)$/.exec(before) ?? [];
  if (name === undefined || typed === undefined) return undefined;
  const isAnswer = new RegExp(`const ${name.replaceAll("$", "\\$")} = view\\(ask\\b`).test(text);
  return {
    from: at - typed.length,
    options: isAnswer
      ? Object.entries(ofAnswer).map(([label, detail]) => ({ label, detail, kind: "name" }))
      : [],
  };
}

function ofNames(before: string, at: number, text: string, address: string): Completions | undefined {
  const [typed = ""] = /[\w$]*$/.exec(before) ?? [];
  if (typed === "") return undefined;
  const given = new Set(
    fencesOf(text)
      .flatMap(({ gives }) => gives)
      .map(({ name }) => name),
  );
  const { words } = vocabularyOf(address);
  return {
    from: at - typed.length,
    options: [
      ...[...given].map(
        (label): Completion => ({
          label,
          kind: "name",
          detail: words.includes(label) ? describeWord(label) : "made on this page",
        }),
      ),
      ...words
        .filter((word) => !given.has(word))
        .map((label): Completion => ({ label, kind: "word", detail: describeWord(label), needs: label })),
      ...[...everywhere]
        .filter((name) => !given.has(name))
        .map((label): Completion => ({ label, kind: "name" })),
    ],
  };
}

function inSql(text: string, at: number, choices: Choices, before: string): Completions | undefined {
  const [typed = ""] = /\w*$/.exec(before) ?? [];
  if (typed === "" && !/\b(?:from|join|select|where|by|and|or|on)\s+$/i.test(before)) return undefined;
  const tables = tablesIn(text, choices);
  const columns = new Set(tables.flatMap((table) => table.columns));
  return {
    from: at - typed.length,
    options: [
      ...tables.map(({ name, title }): Completion => ({ label: name, kind: "table", detail: title })),
      ...[...columns].map((label): Completion => ({ label, kind: "column" })),
    ],
  };
}

/** The tables that a page names in its front matter, `sql: {figures: ./data/observations.arrow}`, with their columns. */
function tablesIn(text: string, { tables }: Choices): { name: string; title: string; columns: string[] }[] {
  const [, block = ""] = /^---\n[\s\S]*?^sql:[^\n]*\n((?:[^\S\n]+[^\n]*\n)+)/m.exec(text) ?? [];
  return [...block.matchAll(/^\s+(\w+):\s*\S*?([\w-]+\.\w+)\s*$/gm)].map(([, name = "", file = ""]) => {
    const table = tables.find(({ dataset }) => dataset.endsWith(`/${file}`));
    return { name, title: table?.title ?? file, columns: table?.columns ?? [] };
  });
}
