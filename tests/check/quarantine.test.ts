import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { forgetChecked } from "../../loaders/check/check.js";
import { writeQuarantineReport } from "../../loaders/check/quarantine.js";
import { Desk, sourceFrom } from "./desk.js";

let desk: Desk;
beforeEach(() => {
  desk = new Desk();
});
afterEach(() => desk.close());

const visits = sourceFrom(`
columns:
  - { name: name, headers: { any: Name }, type: text, required: true }
  - { name: places, headers: { any: "Places, funded" }, type: integer }
accept: { mostRejected: 1 }`);

test("the report for the supplier names places, rules and shapes, and no value", async () => {
  desk.deliver("visits.csv", 'Name,"Places, funded"\na,1\nb,=2+Bob\n,3\na,1\nc\n');
  const [extract] = await desk.check(visits);
  const file = await writeQuarantineReport(await desk.db(), "visits", desk.store);
  expect(file).toBe(join(desk.store.folder, "quarantine", "visits.csv"));
  const id = extract!.sha256.slice(0, 12);
  expect(readFileSync(file, "utf8")).toBe(
    [
      "\ufeffExtract,Row,Column,Rule,What is wrong,Shape of the cell",
      `${id},3,"Places, funded",type,is not a whole number,'=9+Aaa`,
      `${id},4,Name,required,is empty,`,
      `${id},5,,duplicate,duplicate of row 2,`,
      `${id},6,,cells,"it has 1 cell, the header has 2",`,
      "",
    ].join("\r\n"),
  );
  if (process.platform !== "win32") expect(statSync(file).mode & 0o777).toBe(0o600);
});

test("a report of nothing is a header", async () => {
  const file = await writeQuarantineReport(await desk.db(), "visits", desk.store);
  expect(readFileSync(file, "utf8")).toBe(
    "\ufeffExtract,Row,Column,Rule,What is wrong,Shape of the cell\r\n",
  );
});

test("a source that is forgotten leaves neither rows nor quarantine", async () => {
  desk.deliver("visits.csv", 'Name,"Places, funded"\na,1\nb,x\n');
  await desk.check(visits);
  const db = await desk.db();
  await forgetChecked(db, "visits");
  expect(await db.has("src_visits")).toBe(false);
  expect(await desk.quarantine()).toEqual([]);
});
