import { type Figured, formatValue, hasValue, statusShorthand, statusWords } from "../words/status.js";
import { shadedTable } from "./shaded-table.js";

export interface HeatTableOptions {
  caption: string;
  /** What the rows are: "Ward". */
  corner: string;
  /** What stands over the columns: periods, groups. */
  columns: readonly string[];
  unit: string;
  /** `code`: of the area that a row is about. */
  rows: readonly {
    code?: string;
    name: string;
    figures: readonly (Figured | undefined)[];
    isChosen?: boolean;
  }[];
}

/** Figures by rows and columns, the higher the darker; what is suppressed, missing or not collected stands as itself. */
export function heatTable({ caption, corner, columns, unit, rows }: HeatTableOptions): HTMLElement {
  const values = rows.flatMap(({ figures }) => figures.flatMap((figure) => valuesOf(figure)));
  const [least, greatest] = [Math.min(...values), Math.max(...values)];
  const shadeOf = (value: number) => (greatest > least ? (value - least) / (greatest - least) : 0.5);
  return shadedTable({
    ...{ caption, corner },
    columns: columns.map((label) => ({ label })),
    rows: rows.map(({ code, name, figures, isChosen = false }) => ({
      ...{ name, isChosen, ...(code !== undefined && { code }) },
      cells: figures.map((figure, i) => {
        const tells = `${name}, ${columns[i]}: ${figure ? formatValue(figure, unit) : "not available"}`;
        if (!figure) return { text: "x", looks: "ey-cell-none", tells };
        if (!hasValue(figure))
          return {
            text: statusShorthand[figure.status] ?? statusWords[figure.status],
            looks: "ey-cell-none",
            tells,
          };
        return { text: formatValue(figure, unit).replace(/%/, ""), shade: shadeOf(figure.value), tells };
      }),
    })),
  });
}

function valuesOf(figure: Figured | undefined): number[] {
  return figure && hasValue(figure) ? [figure.value] : [];
}
