import { readFileSync } from "node:fs";
import { messagesOf, readTranslations } from "../../../loaders/registry/translations.js";

/** Every message that data/translations holds, in any language, each with its key as pages have it. */
export function messagesSaid(): Set<string> {
  return new Set(
    readTranslations().flatMap((translation) =>
      [...messagesOf(translation)].flatMap(([key, text]) => [
        together(key, text),
        together(key.slice(key.indexOf(".") + 1), text),
      ]),
    ),
  );
}

function together(key: string, text: unknown): string {
  return JSON.stringify([key, text]);
}

/**
 * Whether a file is a catalogue of messages and nothing else: a long list of keys that are all different, as one of records
 * would be, but of which every one stands in data/translations. `said`: the messages there, which are asked for only where a
 * file has the name and the shape of a catalogue.
 */
export function isCatalogue(path: string, said: () => ReadonlySet<string>): boolean {
  if (!/\/messages-[\w-]+(\.[0-9a-f]{8})?\.json$/.test(path.replaceAll("\\", "/"))) return false;
  const content = JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;
  const { language, messages, awaiting, ...more } = content;
  return (
    Object.keys(more).length === 0 &&
    typeof language === "string" &&
    /^[a-z]{2}$/.test(language) &&
    typeof messages === "object" &&
    messages !== null &&
    Array.isArray(awaiting) &&
    awaiting.every((key) => typeof key === "string" && key in messages) &&
    Object.entries(messages).every(([key, text]) => said().has(together(key, text)))
  );
}
