import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { catalogueOf } from "../../loaders/public/messages-[part].json.js";
import { readTranslations } from "../../loaders/registry/translations.js";
import { isCatalogue, messagesSaid } from "../../workspace/site/gate/said.js";

const folder = mkdtempSync(join(tmpdir(), "said-"));
const catalogue = catalogueOf(readTranslations()[0]!, "help");
const said = messagesSaid();

function isOne(content: unknown, name = "messages-help-en.2b706fb0.json"): boolean {
  writeFileSync(join(folder, name), JSON.stringify(content));
  return isCatalogue(join(folder, name), () => said);
}

test("a catalogue is what the registry says, key by key", () => {
  expect(isOne(catalogue)).toBe(true);
});

test.each([
  [
    "a text that the registry does not have",
    { ...catalogue, messages: { ...catalogue.messages, title: "Zara, 3" } },
  ],
  [
    "a key that it does not have",
    { ...catalogue, messages: { ...catalogue.messages, zara: catalogue.messages.title } },
  ],
  ["more than messages", { ...catalogue, children: [1] }],
  ["a language that is none", { ...catalogue, language: "Zara Khan" }],
  ["a key to review that it does not have", { ...catalogue, awaiting: ["zara"] }],
  ["no messages", { language: "en", awaiting: [] }],
])("what holds %s is judged like any other file", (_, content) => {
  expect(isOne(content)).toBe(false);
});

test("a catalogue under another name is judged like any other file", () => {
  expect(isOne(catalogue, "children.json")).toBe(false);
});
