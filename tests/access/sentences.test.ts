import { beforeAll, expect, test } from "vitest";
import { readAccessChoices, usual, writeAccessChoices } from "../../components/access/choices.js";
import { type Reach, reachOf } from "../../components/access/reach.js";
import { accessInWords } from "../../components/access/sentences.js";
import { accessLead, changedWards, changeLead, uncounted } from "../../components/access/words.js";
import type { Access } from "../../loaders/explore/access.json.js";

// Two wards on a line from west to east, two kilometres apart: 0.01° of latitude is 1.112 km.
const north = (kilometres: number): [number, number] => [-1.9, 52.4 + kilometres / 111.195];
const setting = (urn: string, at: number, given: Partial<Access["settings"][number]> = {}) => ({
  ...{ urn, name: `Setting ${urn}`, kind: "Day nurseries", at: north(at), ward: "N", places: 30 },
  ...{ judgement: "good", opens: "07:30", closes: "18:00", weeks: 50, ...given },
});
const city: Access = {
  sample: false,
  people: { source: "Estimates", period: "2026" },
  register: { source: "Register", asOf: "2026-10-01" },
  wards: [
    { code: "N", name: "North" },
    { code: "S", name: "South" },
  ],
  areas: [
    { code: "1", ward: "N", at: north(0), children: { total: 100, two: 20, three: 40 } },
    { code: "2", ward: "N", at: north(0.5), children: { total: 50, two: 10, three: 20 } },
    { code: "3", ward: "S", at: north(5), children: { total: 150, two: 30, three: 60 } },
  ],
  settings: [
    setting("a", 0),
    setting("b", 0.5, { judgement: "inadequate", places: 15, opens: "09:00" }),
    setting("school", 5, { kind: "Nursery schools and classes", places: null, judgement: null }),
  ],
  withheld: { settings: 2, places: 12 },
  journeys: null,
};

let reach: Reach;
beforeAll(async () => {
  reach = await reachOf(city);
});

test("wards are told by what their children can reach, however little others have", () => {
  const told = accessInWords(reach, { ...usual, way: "alike", reach: 2 });
  // 45 places for the 150 children of North; South has a nursery class whose places nobody knows.
  expect(told.wards.map(({ name, places, far }) => [name, places?.toFixed(3), far])).toEqual([
    ["North", "30.000", 0],
    ["South", "0.000", 0],
  ]);
  expect(told.settings).toEqual({ asked: 3, counted: 2, places: 45 });
  expect(accessLead(told)).toBe(
    "Within 2 km there are 15.0 places for each 100 children under five. The fewest are in reach in South (0.0), the most in North (30.0). All children under five live within a kilometre of a setting.",
  );
  expect(uncounted(told)).toContain("Of 1 of the 3 settings asked of (all settings)");
});

test("only settings that are asked of count: by kind, judgement and hours", () => {
  const asked = (choices: Partial<typeof usual>) =>
    accessInWords(reach, { ...usual, ...choices }).asked.map(({ urn }) => urn);
  expect(asked({ kind: "school" })).toEqual(["school"]);
  expect(asked({ judged: "good" })).toEqual(["a"]);
  expect(asked({ open: "long" })).toEqual(["a", "school"]);
  const told = accessInWords(reach, { ...usual, judged: "good" });
  expect(told.city.far).toBe(150);
  expect(accessLead(told)).toContain(
    "50.0% of children under five (150 of 300) live more than a kilometre from a setting, good or outstanding.",
  );
  expect(accessInWords(reach, { ...usual, kind: "school" }).city.places).toBeNull();
});

test("a setting that is opened changes those whom it reaches, by its places", () => {
  const told = accessInWords(reach, { ...usual, way: "alike", opened: { at: north(4.5), places: 30 } });
  expect(changedWards(told).map(({ name, change }) => [name, change.toFixed(3)])).toEqual([
    ["South", "20.000"],
  ]);
  expect(changeLead(told)).toBe(
    "If a new setting with 30 places opened, more would be within reach in South (0.0 to 20.0 places for 100, +20.0). As many children under five as before would live more than a kilometre from a setting.",
  );
});

test("a setting that is closed is missed by those whom it reached, and nobody else", () => {
  const told = accessInWords(reach, { ...usual, way: "alike", closed: ["school", "a", "not there"] });
  expect(changedWards(told).map(({ name, change }) => [name, change.toFixed(3)])).toEqual([
    ["North", "-20.000"],
  ]);
  expect(told.city.far - told.city.before.far).toBe(150);
  expect(changeLead(told)).toContain("If Setting a and Setting school closed, less");
});

test("without children or settings nothing is told", async () => {
  for (const part of [{ areas: [] }, { settings: [] }]) {
    const told = accessInWords(await reachOf({ ...city, ...part }), usual);
    expect([told.available, accessLead(told)]).toEqual([false, ""]);
  }
});

test("choices go into the address and come back, and the usual ones leave it", () => {
  const choices = {
    ...{ ...usual, age: "two" as const, kind: "day", reach: 3, closed: ["EY1", "EY2"] },
    opened: { at: [-1.85, 52.48] as [number, number], places: 24 },
  };
  const search = writeAccessChoices("?other=1", choices);
  expect(search).toBe("?other=1&age=two&kind=day&reach=3&new=-1.85000_52.48000_24&closed=EY1.EY2");
  expect(readAccessChoices(search)).toEqual(choices);
  expect(writeAccessChoices(search, usual)).toBe("?other=1");
  expect(readAccessChoices("?age=ninety&reach=900&new=here_and_there&closed=")).toEqual(usual);
});
