import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Indicator, notKnown } from "../../loaders/registry/indicator.js";
import { mergeFigures } from "../../workspace/audit/built/agree.js";
import { readKnown } from "../../workspace/audit/built/attack-site.js";
import { intervalFaults } from "../../workspace/audit/built/averages.js";
import { type BuiltFigure, keyOf } from "../../workspace/audit/built/built-figure.js";
import {
  categoriesOf,
  definitionOf,
  isPublished,
  type Knowledge,
  nestedIn,
} from "../../workspace/audit/built/knowledge.js";
import { figuresIn } from "../../workspace/audit/built/nested.js";
import { isPageList } from "../../workspace/audit/built/page-lists.js";
import { readFigures } from "../../workspace/audit/built/read-built.js";

const figure = (given: Partial<BuiltFigure> = {}): BuiltFigure => ({
  ...{ place: "a.csv row 2", indicator: "take-up", level: "ward", area: "W1", period: "2025" },
  ...{ breakdown: "all", category: "all", numerator: 30, denominator: 40, value: 75 },
  ...{ lower: 60, upper: 86, decimals: 0, status: "value", basis: "protected", source: undefined },
  ...given,
});

function knowledgeOf(indicators: Record<string, object>, open: string[] = []): Knowledge {
  const entries = Object.entries(indicators).map(
    ([id, given]) =>
      [
        id,
        { id, kind: "proportion", period: "year", published: [], ...given } as unknown as Indicator,
      ] as const,
  );
  return { indicators: new Map(entries), open: new Set(open) };
}

test("figures of one cell are one, and say the same in all places or are told", () => {
  const of = (...given: Partial<BuiltFigure>[]) => {
    const { merged, faults } = mergeFigures(given.map((each, i) => figure({ place: `${i}`, ...each })));
    return {
      merged: [...merged.values()],
      problems: faults.map(({ place, problem }) => `${place}: ${problem}`),
    };
  };
  expect(of({}, {}).problems).toEqual([]);
  expect(of({}, {}).merged).toHaveLength(1);
  expect(of({}, { category: "female", breakdown: "sex" }).merged.map(({ name }) => name)).toEqual([
    "take-up, ward W1, 2025",
    "take-up, ward W1, 2025, sex female",
  ]);
  expect(of({}, { numerator: 31 }).problems).toEqual([
    "0 and 1: its numerator is shown as 30 in one and shown as 31 in the other",
  ]);
  expect(of({}, { numerator: "suppressed", value: "suppressed" }).problems).toEqual([
    "0 and 1: its numerator is shown as 30 in one and suppressed in the other",
    "0 and 1: its value is shown as 75 in one and suppressed in the other",
  ]);
  expect(of({ numerator: "suppressed" }, { numerator: "suppressed" }).problems).toEqual([]);
  expect(of({ numerator: undefined }, {}).merged[0]).toMatchObject({ numerator: 30 });
  expect(of({ numerator: "suppressed" }, {}).merged[0]).toMatchObject({ numerator: 30 });
  expect(of({ status: undefined, basis: undefined }, {}).merged[0]).toMatchObject({
    status: "value",
    basis: "protected",
  });
});

test("a percentage may be rounded more in one place than in another, and is known as closely as it is shown", () => {
  const of = (a: Partial<BuiltFigure>, b: Partial<BuiltFigure>) => mergeFigures([figure(a), figure(b)]);
  const closer = { value: 75.4, decimals: 1, lower: 60.2, upper: 86.1 };
  expect(of({}, closer).faults).toEqual([]);
  for (const [a, b] of [
    [{}, closer],
    [closer, {}],
  ])
    expect([...of(a!, b!).merged.values()][0]).toMatchObject(closer);
  expect(of({}, { ...closer, value: 75.6 }).faults).toHaveLength(1);
  // Written with as many decimals it is another number.
  expect(of({}, { value: 75.4 }).faults).toHaveLength(1);
});

