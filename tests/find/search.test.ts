import { expect, test } from "vitest";
import type { Service } from "../../components/directory/service.js";
import { placeOfPostcode, postcodeHalves } from "../../components/find/postcode.js";
import { milesOnFoot, search } from "../../components/find/search.js";
import { askedIn, hashOf } from "../../components/find/state.js";

const here = { latitude: 52.49, longitude: -1.85 };
const service = (name: string, more: Partial<Service> = {}): Service => ({
  id: name,
  name,
  kind: "nursery",
  latitude: 52.49,
  longitude: -1.85,
  ward: "W1",
  origins: {},
  confirmed: null,
  ...more,
});
const names = (found: { service: Service }[]) => found.map(({ service: { name } }) => name);
const find = (services: Service[], wanted: Parameters<typeof search>[1]) => {
  const { meet, may } = search(services, wanted, here, new Map([["W1", here]]));
  return { meet: names(meet), may: names(may) };
};

test("a minute of latitude is a nautical mile, times the detour of streets", () => {
  // 1.1508 statute miles a nautical mile, within a quarter of a per cent for the earth’s shape.
  expect(milesOnFoot(here, { ...here, latitude: here.latitude + 1 / 60 })).toBeCloseTo(1.1508 * 1.3, 2);
});

test("the nearest comes first, and who works at home is about where its ward’s middle is", () => {
  const far = service("far", { latitude: 52.55 });
  const near = service("near", { latitude: 52.491 });
  const home = service("home", { kind: "childminder", latitude: undefined, longitude: undefined });
  const { meet } = search([far, near, home], {}, here, new Map([["W1", here]]));
  expect(names(meet)).toEqual(["home", "near", "far"]);
  expect(meet.map(({ isAbout }) => isAbout)).toEqual([true, false, false]);
});

test("what is known not to fit is left out, and what nobody told comes apart, to be asked", () => {
  const services = [
    service("takes", { funded: ["two-support"], youngest: 2, oldest: 4 }),
    service("takes none", { funded: [], youngest: 2, oldest: 4 }),
    service("untold", { youngest: 2, oldest: 4 }),
    service("too old", { funded: ["two-support"], youngest: 3, oldest: 4 }),
  ];
  expect(find(services, { funded: "two-support", age: 2 })).toEqual({ meet: ["takes"], may: ["untold"] });
});

test.each([
  [{ kind: "childcare" }, { kind: "club" }, { kind: "clinic" }],
  [{ kind: "clinic" }, { kind: "clinic" }, { kind: "group" }],
  [
    { hours: "early" },
    { sessions: [{ days: "MO", opens: "07:30", closes: "15:00" }] },
    { sessions: [{ days: "MO", opens: "08:00", closes: "18:00" }] },
  ],
  [
    { hours: "late" },
    { sessions: [{ days: "MO", opens: "09:00", closes: "18:00" }] },
    { sessions: [{ days: "MO", opens: "07:00", closes: "17:30" }] },
  ],
  [
    { hours: "weekend" },
    { sessions: [{ days: "SA", opens: "09:00", closes: "12:00" }] },
    { sessions: [{ days: "MO", opens: "09:00", closes: "12:00" }] },
  ],
  [{ year: "all-year" }, { weeks: 51 }, { weeks: 38 }],
  [{ year: "term" }, { weeks: 38 }, { weeks: 51 }],
  [{ language: "Urdu" }, { languages: ["Urdu"] }, { languages: ["Polish"] }],
  [{ meals: true }, { meals: true }, { meals: false }],
  [
    { good: true },
    { inspection: { overall: { grade: "good", date: null } } },
    { inspection: { overall: { grade: "inadequate", date: null } } },
  ],
  [
    { good: true },
    { inspection: { areas: { grades: [{ area: "Inclusion", grade: "strong standard" }], date: null } } },
    {
      inspection: {
        areas: { grades: [{ area: "Inclusion", grade: "needs attention" }], date: null },
        overall: { grade: "good", date: null },
      },
    },
  ],
] as [Parameters<typeof search>[1], Partial<Service>, Partial<Service>][])(
  "%j is met by one and not by the other",
  (wanted, fits, not) => {
    expect(find([service("fits", fits), service("not", not)], wanted)).toEqual({ meet: ["fits"], may: [] });
  },
);

test("a postcode is read however it is written, and found in the file of its first half", () => {
  expect([" b8 1aa", "B81AA", "sw1a1aa"].map(postcodeHalves)).toEqual([
    ["B8", "1AA"],
    ["B8", "1AA"],
    ["SW1A", "1AA"],
  ]);
  expect(["B8", "Alum Rock", ""].map(postcodeHalves)).toEqual([undefined, undefined, undefined]);
  const units = "1AA 52.49 -1.85 E05011118;1AB 52.5 -1.86 E05011119";
  expect(placeOfPostcode(units, "1AB")).toEqual({ latitude: 52.5, longitude: -1.86, ward: "E05011119" });
  expect(placeOfPostcode(units, "1AC")).toBeUndefined();
});

test("what is asked stands behind the hash of the address, and comes back from it", () => {
  const asked = {
    near: "B8 1AA",
    wanted: {
      kind: "nursery" as const,
      age: 0,
      funded: "two-support" as const,
      good: true,
      language: "Urdu",
    },
    kept: ["E05011118.1d2c3b4a-aa"],
  };
  expect(hashOf(asked)).toMatch(/^#/);
  expect(askedIn(hashOf(asked))).toEqual(asked);
  expect(hashOf(askedIn(""))).toBe("");
  expect(askedIn("#for=castle&age=99&list=../x,<b>").wanted).toEqual({});
  expect(askedIn("#list=../x,<b>").kept).toEqual([]);
});
