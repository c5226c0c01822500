import { afterEach, expect, test } from "vitest";
import { writeRecords } from "../../../loaders/link/records.js";
import { writeTable } from "../../../loaders/link/report/table.js";
import { unlinkableTable } from "../../../loaders/link/report/unlinkable.js";
import { headcount, nhsNumber, type Rows, register, writeRows } from "../fixture.js";
import { desk, tableOf } from "./desk.js";

const { open, clear } = desk();
afterEach(clear);

const amelia = { forename: "Amelia", surname: "Walker", date_of_birth: "2021-03-04", postcode: "B1 1AA" };

/** The table's rows for these records and what came of them. */
async function reasons(source: typeof register, rows: Rows, outcomes: string[]) {
  const [identity, analysis] = [await open(), await open()];
  await writeRows(identity, source, rows);
  await writeRecords(identity, [source]);
  await identity.run(
    tableOf("person_record", "record_id VARCHAR, source VARCHAR, outcome VARCHAR", outcomes),
  );
  await writeTable(identity, analysis, unlinkableTable);
  return analysis.rows("FROM link_unlinkable ORDER BY source, records DESC, reason");
}

const noMatch = (source: string, ids: string[]) => ids.map((id) => `('${id}', '${source}', 'no match')`);

test("records that say too little, each under the first reason that holds", async () => {
  const rows = [
    { id: "1", ...amelia, forename: "Baby girl" },
    { id: "2", ...amelia, forename: "Twin One", date_of_birth: null },
    { id: "3", ...amelia, surname: null },
    { id: "4", ...amelia, forename: "?" },
    { id: "5", ...amelia, date_of_birth: "1900-01-01" },
    { id: "6", ...amelia, postcode: "ZZ99 3VZ" },
    // Says enough, though nobody else has it.
    { id: "7", ...amelia },
    // Says too little, and was joined all the same.
    { id: "8", ...amelia, postcode: null },
  ];
  const outcomes = [
    ...noMatch(headcount.id, ["1", "2", "3", "4", "5", "6", "7"]),
    `('8', '${headcount.id}', 'match')`,
  ];
  expect(await reasons(headcount, rows, outcomes)).toEqual([
    { source: headcount.id, reason: "a placeholder instead of a name", records: 2 },
    { source: headcount.id, reason: "no forename or no surname", records: 2 },
    { source: headcount.id, reason: "no date of birth", records: 1 },
    { source: headcount.id, reason: "no postcode and no identifier", records: 1 },
  ]);
});

test("an identifier is enough; one that fails its check is none", async () => {
  const infant = { forename: "Infant", surname: "Walker", date_of_birth: "2021-03-04" };
  const rows = [
    { id: "1", nhs_number: nhsNumber(912000001), ...infant },
    { id: "2", nhs_number: "9120000000", ...infant },
  ];
  expect(await reasons(register, rows, noMatch(register.id, ["1", "2"]))).toEqual([
    { source: register.id, reason: "a placeholder instead of a name", records: 1 },
  ]);
});

test("records that carry only another source’s identifier, which no child bears, or two do", async () => {
  const outcomes = [
    "('a1', 'attendances', 'match')",
    "('a2', 'attendances', 'many matches')",
    ...noMatch("attendances", ["a3", "a4"]),
  ];
  expect(await reasons(register, [], outcomes)).toEqual([
    { source: "attendances", reason: "an identifier that no child bears", records: 2 },
    { source: "attendances", reason: "an identifier that more than one child bears", records: 1 },
  ]);
});
