import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CFB, SSF } from "@e965/xlsx";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { numberStyle } from "../../loaders/files/sheet-numbers.js";
import { withWorkbook } from "../../loaders/files/workbook.js";
import { XmlScanner } from "../../loaders/files/xml-scanner.js";
import { ZipFile } from "../../workspace/sample/write/zip.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "workbook-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const limits = { unpackedMegabytes: 200, rows: 1_000_000, sheets: 100, depth: 32 };
const relations = (...targets: [type: string, target: string][]) =>
  `<Relationships>${targets.map(([type, target], i) => `<Relationship Id="r${i}" Type="http://example.org/${type}" Target="${target}"/>`).join("")}</Relationships>`;

/** A workbook of one sheet, from the XML of its rows. */
async function bookOf(
  rows: string,
  { main = "", parts = {} as Record<string, string> } = {},
): Promise<string> {
  const file = join(folder, "book.xlsx");
  rmSync(file, { force: true });
  const zip = new ZipFile(file);
  const all: Record<string, string> = {
    "_rels/.rels": relations(["officeDocument", "xl/workbook2.xml"]),
    "xl/workbook2.xml": `<x:workbook xmlns:x="m" xmlns:r="o">${main}<x:sheets><x:sheet name="A &amp; B" r:id='r0'/></x:sheets></x:workbook>`,
    "xl/_rels/workbook2.xml.rels": relations(
      ["worksheet", "/xl/worksheets/sheet1.xml"],
      ["sharedStrings", "sharedStrings.xml"],
      ["styles", "styles.xml"],
    ),
    "xl/worksheets/sheet1.xml": `<worksheet><sheetData>${rows}</sheetData></worksheet>`,
    ...parts,
  };
  for (const [name, text] of Object.entries(all)) {
    const entry = zip.open(name);
    entry.write(Buffer.from(text));
    await entry.close();
  }
  zip.close();
  return file;
}

async function rowsOf(file: string): Promise<(string | null)[][]> {
  return withWorkbook(file, limits, async ([sheet]) => {
    const found: (string | null)[][] = [];
    for await (const rows of sheet!.rows())
      for (const { at, cells } of rows) found[at] = cells.map(({ text, fault }) => text ?? fault ?? null);
    return Array.from(found, (row) => row ?? []);
  });
}

test("cells of every type, with prefixes, in pieces, with gaps and without addresses", async () => {
  const rows = [
    `<x:row r="1"><x:c r="A1" t="s"><x:v>0</x:v></x:c><x:c r="C1" t="s"><x:v>1</x:v></x:c></x:row>`,
    `<row r="3"><c t="inlineStr"><is><r><t>Zo</t></r><r><t>ë &lt;1&gt;</t></r><rPh><t>no</t></rPh></is></c><c><v>65.099999999999994</v></c></row>`,
    `<row><c t="b"><v>1</v></c><c t="str"><f>A1</f><v></v></c><c><f>1+1</f></c><c t="e"><v>#N/A</v></c></row>`,
    `<row><c s="1"><v>45658</v></c><c s="2"><v>0.5</v></c><c s="3"><v>0.45</v></c><c t="d"><v>2026-01-02T00:00:00</v></c></row>`,
  ];
  const parts = {
    "xl/sharedStrings.xml":
      "<sst><si><t>line_x000D_</t></si><si><r><t><![CDATA[a<]]></t></r><r><t>b</t></r></si></sst>",
    "xl/styles.xml":
      '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="[h]:mm"/></numFmts><cellStyleXfs><xf numFmtId="0"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="9"/></cellXfs></styleSheet>',
  };
  expect(await rowsOf(await bookOf(rows.join("\n"), { parts }))).toEqual([
    ["line\r", null, "a<b"],
    [],
    ["Zoë <1>", "65.1"],
    ["true", "", "cell C4 has a formula and no value", "cell D4 holds #N/A"],
    ["2025-01-01", "12:00:00", "0.45", "2026-01-02"],
  ]);
  const mac = await bookOf(rows[3]!, { main: '<x:workbookPr date1904="1"/>', parts });
  expect((await rowsOf(mac))[0]![0]).toBe("2029-01-02");
});

test("a sheet that is cut short, or lies about its size, is refused in words", async () => {
  const refused = /^It cannot be read as an Excel workbook/;
  await expect(rowsOf(await bookOf("<row><c><v>1</v></c></row><row"))).rejects.toThrow(refused);
  const file = await bookOf("<row><c><v>1</v></c></row>".repeat(1_000));
  const bytes = readFileSync(file);
  // The size that the directory states of the sheet, which stands in it last.
  const directory = bytes.lastIndexOf("PK\x01\x02");
  bytes.writeUInt32LE(100, directory + 24);
  writeFileSync(file, bytes);
  await expect(rowsOf(file)).rejects.toThrow(refused);
});

test("a workbook that a password protects has the remedy", async () => {
  const container = CFB.utils.cfb_new();
  CFB.utils.cfb_add(container, "/EncryptionInfo", Buffer.from([4, 0, 4, 0, 0x40, 0, 0, 0]));
  CFB.utils.cfb_add(container, "/EncryptedPackage", Buffer.alloc(64));
  const file = join(folder, "book.xlsx");
  writeFileSync(file, CFB.write(container, { type: "buffer" }) as Buffer);
  await expect(rowsOf(file)).rejects.toThrow(
    "It is protected by a password. Ask the supplier to save it without one and send it again.",
  );
});

test("a number format makes a date of a number as the library says", () => {
  const formats = [
    ...[
      "General",
      "0.00",
      "0%",
      "0.0%",
      "d/m/yyyy",
      "h:mm:ss",
      "[h]:mm",
      '"day" 0',
      "[Red]0;[Blue]-0",
      "mmm-yy",
    ],
    ...[
      '_-* #,##0.00_-;-* #,##0.00_-;_-* "-"??_-;_-@_-',
      "[$-809]dd mmmm yyyy;@",
      "yyyy\\-mm\\-dd",
      "0.00E+00",
      "@",
    ],
    ...['#,##0\\ "h"', "[$£-809]#,##0.00", "mm:ss.0", "#\\d", "dd/mm/yyyy\\ hh:mm"],
  ];
  for (const format of formats) expect(numberStyle(format).isDate, format).toBe(SSF.is_date(format));
});

test("XML is split alike wherever its pieces end", () => {
  const text = `<?xml version="1.0"?><!-- <a> --><p:a x="1>2" y='"'><b/>t&amp;<![CDATA[<c>]]></p:a>`;
  const eventsOf = (pieces: string[]): string => {
    const events: string[] = [];
    const scanner = new XmlScanner({
      open: (name, from, at, to) => events.push(`<${name}${from.slice(at, to)}>`),
      text: (own) => events.push(own),
      close: (name) => events.push(`</${name}>`),
    });
    for (const piece of pieces) scanner.push(piece);
    scanner.end();
    return events.join("");
  };
  const whole = eventsOf([text]);
  expect(whole).toBe(`<a x="1>2" y='"'><b></b>t&amp;<c></a>`);
  fc.assert(
    fc.property(fc.array(fc.nat(text.length), { maxLength: 6 }), (cuts) => {
      const places = [0, ...cuts.sort((a, b) => a - b), text.length];
      expect(eventsOf(places.slice(1).map((to, i) => text.slice(places[i], to)))).toBe(whole);
    }),
    { numRuns: 60, seed: 1 },
  );
});
