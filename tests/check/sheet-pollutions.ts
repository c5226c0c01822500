import { join } from "node:path";
import fc from "fast-check";
import type { Desk } from "./desk.js";
import { sourceFrom } from "./desk.js";
import { type Cells, cleanRows, cleanTable, expectRowsTrue, header } from "./pollutions.js";
import { notAvailable, noValue, type SheetXml, workbookOf } from "./workbook-parts.js";

const sourceOf = (format: string) => sourceFrom(`${cleanTable}\nformat: { ${format} }`);
const one = sourceOf("type: xlsx");
const all = sourceOf("type: xlsx, sheets: all");

type Cell = NonNullable<SheetXml["rows"]>[number][number];
type Chosen = { at: number; place: number };

/** One fault, put into the sheet of a workbook; `at` and `place` choose where. */
type SheetPollution = (sheet: Cell[][], chosen: Chosen) => SheetXml[];

/** How numbers are shown, by styles from 1 on. */
const formats = ["dd/mm/yyyy", "0%", "#,##0,", "0.00E+00"];
const styled = (value: number, style: number): Cell => ({
  xml: `<v>${value}</v>`,
  attributes: `s="${style}"`,
});
const sheet = (rows: Cell[][], more: Partial<SheetXml> = {}): SheetXml => ({ name: "Visits", rows, ...more });
const rowOf = (rows: Cell[][], at: number): number => 1 + (at % (rows.length - 1));

const onRow =
  (change: (row: Cell[], chosen: Chosen) => Cell[]): SheetPollution =>
  (rows, chosen) => [sheet(rows.map((row, i) => (i === rowOf(rows, chosen.at) ? change(row, chosen) : row)))];
const onCell = (column: number, cell: (own: Cell) => Cell): SheetPollution =>
  onRow((row) => row.map((own, i) => (i === column ? cell(own) : own)));
const anyCell = (cell: Cell): SheetPollution =>
  onRow((row, { place }) => row.map((own, i) => (i === place % row.length ? cell : own)));
const insertRow =
  (row: Cell[]): SheetPollution =>
  (rows, { at }) => [sheet(rows.toSpliced(rowOf(rows, at) + 1, 0, row))];
const wider = (rows: Cell[][], place: number, cell: (i: number) => Cell): Cell[][] =>
  rows.map((row, i) => row.toSpliced(place % (row.length + 1), 0, cell(i)));

