import { once } from "../../components/words/once.js";
import type { NumberStyle } from "./sheet-numbers.js";
import { numberStyle } from "./sheet-numbers.js";
import { SheetReader } from "./sheet-reader.js";
import { StringScanner } from "./sheet-scanner.js";
import { type Sheet, type SheetCell, unreadable, type Workbook } from "./sheets.js";
import { attributesOf, BrokenXml, XmlScanner } from "./xml-scanner.js";
import type { ZipParts } from "./zip-parts.js";

/**
 * Opens an .xlsx (ECMA-376, part 1). Of its texts those that cells share are kept, and nothing of a sheet but the rows that
 * are being read. Throws Unusable if its parts do not belong together.
 */
export async function openXlsx(parts: ZipParts): Promise<Workbook> {
  try {
    const main = (await relationshipsOf(parts, "")).find(({ type }) => type === "officeDocument")?.target;
    const path = main && parts.has(main) ? main : "xl/workbook.xml";
    const related = await relationshipsOf(parts, path);
    const { sheets, is1904 } = await readMain(parts, path);
    const targetOf = (type: string): string | undefined => related.find((one) => one.type === type)?.target;
    const styles = await readStyles(parts, targetOf("styles") ?? "xl/styles.xml");
    const shared = once(() => readStrings(parts, targetOf("sharedStrings") ?? "xl/sharedStrings.xml"));
    if (!sheets.length) throw unreadable();
    return {
      close: () => parts.close(),
      sheets: sheets.flatMap(({ name, isHidden, relation }): Sheet[] => {
        const own = related.find(({ id }) => id === relation);
        if (!own || !parts.has(own.target)) throw unreadable();
        if (own.type !== "worksheet") return [];
        return [
          {
            name,
            isHidden,
            async *rows() {
              try {
                const reader = new SheetReader({ shared: await shared(), styles, is1904 });
                for await (const chunk of parts.bytes(own.target)) yield reader.push(chunk);
                yield reader.end();
              } catch (error) {
                throw error instanceof BrokenXml ? unreadable() : error;
              }
            },
          },
        ];
      }),
    };
  } catch (error) {
    throw error instanceof BrokenXml ? unreadable() : error;
  }
}

interface Relation {
  id: string;
  /** The last word of its type. */
  type: string;
  /** The path of the part within the archive. */
  target: string;
}

/** What a part refers to; "" for the workbook as a whole. */
async function relationshipsOf(parts: ZipParts, part: string): Promise<Relation[]> {
  const slash = part.lastIndexOf("/") + 1;
  const folder = part.slice(0, slash);
  const found: Relation[] = [];
  await eachTag(parts, `${folder}_rels/${part.slice(slash)}.rels`, (name, attributes) => {
    if (name !== "Relationship") return;
    const target = attributes.Target ?? "";
    found.push({
      id: attributes.Id ?? "",
      type: (attributes.Type ?? "").replace(/^.*\//, ""),
      target: new URL(target.replaceAll("\\", "/"), `file:///${folder}`).pathname.slice(1),
    });
  });
  return found.map((one) => ({ ...one, target: decodeURIComponent(one.target) }));
}

interface Listed {
  name: string;
  isHidden: boolean;
  relation: string;
}

async function readMain(parts: ZipParts, path: string): Promise<{ sheets: Listed[]; is1904: boolean }> {
  const sheets: Listed[] = [];
  let is1904 = false;
  await eachTag(parts, path, (name, attributes) => {
    if (name === "workbookPr") is1904 = isTrue(attributes.date1904);
    if (name === "sheet")
      sheets.push({
        name: attributes.name ?? "",
        isHidden: /^(very)?hidden$/i.test(attributes.state ?? ""),
        relation: Object.entries(attributes).find(([key]) => key.endsWith(":id"))?.[1] ?? "",
      });
  });
  return { sheets, is1904 };
}

/** How numbers are shown, by the index of a cell's style. */
async function readStyles(parts: ZipParts, path: string): Promise<NumberStyle[]> {
  const formats = new Map(builtIn);
  const styles: NumberStyle[] = [];
  let isCell = false;
  await eachTag(parts, path, (name, attributes) => {
    if (name === "numFmt") formats.set(Number(attributes.numFmtId), attributes.formatCode ?? "General");
    if (name === "cellXfs") isCell = true;
    if (name === "cellStyles") isCell = false;
    if (name === "xf" && isCell)
      styles.push(numberStyle(formats.get(Number(attributes.numFmtId)) ?? "General"));
  });
  return styles;
}

const numbered = (from: number, to: number, format: string): [number, string][] =>
  Array.from({ length: to - from + 1 }, (_, i) => [from + i, format]);

/** Formats that Excel knows by number, as far as they make a number a date, a time or a percentage. */
const builtIn: [number, string][] = [
  ...numbered(9, 10, "0%"),
  ...numbered(14, 17, "d/m/yyyy"),
  ...numbered(18, 21, "h:mm:ss"),
  [22, "d/m/yyyy h:mm"],
  ...numbered(27, 31, "yyyy/m/d"),
  ...numbered(32, 35, "h:mm:ss"),
  [36, "yyyy/m/d"],
  ...numbered(45, 47, "h:mm:ss"),
  ...numbered(50, 58, "yyyy/m/d"),
];

/** The texts that cells share, in their order. */
async function readStrings(parts: ZipParts, path: string): Promise<SheetCell[]> {
  const scanner = new StringScanner();
  const xml = new XmlScanner(scanner);
  for await (const text of parts.text(path)) xml.push(text);
  xml.end();
  return scanner.cells;
}

async function eachTag(
  parts: ZipParts,
  path: string,
  see: (name: string, attributes: Record<string, string>) => void,
): Promise<void> {
  const xml = new XmlScanner({
    open: (name, text, from, to) => see(name, attributesOf(text, from, to)),
    text: () => {},
    close: () => {},
  });
  for await (const text of parts.text(path)) xml.push(text);
  xml.end();
}

const isTrue = (value: string | undefined): boolean => value === "1" || value === "true";
