import { afterAll, beforeAll, expect, test } from "vitest";
import type { Service } from "../../components/directory/service.js";
import { placeOfPostcode } from "../../components/find/postcode.js";
import { uuidOf } from "../../loaders/directory/merge.js";
import { openReferralPage } from "../../loaders/directory/open-referral.js";
import { serviceFiles, serviceTable } from "../../loaders/open-data/services.js";
import { makeFamily, makePageDataset } from "../../loaders/page-dataset.js";
import areaPages from "../../loaders/public/area-pages.json.js";
import findPlaces, { type FindPlaces } from "../../loaders/public/find-places.json.js";
import wardPages, { type WardPage } from "../../loaders/public/ward-[slug].json.js";
import type { Database } from "../../loaders/store/database.js";
import { city, smallStore } from "../loaders/small-store.js";

const gld = "good-level-of-development";
const service = (name: string, more: Partial<Service> = {}): Service => ({
  id: uuidOf(name),
  name,
  kind: "nursery",
  phone: "0121 496 0777",
  origins: { name: { source: "register", confirmed: "2026-08-31" } },
  confirmed: null,
  ...more,
});
const services = [
  service("Acorn", {
    ward: "N",
    postcode: "B51 1AA",
    latitude: 52.47,
    longitude: -1.85,
    languages: ["Urdu"],
  }),
  service("Oak", { ward: "S" }),
  service("The line", { kind: "advice" }),
];

let db: Database;
beforeAll(async () => {
  db = await smallStore([
    { indicator: gld, value: 66 },
    { indicator: gld, level: "ward", area: "N", period: "2023/24", value: 60 },
    { indicator: gld, level: "ward", area: "N", value: 70 },
    { indicator: gld, level: "ward", area: "S", status: "suppressed" },
    { indicator: gld, level: "locality", area: "L", value: 68 },
  ]);
  await db.run(`
    INSERT INTO area VALUES ('L', 'East', 'locality', 'E08000025');
    CREATE TABLE source AS FROM (VALUES ('profile-return', 'Profile', 'OGL', DATE '2026-10-31', NULL), ('register', 'The register', 'OGL', DATE '2026-08-31', NULL)) AS t(source, title, licence, as_of, page);
    CREATE TABLE policy AS SELECT 'rounding' AS key, '5' AS value, NULL AS text;
    CREATE TABLE service (id VARCHAR, kind VARCHAR, ward VARCHAR, record VARCHAR);
    CREATE TABLE postcode AS FROM (VALUES ('B51 1AA', 'N', 52.47, -1.85), ('B51 1AB', 'S', 52.42, -1.86), ('B8 2AA', 'S', 52.43, -1.87)) AS t(postcode, ward, latitude, longitude)`);
  for (const each of services)
    await db.run("INSERT INTO service VALUES ($1, $2, $3, $4)", [
      each.id,
      each.kind,
      each.ward ?? null,
      JSON.stringify(each),
    ]);
});
afterAll(() => db.close());

const context = () => ({ db, city, manifest: { sample: true, refreshedAt: "", asOf: null } }) as never;
const parsed = <T>(bytes: Uint8Array) => JSON.parse(Buffer.from(bytes).toString()) as T;

test("open data hold the services by ward, postcodes by their first half, and pages of Open Referral UK", async () => {
  const files = await serviceFiles(db, city as never, true);
  expect([...files.keys()].sort()).toEqual([
    "open-referral/index.json",
    "open-referral/services/1.json",
    "places/N.json",
    "places/S.json",
    "places/anywhere.json",
    "postcodes/B51.json",
    "postcodes/B8.json",
  ]);
  const page = openReferralPage.parse(JSON.parse(files.get("open-referral/services/1.json")!));
  expect(page.contents.map(({ name, description }) => [name, description])).toContainEqual([
    "Acorn",
    "Invented, to try the directory out.",
  ]);
  const { units } = JSON.parse(files.get("postcodes/B51.json")!) as { units: string };
  expect(placeOfPostcode(units, "1AB")).toEqual({ latitude: 52.42, longitude: -1.86, ward: "S" });
});

test("the table says of each service what is known, leaves empty what nobody told, and names its sources", async () => {
  const table = (await serviceTable(db, false))!;
  expect(table).toMatchObject({ id: "services", asOf: "2026-08-31", sources: [{ id: "register" }] });
  const cell = (row: number, name: string) =>
    table.rows[row]![table.columns.findIndex((column) => column.name === name)];
  expect(
    ["name", "kind", "telephone", "ward_code", "opening", "sample"].map((name) => cell(0, name)),
  ).toEqual(["Acorn", "Nursery", "0121 496 0777", "N", null, false]);
});

test("whoever looks for what is near is told where wards are, which have places, and whom to ring", async () => {
  const told = parsed<FindPlaces>(await makePageDataset(findPlaces, context()));
  expect(told.wards.map(({ name, slug, latitude, served }) => [name, slug, latitude, served])).toEqual([
    ["North", "north", 52.475, true],
    ["South", "south", 52.425, true],
  ]);
  expect(told.languages).toEqual(["Urdu"]);
  expect(told.anywhere.map(({ name }) => name)).toEqual(["The line"]);
});

test("each ward and locality has a page with its own figures, trend and places", async () => {
  const list = parsed<{ slug: string; name: string; kind: string }[]>(
    await makePageDataset(areaPages, context()),
  );
  expect(list.map(({ slug, kind }) => [slug, kind])).toEqual([
    ["north", "Ward in the East of Birmingham"],
    ["south", "Ward in the East of Birmingham"],
    ["east-locality", "Part of Birmingham"],
  ]);
  const made = await makeFamily(wardPages, context());
  expect([...made.keys()]).toEqual(["north", "south", "east-locality"]);
  const [north, south, east] = [...made.values()].map((bytes) => parsed<WardPage>(bytes));
  const own = (page?: WardPage) =>
    page!.measures[0]!.wards.map(({ level, area, value, status }) => [level, area, value, status]);
  expect([own(north), own(south), own(east)]).toEqual([
    [["ward", "N", 70, "value"]],
    [["ward", "S", null, "suppressed"]],
    [["locality", "L", 68, "value"]],
  ]);
  expect(north!.trends[0]!.points.map(({ value }) => value)).toEqual([60, 70]);
  expect([north, south, east].map((page) => page!.services.map(({ name }) => name))).toEqual([
    ["Acorn"],
    ["Oak"],
    [],
  ]);
  expect(east!.within.map(({ slug }) => slug)).toEqual(["north", "south"]);
});
