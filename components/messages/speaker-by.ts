import type { MessageFormat } from "messageformat";
import { timeOfDay } from "../directory/words.js";
import type { Catalogue } from "./catalogue.js";
import { dayFunction, digitsIn, pounds } from "./functions.js";
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
  /** A day, year-month-day, in words: “1 September 2026”. Throws where it is no day. */
  day(date: string): string;
  /** A time of day, as in 07:30. */
  time(time: string): string;
  /** A text with its figures as the language writes them. */
  digits(text: string): string;
  /** The days of the week, Monday first. */
  weekdays(): string[];
  /** A list in words: “a, b and c”. */
  list(items: readonly string[]): string;
  /** Whether a speaker of the language has still to look at a message, or at any of them where none is named. */
  awaits(key?: string): boolean;
}

/** A speaker of a catalogue, by a library for messages: pages and Node have it from different places. */
export function speakerBy(
  Format: typeof MessageFormat,
  { language: code, messages, awaiting }: Catalogue,
): Speaker {
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
    const format = new Format<"string">(localesOf(code), source, {
      functions: { day: dayFunction(day), pounds },
      // In a page that reads from left to right the marks would only stand in the way of a search.
      bidiIsolation: language.direction === "rtl" ? "default" : "none",
    });
    formats.set(key, format);
    return format;
  };
  const refuse = (key: string) => (error: unknown) => {
    throw new Error(`The message “${key}” of the catalogue “${code}” cannot be said: ${String(error)}`);
  };
  const say = (key: string, values: Values = {}) => formatOf(key).format(values, refuse(key));
  const names = (key: string) => (messages[key] ?? "").split(",").map((name) => name.trim());
  const digits = digitsIn(localesOf(code));
  const day = (date: string): string => {
    const at = new Date(`${date}T00:00:00Z`);
    if (Number.isNaN(at.getTime())) throw new Error("a day is written as year-month-day.");
    return say("site.date", {
      day: digits(String(at.getUTCDate())),
      month: names("site.months")[at.getUTCMonth()] ?? "",
      year: digits(String(at.getUTCFullYear())),
    });
  };
  return {
    ...language,
    say,
    day,
    digits,
    time: (time) => (code === "en" ? timeOfDay(time) : digits(time)),
    weekdays: () => names("site.weekdays"),
    list: (items) => {
      const [first = "", ...more] = items;
      return more.reduce(
        (list, next, i) =>
          i === more.length - 1 ? say("site.and", { list, last: next }) : say("site.comma", { list, next }),
        first,
      );
    },
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

// What Intl is asked in for a language: British English, and every other as it is. Browsers know the names of months and days
// in some languages only, so those are messages; of what else they do not know they write the numbers as here.
function localesOf(code: string): string[] {
  return code === "en" ? ["en-GB"] : [code, "en-GB"];
}

function wordsOf(part: object): string {
  if ("parts" in part) return (part.parts as { value: string }[]).map(({ value }) => value).join("");
  return "value" in part ? String(part.value) : "";
}
