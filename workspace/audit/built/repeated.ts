import { withDecimals } from "../../../components/words/numbers.js";
import type { Merged } from "./agree.js";
import { type FileRow, isName } from "./built-figure.js";
import { isNumber } from "./stray.js";

const ownLevels = new Set(["city", "locality", "ward", "lsoa", "msoa"]);

/**
 * Whether a page's table says only what is shown anyway: all numbers of each row are those of one figure, as they are or
 * rounded, of the area that the row begins with; or, where that is none of the city's, of an area outside it.
 */
export function repeatsFigures(
  rows: readonly FileRow[],
  areas: readonly { code: string; name: string }[],
  merged: Iterable<Merged>,
): boolean {
  const shown = [...merged];
  return rows.every((row) => {
    const numbers = Object.entries(row)
      .filter(([column, text]) => !isName(column) && isNumber(text))
      .map(([, text]) => Number(String(text).replace(/[%,\s]/g, "")));
    if (numbers.length === 0) return true;
    const of = String(Object.values(row)[0] ?? "");
    const codes = new Set(
      areas.filter(({ code, name }) => name === of || code === of).map(({ code }) => code),
    );
    return shown.some(
      (figure) =>
        (codes.size > 0 ? codes.has(figure.area) : !ownLevels.has(figure.level)) &&
        numbers.every((number) => tells(figure, number)),
    );
  });
}

function tells({ numerator, denominator, value, lower, upper }: Merged, number: number): boolean {
  return [numerator, denominator, value, lower, upper].some(
    (n) =>
      typeof n === "number" &&
      (n === number || Math.round(n) === number || withDecimals(n, 1) === withDecimals(number, 1)),
  );
}
