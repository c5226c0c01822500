import { expect, test } from "vitest";
import profiles from "../../loaders/briefings/area-[area].json.js";
import areaList, { type AreaList } from "../../loaders/briefings/area-list.json.js";
import type { AreaProfile } from "../../loaders/briefings/area-schema.js";
import { makeFamily, makePageDataset, type PartnerContext } from "../../loaders/page-dataset.js";
import { city, type Given, manifest, smallStore, source } from "./small-store.js";

const context = async (figures: Given[]) =>
  ({
    ...{ db: await smallStore(figures), city, sources: [source("return")], manifest: manifest({}) },
  }) as unknown as Parameters<typeof makeFamily>[1] & PartnerContext;

const of = (area: string, level: string, given: Partial<Given>): Given => ({
  ...{ indicator: "gld", source: "return", level, area, denominator: 100, status: "value" },
  ...given,
});

async function profileOf(figures: Given[], area: string): Promise<AreaProfile> {
  const made = await makeFamily(profiles, await context(figures));
  return JSON.parse(Buffer.from(made.get(area)!).toString()) as AreaProfile;
}

const figures = [
  of("N", "ward", { value: 60, period: "2024/25" }),
  of("N", "ward", { value: 50, period: "2022/23" }),
  of("N", "ward", { value: 90, period: "2025/26", note: "The period is in progress." }),
  of("S", "ward", { value: 70, period: "2024/25" }),
  of("E08000025", "city", { value: 65, period: "2024/25" }),
  of("E08000025", "city", { value: 99, period: "2024/25", source: "another" }),
];

test("a ward's figure is of the newest whole period, beside all wards' from the same source, and its own before", async () => {
  const { indicators, ...profile } = await profileOf(figures, "N");
  expect(indicators).toMatchObject([
    { id: "gld", period: "2024/25", own: { value: 60 }, all: { value: 65 }, country: null },
  ]);
  expect(indicators[0]).toMatchObject({
    range: { least: 60, greatest: 70 },
    before: { period: "2022/23", value: 50 },
  });
  expect(profile).toMatchObject({ name: "North", level: "ward", besides: [{ code: "S" }] });
});

test("a ward whose figure is suppressed has a profile that says so, and one without any has none", async () => {
  const withheld = [...figures.slice(3), of("N", "ward", { value: null, status: "suppressed" })];
  expect((await profileOf(withheld, "N")).indicators).toMatchObject([
    { own: { value: null, status: "suppressed" } },
  ]);
  expect((await profileOf(figures.slice(3), "N")).indicators).toEqual([]);
});

test("every area is in the list, by the code that its address has", async () => {
  const bytes = await makePageDataset(areaList, await context(figures));
  const list = JSON.parse(Buffer.from(bytes).toString()) as AreaList;
  expect(list.map(({ area, level }) => [area, level])).toContainEqual(["N", "ward"]);
  expect(list.find(({ area }) => area === "N")!.kind).toMatch(/^ward in /);
});
