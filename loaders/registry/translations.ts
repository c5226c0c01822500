import { existsSync } from "node:fs";
import { join } from "node:path";
import { MessageFormat, parseMessage } from "messageformat";
import { z } from "zod";
import { type LanguageCode, languages } from "../../components/messages/languages.js";
import { repositoryRoot } from "../store/paths.js";
import { RegistryError, readYamlFolder } from "./read-yaml.js";

const text = z.string().trim().min(1, "must not be empty.");

export const translationSchema = z.strictObject({
  /** The language, as addresses write it. It is the file's name too. */
  language: z.enum(languages.map(({ code }) => code) as [LanguageCode, ...LanguageCode[]]),
  /** Who translated it, and how: a person's role, a bureau, a machine. */
  translatedBy: text,
  /** Who, as a speaker of the language, looked at which messages and when. What is in none of them awaits review. */
  reviews: z
    .array(
      z.strictObject({
        /** The role of whoever looked. */
        by: text,
        /** The day on which they did. */
        on: z.iso.date("must be a date as year-month-day, as in 2026-12-01."),
        /** The messages, as page.key; page.* for all of a page. */
        messages: z.array(text).min(1, "must have an entry."),
      }),
    )
    .default([]),
  /** By page, and in it by key: the messages in MessageFormat 2. */
  messages: z.record(
    text.regex(/^[a-z][a-z0-9]*$/, "must be a word of small letters, as in help."),
    z.record(
      text.regex(/^[a-z][a-zA-Z0-9.-]*$/, "must be words joined by full stops, as in question.born."),
      text,
    ),
  ),
});

export type Translation = z.infer<typeof translationSchema>;

export const translationsFolder = join(repositoryRoot, "data", "translations");

/** The language that messages are first written in, which has all of them. */
const first: LanguageCode = languages[0].code;

/**
 * Reads what pages say, in each language. Throws a RegistryError that tells every message that is missing, that no page has,
 * that is no message, or that is told with other values than the English one: no page is in two languages by oversight. A
 * language may lack a whole page, which is not offered in it then.
 */
export function readTranslations(folder = translationsFolder): Translation[] {
  if (!existsSync(folder)) return [];
  const found = readYamlFolder(folder, translationSchema).map(({ value }) => value);
  const english = found.find(({ language }) => language === first);
  if (!english) throw new RegistryError(`data/translations/${first}.yaml: there is no such file. Write it.`);
  const faults = found.flatMap((translation) => faultsOf(translation, english));
  if (faults.length > 0) throw new RegistryError(faults.join("\n"));
  return found;
}

/** A translation's messages by page.key. */
export function messagesOf({ messages }: Translation): Map<string, string> {
  return new Map(
    Object.entries(messages).flatMap(([page, own]) =>
      Object.entries(own).map(([key, message]) => [`${page}.${key}`, message] as const),
    ),
  );
}

/** Whether a speaker of the language has looked at a message, by page.key. What English says needs nobody to look. */
export function isReviewed({ language, reviews }: Translation, key: string): boolean {
  return (
    language === first ||
    reviews.some(({ messages }) =>
      messages.some((one) => one === key || (one.endsWith(".*") && key.startsWith(one.slice(0, -1)))),
    )
  );
}

function faultsOf(translation: Translation, english: Translation): string[] {
  const file = `data/translations/${translation.language}.yaml`;
  const own = messagesOf(translation);
  const all = messagesOf(english);
  // A language may have some pages only, each of them whole; what several pages say it always has.
  const pages = new Set(["site", "places", ...Object.keys(translation.messages)]);
  const missing = [...all.keys()].filter((key) => pages.has(key.split(".")[0]!) && !own.has(key));
  return [
    ...missing.map(
      (key) => `${file}: ${key}: is missing. Translate it from data/translations/${first}.yaml.`,
    ),
    ...[...own].flatMap(([key, message]) => {
      const model = all.get(key);
      if (model === undefined) return [`${file}: ${key}: is in no page. Take it out, or correct its key.`];
      const content = whatIsIn(message);
      const wanted = whatIsIn(model);
      if (content === undefined)
        return [`${file}: ${key}: is no message of MessageFormat 2. Look at its brackets.`];
      return content === wanted
        ? []
        : [
            `${file}: ${key}: has ${content || "nothing"} in brackets, where English has ${wanted || "nothing"}.`,
          ];
    }),
  ];
}

// What selects a plural is each language's own.
const ownFunctions = ["day", "pounds"];

const insides = new Map<string, string | undefined>();
const mostInsides = 20_000;

/**
 * The values and marks that a message is told with, in order of the alphabet; undefined where it is none. A message is parsed
 * once: the gate, the refresh and a page's preview ask for all of them each time.
 */
function whatIsIn(message: string): string | undefined {
  if (!insides.has(message)) {
    if (insides.size >= mostInsides) insides.clear();
    insides.set(message, insideOf(message));
  }
  return insides.get(message);
}

function insideOf(message: string): string | undefined {
  try {
    new MessageFormat("en", message);
    const names = new Set<string>();
    JSON.stringify(parseMessage(message), (_key, part: unknown) => {
      if (typeof part === "object" && part !== null && "type" in part && "name" in part) {
        if (part.type === "variable") names.add(`$${String(part.name)}`);
        if (part.type === "markup") names.add(`#${String(part.name)}`);
        if (part.type === "function" && ownFunctions.includes(String(part.name)))
          names.add(`:${String(part.name)}`);
      }
      return part;
    });
    return [...names].sort().join(" ");
  } catch {
    return undefined;
  }
}
