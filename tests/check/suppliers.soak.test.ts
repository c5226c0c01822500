import { gzipSync } from "node:zlib";
import iconv from "iconv-lite";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ExtractRefused } from "../../loaders/files/refused.js";
import type { Source } from "../../loaders/registry/source.js";
import { Desk, sourceFrom } from "./desk.js";

let desk: Desk;
beforeEach(() => {
  desk = new Desk();
});
afterEach(() => desk.close());

const cols = `
columns:
  - { name: id, headers: { any: Id }, type: text, required: true, pattern: 'K\\d{3}' }
  - { name: ward, headers: { any: Ward }, type: text }
  - { name: n, headers: { any: Children }, type: integer }
  - { name: rate, headers: { any: Rate }, type: number }
  - { name: day, headers: { any: Day }, type: date, formats: ["%d/%m/%Y"] }
accept: { mostRejected: 1, leastRows: 0 }
`;
const plain = sourceFrom(cols);
const comma = sourceFrom(cols.replace("type: number }", 'type: number, decimal: "," }'));
const header = "Id,Ward,Children,Rate,Day";
/** A clean row, or one with other cells. */
const r = (i: number, more: Partial<Record<"id" | "ward" | "n" | "rate" | "day", string>> = {}) =>
  [
    more.id ?? `K00${i}`,
    more.ward ?? "Aston",
    more.n ?? String(10 + i),
    more.rate ?? `${i}.5`,
    more.day ?? `1${i}/05/2026`,
  ].join(",");
