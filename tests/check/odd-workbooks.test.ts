import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { numberStyle, plainCell } from "../../loaders/files/sheet-numbers.js";
import { SheetReader } from "../../loaders/files/sheet-reader.js";
import type { SheetRow } from "../../loaders/files/sheets.js";
import { cases, soak } from "../soak.js";
import { Desk, sourceFrom } from "./desk.js";
import { type SheetXml, workbookOf } from "./workbook-parts.js";

let desk: Desk;
beforeEach(() => {
  desk = new Desk();
});
afterEach(() => desk.close());

const visits = (format = "type: xlsx", percent = "") =>
  sourceFrom(`
columns:
  - { name: ward, headers: { any: Ward }, type: text, required: true }
  - { name: day, headers: { any: Day }, type: date, formats: ["%d/%m/%Y"] }
  - { name: n, headers: { any: "N" }, type: number${percent && `, percent: ${percent}`} }
  - { name: seen, headers: { any: Seen }, type: boolean }
accept: { mostRejected: 1 }
format: { ${format} }`);
const header = ["Ward", "Day", "N", "Seen"];
const styled = (value: number, style: number) => ({ xml: `<v>${value}</v>`, attributes: `s="${style}"` });
const yes = { xml: "<v>1</v>", attributes: 't="b"' };
const formats = ["dd/mm/yyyy", "0.0%"];

async function read(
  sheets: SheetXml[],
  { properties = "", source = visits() }: { properties?: string; source?: ReturnType<typeof visits> } = {},
) {
  const made = await workbookOf(join(desk.folder, "made.xlsx"), sheets, { properties, formats });
  desk.deliver("visits.xlsx", made);
  await desk.check(source);
  const rows = (await desk.table(source)).map((row) => Object.values(row));
  return { rows, faults: (await desk.quarantine()).map(({ row, column, reason }) => [row, column, reason]) };
}

soak("days are counted from 1904 where a workbook says so, and days as texts stand beside them", async () => {
  const rows = [header, ["a", styled(44_682, 1), 1, yes], ["b", "02/05/2026", 2, null]];
  const properties = '<workbookPr date1904="1"/>';
  expect((await read([{ name: "S", rows }], { properties })).rows).toEqual([
    ["a", "2026-05-02", 1, true],
    ["b", "2026-05-02", 2, null],
  ]);
  const since1900 = [header, ["a", styled(46_144, 1), 1, yes], ["b", "32/05/2026", 2, null]];
  expect(await read([{ name: "S", rows: since1900 }])).toEqual({
    rows: [["a", "2026-05-02", 1, true]],
    faults: [[3, "Day", "is not a date as in 31/12/2026"]],
  });
});

test("a column that is hidden is read, and cells that were merged are empty but for the first", async () => {
  const rows = [header, ["a", null, 1, null], [null, null, 2, null]];
  const before = '<cols><col min="3" max="3" hidden="1"/></cols>';
  const after = '<mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells>';
  expect(await read([{ name: "S", rows, before, after }])).toEqual({
    rows: [["a", null, 1, null]],
    faults: [[3, "Ward", "is empty"]],
  });
});

soak("texts of several looks, numbers stored as texts and percentages are what they say", async () => {
  const rich = {
    xml: "<is><r><t>As</t></r><r><rPr><b/></rPr><t>ton &amp; C_x006F_</t></r></is>",
    attributes: 't="inlineStr"',
  };
  const rows = [
    header,
    [rich, null, "12", "yes"],
    ["b", null, styled(0.125, 2), "no"],
    ["c", null, styled(1e-7, 2), null],
  ];
  const shares = [
    ["Aston & Co", null, 12, true],
    ["b", null, 0.125, false],
    ["c", null, 1e-7, null],
  ];
  expect((await read([{ name: "S", rows }])).rows).toEqual(shares);
  const percentages = await read([{ name: "S", rows }], { source: visits("type: xlsx", "percentage") });
  expect(percentages.rows.map((row) => row[2])).toEqual([12, 12.5, 0.00001]);
});