test("what an indicator counts is told by its definition, in whatever order that is written", () => {
  const records = (numerator: object, denominator: object) => ({ records: { numerator, denominator } });
  const knowledge = knowledgeOf({
    a: records({ source: "x", where: "late" }, { source: "y", where: "here" }),
    b: records({ where: "late", source: "x" }, { where: "here", source: "y" }),
    c: records({ among: "y", where: "late" }, { source: "y", where: "here" }),
    published: { kind: "rate" },
  });
  const [a, b, c] = ["a", "b", "c"].map((id) => definitionOf(id, knowledge));
  expect(a).toEqual(b);
  expect(a).toMatchObject({ kind: "proportion", isPart: false });
  expect(c).toMatchObject({ numerator: "c", denominator: a!.denominator, isPart: true });
  expect(definitionOf("published", knowledge)).toEqual({
    ...{ kind: "rate", numerator: "published", denominator: "published", isPart: false },
  });
  expect(definitionOf("strange", knowledge)).toEqual({
    ...{ kind: "proportion", numerator: "strange", denominator: "strange", isPart: true },
  });
});

test("who has all of some columns is among those who have one of them, of the same children", () => {
  const among = (numerator: object, denominator = "y") => ({
    records: { numerator: { among: "y", ...numerator }, denominator: { source: denominator } },
  });
  const every = (equals: string) => ({ every: { columns: ["reading", "writing"], equals } });
  const pairs = nestedIn(
    knowledgeOf({
      all: among(every("true")),
      none: among(every("false")),
      reading: among({ where: " writing " }),
      counting: among({ where: "counting" }),
      elsewhere: among({ where: "reading" }, "z"),
      "not among": {
        records: { numerator: { source: "x", where: "reading" }, denominator: { source: "y" } },
      },
      published: {},
    }),
  );
  expect(pairs).toEqual([{ inner: "all", outer: "reading" }]);
});

test("a figure is published already of other places, and of the city by an open source, unless it was protected", () => {
  const knowledge = knowledgeOf({}, ["Returns"]);
  const is = (given: Partial<BuiltFigure>) => isPublished(figure(given), knowledge);
  const city = { level: "city", basis: "published", source: "Visits; Returns" };
  expect(is(city)).toBe(true);
  expect(is({ level: "region" })).toBe(true);
  for (const other of [
    { basis: "protected" },
    { source: "Visits" },
    { source: undefined },
    { level: "ward" },
  ])
    expect(is({ ...city, ...other })).toBe(false);
});

test("the categories that add up are those of the register and those that are seen, and of nobody knows whom for ethnic groups", () => {
  expect(categoriesOf("sex", ["female", "other"])).toEqual(["female", "male", "other"]);
  expect(categoriesOf("ethnic_group", [])).toContain(notKnown);
  expect(categoriesOf("sex", [])).not.toContain(notKnown);
  expect(categoriesOf("strange", ["a"])).toEqual(["a"]);
});

test("an interval is a fault where another average of its period, or of one that is pooled with it, is suppressed", () => {
  const knowledge = knowledgeOf({ goals: { kind: "mean" }, lines: { kind: "mean" }, "take-up": {} });
  const mean = (given: Partial<BuiltFigure>) => ({
    ...figure({ indicator: "goals", ...given }),
    name: given.area ?? "W1",
  });
  const hidden = {
    area: "W2",
    status: "suppressed",
    value: "suppressed",
    lower: undefined,
    upper: undefined,
  } as const;
  const cells = (...given: Partial<BuiltFigure>[]) =>
    intervalFaults(given.map(mean), knowledge).map(({ cell }) => cell);
  expect(cells({}, hidden)).toEqual(["W1"]);
  expect(cells({ upper: undefined }, hidden)).toEqual(["W1"]);
  expect(cells({ lower: undefined, upper: undefined }, hidden)).toEqual([]);
  expect(cells({}, { ...hidden, status: "value" })).toEqual([]);
  expect(cells({}, { ...hidden, period: "2024" })).toEqual([]);
  expect(cells({}, { ...hidden, indicator: "lines" })).toEqual([]);
  expect(cells({ indicator: "take-up" }, { ...hidden, indicator: "take-up" })).toEqual([]);
});

