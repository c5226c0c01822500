import { areaLink } from "../area-link.js";
import { element } from "../element.js";

/** A cell of a shaded table: its text says all that its shade does. */
export interface ShadedCell {
  text: string;
  /** The class of its shade, of style.css: ey-cell-worse … */
  looks?: string;
  /** How much of the data's colour its ground has, from 0 to 1, in place of a class. */
  shade?: number;
  /** In full, for those who point at it. */
  tells?: string;
}

export interface ShadedTableOptions {
  caption: string;
  /** What the rows are, over the first column: "Ward". */
  corner: string;
  columns: readonly { label: string; tells?: string }[];
  /** `code`: of the area that a row is about. */
  rows: readonly { code?: string; name: string; cells: readonly ShadedCell[]; isChosen?: boolean }[];
}

/** Rows by columns whose cells are shaded: a table, so that it is read and printed as one. It scrolls under its headers. */
export function shadedTable({ caption, corner, columns, rows }: ShadedTableOptions): HTMLElement {
  // Long names stand upright, so that a column is no wider than its figures.
  const isTall = columns.some(({ label }) => label.length > 12);
  return element(
    "div",
    { class: "ey-scroll ey-shaded-scroll", tabindex: 0, role: "region", "aria-label": caption },
    element(
      "table",
      { class: isTall ? "ey-shaded ey-tall" : "ey-shaded" },
      element("caption", { class: "ey-hidden" }, caption),
      element(
        "thead",
        {},
        element(
          "tr",
          {},
          element("th", { scope: "col" }, corner),
          ...columns.map(({ label, tells }) =>
            element("th", { scope: "col", title: tells }, element("span", {}, label)),
          ),
        ),
      ),
      element(
        "tbody",
        {},
        ...rows.map(({ code, name, cells, isChosen }) =>
          element(
            "tr",
            { class: isChosen && "ey-chosen" },
            element("th", { scope: "row" }, areaLink(code, name)),
            ...cells.map(cellOf),
          ),
        ),
      ),
    ),
  );
}

function cellOf({ text, looks, shade, tells }: ShadedCell): HTMLElement {
  const style =
    shade === undefined
      ? undefined
      : `background: color-mix(in srgb, var(--ey-bar) ${Math.round(8 + 47 * shade)}%, var(--ey-paper))`;
  return element("td", { class: looks, style, title: tells }, text);
}
