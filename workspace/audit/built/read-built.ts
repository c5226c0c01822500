import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { tableFromIPC } from "@uwdata/flechette";
import { dsvFormat } from "d3";
import { Database, literal } from "../../../loaders/store/database.js";
import { TellableError } from "../../../loaders/store/safe-message.js";
import { dataScripts, tablesOf } from "../../site/gate/html.js";
import { type Area, type FileRow, figureOf, holdsFigures } from "./built-figure.js";
import { type FoundFigures, figuresIn } from "./nested.js";
import { isPageList } from "./page-lists.js";
import { isNumber, type Stray, strayColumns } from "./stray.js";
import { type Text, textsOfJson, textsOfPage } from "./texts.js";

/** What a reader can take out of a built folder. */
export interface Built extends FoundFigures {
  folder: string;
  areas: Area[];
  /** Files that hold figures, and how many. */
  files: { file: string; figures: number }[];
  /** What pages and data say in words. */
  texts: Text[];
  /** Files that may hold figures in a form that cannot be read here. */
  unread: string[];
  /** Places of numbers that are no figure's. */
  stray: Stray[];
}

/** What one file holds. */
type ReadFile = FoundFigures & Pick<Built, "stray">;

/**
 * Reads all figures of a built folder: CSV, Parquet, Arrow, JSON and GeoJSON files, and tables and data in pages.
 * Throws a TellableError if there is no such folder or a data file cannot be read.
 */
export async function readBuilt(folder: string, isIndicator: (id: string) => boolean): Promise<Built> {
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw new TellableError(
      `${folder}: there is no such folder. Build the public edition first, or name its folder.`,
    );
  const built: Built = {
    folder,
    figures: [],
    unplaced: [],
    areas: [],
    files: [],
    texts: [],
    unread: [],
    stray: [],
  };
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => statSync(join(folder, file)).isFile())
    .sort();
  for (const file of files) {
    const { figures, unplaced, stray } = await readFile(join(folder, file), file, isIndicator, built.areas);
    built.figures.push(...figures);
    built.unplaced.push(...unplaced);
    built.stray.push(...stray);
    if (figures.length) built.files.push({ file, figures: figures.length });
    built.texts.push(...textsOf(join(folder, file), file));
    if (!isRead.test(file) && !isPageList(file, () => readFileSync(join(folder, file), "utf8")))
      built.unread.push(file);
  }
  return built;
}

/** What was read, with areas by the codes that they go by now, so that publications of different times can be compared. */
export function withCurrentCodes(built: Built, codeOf: (level: string, code: string) => string): Built {
  const recoded = new Map<string, string>();
  const areas = built.areas.map((area) => {
    const code = codeOf(area.level, area.code);
    recoded.set(area.code, code);
    return { ...area, code };
  });
  return {
    ...built,
    figures: built.figures.map((figure) => ({ ...figure, area: codeOf(figure.level, figure.area) })),
    areas: areas.map(({ parent, ...area }) => ({
      ...area,
      parent: parent === undefined ? undefined : (recoded.get(parent) ?? parent),
    })),
  };
}

// Besides those that are read: what programmes, styles, pictures and letters are kept in.
const isRead =
  /\.(?:csv|parquet|arrow|json|geojson|jsonld|html|js|mjs|css|map|svg|png|jpe?g|webp|avif|gif|ico|woff2?)$/i;

function textsOf(path: string, file: string): Text[] {
  switch (extname(file).toLowerCase()) {
    case ".html":
    case ".svg":
    case ".js":
    case ".mjs":
      return textsOfPage(readFileSync(path, "utf8"), file);
    case ".json":
    case ".geojson":
    case ".jsonld":
      return textsOfJson(JSON.parse(readFileSync(path, "utf8")), file);
    default:
      return [];
  }
}

/** Reads the figures of one file. */
export async function readFigures(path: string, isIndicator: (id: string) => boolean): Promise<FoundFigures> {
  if (!existsSync(path)) throw new TellableError(`${path}: there is no such file. Correct the name.`);
  return readFile(path, basename(path), isIndicator, []);
}

