import { MessageFormat } from "npm:messageformat";
import type { Catalogue } from "./catalogue.js";
import { day, pounds } from "./functions.js";
import { type Language, languages } from "./languages.js";

/** What a message is told with: texts, numbers, and days as year-month-day. */
export type Values = Record<string, string | number>;

/** Says the messages of a catalogue in its language. */
export interface Speaker extends Language {
  /** A message as text. Throws where the catalogue does not have it, or a value is missing: a page says nothing by halves. */
  say(key: string, values?: Values): string;
  /**
   * A message as nodes: what stands between `{#name}` and `{/name}` is handed to the maker of that name, as the words of a
   * link are.
   */
  nodes(key: string, makers: Record<string, (words: string) => Node>, values?: Values): (Node | string)[];
  /** Whether a speaker of the language has still to look at a message, or at any of them where none is named. */
  awaits(key?: string): boolean;
}

/** A speaker of a catalogue. */
export function speaker({ language: code, messages, awaiting }: Catalogue): Speaker {
  const language = languages.find((one) => one.code === code);
  if (!language)
    throw new Error(`There is no language “${code}”. Add it in components/messages/languages.ts.`);
  const formats = new Map<string, MessageFormat<"string">>();
  const formatOf = (key: string): MessageFormat<"string"> => {
    const source = messages[key];
    if (source === undefined)
      throw new Error(
        `The catalogue “${code}” has no message “${key}”. Write it in data/translations/${code}.yaml.`,
      );
    const known = formats.get(key);
    if (known) return known;
    const format = new MessageFormat<"string">(localeOf(code), source, {
      functions: { day, pounds },
      // In a page that reads from left to right the marks would only stand in the way of a search.
      bidiIsolation: language.direction === "rtl" ? "default" : "none",
    });
    formats.set(key, format);
    return format;
  };
  const refuse = (key: string) => (error: unknown) => {
    throw new Error(`The message “${key}” of the catalogue “${code}” cannot be said: ${String(error)}`);
  };
  return {
    ...language,
    say: (key, values = {}) => formatOf(key).format(values, refuse(key)),
    nodes: (key, makers, values = {}) => {
      const nodes: (Node | string)[] = [];
      let open: { name: string; words: string } | undefined;
      for (const part of formatOf(key).formatToParts(values, refuse(key))) {
        if (part.type === "markup") {
          const maker = makers[part.name];
          if (!maker)
            throw new Error(`The message “${key}” has “${part.name}” in it, which the page does not know.`);
          if (part.kind === "open") open = { name: part.name, words: "" };
          else if (open) {
            nodes.push(maker(open.words));
            open = undefined;
          }
          continue;
        }
        const words = wordsOf(part);
        if (open) open.words += words;
        else nodes.push(words);
      }
      return nodes;
    },
    awaits: (key) => (key === undefined ? awaiting.length > 0 : awaiting.includes(key)),
  };
}

/** What Intl is asked in for a language: British English, and every other as it is. */
export function localeOf(code: string): string {
  return code === "en" ? "en-GB" : code;
}

function wordsOf(part: object): string {
  if ("parts" in part) return (part.parts as { value: string }[]).map(({ value }) => value).join("");
  return "value" in part ? String(part.value) : "";
}