const file = (...rows: string[]) => [header, ...rows].join("\n") + "\n";
const clean = file(r(1), r(2), r(3));
/** What it is, the file, and what comes of it; another source than the plain one where one is named. */
const kinds: [string, string | Uint8Array | (() => Promise<Buffer>), string, Source?][] = [
  ["clean", clean, "3 in use, 0 set aside"],
  [
    "two tables side by side",
    `Id,Ward,Children,Rate,Day,,Id,Ward,Children,Rate,Day\n${r(1)},,${r(4)}\n${r(2)},,${r(5)}\n`,
    "refused: The header “Id” is there twice",
  ],
  ["merged group headers above", `,,Counts,,\n${clean}`, "3 in use, 0 set aside"],
  [
    "group header over two columns, second level holds names",
    `Area,,Counts,,\nId,Ward,Children,Rate,Day\n${r(1)}\n${r(2)}\n`,
    "2 in use, 0 set aside",
  ],
  ["total in the middle", file(r(1), r(2), "Total,,23,,", r(3)), "3 in use, 1 set aside"],
  ["subtotal rows", file(r(1), "Aston total,,11,,", r(2), "Sub-total,,12,,"), "2 in use, 2 set aside"],
  ["BOM UTF-16LE", iconv.encode(clean, "utf16le", { addBOM: true }), "3 in use, 0 set aside"],
  ["UTF-16BE BOM", iconv.encode(clean, "utf16be", { addBOM: true }), "3 in use, 0 set aside"],
  ["UTF-16LE no BOM", iconv.encode(clean, "utf16le", { addBOM: false }), "3 in use, 0 set aside"],
  [
    "semicolon + decimal comma declared",
    clean.replaceAll(",", ";").replaceAll(".5", ",5"),
    "3 in use, 0 set aside",
    comma,
  ],
  [
    "semicolon + decimal comma undeclared",
    clean.replaceAll(",", ";").replaceAll(".5", ",5"),
    "0 in use, 3 set aside",
  ],
  [
    "duplicate headers",
    `Id,Ward,Children,Rate,Day,Children\n${r(1)},99\n${r(2)},98\n`,
    "refused: The header “Children” is there twice",
  ],
  [
    "trailing spaces in headers",
    `Id ,Ward\u00a0, Children,Rate\t,Day\u2009\n${r(1)}\n`,
    "1 in use, 0 set aside",
  ],
  ["thin space thousands", file(r(1, { n: "1\u2009234" })), "0 in use, 1 set aside"],
  ["NBSP thousands", file(r(1, { n: "1\u00a0234" })), "0 in use, 1 set aside"],
  ["narrow nbsp thousands", file(r(1, { n: "1\u202f234" })), "0 in use, 1 set aside"],
  [
    "#N/A",
    file(r(1, { n: "#N/A" }), r(2, { rate: "#DIV/0!" }), r(3, { day: "#REF!" })),
    "0 in use, 3 set aside",
  ],
  ["numbers as text with apostrophe", file(r(1, { n: "'12" })), "0 in use, 1 set aside"],
  ['="12"', `${header}\nK001,Aston,"=""12""",1.5,11/05/2026\n`, "1 in use, 0 set aside"],
  ["mixed dates ISO and UK", file(r(1), r(2, { day: "2026-05-12" })), "2 in use, 0 set aside"],
  ["US dates", file(r(1, { day: "05/13/2026" }), r(2, { day: "05/06/2026" })), "1 in use, 1 set aside"],
  ["Excel serial as text", file(r(1, { day: "46153" })), "0 in use, 1 set aside"],
  [
    "quoted newline",
    `${header}\nK001,"As\nton",11,1.5,11/05/2026\nK002,Aston,12,2.5,12/05/2026\n`,
    "2 in use, 0 set aside",
  ],
  ["lone CR line ends", clean.replaceAll("\n", "\r"), "3 in use, 0 set aside"],
  [
    "CR in the middle of LF file",
    `${header}\nK001,As\rton,11,1.5,11/05/2026\n${r(2)}\n`,
    "1 in use, 2 set aside",
  ],
  ["NUL bytes", file(r(1, { ward: "As\0ton" }), r(2)), "2 in use, 0 set aside"],
  [
    "truncated gzip",
    gzipSync(Buffer.from(clean.repeat(50))).subarray(0, 60),
    "refused: It is a gzip archive that is not whole",
  ],
  ["gzip", gzipSync(Buffer.from(clean)), "3 in use, 0 set aside"],
  [
    "zip of two files",
    () => desk.zip({ "a.csv": clean, "b.csv": clean }),
    "refused: It is a ZIP archive of 2 files",
  ],
  [
    "zip with macOS folder",
    () => desk.zip({ "a.csv": clean, "__MACOSX/._a.csv": "x" }),
    "3 in use, 0 set aside",
  ],
  [
    "nested zip",
    async () => desk.zip({ "a.zip": await desk.zip({ "a.csv": clean }) }),
    "refused: It is not delimited text but an Excel workbook or another ZIP archive",
  ],
  [
    "gzip of zip",
    async () => gzipSync(await desk.zip({ "a.csv": clean })),
    "refused: It is not delimited text but an Excel workbook or another ZIP archive",
  ],
  [
    "zip of gz",
    () => desk.zip({ "a.csv.gz": gzipSync(clean) }),
    "refused: It is not delimited text but an archive within an archive",
  ],
  ["header alone", `${header}\n`, "refused: It has a header and no rows"],
  ["only blank lines", "\n\n\n", "refused: It is empty"],
  ["sep=; line", `sep=;\n${clean.replaceAll(",", ";")}`, "3 in use, 0 set aside"],
  ["sep=, line", `sep=,\n${clean}`, "3 in use, 0 set aside"],
  ["unclosed quote last row", `${header}\n${r(1)}\nK002,"Aston,12,2.5,12/05/2026\n`, "1 in use, 1 set aside"],
  ["quote inside unquoted", file(r(1, { ward: 'As"ton' }), r(2)), "2 in use, 0 set aside"],
  ["quote after closing", `${header}\nK001,"As"ton,11,1.5,11/05/2026\n${r(2)}\n`, "1 in use, 1 set aside"],
  [
    "backslash escaped quote",
    `${header}\nK001,"As\\"ton",11,1.5,11/05/2026\n${r(2)}\n`,
    "2 in use, 0 set aside",
  ],
  ["tab file", clean.replaceAll(",", "\t"), "3 in use, 0 set aside"],
  ["pipe file", clean.replaceAll(",", "|"), "3 in use, 0 set aside"],
  [
    "fixed width",
    "Id    Ward    Children Rate Day\nK001  Aston   11       1.5  11/05/2026\n",
    "refused: It has no column for id",
  ],
  ["header twice in the middle", file(r(1), header, r(2)), "2 in use, 1 set aside"],
  ["units row under the header", `${header}\n,,count,%,date\n${r(1)}\n`, "1 in use, 1 set aside"],
  [
    "trailing delimiter in each row",
    `${header}\n${r(1)},\n${r(2)},\n`,
    "refused: 2 of its 2 rows are wider than the header, which may have lost a delimiter",
  ],
  ["blank trailing columns incl header", `${header},,,\n${r(1)},,,\n`, "1 in use, 0 set aside"],
  [
    "en dash as missing",
    file(r(1, { n: "–" }), r(2, { n: "-" }), r(3, { n: ".." })),
    "0 in use, 3 set aside",
  ],
  ["percent sign", file(r(1, { rate: "45%" })), "0 in use, 1 set aside"],
  ["brackets negative", file(r(1, { rate: "(4.5)" })), "0 in use, 1 set aside"],
  ["currency", file(r(1, { rate: "£4.50" })), "0 in use, 1 set aside"],
  ["trailing minus", file(r(1, { rate: "4.5-" })), "0 in use, 1 set aside"],
  ["exponent", file(r(1, { n: "1E3" }), r(2, { n: "1.2E+03" })), "0 in use, 2 set aside"],
  ["unicode minus", file(r(1, { rate: "−4.5" })), "0 in use, 1 set aside"],
  ["full-width digits", file(r(1, { n: "１２" })), "0 in use, 1 set aside"],
  ["arabic digits", file(r(1, { n: "١٢" })), "0 in use, 1 set aside"],
  ["leading zeros", file(r(1, { n: "0012" })), "1 in use, 0 set aside"],
  ["1,234 quoted", `${header}\nK001,Aston,"1,234",1.5,11/05/2026\n`, "0 in use, 1 set aside"],
  ["indian grouping", `${header}\nK001,Aston,"1,23,456",1.5,11/05/2026\n`, "0 in use, 1 set aside"],
  ["float in integer 12.0", file(r(1, { n: "12.0" })), "1 in use, 0 set aside"],
  ["float in integer 12.5", file(r(1, { n: "12.5" })), "0 in use, 1 set aside"],
  [
    "infinity nan",
    file(r(1, { rate: "Infinity" }), r(2, { rate: "NaN" }), r(3, { rate: "nan" })),
    "0 in use, 3 set aside",
  ],
  ["hex", file(r(1, { n: "0x1F" })), "0 in use, 1 set aside"],
  ["underscore", file(r(1, { n: "1_000" })), "0 in use, 1 set aside"],
  ["huge integer", file(r(1, { n: "99999999999999999999" })), "0 in use, 1 set aside"],
  ["31 Feb", file(r(1, { day: "31/02/2026" })), "0 in use, 1 set aside"],
  [
    "date with time",
    file(r(1, { day: "11/05/2026 00:00" }), r(2, { day: "12/05/2026 14:30:00" })),
    "1 in use, 1 set aside",
  ],
  ["two-digit year", file(r(1, { day: "11/05/26" })), "0 in use, 1 set aside"],
  ["1900 date", file(r(1, { day: "00/01/1900" }), r(2, { day: "01/01/1900" })), "1 in use, 1 set aside"],
  ["UTF-8 BOM twice", `\ufeff\ufeff${clean}`, "3 in use, 0 set aside"],
  [
    "BOM in middle (concatenated files)",
    `${clean}\ufeff${clean.replaceAll("K00", "K01")}`,
    "6 in use, 1 set aside",
  ],
  [
    "HTML named csv",
    "<html><table><tr><td>Id</td></tr></table></html>",
    "refused: It is not delimited text but a web page",
  ],
  ["json named csv", '[{"Id": "K001"}]', "refused: It has no column for id"],
  [
    "header in capitals & underscores",
    clean.replace(header, "ID,WARD,CHILDREN,RATE,DAY"),
    "3 in use, 0 set aside",
  ],
  [
    "header split over two lines in quotes",
    `Id,Ward,"Chil\ndren",Rate,Day\n${r(1)}\n`,
    "1 in use, 0 set aside",
  ],
  ["notes below", `${clean}\nSource: us\nNote: 1. Provisional\n`, "3 in use, 2 set aside"],
  ["second table below", `${clean}\nName,Phone\nBo,0121\n`, "3 in use, 2 set aside"],
  ["control Z at end", `${clean}\x1a`, "3 in use, 1 set aside"],
  ["vertical tab and form feed", file(r(1, { ward: "As\vton" }), `\f${r(2)}`), "2 in use, 0 set aside"],
  ["line separator U+2028", file(r(1, { ward: "As\u2028ton" })), "1 in use, 0 set aside"],
  [
    "soft hyphen and zero width in id",
    file(r(1, { id: "K001\u200b" }), r(2, { id: "K\u00ad002" })),
    "1 in use, 1 set aside",
  ],
  [
    "cp1252 byte",
    Buffer.concat([
      Buffer.from(`${header}\nK001,Zo`),
      Buffer.from([0xeb]),
      Buffer.from(",11,1.5,11/05/2026\n"),
    ]),
    "1 in use, 0 set aside",
  ],
  ["mojibake", file(r(1, { ward: "ZoÃ«" })), "1 in use, 0 set aside"],
  [
    "EBCDIC",
    Buffer.from([0xc9, 0x84, 0x6b, 0xe6, 0x81, 0x99, 0x84, 0x25, 0xd2, 0xf0]),
    "refused: It has no column for id",
  ],
  ["UTF-32LE", iconv.encode(clean, "utf32le", { addBOM: true }), "3 in use, 0 set aside"],
  ["UTF-7", "+AEkAZA-,Ward\n", "refused: It has no column for id"],
  ["letters in two pieces", file(r(1, { ward: "Zoe\u0308" }), r(2)), "2 in use, 0 set aside"],
  ["blanks behind delimiters", clean.replaceAll(",", ", "), "3 in use, 0 set aside"],
  ["two delimiters for one", clean.replaceAll(",", ";;"), "3 in use, 0 set aside"],
  ["a delimiter of nobody", clean.replaceAll(",", "^"), "refused: It has no column for id"],
  ["apostrophes as marks", clean.replace("Aston", "'As,ton'"), "2 in use, 1 set aside"],
  ["typographic marks", clean.replace("Aston", "“As,ton”"), "2 in use, 1 set aside"],
  ["a row as one cell", `${header}\n"${r(1)}"\n${r(2)}\n`, "1 in use, 1 set aside"],
  ["the header as one cell", `"${header}"\n${r(1)}\n`, "refused: It has no column for id"],
  ["cut off within a row", clean.slice(0, -9), "2 in use, 1 set aside"],
  ["provisional figures", file(r(1, { n: "12 (p)" }), r(2, { n: "12p" }), r(3)), "1 in use, 2 set aside"],
  ["fractions and ratios", file(r(1, { rate: "1/2" }), r(2, { rate: "1:2" }), r(3)), "1 in use, 2 set aside"],
  ["days with dots", file(r(1, { day: "11.05.2026" }), r(2, { day: "20260512" })), "0 in use, 2 set aside"],
  ["a year of the first century", file(r(1, { day: "11/05/0026" }), r(2)), "1 in use, 1 set aside"],
  ["a day with a word", file(r(1, { day: "11/05/2026 approx" }), r(2)), "1 in use, 1 set aside"],
  ["a total above the header", `Total,,23,,\n${clean}`, "3 in use, 0 set aside"],
  ["lines of comment", file("# made by X", r(1), "#end"), "1 in use, 2 set aside"],
  ["what a database says below", `${clean}\n(3 rows affected)\n`, "3 in use, 1 set aside"],
  ["a rule under the header", `${header}\n--,----,--,----,---\n${r(1)}\n`, "1 in use, 1 set aside"],
  [
    "words for nothing in numbers",
    file(r(1, { n: "NULL" }), r(2, { day: "(null)" })),
    "0 in use, 2 set aside",
  ],
  ["a column of row numbers", `,${header}\n0,${r(1)}\n1,${r(2)}\n`, "2 in use, 0 set aside"],
  [
    "row numbers without a header",
    `${header}\n1,${r(1)}\n2,${r(2)}\n`,
    "refused: 2 of its 2 rows are wider than the header",
  ],
  ["a break of the web in a cell", file(r(1, { ward: "As<br>ton" })), "1 in use, 0 set aside"],
  ["a page break and the header again", `${clean}\f${header}\n${r(4)}\n`, "4 in use, 1 set aside"],
  ["line ends doubled", clean.replaceAll("\n", "\r\r\n"), "3 in use, 0 set aside"],
  ["line ends the wrong way round", clean.replaceAll("\n", "\n\r"), "3 in use, 0 set aside"],
  [
    "line ends of another world",
    clean.replaceAll("\n", "\u0085"),
    "refused: Its lines end in a sign that few programs take for a line end",
  ],
  ["a header in two spellings", `ID,${header}\nz,${r(1)}\n`, "refused: The header “Id” is there twice"],
  [
    "gzip within gzip",
    gzipSync(gzipSync(clean)),
    "refused: It is not delimited text but an archive within an archive",
  ],
  ["gzip in two parts", Buffer.concat([gzipSync(clean), gzipSync(`${r(4)}\n`)]), "4 in use, 0 set aside"],
  ["base64", Buffer.from(clean).toString("base64"), "refused: It has no column for id"],
  [
    "a table of Markdown",
    `| Id | Ward | Children | Rate | Day |\n|---|---|---|---|---|\n| K001 | A | 11 | 1.5 | 11/05/2026 |\n`,
    "1 in use, 1 set aside",
  ],
  ["another delimiter further down", `${clean}${r(4).replaceAll(",", ";")}\n`, "3 in use, 1 set aside"],
  [
    "two encodings by halves",
    Buffer.concat([Buffer.from(clean), iconv.encode(`${r(4)}\n`, "utf16le")]),
    "refused: It is not delimited text but a file of another kind",
  ],
];

test.each(kinds)("%s", async (_, content, expected, source = plain) => {
  desk.deliver("visits.csv", typeof content === "function" ? await content() : content);
  let came: string;
  try {
    const [extract] = await desk.check(source);
    came = `${extract!.rows} in use, ${extract!.rejected} set aside`;
    // What is set aside has a reason, and a row that is in use has what the file says.
    expect(new Set((await desk.quarantine()).map(({ row }) => row)).size).toBe(extract!.rejected);
    for (const row of await desk.table(source)) {
      const i = Number(String(row.id).at(-1));
      if (row.n !== null) expect([10 + i, 12]).toContain(Number(row.n));
      expect([i + 0.5]).toContain(row.rate);
    }
  } catch (error) {
    if (!(error instanceof ExtractRefused)) throw error;
    came = `refused: ${error.problem}`;
    expect(error.remedy).toMatch(/^(Ask|Correct|Put|If) /);
    expect(error.problem).not.toMatch(/Aston|K00/);
  }
  expect(came.startsWith(expected) ? expected : came).toBe(expected);
});
