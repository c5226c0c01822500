import { expect, test } from "vitest";
import { areaFinder } from "../../components/areas/finder.js";
import { formerWard } from "../../components/areas/former.js";
import { standInBrowser } from "../sentences/browser-globals.js";

standInBrowser();

const list = [
  {
    area: "N",
    name: "North",
    kind: "ward",
    level: "ward" as const,
    locality: "East",
    keywords: "Oldbury B8 N",
  },
  { area: "S", name: "South", kind: "ward", level: "ward" as const, locality: "West", keywords: "B9 S" },
];
const postcodes = async () => [{ ward: "S", postcodes: "B83RN B91AA" }];
const soon = () => new Promise((resolve) => setTimeout(resolve));

async function found(typed: string): Promise<string[]> {
  const finder = areaFinder(list, postcodes);
  const field = finder.querySelector("input")!;
  field.value = typed;
  field.dispatchEvent(new Event("input"));
  await soon();
  return [...finder.querySelectorAll("li")].filter(({ hidden }) => !hidden).map((item) => item.textContent);
}

test.each([
  ["nor", ["North"]],
  ["oldb", ["North"]],
  ["B8", ["North"]],
  ["b8 3rn", ["South"]],
  ["B99 9ZZ", []],
  ["", ["North", "South"]],
])("an area is found by its name, a former one, or a postcode: “%s”", async (typed, names) => {
  expect(await found(typed)).toEqual(names);
});

const was = { name: "Oldbury", city: "Birmingham", since: 2018, keywords: "" };
const to = (code: string, share: number) => ({ code, name: code, share, makes: 0.5 });

test.each([
  [[to("North", 1)], "All of it is now in North ward."],
  [
    [to("North", 0.7), to("South", 0.3)],
    "Most who live where it was live in North ward now, the others in 1 other ward.",
  ],
  [[to("A", 0.4), to("B", 0.35), to("C", 0.25)], "live in 3 wards now, the largest part in A."],
])("a former ward says what became of it (%#)", (became, words) => {
  expect(formerWard([{ ward: "P", ...was, became }], "P").lead).toContain(words);
});

test("a ward that was never there is told", () => {
  expect(() => formerWard([], "P")).toThrow("no former ward with the code P");
});
