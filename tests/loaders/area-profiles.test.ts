import { expect, test } from "vitest";
import profiles from "../../loaders/briefings/area-[area].json.js";
import areaList, { type AreaList } from "../../loaders/briefings/area-list.json.js";
import type { AreaProfile } from "../../loaders/briefings/area-schema.js";
import formerWards, { type FormerWardList } from "../../loaders/briefings/former-wards.json.js";
import wardPostcodes from "../../loaders/briefings/ward-postcodes.json.js";
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

test("a ward that was redrawn says which wards it was part of, and is found by their names and by postcodes", async () => {
  const given = await context(figures);
  await given.db.run(`
    INSERT INTO former_ward VALUES ('P', 'Oldbury', 'N', 0.7, 0.995), ('P', 'Oldbury', 'S', 0.3, 0.2),
      ('Q', 'Southside', 'N', 0.001, 0.005), ('Q', 'Southside', 'S', 0.999, 0.8);
    INSERT INTO wards_redrawn VALUES (2018);
    INSERT INTO postcode_area VALUES ('B83RN', '1'), ('B83RP', '2'), ('B91AA', '3')`);
  const north = JSON.parse(
    Buffer.from((await makeFamily(profiles, given)).get("N")!).toString(),
  ) as AreaProfile;
  expect(north).toMatchObject({ since: 2018, formerly: [{ code: "P", name: "Oldbury", share: 0.995 }] });
  const list = JSON.parse(Buffer.from(await makePageDataset(areaList, given)).toString()) as AreaList;
  expect(list.find(({ area }) => area === "N")!.keywords).toBe("Oldbury B8 N");
  const was = JSON.parse(Buffer.from(await makePageDataset(formerWards, given)).toString()) as FormerWardList;
  expect(was).toMatchObject([
    { ward: "P", since: 2018, became: [{ code: "N", share: 0.7, makes: 0.995 }, { code: "S" }] },
    { ward: "Q", became: [{ code: "S" }] },
  ]);
  expect(JSON.parse(Buffer.from(await makePageDataset(wardPostcodes, given)).toString())).toEqual([
    { ward: "N", postcodes: "B83RN B83RP" },
    { ward: "S", postcodes: "B91AA" },
  ]);
});

test("children by age are whole, and those of a locality are its wards' together", async () => {
  const given = await context([...figures, of("L", "locality", { value: 65, period: "2024/25" })]);
  await given.db.run(`
    INSERT INTO area VALUES ('L', 'Locality', 'locality', 'E08000025');
    INSERT INTO children_by_age VALUES ('N', 2020, 0, 10.5), ('S', 2020, 0, 20.5), ('N', 2020, 1, 3)`);
  const made = await makeFamily(profiles, given);
  const agesOf = (area: string) => (JSON.parse(Buffer.from(made.get(area)!).toString()) as AreaProfile).ages;
  expect(agesOf("N")).toEqual({
    year: 2020,
    children: [
      { age: 0, children: 11 },
      { age: 1, children: 3 },
    ],
  });
  expect(agesOf("L").children[0]).toEqual({ age: 0, children: 32 });
});

test("centres and hubs are counted where a directory knows of any in the city", async () => {
  const given = await context(figures);
  const known = {
    ...{ ...given, sources: [...given.sources, source("family-directory")] },
    manifest: {
      ...given.manifest,
      sources: { "family-directory": { extracts: [{ published: "2026-08-31" }] } },
    },
  } as unknown as typeof given;
  const centresOf = async () =>
    (JSON.parse(Buffer.from((await makeFamily(profiles, known)).get("S")!).toString()) as AreaProfile)
      .centres;
  await given.db.run(
    "CREATE OR REPLACE TABLE service (kind VARCHAR, ward VARCHAR); INSERT INTO service VALUES ('nursery', 'S')",
  );
  expect(await centresOf()).toBeNull();
  await given.db.run("INSERT INTO service VALUES ('centre', 'N'), ('hub', 'S'), ('hub', 'S')");
  expect(await centresOf()).toMatchObject({ centres: 0, hubs: 2, source: expect.any(String) });
});

test("primary schools with nursery classes are told where the list of schools knows them, and else nothing is said of them", async () => {
  const schoolsOf = async (classes: string): Promise<AreaProfile["schools"]> => {
    const given = await context(figures);
    await given.db.run(`
      CREATE TABLE src_schools AS FROM (VALUES
        ('1', 'Primary', 'Open', '1', 1, ${classes}), ('2', 'Primary', 'Open', '2', 2, NULL),
        ('3', 'Primary', 'Closed', '2', 3, ${classes}), ('4', 'Nursery', 'Open', '1', 4, ${classes})
      ) AS t(urn, phase, status, lsoa, _row, nursery_classes)`);
    const known = {
      ...{ ...given, sources: [...given.sources, source("schools")] },
      manifest: { ...given.manifest, sources: { schools: { extracts: [{ published: "2026-08-31" }] } } },
    } as unknown as typeof given;
    const profile = (await makeFamily(profiles, known)).get("N")!;
    return (JSON.parse(Buffer.from(profile).toString()) as AreaProfile).schools;
  };
  expect(await schoolsOf("'Has Nursery Classes'")).toMatchObject({
    nurseries: 1,
    primaries: 2,
    withNursery: 1,
  });
  expect(await schoolsOf("NULL::VARCHAR")).toMatchObject({ nurseries: 1, primaries: 2, withNursery: null });
});
