import type { Column } from "../registry/column.js";
import { literal } from "../store/database.js";

/** How a column's numbers are written. */
type Written = Pick<Column, "decimal" | "thousands" | "percent" | "currency" | "brackets">;

/** SQL for the number that a text says; null if it is none, or could be two. */
export function numberSql(column: Written, text: string): string {
  const plain = plainSql(column, text);
  const number = `TRY_CAST(${plain} AS DOUBLE)`;
  // Seventeen digits are what a binary fraction leaves of a short decimal one: 65.099999999999994 was 65.1.
  const value = `CASE
    WHEN NOT regexp_full_match(${plain}, '[+-]?(\\d+|\\d*\\.\\d+|\\d+\\.)([eE][+-]?\\d+)?') THEN NULL
    WHEN NOT isfinite(${number}) THEN NULL
    WHEN length(${plain}) > 16 THEN TRY_CAST(printf('%.15g', ${number}) AS DOUBLE)
    ELSE ${number}
  END`;
  const whole = column.percent === "share" ? shareSql(text, value) : value;
  // Most numbers are plain, and all that a number may be written as takes long to try.
  const plainForm =
    column.decimal === "." && column.thousands !== "." ? "[+-]?\\d{1,12}(\\.\\d{1,3})?" : "[+-]?\\d{1,15}";
  return `CASE WHEN regexp_full_match(${text}, '${plainForm}') THEN TRY_CAST(${text} AS DOUBLE) ELSE ${whole} END`;
}

function shareSql(text: string, value: string): string {
  return `CASE WHEN ends_with(${text}, '%') THEN TRY_CAST(printf('%.15g', (${value}) / 100) AS DOUBLE) ELSE ${value} END`;
}

/** SQL for the whole number that a text says; null if it is none, or could be two. */
export function integerSql(column: Written, text: string): string {
  const plain = plainSql(column, text);
  const number = `TRY_CAST(${plain} AS DOUBLE)`;
  return `CASE
    WHEN regexp_full_match(${text}, '[+-]?\\d{1,18}') THEN TRY_CAST(${text} AS BIGINT)
    -- Where nothing is said of thousands, 1.000 could be one or a thousand.
    ${column.thousands ? "" : `WHEN regexp_full_match(${plain}, '[+-]?[1-9]\\d{0,2}\\.000') THEN NULL`}
    -- Spreadsheets shorten long numbers to 9.43E+09, and digits are lost; programs write 1e+05 and lose none.
    WHEN NOT regexp_full_match(${plain}, '[+-]?\\d+(\\.\\d*)?(e[+-]?\\d+)?') THEN NULL
    WHEN abs(${number}) < 9e15 AND abs(${number} - round(${number})) <= 1e-9 * greatest(1, abs(${number})) THEN TRY_CAST(round(${number}) AS BIGINT)
  END`;
}

/** SQL for a number's text with a full stop before its fraction and nothing else but digits, sign and exponent; else null. */
function plainSql({ decimal, thousands, percent, currency, brackets }: Written, text: string): string {
  let bare = text;
  if (brackets) bare = `regexp_replace(${bare}, '^\\((.*)\\)$', '-\\1')`;
  if (currency) {
    const sign = currency.replace(/[$^.*+?()[\]{}|\\/-]/g, "\\$&");
    bare = `regexp_replace(regexp_replace(${bare}, ${literal(`^([+-]?)${sign}\\s*([+-]?)`)}, '\\1\\2'), ${literal(`\\s*${sign}$`)}, '')`;
  }
  if (percent) bare = `regexp_replace(${bare}, '\\s*%$', '')`;
  const marks = thousands ? [thousands] : [decimal === "." ? "," : "."];
  const [mark] = marks as [string];
  const inPattern = mark === " " ? "[ \\x{00a0}\\x{202f}\\x{2009}]" : `\\${mark}`;
  // A single group could be the fraction of a number that is written the other way round: 0,455 and 1,234.
  const groups = thousands ? "+" : "{2,}";
  const fraction = `(\\${decimal}\\d*)?`;
  const forms = [
    `[+-]?[1-9]\\d{0,2}(${inPattern}\\d{3})${groups}${fraction}`,
    ...(thousands ? [] : [`[+-]?[1-9]\\d{0,2}${inPattern}\\d{3}\\${decimal}\\d+`]),
  ];
  const grouped = `regexp_full_match(${bare}, ${literal(forms.join("|"))})`;
  const ungrouped = `CASE WHEN ${grouped} THEN regexp_replace(${bare}, ${literal(inPattern)}, '', 'g') ELSE ${bare} END`;
  if (decimal === ".") return `(${ungrouped})`;
  // A full stop may be meant for either, so that only what is grouped may hold one.
  return `CASE WHEN NOT contains(${ungrouped}, '.') THEN replace(${ungrouped}, ',', '.') END`;
}
