import { element } from "../element.js";

/**
 * A table whose rows become labelled blocks on a narrow screen.
 * The roles are written out because browsers drop a table's own when its parts are laid out as blocks.
 */
export function stackedTable(caption: string, labels: string[], rows: (Node | string)[][]): HTMLElement {
  return element(
    "table",
    { class: "ey-table ey-stack", role: "table" },
    element("caption", {}, caption),
    element(
      "thead",
      { role: "rowgroup" },
      element(
        "tr",
        { role: "row" },
        ...labels.map((label) => element("th", { scope: "col", role: "columnheader" }, label)),
      ),
    ),
    element(
      "tbody",
      { role: "rowgroup" },
      ...rows.map((row) =>
        element(
          "tr",
          { role: "row" },
          ...row.map((cell, i) =>
            i === 0
              ? element("th", { scope: "row", role: "rowheader" }, cell)
              : element("td", { role: "cell", "data-label": labels[i] }, cell),
          ),
        ),
      ),
    ),
  );
}