test("figures in JSON are of what stands around them", () => {
  const isIndicator = (id: string) => id === "take-up";
  const counts = { status: "value", numerator: 3, denominator: 4 };
  const json = {
    city: { code: "C", name: "City" },
    wards: [{ code: "W1" }, { code: "W2" }],
    id: "take-up",
    period: "2025",
    measure: { city: counts, country: counts, other: counts, wards: [counts, counts] },
    median: 7,
  };
  const { figures, unplaced, stray } = figuresIn(json, "a.json", isIndicator);
  expect(
    figures.map(({ indicator, level, area, period }) => [indicator, level, area, period].join(" ")),
  ).toEqual([
    "take-up city C 2025",
    "take-up country country 2025",
    "take-up ward W1 2025",
    "take-up ward W2 2025",
  ]);
  expect(unplaced).toEqual([{ place: "a.json measure.other", missing: "area" }]);
  expect(stray).toEqual(["median"]);
  // A list that runs beside things which have no code is of no area.
  const nameless = figuresIn(
    { ...json, wards: [{ code: 1 }, {}], measure: { wards: [counts] } },
    "a.json",
    isIndicator,
  );
  expect(nameless.unplaced).toEqual([{ place: "a.json measure.wards[0]", missing: "area" }]);
});

test("a figure of which it cannot be told what it is of is none, and what is known is refused with it", async () => {
  const folder = mkdtempSync(join(tmpdir(), "figures-"));
  const path = join(folder, "take-up.csv");
  writeFileSync(path, "area,period,numerator,denominator\nW1,2025,3,4\nW2,,3,4\n");
  const { figures, unplaced } = await readFigures(path, (id) => id === "take-up");
  expect(figures.map(keyOf)).toEqual(['["take-up","","W1","2025","all","all"]']);
  expect(unplaced).toEqual([{ place: "take-up.csv row 3", missing: "period" }]);
  await expect(readKnown(path)).rejects.toThrow("take-up.csv row 2: has no indicator");
  writeFileSync(path, "a,b\n1,2\n");
  await expect(readKnown(path)).rejects.toThrow("holds no figures");
  writeFileSync(path, "indicator,area,period,numerator\ngood-level-of-development,W1,2025,3\n");
  expect(await readKnown(path)).toMatchObject([{ area: "W1", numerator: 3, basis: "protected" }]);
  rmSync(folder, { recursive: true });
});

test("a list of a site's pages holds addresses and days, and no word beside them", () => {
  const is = (file: string, text: string) => isPageList(file, () => text);
  const robots = "User-agent: *\nAllow: /\nSitemap: https://example.org/sitemap.xml\n";
  const alternate = '<xhtml:link rel="alternate" hreflang="ur" href="https://example.org/ur"/>';
  const url = (more = "", day = "2026-11-24") =>
    `<url><loc>https://example.org/a</loc><lastmod>${day}</lastmod>${more}</url>\n`;
  const sitemap = (...urls: string[]) =>
    `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n${urls.join("")}</urlset>\n`;
  expect(is("robots.txt", robots)).toBe(true);
  expect(is("sitemap.xml", sitemap())).toBe(true);
  expect(is("sitemap.xml", sitemap(url(), url(alternate + alternate)))).toBe(true);
  for (const other of [
    `${robots}4 children\n`,
    `# 4\n${robots}`,
    robots.replace("/sitemap", "/a b/sitemap"),
    "",
  ])
    expect(is("robots.txt", other)).toBe(false);
  for (const other of [
    sitemap(url("4 children")),
    sitemap(url("", "2026-11-4")),
    sitemap("4 children"),
    `${sitemap()}4`,
    `4${sitemap()}`,
    sitemap(url(alternate.replace("ur", "urd"))),
    sitemap(url().replace("/a", "/a b")),
  ])
    expect(is("sitemap.xml", other)).toBe(false);
  expect(is("other.txt", robots)).toBe(false);
  expect(is("deep/robots.txt", robots)).toBe(false);
});
