import * as Plot from "npm:@observablehq/plot";
import type { Table } from "npm:apache-arrow";
import { figure } from "../figures/figure.js";
import type { Provenance } from "../tables/table.js";
import { suggestion } from "../words/nearest.js";
import { formatShort } from "../words/numbers.js";
import type { QueryColumn, QueryResult } from "./query-result.js";
import { resultOf, tableData } from "./query-table.js";

/** How rows are drawn. */
export const drawings = ["bars", "line", "dots"] as const;
export type Drawing = (typeof drawings)[number];

/** What of the rows is drawn, and how. */
export interface ChartChoice {
  draw: Drawing;
  /** The column of names, periods or numbers that the marks are spread by. */
  across: string;
  /** The column of numbers. */
  up: string;
  /** A column whose texts have a colour each. */
  colour?: string | undefined;
}

export interface QueryChartOptions extends Provenance, ChartChoice {
  /** What the chart shows, in words. */
  title: string;
}

/** From so many bars on nobody reads them. */
const mostBars = 60;
const palette = ["bar", "second", "third", "fourth", "good", "soft"].map((name) => `var(--ey-${name})`);
const mostColours = palette.length;

/** The rows of a query as bars, lines or dots, with everything that a figure needs. Throws if there is no such column. */
export function queryChart(rows: Table | QueryResult, options: QueryChartOptions): HTMLElement {
  const result = resultOf(rows);
  const { draw, across, up, colour, title } = options;
  const at = (name: string) => columnAt(result.columns, name);
  const [x, y, z] = [at(across), at(up), colour === undefined ? undefined : at(colour)];
  const all = result.rows.map((row) => ({
    x: row[x] as string | number | null,
    y: row[y] as number | null,
    z: z === undefined ? null : String(row[z] ?? "none"),
  }));
  const drawable = all.filter((one) => one.y !== null && one.x !== null);
  const marks = draw === "bars" ? drawable.slice(0, mostBars) : drawable;
  const left = drawable.length - marks.length;
  const unit = `${up}, as the query gives it${colour ? `, a colour for each ${colour}` : ""}${left > 0 ? `. The first ${marks.length} of ${drawable.length} are drawn` : ""}`;
  const colours = [...new Set(marks.flatMap(({ z }) => (z === null ? [] : [z])))];
  if (colours.length > mostColours)
    return figure({
      ...options,
      unit,
      description: "Nothing is drawn.",
      chart: empty(
        `${colour} has ${colours.length} different values, more than colours that can be told apart.`,
      ),
      table: tableData(result),
    });
  return figure({
    ...options,
    unit,
    description: describe(marks, draw, up, across),
    chart:
      marks.length === 0
        ? empty(`No row has both ${across} and a number in ${up}.`)
        : (width) => plotOf(marks, { draw, across, up, colours, width, title }),
    table: tableData(result),
  });
}

/** How rows are drawn unless somebody chooses; undefined where there is nothing to draw. */
export function usualChart({
  columns,
  rows,
}: Pick<QueryResult, "columns" | "rows">): ChartChoice | undefined {
  const numbers = columns.filter(({ kind }) => kind === "number");
  const names = columns.filter((column) => column.kind !== "number");
  const up = numbers.find(({ name }) => name === "value") ?? numbers.at(-1);
  if (!up || rows.length === 0) return undefined;
  const others = (name: string) =>
    new Set(rows.map((row) => row[columns.findIndex((c) => c.name === name)])).size;
  const time = columns.find(({ name, kind }) => name !== up.name && (kind === "day" || isTime(name)));
  if (time && others(time.name) > 1) {
    const colour = names.find(({ name }) => name !== time.name && !isTime(name) && isFew(others(name)));
    return { draw: "line", across: time.name, up: up.name, colour: colour?.name };
  }
  const [first] = names.filter(({ name }) => others(name) > 1);
  if (first) {
    const colour = names.find(({ name }) => name !== first.name && isFew(others(name)));
    return { draw: "bars", across: first.name, up: up.name, colour: colour?.name };
  }
  const across = numbers.find(({ name }) => name !== up.name);
  return across ? { draw: "dots", across: across.name, up: up.name } : undefined;
}

