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
    told: extract!.remarks,
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
    "In 2 places it has signs as web pages write them, as &amp; for & or <br> for a line end",
  ]);
});

test("letters of DOS are told by their lines, and those of Windows are none", async () => {
  const { told } = await read(iconv.encode("Ward,N\nZoëville,1\nAston,2\nRené,3\n", "cp850"));
  expect(told).toEqual([
    "It was read as windows-1252, and lines 2, 4 hold signs that hardly a word has in it: letters are wrong. Ask the supplier to write it as UTF-8, or write its encoding under format, as in encoding: cp850 of DOS, or encoding: macintosh of an old Mac.",
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
  else expect([...jsonElements(file, path)].map(({ value }) => value)).toEqual(expected);
});

test("marks behind a backslash are marks, and a row that they cut wrongly is set aside for them", async () => {
  const text = `Ward,N\n"As\\"ton\\" \\\\ x",1\n"C:\\",2\n"As\\"ton\\"",3\n"Quoted ""so""",4\n`;
  expect(await read(text)).toMatchObject({
    rows: [
      ['As"ton" \\ x', 1],
      ["C:\\", 2],
      ['Quoted "so"', 4],
    ],
    faults: [[4, "a quotation mark stands behind a backslash and should be doubled"]],
  });
});

test("a key that an object of JSON has twice sets its row aside", async () => {
  const json = sourceFrom(`${columns}\nformat: { type: json, rows: rows }`);
  const list = '[{"Ward":"A","N":1,"Ward":"B"},{"Ward":"C:\\":","N":2},{"Ward":"D","x":[{"a":1,"a":2}]}]';
  const faults = [1, 3].map((row) => [row, "it has a key twice"]);
  expect(await read(`{"rows":${list}}`, "visits.json", json)).toMatchObject({
    rows: [['C:":', 2]],
    faults,
  });
  await expect(read(`{"rows":${list},"rows":[]}`, "visits.json", json)).rejects.toThrow(
    "It has rows twice, and one of the two would be lost.",
  );
  const lines = sourceFrom(`${columns}\nformat: { type: json-lines }`);
  expect(
    await read(
      '{"Ward":"A","N":1,"N":1}\n{"Ward":"B"}\n{"Ward":"C","a.b":1,"a":{"b":2}}',
      "visits.jsonl",
      lines,
    ),
  ).toMatchObject({ rows: [["B", null]], faults });
});

test("letters that were lost or changed are told of workbooks, JSON and XML, too", async () => {
  const wards = ["Zo\ufffdville", "ZoÃ«ville", "R &amp; B", "As\0ton", "R & Â£"];
  const told = [
    "zero byte",
    "was lost (\ufffd) in 1 place",
    "encoded twice",
    "signs as web pages write them",
  ];
  const inXml = (ward: string) => ward.replaceAll("&", "&amp;").replaceAll("\0", "_x0000_");
  const rows = [["Ward", "N"], ...wards.map((ward) => [inXml(ward), 1])];
  const file = await workbookOf(join(desk.folder, "made.xlsx"), [{ name: "Ward", rows }]);
  const workbook = await read(file, "visits.xlsx", workbooks);
  expect(workbook.rows).toContainEqual(["Aston", 1]);
  for (const words of told) expect(workbook.told.join()).toContain(words);
  const json = await read(
    JSON.stringify(wards.map((Ward) => ({ Ward, N: 1 }))),
    "visits.json",
    sourceFrom(`${columns}\nformat: { type: json }`),
  );
  expect(json.rows).toContainEqual(["Aston", 1]);
  for (const words of told) expect(json.told.join()).toContain(words);
});

test("two encodings of JSON, and one that XML names itself", async () => {
  const json = sourceFrom(`${columns}\nformat: { type: json }`);
  const mixed = Buffer.concat([
    Buffer.from('[{"Ward":"Zoë","N":1},\n{"Ward":"'),
    Buffer.from([0x5a, 0xeb]),
    Buffer.from('","N":2}]'),
  ]);
  expect(await read(mixed, "visits.json", json)).toMatchObject({
    rows: [
      ["Zoë", 1],
      ["Zë", 2],
    ],
    told: [
      "It is written in two encodings: line 2 holds letters of Windows in a text that is UTF-8. Both were read.",
    ],
  });
  const xml = sourceFrom(`${columns}\nformat: { type: xml, record: Row }`);
  const polish = '<?xml version="1.0" encoding="windows-1250"?><a><Row><Ward>Łódź</Ward><N>1</N></Row></a>';
  expect(await read(iconv.encode(polish, "windows-1250"), "visits.xml", xml)).toMatchObject({
    rows: [["Łódź", 1]],
    told: [],
  });
});

test("letters of an old Mac are told by their lines", async () => {
  const mac = "Ward,N\nZoëville,1\nAston,2\nRené,3\nKing’s Heath,4\nÉcole,5\n2024–25,6\nAston…,7\n";
  const { told } = await read(iconv.encode(mac, "macintosh"));
  expect(told).toEqual([expect.stringContaining("lines 2, 4, 5, 6, 7 and others hold signs")]);
  const windows = "Ward,N\nO’Brien’s Élan,1\nJOSé,2\nŠkoda – Łuk Œuvre…,3\nŽižkov “Á”,4\nÉire €5 ‘x’,5\n";
  expect((await read(iconv.encode(windows, "windows-1252"))).told).toEqual([]);
});

test("a total that stands in another column, or behind the name of a group", async () => {
  const areas = sourceFrom(`
columns:
  - { name: year, headers: { any: Year }, type: text }
  - { name: ward, headers: { any: Ward }, type: text }
  - { name: n, headers: { any: "N" }, type: integer }
accept: { mostRejected: 1 }`);
  const text = "Year,Ward,N\n2025,Aston,1\n2025,Aston,2\n2025,Aston Total,3\n2025,Total,3\n";
  const found = await read(text, "visits.csv", areas);
  expect(found.faults).toEqual([[4, "it looks like a total of the rows, not like one of them"]]);
  expect(found.rows).toHaveLength(3);
  expect(found.told).toEqual([
    "Row 5 says in ward that it is a total, and was read like the others. If so, ask the supplier to leave it out; if not, write totals: rows under format in data/sources/visits.yaml.",
  ]);
  const rows = sourceFrom(
    `columns: [{ name: ward, headers: { any: Ward }, type: text }, { name: n, headers: { any: "N" }, type: integer }]\nformat: { type: csv, totals: rows }`,
  );
  expect(await read("Ward,N\nAston,1\nAston Total,1\n", "visits.csv", rows)).toMatchObject({
    faults: [],
    told: [],
  });
});

test("whole numbers of JSON keep all their digits, and half a letter is told", async () => {
  const json = sourceFrom(`${columns}\nformat: { type: json }`);
  const text = '[{"Ward":9007199254740993,"N":12},{"Ward":"\\ud800x: 9007199254740993","N":2.0}]';
  const { rows, told } = await read(text, "visits.json", json);
  expect(rows).toEqual([
    ["9007199254740993", 12],
    ["\ufffdx: 9007199254740993", 2],
  ]);
  expect(told).toEqual([expect.stringContaining("was lost (\ufffd) in 1 place")]);
  const lines = sourceFrom(`${columns}\nformat: { type: json-lines }`);
  expect((await read('{"Ward":-12345678901234567891}', "visits.jsonl", lines)).rows).toEqual([
    ["-12345678901234567891", null],
  ]);
});

test("a file that was cut off within a row, and what programs write for nothing, are told", async () => {
  const whole = "Ward,N\nAston,12\nNULL,13\n\\N,14\n";
  expect((await read(`${whole}"Bordes`)).told).toEqual([
    "It ends within row 5: what should follow may be lost. Ask the supplier to send it again.",
    'ward holds “NULL” and “\\N”, which programs write for nothing and which was read as a text. Write missing: ["NULL", "\\\\N"] for it in data/sources/visits.yaml.',
  ]);
  const inLastCell = await read("Ward,N\nAston,12\nBordesley Green,13");
  expect(inLastCell.rows).toHaveLength(2);
  expect(inLastCell.told).toEqual([
    "Row 3, the last, has no line end. If the file was cut off, its last cell may not be whole: see that the row is as it should be.",
  ]);
  for (const end of ["\n", "\r\n", "\r"])
    expect((await read(["Ward,N", "Aston,12", ""].join(end))).told).toEqual([]);
});

test("a zero byte refuses XML and JSON", async () => {
  const xml = sourceFrom(`${columns}\nformat: { type: xml, record: Row }`);
  await expect(read("<a><Row><Ward>As\0ton</Ward><N>1</N></Row></a>", "visits.xml", xml)).rejects.toThrow(
    "It holds zero bytes, which are no XML: what stood there may be lost.",
  );
  const json = sourceFrom(`${columns}\nformat: { type: json }`);
  await expect(
    read(Buffer.from('[{"Ward":"Aston\0 Gar\xe7on","N":1}]', "latin1"), "visits.json", json),
  ).rejects.toThrow("It holds zero bytes, which are no JSON");
});

test("a row of XML within a row refuses it", async () => {
  const xml = sourceFrom(`${columns}\nformat: { type: xml, record: Row }`);
  const text = "<a><Row><Ward>A</Ward><N>1</N><Row><Ward>B</Ward></Row></Row></a>";
  await expect(read(text, "visits.xml", xml)).rejects.toThrow(
    "It has an element called Row within another, and only one of the two could be a row.",
  );
});
