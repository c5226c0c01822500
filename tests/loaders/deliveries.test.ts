import { afterEach, beforeEach, expect, test } from "vitest";
import { deliveryInWords } from "../../components/catalogue/deliveries.js";
import { deliveryMessage } from "../../components/catalogue/delivery-message.js";
import { checkSource } from "../../loaders/check/check-source.js";
import deliveries, { type Deliveries } from "../../loaders/explore/deliveries.json.js";
import { makePageDataset } from "../../loaders/page-dataset.js";
import { writeDeliveryReports } from "../../loaders/refresh/catalogue.js";
import type { Source } from "../../loaders/registry/source.js";
import { Desk, sourceFrom } from "../check/desk.js";
import { city, manifest } from "./small-store.js";

let desk: Desk;
beforeEach(() => {
  desk = new Desk();
});
afterEach(() => desk.close());

/** Delivers a file, checks it as a refresh does, and gives the data set of the page and what it says of the source. */
async function delivered(source: Source, content: string) {
  desk.deliver("visits.csv", content);
  const { snapshots } = await desk.pull(source);
  const db = await desk.db();
  const plan = { fingerprint: content, code: "", inputs: {} };
  const { entry } = await checkSource(source, snapshots, db, { store: desk.store, plan, log: () => {} });
  const sources = { [source.id]: entry };
  await writeDeliveryReports(db, [db], [source], sources);
  const context = { db, city, sources: [source], manifest: manifest(sources), claims: [] };
  const bytes = await makePageDataset(deliveries, context as never);
  const data = JSON.parse(Buffer.from(bytes).toString()) as Deliveries;
  return { data, told: deliveryInWords(data, source.id) };
}

const wards = (more = "") =>
  sourceFrom(`
columns:
  - { name: ward, headers: { any: Ward }, type: text, required: true }
  - { name: kind, headers: { any: Kind }, type: text, values: [play, talk, sing] }
  - { name: n, headers: { any: "N" }, type: integer }
format: { type: csv, ignore: [totals] }
${more}`);
const rows = (count: number, kind: string, n = 5) =>
  `Ward,Kind,N\n${Array.from({ length: count }, (_, i) => `W${i},${i % 2 ? "play" : kind},${i + n}`).join("\n")}\n`;

test("the newest delivery stands beside those before it, with its totals and what is expected", async () => {
  const source = wards("expects: { rows: [20, 30], filled: { n: 0.9 } }");
  const first = await delivered(source, rows(20, "talk"));
  expect(first.told.text).toBe(
    "visits.csv: 20 rows in use and 0 set aside (0.0%). It is the first, so there is none to compare it with.",
  );
  await delivered(source, rows(22, "talk"));
  const { told } = await delivered(source, `${rows(24, "sing")}W99,play,many\nW1,play,6\nTotal,,400\n`);
  const { report } = told;
  expect(report!.deliveries.map((one) => [one.rows, one.rejected])).toEqual([
    [20, 0],
    [22, 0],
    [24, 2],
  ]);
  expect(report!.columns.find(({ name }) => name === "kind")).toMatchObject({
    ...{ empty: [0, 0, 0], gone: ["talk"], added: ["sing"], range: [null, null, null] },
  });
  expect(report!.columns.find(({ name }) => name === "n")!.range.at(-1)).toEqual([5, 28]);
  // A row that is there twice is counted once: no share is below nothing.
  expect(report!.columns.map(({ empty }) => empty.at(-1))).toEqual([0, 0, 0]);
  expect(report!.faults).toEqual([
    { column: null, reason: "is the same as another row", rows: 1 },
    { column: "N", reason: "is not a whole number", rows: 1 },
  ]);
  expect(report!.totals).toEqual([{ column: "n", said: 400, sum: 402, addsUp: false }]);
  expect(report!.expectations.map(({ isMet }) => isMet)).toEqual([true, true]);
  const { to, body, mailto } = deliveryMessage(told.source);
  expect(to).toBe("data@example.org");
  expect(body).toContain(
    "visits.csv was taken: 24 rows in use, 2 set aside. Deliveries before it had 20 and 22 rows.",
  );
  expect(body).toContain("“N” is not a whole number: 1");
  expect(body).toContain("Its total, row 28, is not what the rows above it add up to, in n");
  expect(mailto).toMatch(/^mailto:data@example\.org\?subject=Visits%3A/);
});

test("what was refused is told beside the delivery that stays in use", async () => {
  await delivered(wards(), rows(20, "talk"));
  const { told } = await delivered(wards(), "Ward,Kind,N\nW1,play,1\n");
  expect(told.refused.available).toBe(true);
  expect(told.report!.deliveries.at(-1)!.rows).toBe(20);
  expect(deliveryMessage(told.source).body).toContain("visits.csv was not taken. It has 1 row;");
});

test("of records of children neither the page nor the message holds a value", async () => {
  const source = sourceFrom(`kind: records
columns:
  - { name: surname, headers: { any: Surname }, type: text, identifier: true }
  - { name: born, headers: { any: Born }, type: date, identifier: true, formats: ["%Y-%m-%d"] }
  - { name: weight, headers: { any: Weight }, type: integer }
  - { name: need, headers: { any: Need }, type: text, values: [none, hearing, sight] }`);
  const child = (i: number, need = "none") => `Zyxwv${i},2021-03-${10 + i},${7001 + i},${need}`;
  const content = `Surname,Born,Weight,Need\n${Array.from({ length: 12 }, (_, i) => child(i)).join("\n")}\n`;
  await delivered(source, content);
  const { data, told } = await delivered(source, `${content}${child(13, "sight")}\n${child(14, "Qqqq")}\n`);
  const all = JSON.stringify(data) + deliveryMessage(told.source).body;
  expect(told.report!.deliveries.at(-1)).toMatchObject({ rows: 13, rejected: 1 });
  // One child has it: that it occurs would tell of that child.
  expect(told.values.available).toBe(false);
  for (const value of ["Zyxwv", "2021-03", "70", "Qqqq"]) expect(all).not.toContain(value);
});
