import { JSDOM } from "jsdom";
import { beforeAll, expect, test, vi } from "vitest";
import { z } from "zod";
import { schemas } from "../../components/notebook/options.js";
import { fieldsOf, select } from "../../workspace/authoring/page/schema-form.js";
import { seriesNoteForm } from "../../workspace/authoring/page/series-note-form.js";

beforeAll(() => vi.stubGlobal("document", new JSDOM("").window.document));

const offers = [{ value: "a", words: "Aston" }];
const nothing = () => undefined;
const optionsOf = (list: Element) => [...list.querySelectorAll("option")].map(({ text }) => text);

test("a choice that must be made offers nothing else", () => {
  expect(optionsOf(select(offers, "a", nothing, undefined))).toEqual(["Aston"]);
  const [field] = fieldsOf(z.strictObject({ area: z.string() }), { area: "a" }, () => offers, nothing);
  expect(optionsOf(field!)).toEqual(["Aston"]);
});

test("what may be left out says what it then is", () => {
  const schema = z.strictObject({
    area: z.string().optional().describe("The area; else all"),
    most: z.int().optional().describe("How many areas; else 80"),
    chosen: z.array(z.string()).optional().describe("Areas at first; else none"),
    note: z.string().optional().describe("A note"),
  });
  const fields = fieldsOf(schema, {}, (name) => (name === "area" ? offers : undefined), nothing);
  expect(fields.map((field) => field.querySelector("span")!.textContent)).toEqual([
    "The area",
    "How many areas",
    "Areas at first (where none is chosen: none)",
    "A note",
  ]);
  expect(optionsOf(fields[0]!)).toEqual(["as usual: all", "Aston"]);
  expect(fields[1]!.querySelector("input")!.placeholder).toBe("as usual: 80");
  expect(fields[3]!.querySelector("input")!.placeholder).toBe("");
});

test.each(Object.entries(schemas))("the form of %s asks nothing in code", (word, schema) => {
  const shown = word === "claim" ? schemas.claim.omit({ confirmed: true }) : schema;
  for (const field of fieldsOf(shown, {}, () => undefined, nothing))
    expect(field.querySelector("span")!.textContent).not.toMatch(/^(?:true|false|Ids? of|Codes? of)\b/);
});

test("who chooses from names is not asked for codes, a day is a date, and what may be long has lines", () => {
  const schema = z.strictObject({
    area: z.string().describe("The area, by its code"),
    day: z.iso.date().describe("The day"),
    text: z.string().max(400).describe("What to know"),
    title: z.string().describe("Its title"),
  });
  const fields = fieldsOf(schema, {}, (name) => (name === "area" ? offers : undefined), nothing);
  expect(fields[0]!.querySelector("span")!.textContent).toBe("The area");
  const controls = fields.map((field) => field.querySelector("select, input, textarea")!);
  expect(
    controls.map((one) => [one.localName, one.getAttribute("type") ?? (one as HTMLInputElement).type]),
  ).toEqual([
    ["select", "select-one"],
    ["input", "date"],
    ["textarea", "textarea"],
    ["input", "text"],
  ]);
});

test("a note is at first on the series that the page asks for", () => {
  const indicators = [offers[0]!, { value: "b", words: "Births" }];
  const choices = {
    indicators,
    areas: offers,
    breakdowns: [],
    areasByLevel: [],
    sources: [],
    periods: [],
    tables: [],
  };
  const form = (indicator?: string) =>
    seriesNoteForm(choices, { leave: nothing, mayPublish: false, indicator }).querySelector("select")!.value;
  expect([form(), form("b")]).toEqual(["a", "b"]);
});
