import { describe, expect, test } from "vitest";
import { type PageReport, tell } from "../../components/site/mistakes.js";

const cell = (id: string, line: number, code: string, uses: string[] = [], gives: string[] = []) => ({
  id,
  line,
  code,
  uses,
  gives,
});
const report: PageReport = {
  file: "docs/explore/mine.md",
  mistakes: [],
  cells: [
    cell(
      "a",
      5,
      "const rows = await load();\nconst asked = view(ask());",
      ["load", "ask"],
      ["rows", "asked"],
    ),
    cell("b", 10, "const few = rows.slice(0, 2);", ["rows"], ["few"]),
    cell("c", 13, "few.length", ["few"]),
    cell("d", 20, 'display(askd);\nranking(asked, {\n  ordr: "lowest"\n})', ["askd", "ranking", "asked"]),
    cell("e", 30, "askd", ["askd"]),
    cell("f", 40, "SELECT valu\nFROM figures", ["sql"]),
  ],
};
const lines = (failed: Parameters<typeof tell>[1], mistakes: PageReport["mistakes"] = []) =>
  tell({ ...report, mistakes }, failed).folded.map(({ line, message }) => `${line}: ${message}`);

test("an error is told with the line of its word and the nearest name", () => {
  expect(lines([{ id: "d", error: "RuntimeError: askd is not defined" }])).toEqual([
    "20: Nothing on this page is called “askd”. Did you mean “asked”?",
  ]);
  expect(
    lines([{ id: "d", error: "Error: ranking(…) has no option “ordr”. Did you mean “order”?" }]),
  ).toEqual(["22: ranking(…) has no option “ordr”. Did you mean “order”?"]);
});

test("what a cell notes of a misspelt word counts as a mistake, at the line of the word", () => {
  const message = "This page asks for the indicator “tak-up”, which there is none of.";
  const cells = [cell("a", 8, 'const asked = view(ask({\n  indicator: "tak-up",\n}));', [], ["asked"])];
  expect(tell({ ...report, cells }, [], [{ id: "a", message, word: "tak-up" }]).folded).toEqual([
    { line: 9, message, because: 0 },
  ]);
});

test("a name that an imported module has and the page does not import is told with that module", () => {
  const imports = [{ module: "../components/notebook.js", names: ["areaMap", "ask"] }];
  const cells = [cell("a", 8, "areaMap(asked)", ["areaMap"]), cell("b", 9, "areMap(asked)", ["areMap"])];
  const { folded: told } = tell({ ...report, cells, imports }, [
    { id: "a", error: "RuntimeError: areaMap is not defined" },
    { id: "b", error: "RuntimeError: areMap is not defined" },
  ]);
  expect(told.map(({ message }) => message)).toEqual([
    "Nothing on this page is called “areaMap”. ../components/notebook.js has it: add areaMap to the names that the page imports from there.",
    "Nothing on this page is called “areMap”. Did you mean “areaMap”?",
  ]);
});

test("a file whose loader failed is told at its name, with where the loader's own words are", () => {
  const cells = [
    cell("a", 8, 'const counts =\n  FileAttachment("./data/counts.csv").csv();', [], ["counts"]),
  ];
  const { folded: told } = tell({ ...report, cells }, [
    { id: "a", error: "Error: Unable to load file: counts.csv" },
  ]);
  expect(told.map(({ line, message }) => `${line}: ${message}`)).toEqual([
    "9: The loader of counts.csv failed. What it said stands in the terminal in which the workspace was started.",
  ]);
});

test("a column and a table that a query does not find are told with those that there are", () => {
  const binder =
    'Error: Binder Error: Referenced column "valu" not found in FROM clause!\nCandidate bindings: "figures.value", "figures.area"\nLINE 1: SELECT valu';
  expect(lines([{ id: "f", error: binder }])).toEqual([
    "40: There is no column “valu”. Did you mean “value”?",
  ]);
  const catalog =
    'Error: Catalog Error: Table with name figurs does not exist!\nDid you mean "memory.figures"?';
  expect(lines([{ id: "f", error: catalog }])).toEqual([
    "40: There is no table “figurs”. Did you mean “figures”?",
  ]);
  const itsOwn =
    'Error: Catalog Error: Table with name missing does not exist!\nDid you mean "pg_tables"?\nLINE 1:';
  expect(lines([{ id: "f", error: itsOwn }])).toEqual(["40: There is no table “missing”."]);
});

describe("a mistake is told once", () => {
  test("where several cells make it", () => {
    const { folded: told, echoes } = tell(report, [
      { id: "d", error: "RuntimeError: askd is not defined" },
      { id: "e", error: "RuntimeError: askd is not defined" },
    ]);
    expect(told).toEqual([expect.objectContaining({ line: 20, because: 1 })]);
    expect([...echoes]).toEqual([1]);
  });

  test("and not again in the cells that rest on it, by however many steps", () => {
    const error = "TypeError: load is not a function";
    const { folded: told, echoes } = tell(report, [
      { id: "a", error },
      { id: "b", error },
      { id: "c", error },
    ]);
    expect(told).toHaveLength(1);
    expect(told[0]!.message).toContain("“load” cannot be called.");
    expect([...echoes]).toEqual([1, 2]);
  });

  test("and not again by an error of the cell in which it was seen beforehand", () => {
    const mistake = { line: 6, message: "There is no file ./data/x.json.", cell: "a" };
    const { folded: told, echoes } = tell({ ...report, mistakes: [mistake] }, [
      { id: "a", error: "RuntimeError: File not found: x.json" },
      { id: "c", error: "RuntimeError: File not found: x.json" },
      { error: "SyntaxError: Unexpected token (1:2)" },
    ]);
    expect(told.map(({ message }) => message)).toEqual(["There is no file ./data/x.json."]);
    expect(echoes.size).toBe(3);
  });

  test("but a mistake elsewhere is, where an import lacks another name", () => {
    const mistake = { line: 5, message: "notebook.js has no “ro”.", cell: "a", spoils: "ro" };
    const { folded: told } = tell({ ...report, mistakes: [mistake] }, [{ id: "c", error: "Error: Wrong." }]);
    expect(told.map(({ line }) => line)).toEqual([5, 13]);
  });
});