/** By name, what people and systems do to a sheet. */
export const sheetPollutions: Record<string, SheetPollution> = {
  nothing: (rows) => [sheet(rows)],
  "titles above": (rows) => [sheet([["Visits in May"], [], ...rows])],
  "a note below": (rows) => [sheet([...rows, [], ["Source: the register"]])],
  "a total below": (rows) => [sheet([...rows, ["Total", null, 99]])],
  "a total in another column": (rows) => [sheet([...rows, [null, "Total", 99]])],
  "a second table below": (rows) => [sheet([...rows, [], ["Ward", "Id"], ["Aston", "K9999"]])],
  "a second table beside": (rows) => [
    sheet(rows.map((row, i) => [...row, null, i ? "x" : "Extra", i ? i : "Rank"])),
  ],
  "the same headers beside": (rows) => [sheet(rows.map((row) => [...row, null, ...row.slice(0, 2)]))],
  "a table that begins further right and down": (rows) => [
    sheet([[], [], ...rows.map((row) => [null, null, ...row])]),
  ],
  "an empty column": (rows, { place }) => [sheet(wider(rows, place, () => null))],
  "a column without a header": (rows, { place }) => [sheet(wider(rows, place, (i) => (i ? "x" : null)))],
  "a column gone": (rows, { place }) => [sheet(rows.map((row) => row.toSpliced(place % row.length, 1)))],
  "columns in another order": (rows) => [sheet(rows.map((row) => row.toReversed()))],
  "an empty row": insertRow([]),
  "the header again": insertRow([...header]),
  "the header in another order": insertRow(header.toReversed()),
  "a heading of a section": insertRow(["North"]),
  "a note beside a row": onRow((row) => [...row, "see below"]),
  "a row that begins a cell further on": onRow((row) => [null, ...row]),
  "a row that begins a cell before": onRow((row) => row.slice(1)),
  "an identifier gone": onCell(0, () => null),
  "an error": anyCell(notAvailable),
  "a formula without a value": anyCell(noValue),
  "a truth for a number": onCell(2, () => ({ xml: "<v>1</v>", attributes: 't="b"' })),
  "a number as a text": onCell(2, (own) => String(own ?? "")),
  "a number with a comma, as a text": onCell(2, () => "1,234"),
  "a number with a full stop, as a text": onCell(2, () => "1.000"),
  "a number shown in thousands": onCell(2, (own) => (typeof own === "number" ? styled(own, 3) : own)),
  "a number shown shortened": onCell(3, (own) => (typeof own === "number" ? styled(own, 4) : own)),
  "a number shown as a date": onCell(2, () => styled(46_150, 1)),
  "a day as a text": onCell(4, (own) => own),
  "a day as a bare number": onCell(4, () => 46_150),
  "a day that is none": onCell(4, () => "31/02/2026"),
  "a marker for a number": onCell(3, () => ".."),
  "hidden rows": (rows, { at }) => [sheet(rows, { hidden: [1 + rowOf(rows, at)] })],
  "a sheet before": (rows) => [{ name: "Cover", rows: [["Visits"], ["by ward"]] }, sheet(rows)],
  "an empty sheet before": (rows) => [{ name: "Sheet1", rows: [] }, sheet(rows)],
  "a chart before": (rows) => [{ name: "Chart1", state: "chart" }, sheet(rows)],
  "a hidden sheet with other rows before": (rows) => [
    { name: "Old", state: "hidden", rows: [[...header], ["K9999", "Aston", 1, 1, "13/05/2026", ""]] },
    sheet(rows),
  ],
  "the sheet is hidden": (rows) => [sheet(rows, { state: "veryHidden" })],
  "no header": (rows) => [sheet(rows.slice(1))],
  "a header in two rows": (rows) => [
    sheet([["Id", "Ward", "Children", null, "Day", "Note"], [null, null, null, "Rate"], ...rows.slice(1)]),
  ],
  "the second half on another sheet": (rows) => {
    const half = 1 + (rows.length >> 1);
    return [sheet(rows.slice(0, half)), { name: "More", rows: [rows[0]!, ...rows.slice(half)] }];
  },
  "the second half on another sheet, in another order": (rows) => {
    const half = 1 + (rows.length >> 1);
    return [
      sheet(rows.slice(0, half)),
      { name: "More", rows: [rows[0]!, ...rows.slice(half)].map((row) => row.toReversed()) },
    ];
  },
};

/** What polluted workbooks are: clean rows, a fault and where, whether days are days or texts, and whether all sheets are read. */
export const pollutedSheet = fc.record({
  rows: cleanRows,
  fault: fc.constantFrom(...Object.keys(sheetPollutions)),
  at: fc.nat(1000),
  place: fc.nat(1000),
  areDaysDays: fc.boolean(),
  isAll: fc.boolean(),
});

type PollutedSheet = typeof pollutedSheet extends fc.Arbitrary<infer Value> ? Value : never;

/** Reads a polluted workbook and sees that no row is wrong, and that none is lost without a word. */
export async function expectNoSheetUntold(
  desk: Desk,
  { rows, fault, at, place, areDaysDays, isAll }: PollutedSheet,
): Promise<void> {
  const cells = rows.map((row) => row.map((text, i) => cellOf(text, i, areDaysDays)));
  const sheets = sheetPollutions[fault]!([[...header], ...cells], { at, place });
  desk.deliver("visits.xlsx", await workbookOf(join(desk.folder, "made.xlsx"), sheets, { formats }));
  await expectRowsTrue(desk, { rows, fault, source: isAll ? all : one, name: "visits.xlsx" });
}

function cellOf(text: Cells[number], column: number, areDaysDays: boolean): Cell {
  if (text === "") return null;
  if (column === 2 || column === 3) return Number(text);
  if (column !== 4 || !areDaysDays) return text;
  const [day, month, year] = text.split("/").map(Number) as [number, number, number];
  return styled(Date.UTC(year, month - 1, day) / 86_400_000 + 25_569, 1);
}
