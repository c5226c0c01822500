import { afterEach, beforeEach, expect, test } from "vitest";
import { Desk, sourceFrom } from "./desk.js";

let desk: Desk;
beforeEach(() => {
  desk = new Desk();
});
afterEach(() => desk.close());

const wards = (more: string) =>
  sourceFrom(`
columns:
  - { name: ward, headers: { any: Ward }, type: text, required: true }
  - { name: n, headers: { any: "N" }, type: integer }
${more}`);
const rows = (count: number, filled: number) =>
  `Ward,N\n${Array.from({ length: count }, (_, i) => `W${i},${i < filled ? i : ""}`).join("\n")}\n`;

test("a first delivery is compared with what its source expects: told, or refused", async () => {
  desk.deliver("visits.csv", rows(40, 20));
  const told = [
    "It has 40 rows; 100 to 200 are expected.",
    "n is filled in 50% of its rows; at least 90% are expected.",
  ];
  const expects = "rows: [100, 200], filled: { n: 0.9 }";
  expect((await desk.check(wards(`expects: { ${expects} }`)))[0]!.remarks).toEqual(told);
  await expect(desk.check(wards(`expects: { ${expects}, otherwise: refuse }`))).rejects.toThrow(
    `visits.csv: ${told.join(" ")} Ask the supplier for a corrected extract. If it is right, correct expects in data/sources/visits.yaml.`,
  );
  expect((await desk.check(wards("expects: { rows: [40, 40], filled: { n: 0.5 } }")))[0]!.remarks).toEqual(
    [],
  );
});

test("what a source expects is checked itself", () => {
  expect(() => wards("expects: { rows: [200, 100] }")).toThrow(/fewest rows and then the most/);
  expect(() => wards("expects: { filled: { m: 0.9 } }")).toThrow(/is not among the columns/);
});

test("a column that is emptier than ever before is told, or its extract refused", async () => {
  const before = [
    {
      rows: 40,
      rejected: 0,
      name: "",
      extract: "0",
      period: null,
      headers: [],
      columns: { n: { filled: 40, distinct: 40 } },
    },
  ];
  desk.deliver("visits.csv", rows(40, 20));
  const sentence = "n is empty in 50% of its rows; in earlier deliveries in at most 0%.";
  expect((await desk.check(wards(""), { before }))[0]!.remarks).toContain(sentence);
  await expect(desk.check(wards("guards: { distribution: refuse }"), { before })).rejects.toThrow(
    `visits.csv: ${sentence} Ask the supplier whether it is right.`,
  );
});
