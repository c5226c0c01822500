import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { languages } from "../../components/messages/languages.js";
import { catalogueOf } from "../../loaders/public/messages-[part].json.js";
import { readTranslations } from "../../loaders/registry/translations.js";

const english = `language: en
translatedBy: The council
messages:
  site: { language: Language }
  help: { start: "Start on {$date :day}.", link: "{#site}The site{/site}" }`;

function folderOf(polish: string): string {
  const folder = mkdtempSync(join(tmpdir(), "translations-"));
  writeFileSync(join(folder, "en.yaml"), english);
  writeFileSync(join(folder, "pl.yaml"), `language: pl\ntranslatedBy: A bureau\n${polish}`);
  return folder;
}

const whole = `messages:
  site: { language: Język }
  help: { start: "Od {$date :day}.", link: "{#site}Strona{/site}" }`;

test.each([
  [
    "a message that is missing",
    whole.replace('start: "Od {$date :day}.", ', ""),
    "pl.yaml: help.start: is missing.",
  ],
  [
    "one that no page has",
    whole.replace("help: {", "help: { end: Koniec,"),
    "pl.yaml: help.end: is in no page.",
  ],
  [
    "a value that is not told",
    whole.replace("{$date :day}", "jutro"),
    "has nothing in brackets, where English has $date :day.",
  ],
  [
    "a day that is not written as one",
    whole.replace(" :day", ""),
    "has $date in brackets, where English has $date :day.",
  ],
  ["a link that is gone", whole.replace("{#site}Strona{/site}", "Strona"), "where English has #site."],
  [
    "brackets that are left open",
    whole.replace("{$date :day}.", "{$date :day."),
    "is no message of MessageFormat 2.",
  ],
])("a translation is refused for %s", (_, polish, fault) => {
  expect(() => readTranslations(folderOf(polish))).toThrow(fault);
});

test("a language may lack a whole page, but not what every page says", () => {
  const [, pl] = readTranslations(folderOf("messages:\n  site: { language: Język }"));
  expect(Object.keys(pl!.messages)).toEqual(["site"]);
  expect(() => readTranslations(folderOf(whole.replace("  site: { language: Język }\n", "")))).toThrow(
    "pl.yaml: site.language: is missing.",
  );
});

test("a page has its own messages and those of every page, and says which no speaker has looked at", () => {
  const [en, pl] = readTranslations(
    folderOf(`reviews: [{ by: A speaker, on: 2026-11-30, messages: [site.*, help.start] }]\n${whole}`),
  );
  expect(catalogueOf(pl!, "help")).toEqual({
    language: "pl",
    messages: { "site.language": "Język", start: "Od {$date :day}.", link: "{#site}Strona{/site}" },
    awaiting: ["link"],
  });
  expect(catalogueOf(en!, "help").awaiting).toEqual([]);
});

test("the repository's translations all say the same messages", () => {
  expect(
    readTranslations()
      .map(({ language }) => language)
      .sort(),
  ).toEqual(languages.map(({ code }) => code).sort());
});
