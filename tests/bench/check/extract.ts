import { closeSync, openSync, writeSync } from "node:fs";
import { ZipFile } from "../../../workspace/sample/write/zip.js";
import { sourceFrom } from "../../check/desk.js";

/** A column of the extract that is timed, with what DuckDB has to be told of it. */
interface Timed {
  header: string;
  /** As the registry declares it, without its name and headers. */
  declared: string;
  /** The type that DuckDB reads it as. */
  type: string;
  value: (row: number) => string | number;
}

const two = (n: number): string => String(n).padStart(2, "0");
const hashed = (row: number, salt: number): number => Math.imul(row + 1, 2_654_435_761 + 2 * salt) >>> 0;
const oneOf = (list: readonly string[], row: number, salt: number): string =>
  list[hashed(row, salt) % list.length]!;
const forenames = ["Amelia", "Muhammad", "Zoë", "Noah", "Ayaan", "Isla", "Siân", "Oliver", "Hana", "Jakub"];
const surnames = ["Khan", "Smith", "O’Brien", "Ahmed", "Jones", "Nowak", "Taylor-Reid", "Begum"];
const outcomes = ["Completed", "Declined", "Not offered", "Did not attend"];

const timed: Record<string, Timed> = {
  nhs_number: {
    header: "NHS Number",
    declared: "type: text, role: nhs_number, identifier: true, required: true",
    type: "VARCHAR",
    value: (row) => String(4_000_000_000 + row),
  },
  forename: {
    header: "Forename",
    declared: "type: text, role: forename, identifier: true",
    type: "VARCHAR",
    value: (row) => oneOf(forenames, row, 1),
  },
  surname: {
    header: "Surname",
    declared: "type: text, role: surname, identifier: true",
    type: "VARCHAR",
    value: (row) => oneOf(surnames, row, 2),
  },
  date_of_birth: {
    header: "Date of birth",
    declared: 'type: date, formats: ["%d/%m/%Y"], role: date_of_birth, identifier: true, required: true',
    type: "DATE",
    value: (row) =>
      `${two(1 + (hashed(row, 3) % 28))}/${two(1 + (hashed(row, 4) % 12))}/${2019 + (hashed(row, 5) % 6)}`,
  },
  postcode: {
    header: "Postcode",
    declared: "type: text, role: postcode, identifier: true",
    type: "VARCHAR",
    value: (row) => `B${1 + (hashed(row, 6) % 48)} ${hashed(row, 7) % 10}AA`,
  },
  ward: {
    header: "Ward",
    declared: "type: text, required: true",
    type: "VARCHAR",
    value: (row) => `E0501${1000 + (hashed(row, 8) % 69)}`,
  },
  visited: {
    header: "Date of visit",
    declared: 'type: date, formats: ["%d/%m/%Y"]',
    type: "DATE",
    value: (row) => `${two(1 + (hashed(row, 9) % 28))}/${two(1 + (hashed(row, 10) % 12))}/2025`,
  },
  outcome: {
    header: "Outcome",
    declared: `type: text, values: [${outcomes.join(", ")}]`,
    type: "VARCHAR",
    value: (row) => oneOf(outcomes, row, 11),
  },
  weight: {
    header: "Weight (kg)",
    declared: "type: number, min: 0, max: 40",
    type: "DOUBLE",
    value: (row) => (hashed(row, 12) % 2000) / 100 + 2,
  },
  score: {
    header: "Score",
    declared: "type: integer, min: 0, max: 300",
    type: "BIGINT",
    value: (row) => hashed(row, 13) % 300,
  },
};

const columns = Object.entries(timed);

/** The source that reads it: rows about children, or a table of the same columns that are about none. */
export function timedSource(format: "csv" | "xlsx", kind: "records" | "table") {
  const declared = columns.map(([name, { header, declared }]) => {
    const plain = kind === "table" ? declared.replace(/, (role: \w+|identifier: true)/g, "") : declared;
    return `  - { name: ${name}, headers: { any: ${header} }, ${plain} }`;
  });
  return sourceFrom(
    [
      `kind: ${kind}`,
      `format: { type: ${format} }`,
      "limits: { unpackedMegabytes: 2000 }",
      "columns:",
      ...declared,
    ].join("\n"),
  );
}