const isTime = (name: string): boolean => /^(period|year|month|day|date)(_|$)|_(date|start)$/.test(name);
const isFew = (count: number): boolean => count > 1 && count <= mostColours;

interface Mark {
  x: string | number | null;
  y: number | null;
  z: string | null;
}

function plotOf(
  marks: readonly Mark[],
  {
    draw,
    across,
    up,
    colours,
    width,
    title,
  }: ChartChoice & { colours: string[]; width: number; title: string },
): Element {
  const names = [...new Set(marks.map(({ x }) => String(x)))];
  const color = { domain: colours, range: palette, legend: colours.length > 0 };
  const fill = colours.length > 0 ? "z" : () => "var(--ey-bar)";
  const shared = { width, color, style: { fontSize: "13px" }, ariaLabel: title };
  if (draw === "bars")
    return Plot.plot({
      ...shared,
      height: names.length * 24 + 46,
      marginLeft: Math.min(
        width < 520 ? 120 : 260,
        Math.max(60, ...names.map((name) => name.length * 7 + 14)),
      ),
      marginRight: 56,
      x: { grid: true, label: up, labelAnchor: "center", zero: true },
      y: { domain: names, label: null },
      marks: [
        Plot.barX(marks, { x: "y", y: (mark: Mark) => String(mark.x), fill }),
        Plot.ruleX([0]),
        ...(colours.length > 0
          ? []
          : [
              Plot.text(marks, {
                x: "y",
                y: (mark: Mark) => String(mark.x),
                text: (mark: Mark) => formatShort(Number(mark.y!.toPrecision(4))),
                textAnchor: "start",
                dx: 5,
              }),
            ]),
      ],
    });
  const isNumber = marks.every(({ x }) => typeof x === "number");
  const rotate = names.join("").length * 8 > width;
  const shape = {
    ...shared,
    height: 320,
    marginBottom: !isNumber && rotate ? 90 : 44,
    marginLeft: 56,
    x: isNumber
      ? { label: across, nice: true, tickFormat: String }
      : { type: "point" as const, domain: names, label: null, tickRotate: rotate ? -40 : 0 },
    y: { grid: true, label: up, zero: draw === "line" },
  };
  const place = { x: isNumber ? "x" : (mark: Mark) => String(mark.x), y: "y" };
  return Plot.plot({
    ...shape,
    marks:
      draw === "line"
        ? [
            Plot.line(marks, { ...place, z: "z", stroke: fill, strokeWidth: 2 }),
            Plot.dot(marks, { ...place, fill, r: 3.5 }),
          ]
        : [Plot.dot(marks, { ...place, fill, fillOpacity: 0.75, r: 4 })],
  });
}

function describe(marks: readonly Mark[], draw: Drawing, up: string, across: string): string {
  if (marks.length === 0) return "Nothing is drawn.";
  const order = marks.toSorted((a, b) => b.y! - a.y!);
  const end = (mark: Mark) =>
    `${formatShort(mark.y!)} at ${across} ${mark.x}${mark.z === null ? "" : `, ${mark.z}`}`;
  const what = { bars: "Bars", line: "A line", dots: "Dots" }[draw];
  return `${what} for ${marks.length} rows. ${up} is highest, ${end(order[0]!)}, and lowest, ${end(order.at(-1)!)}.`;
}

function columnAt(columns: readonly QueryColumn[], name: string): number {
  const at = columns.findIndex((column) => column.name === name);
  if (at < 0)
    throw new Error(
      `The rows have no column “${name}”.${suggestion(
        name,
        columns.map((column) => column.name),
      )}`,
    );
  return at;
}

function empty(words: string): Element {
  const paragraph = document.createElement("p");
  paragraph.className = "ey-empty";
  paragraph.textContent = words;
  return paragraph;
}
