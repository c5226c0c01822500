import { expect, it } from "vitest";
import { rejections } from "../../loaders/briefings/rejections.js";
import { makeQuarantine } from "../../loaders/check/quarantine.js";
import { writeRejections } from "../../loaders/refresh/catalogue.js";
import { Database } from "../../loaders/store/database.js";

it("counts the rows that each rule turned away, from both quarantines, and carries nothing of a row", async () => {
  const identity = await Database.open(":memory:");
  const analysis = await Database.open(":memory:");
  await makeQuarantine(identity);
  await identity.run(`
    INSERT INTO quarantine VALUES
      ('headcount', 'aaa', 7, 'Hours', 'type', 'is not a number', 'aaa'),
      ('headcount', 'aaa', 9, 'Hours', 'type', 'is not a number', '9a'),
      ('headcount', 'bbb', 9, 'Hours', 'type', 'is not a number', '9a'),
      ('headcount', 'bbb', 9, 'Surname', 'required', 'is empty', NULL),
      ('headcount', 'bbb', 20, NULL, 'duplicate', 'duplicate of row 12', NULL),
      ('headcount', 'bbb', 21, NULL, 'duplicate', 'duplicate of row 13', NULL)`);
  await makeQuarantine(analysis);
  await analysis.run(
    "INSERT INTO quarantine VALUES ('wards', 'ccc', 3, NULL, 'cells', 'it has 3, the header has 4', NULL)",
  );

  await writeRejections(analysis, [identity, analysis]);

  expect(await rejections(analysis)).toEqual([
    { source: "headcount", column: "Hours", rule: "type", reason: "is not a number", rows: 3 },
    { source: "headcount", column: null, rule: "duplicate", reason: "is the same as another row", rows: 2 },
    { source: "headcount", column: "Surname", rule: "required", reason: "is empty", rows: 1 },
    { source: "wards", column: null, rule: "cells", reason: "it has 3, the header has 4", rows: 1 },
  ]);
  identity.close();
  analysis.close();
});

it("is empty before anything was checked", async () => {
  const analysis = await Database.open(":memory:");
  await writeRejections(analysis, [analysis]);
  expect(await rejections(analysis)).toEqual([]);
  analysis.close();
});