/** How DuckDB is told of the same columns. */
export const duckdbColumns = `{${columns.map(([, { header, type }]) => `'${header}': '${type}'`).join(", ")}}`;

/** Writes so many rows as CSV. */
export function writeCsv(file: string, rows: number): void {
  const handle = openSync(file, "w");
  writeSync(handle, `${columns.map(([, { header }]) => header).join(",")}\r\n`);
  for (let row = 0; row < rows; ) {
    const lines: string[] = [];
    for (const until = Math.min(rows, row + 10_000); row < until; row++)
      lines.push(`${columns.map(([, { value }]) => value(row)).join(",")}\r\n`);
    writeSync(handle, lines.join(""));
  }
  closeSync(handle);
}

const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const packaged = "http://schemas.openxmlformats.org/package/2006";
const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const content = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/** Writes so many rows as a workbook as Excel saves it: texts in a table of their own, dates as numbers with a style. */
export async function writeXlsx(file: string, rows: number): Promise<void> {
  const zip = new ZipFile(file);
  const part = async (name: string, text: string): Promise<void> => {
    const entry = zip.open(name);
    entry.write(Buffer.from(xml + text));
    await entry.close();
  };
  const shared = new Map<string, number>();
  const indexOf = (text: string): number => {
    const known = shared.get(text);
    if (known !== undefined) return known;
    shared.set(text, shared.size);
    return shared.size - 1;
  };
  const cell = (value: string | number, type: string, at: string): string => {
    if (typeof value === "number") return `<c r="${at}"><v>${value}</v></c>`;
    if (type !== "DATE") return `<c r="${at}" t="s"><v>${indexOf(value)}</v></c>`;
    const [day, month, year] = value.split("/").map(Number) as [number, number, number];
    return `<c r="${at}" s="1"><v>${Date.UTC(year, month - 1, day) / 86_400_000 + 25_569}</v></c>`;
  };
  const letter = (i: number): string => String.fromCharCode(65 + i);
  const sheet = zip.open("xl/worksheets/sheet1.xml");
  sheet.write(Buffer.from(`${xml}<worksheet xmlns="${main}"><sheetData>`));
  for (let row = -1; row < rows; ) {
    const lines: string[] = [];
    for (const until = Math.min(rows, row + 10_000); row < until; row++)
      lines.push(
        `<row r="${row + 2}" spans="1:${columns.length}">${columns
          .map(([, { header, type, value }], i) =>
            cell(row < 0 ? header : value(row), row < 0 ? "VARCHAR" : type, `${letter(i)}${row + 2}`),
          )
          .join("")}</row>`,
      );
    sheet.write(Buffer.from(lines.join("")));
  }
  sheet.write(Buffer.from("</sheetData></worksheet>"));
  await sheet.close();
  await part(
    "xl/sharedStrings.xml",
    `<sst xmlns="${main}" uniqueCount="${shared.size}">${[...shared.keys()].map((text) => `<si><t>${text}</t></si>`).join("")}</sst>`,
  );
  await part(
    "xl/styles.xml",
    `<styleSheet xmlns="${main}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>`,
  );
  await part(
    "xl/workbook.xml",
    `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="Visits" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  );
  await part(
    "xl/_rels/workbook.xml.rels",
    `<Relationships xmlns="${packaged}/relationships"><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${office}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId3" Type="${office}/styles" Target="styles.xml"/></Relationships>`,
  );
  await part(
    "_rels/.rels",
    `<Relationships xmlns="${packaged}/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  );
  await part(
    "[Content_Types].xml",
    `<Types xmlns="${packaged}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${content}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${content}.worksheet+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="${content}.sharedStrings+xml"/><Override PartName="/xl/styles.xml" ContentType="${content}.styles+xml"/></Types>`,
  );
  zip.close();
}
