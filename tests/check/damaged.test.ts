import { join } from "node:path";
import iconv from "iconv-lite";
import { afterEach, beforeEach, expect, test } from "vitest";
import { jsonElements } from "../../loaders/files/json-elements.js";
import { Desk, sourceFrom } from "./desk.js";
import { workbookOf } from "./workbook-parts.js";

let desk: Desk;
beforeEach(() => {
  desk = new Desk();
});
afterEach(() => desk.close());

const columns = `
columns:
  - { name: ward, headers: { any: Ward }, type: text, required: true }
  - { name: n, headers: { any: "N" }, type: integer }
accept: { mostRejected: 1 }`;
const visits = sourceFrom(columns);
const workbooks = sourceFrom(`${columns}\nformat: { type: xlsx }`);

async function read(content: string | Uint8Array, name = "visits.csv", source = visits) {
  desk.deliver(name, content);
  const [extract] = await desk.check(source);
  const rows = (await desk.table(source)).map((row) => Object.values(row));
  return {
    rows,
    told: extract!.told,
    faults: (await desk.quarantine()).map(({ row, reason }) => [row, reason]),
  };
}

test("letters that were lost or changed before a file came are told", async () => {
  const text = "Ward,N\nAs\0ton,1\nZo\ufffdville,2\nZoÃ«ville,3\nKing&#39;s &amp; Aston,4\nR & B,5\n";
  const { rows, told } = await read(text);
  expect(rows).toHaveLength(5);
  expect(told.map((sentence) => sentence.split(/[.:] /)[0])).toEqual([
    "It holds 1 zero byte, which was passed over",
    "It holds the sign for a letter that was lost (\ufffd) in 1 place",
    "In 1 place letters seem to have been encoded twice, as Ã« for ë",
    "In 2 places it has signs as web pages write them, as &amp; for &",
  ]);
});

test("letters of DOS are told by their lines, and those of Windows are none", async () => {
  const { told } = await read(iconv.encode("Ward,N\nZoëville,1\nAston,2\nRené,3\n", "cp850"));
  expect(told).toEqual([
    "It was read as windows-1252, and lines 2, 4 hold signs that no word has in it: letters are wrong. Ask the supplier to write it as UTF-8, or write its encoding under format, as in encoding: cp850.",
  ]);
  const windows = "Ward,N\nZoëville,1\nO’Brien “x” – €5 Škoda…,2\nAston†,3\n";
  expect((await read(iconv.encode(windows, "windows-1252"))).told).toEqual([]);
});

test("a mark of UTF-16 before a text that is none refuses it, and nothing of the text is told", async () => {
  const text = `Ward,N\n${"Aston,1\n".repeat(20)}`;
  await expect(read(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text)]))).rejects.toThrow(
    "Its first bytes say that it is UTF-16, and the others that it is not.",
  );
});

test("marks that nobody sees are no part of a header or a cell", async () => {
  const { rows } = await read("\u200fWa\u00adrd\u200e,N\n\u202aAston\u202c,\u20661\u2069\n");
  expect(rows).toEqual([["Aston", 1]]);
});

test("what a spreadsheet writes in place of a value is none, and a total is one in other languages", async () => {
  const { rows, faults } = await read("Ward,N\n#REF!,1\n#####,2\n#1 Aston,3\n#n/a,4\nCyfanswm,10\n");
  expect(rows).toEqual([["#1 Aston", 3]]);
  expect(faults).toEqual([
    [2, "holds an error of a spreadsheet"],
    [3, "holds an error of a spreadsheet"],
    [5, "holds an error of a spreadsheet"],
    [6, "it looks like a total of the rows, not like one of them"],
  ]);
});

test("a workbook whose table is hidden, or that is a web page, is refused for what it is", async () => {
  const rows = [
    ["Ward", "N"],
    ["Aston", 1],
  ];
  const made = (sheets: Parameters<typeof workbookOf>[1]) =>
    workbookOf(join(desk.folder, "made.xlsx"), sheets);
  const old = { name: "Ward", state: "veryHidden" as const, rows };
  for (const sheets of [[old], [old, { name: "Cover", rows: [["Hello"]] }]])
    await expect(read(await made(sheets), "visits.xlsx", workbooks)).rejects.toThrow(
      /No visible sheet has the header: sheet 1 of \d \(“Ward”\) has it, and is hidden\./,
    );
  await expect(read("<html><table>", "visits.xlsx", workbooks)).rejects.toThrow(
    "It is not an Excel workbook but a web page.",
  );
});

test("what systems put beside a file in an archive is no file", async () => {
  const zip = await desk.zip({
    "May/visits.csv": "Ward,N\nAston,1\n",
    "May/Thumbs.db": "x",
    "__MACOSX/._v": "x",
  });
  expect((await read(zip)).rows).toEqual([["Aston", 1]]);
});

test.each([
  ['{"a":{"rows":[{"n":1}],"b":[2,{"c":"]"}]},"d":null}\n', "a.rows", [{ n: 1 }]],
  ["[]", undefined, []],
  ['[{"n":1}][{"n":2}]', undefined, "behind its list"],
  ['{"rows":[{"n":1}]', "rows", "behind its list"],
  ['{"rows":[{"n":1}],"b":[1', "rows", "behind its list"],
  ['{"rows":[{"n":1}]}{"rows":[{"n":2}]}', "rows", "behind its list"],
])("a list of JSON is read where its text ends with it: %s", (text, path, expected) => {
  const file = desk.deliver("x.json", text);
  if (typeof expected === "string") expect(() => [...jsonElements(file, path)]).toThrow(expected);
  else expect([...jsonElements(file, path)]).toEqual(expected);
});
