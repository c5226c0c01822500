import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Source } from "../../loaders/registry/source.js";
import { repositoryRoot } from "../../loaders/store/paths.js";
import { Desk, sourceFrom } from "./desk.js";

let desk: Desk;
beforeEach(() => {
  desk = new Desk();
});
afterEach(() => desk.close());

const messy = (name: string): Buffer => readFileSync(join(repositoryRoot, "tests/check/messy", name));

/** A source whose columns are texts by the names of their headers. */
function textsOf(headers: string, more = ""): Source {
  const columns = headers
    .split(",")
    .map((header) => `{ name: ${header.toLowerCase()}, headers: { any: ${header} }, type: text }`);
  return sourceFrom(`columns: [${columns.join(", ")}]\naccept: { mostRejected: 1 }\n${more}`);
}

async function read(source: Source, content: string | Uint8Array) {
  desk.deliver("visits.csv", content);
  await desk.check(source);
  return desk.table(source);
}

const faults = async () => (await desk.quarantine()).map(({ row, column, rule }) => [row, column, rule]);

test("a row that a delimiter too many shifted is set aside, also where its last cell is empty", async () => {
  const source = textsOf("Ward,Households,Children,Notes");
  expect(await read(source, messy("01-shifted-row.csv"))).toEqual([
    { ward: "Aston", households: "12", children: "20", notes: null },
  ]);
  expect(await faults()).toEqual([[3, null, "cells"]]);
});

test("a header that lost a delimiter refuses the extract, and by one too many no row is taken", async () => {
  await expect(read(textsOf("Ward,Children"), messy("02-header-lost-a-delimiter.csv"))).rejects.toThrow(
    "visits.csv: 1 of its 1 rows are wider than the header, which may have lost a delimiter. Ask the supplier to correct it. If each row is to end with a delimiter that the header lacks, write rowEnds: delimiter under format in data/sources/visits.yaml.",
  );
  expect(await read(textsOf("A,B"), "A,,B\n1,2\n3,4\n5,6,7\n")).toEqual([{ a: "5", b: "7" }]);
  expect(await faults()).toEqual([
    [2, null, "cells"],
    [3, null, "cells"],
  ]);
});

test("a ragged layout that is declared is read, and what does not fit it is set aside", async () => {
  const ends = (how: string) => textsOf("A,B,C", `format: { type: csv, rowEnds: ${how} }`);
  expect(await read(ends("short"), "A,B,C\n1\n2,x\n3,,y\n4,,,\n")).toEqual([
    { a: "1", b: null, c: null },
    { a: "2", b: "x", c: null },
    { a: "3", b: null, c: "y" },
  ]);
  expect(await read(ends("delimiter"), "A,B,C\n1,,y,\n2,x,y,z\n3,x,y\n4,x,,,\n")).toEqual([
    { a: "1", b: null, c: "y" },
  ]);
  expect(await faults()).toEqual([
    [3, null, "cells"],
    [4, null, "cells"],
    [5, null, "cells"],
  ]);
});

test("a value beyond the last header belongs to no column, and its row is set aside", async () => {
  expect(await read(textsOf("A,B"), "A,B,,\n1,2,,\n,3,4,\n")).toEqual([{ a: "1", b: "2" }]);
  expect(await desk.quarantine()).toMatchObject([
    { row: 3, reason: "it has a value beyond the last header" },
  ]);
});

test("two quotation marks that swallowed rows are told, and an address over several lines is a cell", async () => {
  expect(await read(textsOf("A,B,C"), messy("14-quote-swallows-rows.csv"))).toEqual([
    { a: "4", b: "z", c: "5" },
  ]);
  expect(await desk.quarantine()).toMatchObject([
    {
      row: 2,
      rule: "quotes",
      reason: expect.stringMatching(/^a cell holds line ends and delimiters as many/),
    },
  ]);
  const address = '1,"2 High Street,\nAston,\nBirmingham",3\n';
  expect(await read(textsOf("A,B,C"), `A,B,C\n${address}`)).toMatchObject([{ a: "1", c: "3" }]);
});