test("a sheet with nothing but a header is refused, and one is known by a name with quotation marks", async () => {
  await expect(read([{ name: "S", rows: [header] }])).rejects.toThrow("It has a header and no rows.");
  const rows = [header, ["a", null, 1, null]];
  const named = visits(`type: xlsx, sheet: "O'Brien's \\"May\\""`);
  const sheets = [
    { name: "Other", rows: [header, ["x", null, 9, null]] },
    { name: "O&apos;Brien&apos;s &quot;May&quot;", rows },
  ];
  expect((await read(sheets, { source: named })).rows).toEqual([["a", null, 1, null]]);
});

const xml = "<r><v><Ward>a</Ward><N>1</N></v><v><Ward>b</Ward><N>2</N></v></r>";
const lines = '{"Ward":"a","N":1}\n{"Ward":"b","N":2}\n';
test.each([
  ["type: json-lines", "visits.jsonl", lines],
  ["type: xml, record: v", "visits.xml", xml],
])("a return of %s is read within gzip and ZIP", async (format, name, text) => {
  const source = visits(format);
  for (const [packed, bytes] of [
    [`${name}.gz`, gzipSync(text)],
    [`${name}.zip`, await desk.zip({ [name]: text })],
  ] as const) {
    const file = desk.deliver(packed, bytes);
    await desk.check(source);
    expect((await desk.table(source)).map(({ ward, n }) => [ward, n])).toEqual([
      ["a", 1],
      ["b", 2],
    ]);
    desk.remove(file);
  }
});

const cell = fc.oneof(
  fc.constantFrom(
    "<c/>",
    '<c s="1"/>',
    '<c t="s"><v>1</v></c>',
    '<c t="s"><v>9</v></c>',
    '<c t="b"><v>1</v></c>',
    '<c t="e"><v>#N/A</v></c>',
    '<c t="str"><f>A1</f><v>x</v></c>',
    "<c><f>A1</f></c>",
    '<c><f t="shared" si="0"/><v>4</v></c>',
    "<c><f>A1&lt;2</f><v>4</v></c>",
    "<c><v></v></c>",
    '<c r="D7"><v>5</v></c>',
    '<c t="inlineStr"><is><t>Zoë &amp; _x0041_</t></is></c>',
    '<c t="inlineStr"><is><t xml:space="preserve"> a </t></is></c>',
    '<c t="inlineStr"><is><t>Zoë</t></is></c>',
    '<c t="inlineStr"><is><t></t></is></c>',
    "<c><v>1.5</v><extLst/></c>",
  ),
  fc
    .tuple(fc.double({ noNaN: true }), fc.constantFrom("", ' s="1"', ' s="2"', ' s="99"'))
    .map(([value, style]) => `<c${style}><v>${value}</v></c>`),
  fc.tuple(fc.nat(99_999), fc.nat(9)).map(([n, power]) => `<c s="1"><v>${n / 10 ** power}</v></c>`),
  fc.stringMatching(/^[-+.0-9eE]{1,20}$/).map((number) => `<c><v>${number}</v></c>`),
);
const row = fc
  .tuple(
    fc.array(cell, { maxLength: 5 }),
    fc.constantFrom("", ' r="3"', ' r="40" spans="1:5"', ' hidden="1"', " hidden='1'", ' x:dy="0.2"'),
  )
  .map(([cells, attributes]) => `<row${attributes}>${cells.join("")}</row>`);

test("a row is the same whether it is read from its bytes or as any XML, wherever a chunk ends", () => {
  const workbook = {
    shared: ["zero", "one"].map(plainCell),
    styles: ["General", "dd/mm/yyyy", "0%"].map(numberStyle),
    is1904: false,
  };
  const rowsOf = (text: string, size: number): SheetRow[] => {
    const reader = new SheetReader(workbook);
    const bytes = Buffer.from(text);
    const rows: SheetRow[] = [];
    for (let at = 0; at < bytes.length; at += size) rows.push(...reader.push(bytes.subarray(at, at + size)));
    return [...rows, ...reader.end()];
  };
  fc.assert(
    fc.property(fc.array(row, { maxLength: 6 }), fc.integer({ min: 1, max: 400 }), (rows, size) => {
      // What stands in a comment is no row, and nothing behind one is read from its bytes.
      const sheet = (between: string) => `<w><d>${between}${rows.join(between)}${between}</d><e/></w>`;
      expect(rowsOf(sheet(""), size)).toEqual(rowsOf(sheet("<!-- </row><row> -->"), 1 << 20));
    }),
    cases(150),
  );
});
