import { describe, expect, it } from "vitest";
import { queryFault } from "../../components/query/query-error.js";

const names = {
  tables: new Map([
    ["observations", ["area_name", "value", "level"]],
    ["areas_ward", ["code", "name"]],
  ]),
};

// As DuckDB 1.1 words them.
describe("what DuckDB says, in words", () => {
  it("names the nearest table, and points at the wrong one", () => {
    const sql = "SELECT value\nFROM observatons";
    const said =
      'Error: Catalog Error: Table with name observatons does not exist!\nDid you mean "sqlite_master"?\n\nLINE 2: FROM observatons\n             ^';
    expect(queryFault(said, sql, names)).toEqual({
      message: "There is no table “observatons”. Did you mean “observations”?",
      at: sql.indexOf("observatons"),
    });
  });

  it("names the nearest column of the tables that are asked", () => {
    const said =
      'Binder Error: Referenced column "valu" not found in FROM clause!\nCandidate bindings: "observations.value"';
    const { message, at } = queryFault(said, "SELECT valu FROM observations", names);
    expect(message).toContain("no column “valu”");
    expect(message).toContain("Did you mean “value”?");
    expect(at).toBe(7);
  });

  it("tells of a text between the marks for names", () => {
    const said = 'Binder Error: Referenced column "ward" not found in FROM clause!';
    expect(queryFault(said, 'FROM observations WHERE level = "ward"', names).message).toContain(
      "single quotation marks",
    );
  });

  it("finds a misspelt keyword before the word that cannot be read", () => {
    const said =
      'Parser Error: syntax error at or near "observations"\n\nLINE 1: SELECT * FORM observations\n                      ^';
    expect(queryFault(said, "SELECT * FORM observations", names)).toEqual({
      message: "The query cannot be read at “observations”. Did you mean FROM for “FORM”?",
      at: 14,
    });
  });

  it.each([
    ['Binder Error: column "area_name" must appear in the GROUP BY clause or …', "GROUP BY ALL"],
    [
      'Binder Error: Ambiguous reference to column name "value" (use: "a.value" or "b.value")',
      "in two of the tables",
    ],
    [
      'Catalog Error: Scalar Function with name foo does not exist!\nDid you mean "floor"?',
      "Did you mean “floor”?",
    ],
    ["Permission Error: Scanning CSV files is disabled through configuration", "no file and no address"],
    ["Out of Memory Error: failed to allocate data of size 3.1 GiB", "GROUP BY"],
  ])("%s", (said, words) => {
    expect(queryFault(said, "SELECT 1", names).message).toContain(words);
  });

  it("does not repeat a cell", () => {
    const said = "Conversion Error: Could not convert string 'Amina Testname' to INT32\nLINE 1: …";
    expect(
      queryFault(said, "SELECT CAST(area_name AS INTEGER) FROM observations", names).message,
    ).not.toMatch(/Amina|Testname/);
  });
});
