import type { Comparison } from "../words/beyond-chance.js";
import { formatNumber, formatSigned, shownDifference } from "../words/numbers.js";
import { lookOf, type Polarity } from "../words/standing-look.js";
import { type Figured, formatValue, hasValue, statusShorthand, statusWords } from "../words/status.js";
import { type ShadedCell, shadedTable } from "./shaded-table.js";

/** An indicator of a tartan. */
export interface TartanColumn {
  label: string;
  period: string;
  unit: string;
  polarity: Polarity;
  /** What its areas are set beside; null where there is nothing. */
  beside: number | null;
}

/** An area's figure of one indicator, and how it stands to what it is set beside. */
export type TartanFigure = Figured & { standing: Comparison };

export interface TartanOptions {
  caption: string;
  /** What the rows are: "Ward". */
  corner: string;
  columns: readonly TartanColumn[];
  /** `code`: of the area that a row is about. */
  rows: readonly {
    code?: string;
    name: string;
    figures: readonly (TartanFigure | undefined)[];
    isChosen?: boolean;
  }[];
}

/**
 * Every indicator of every area at a glance: the difference from all areas together, with its sign. Dark and bold where it
 * is beyond chance, pale where it may be chance; what is suppressed, missing or not collected stands as itself.
 */
export function tartan({ caption, corner, columns, rows }: TartanOptions): HTMLElement {
  return shadedTable({
    ...{ caption, corner },
    columns: columns.map(({ label, period, beside, unit }) => ({
      label,
      tells: `${label}, ${period}: ${beside === null ? "nothing to set it beside" : `${formatNumber(beside, unit)} in all together`}`,
    })),
    rows: rows.map(({ code, name, figures, isChosen = false }) => ({
      ...{ name, isChosen, ...(code !== undefined && { code }) },
      cells: figures.map((figure, i) => cellOf(figure, columns[i]!, name)),
    })),
  });
}

/** The shade of a cell: its side, and whether it is beyond chance. */
export const shades = {
  worse: "ey-cell-worse",
  better: "ey-cell-better",
  apart: "ey-cell-apart",
  "worse-pale": "ey-cell-worse-pale",
  "better-pale": "ey-cell-better-pale",
  none: "ey-cell-none",
} as const;

function cellOf(figure: TartanFigure | undefined, column: TartanColumn, name: string): ShadedCell {
  const { label, unit, beside, polarity } = column;
  if (!figure) return { text: "x", looks: shades.none, tells: `${name}, ${label}: not available` };
  const tells = `${name}, ${label}: ${formatValue(figure, unit)}`;
  if (!hasValue(figure) || figure.status === "rounds_to_zero")
    return {
      text: statusShorthand[figure.status] ?? statusWords[figure.status],
      looks: shades.none,
      tells,
    };
  if (beside === null) return { text: formatValue(figure, unit), tells };
  const difference = shownDifference(figure.value, beside, unit);
  const text = formatSigned(difference, placesOf(unit));
  const look = lookOf(figure.standing, polarity);
  if (look !== "even") return { text, looks: shades[look], tells: `${tells}, beyond chance` };
  const side = text === "0" ? "even" : lookOf(difference > 0 ? "higher" : "lower", polarity);
  return {
    text,
    ...(side === "worse" || side === "better" ? { looks: shades[`${side}-pale`] } : {}),
    tells: `${tells}, may be chance`,
  };
}

// Points are whole: what a cell is for is which way, and how far.
function placesOf(unit: string): number {
  return unit === "percent" || unit.startsWith("per ")
    ? 0
    : (formatNumber(0, unit).split(".")[1]?.length ?? 0);
}