async function readFile(
  path: string,
  file: string,
  isIndicator: (id: string) => boolean,
  areas: Area[],
): Promise<ReadFile> {
  const own = stem(file);
  const rows = (list: FileRow[], label: (i: number) => string) => {
    areas.push(...areasOf(list));
    return readRows(list, `${file} `, label, isIndicator(own) ? own : undefined);
  };
  const bySpreadsheetRow = (i: number) => `row ${i + 2}`;
  try {
    switch (extname(file).toLowerCase()) {
      case ".csv":
        return rows(parseCsv(readFileSync(path, "utf8")), bySpreadsheetRow);
      case ".parquet":
        return rows(await readParquet(path), (i) => `row ${i + 1}`);
      case ".arrow":
        return rows(tableFromIPC(readFileSync(path)).toArray() as FileRow[], (i) => `row ${i + 1}`);
      case ".json":
      case ".geojson":
      case ".jsonld":
        return readJson(JSON.parse(readFileSync(path, "utf8")), file, isIndicator);
      case ".html":
        return readPage(readFileSync(path, "utf8"), file, isIndicator);
      default:
        return none();
    }
  } catch {
    throw new TellableError(
      `${file}: cannot be read as what its name says it is. Build it again, or take it out.`,
    );
  }
}

function readRows(
  rows: FileRow[],
  place: string,
  label: (i: number) => string,
  indicator: string | undefined,
): ReadFile {
  const read = none();
  const isOfFigures = rows.length > 0 && holdsFigures(Object.keys(rows[0]!));
  const file = place.trim();
  for (const name of strayColumns(rows, isOfFigures))
    read.stray.push({ place: file, dataset: stem(file), name });
  if (!isOfFigures) return read;
  rows.forEach((row, i) => {
    const at = `${place}${label(i)}`;
    const figure = figureOf(row, at, indicator === undefined ? {} : { indicator });
    if ("missing" in figure) read.unplaced.push({ place: at, missing: figure.missing });
    else read.figures.push(figure);
  });
  return read;
}

function readJson(json: unknown, file: string, isIndicator: (id: string) => boolean): ReadFile {
  const { figures, unplaced, stray } = figuresIn(json, file, isIndicator);
  return {
    figures,
    unplaced,
    stray: stray.map((name) => ({ place: file, dataset: stem(file), name: name || "a number" })),
  };
}

function areasOf(rows: FileRow[]): Area[] {
  const [first] = rows;
  if (!first || !("area_code" in first && "parent_code" in first)) return [];
  return rows.map((row) => ({
    code: String(row.area_code),
    name: String(row.area_name ?? ""),
    level: String(row.level),
    parent: row.parent_code ? String(row.parent_code) : undefined,
  }));
}

/** Data in script elements, and tables whose headings are columns of figures. */
function readPage(html: string, file: string, isIndicator: (id: string) => boolean): ReadFile {
  const read = none();
  const add = ({ figures, unplaced, stray }: ReadFile) => {
    read.figures.push(...figures);
    read.unplaced.push(...unplaced);
    read.stray.push(...stray);
  };
  for (const json of dataScripts(html))
    add(readJson(JSON.parse(json), `${file} (data in the page)`, isIndicator));
  let n = 0;
  for (const { title, rows: lines } of tablesOf(html)) {
    const rows = rowsOfTable(lines);
    const table = readRows(rows, `${file} table ${++n} `, (i) => `row ${i + 2}`, undefined);
    add({
      ...table,
      stray: table.stray.map((each) => (table.figures.length ? each : { ...each, title, rows })),
    });
  }
  return read;
}

/** The rows of a page's table under its first, or under none if that holds numbers: no cell is without a column of its own. */
function rowsOfTable(lines: readonly string[][]): FileRow[] {
  const [first = [], ...rest] = lines;
  const heads = first.map((cell) => cell.toLowerCase().replaceAll(" ", "_"));
  const isHeading = !first.some((cell) => isNumber(cell) && !year.test(cell));
  const width = lines.reduce((most, { length }) => Math.max(most, length), 0);
  const seen = new Set<string>();
  const columns = Array.from({ length: width }, (_, i) => {
    const head = heads[i] || `column ${i + 1}`;
    const column = seen.has(head) ? `${head} (${i + 1})` : head;
    seen.add(column);
    return column;
  });
  return (isHeading ? rest : lines).map((cells) =>
    Object.fromEntries(columns.map((column, i) => [column, cells[i]])),
  );
}

const year = /^(?:19|20)\d\d$/;

function parseCsv(text: string): FileRow[] {
  return [...dsvFormat(",").parse(text.replace(/^\uFEFF/, ""))];
}

async function readParquet(path: string): Promise<FileRow[]> {
  const db = await Database.open(":memory:");
  try {
    return await db.rows(`FROM read_parquet(${literal(path)})`);
  } finally {
    db.close();
  }
}

/** A file's name without the hash that the site gives it. */
function stem(file: string): string {
  return basename(file).replace(/(\.[0-9a-f]{8})?\.[^.]+$/, "");
}

const none = (): ReadFile => ({ figures: [], unplaced: [], stray: [] });
