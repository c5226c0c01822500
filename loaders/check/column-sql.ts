import type { Column } from "../registry/column.js";
import { literal } from "../store/database.js";

/** What a value may be: the rule that a bad cell broke, and what is wrong, in words that a supplier understands. */
export interface Rule {
  name: "required" | "type" | "values" | "minimum" | "maximum" | "pattern";
  /** True, in SQL, for a cell that breaks it. */
  broken: string;
  reason: string;
}

/** SQL types of a table's columns. */
export const sqlTypes: Record<Column["type"], string> = {
  text: "VARCHAR",
  integer: "BIGINT",
  number: "DOUBLE",
  date: "DATE",
  datetime: "TIMESTAMP",
  boolean: "BOOLEAN",
  geometry: "VARCHAR",
};

/** SQL for the status of a cell whose text is a marker; null for other cells. */
export function statusSql(column: Column, cell: string): string {
  const cases = Object.entries(column.markers ?? {}).map(
    ([marker, status]) => `WHEN ${lowered(marker)} THEN ${literal(status)}`,
  );
  return cases.length ? `CASE lower(${cell}) ${cases.join(" ")} END` : "NULL";
}

/** SQL for the text of a cell that holds a value: null for markers and for what means "no value". */
export function textSql(column: Column, cell: string): string {
  const without = [...(column.missing ?? []), ...Object.keys(column.markers ?? {})].filter(
    (t) => t.trim() !== "",
  );
  return without.length
    ? `CASE WHEN lower(${cell}) NOT IN (${without.map(lowered).join(", ")}) THEN ${cell} END`
    : cell;
}

/** SQL for the canonical spelling of a text; null if it is not among the values declared. */
export function canonicalSql(column: Column, text: string): string {
  if (!column.values) return text;
  const cases = new Map<string, string>();
  const listed: [string, string][] = Array.isArray(column.values)
    ? column.values.map((v) => [v, v])
    : Object.entries(column.values);
  for (const [, canonical] of listed) cases.set(lowered(canonical), literal(canonical));
  for (const [spelling, canonical] of listed) cases.set(lowered(spelling), literal(canonical));
  return `CASE lower(${text}) ${[...cases].map(([from, to]) => `WHEN ${from} THEN ${to}`).join(" ")} END`;
}

/** SQL for the typed value of a canonical text; null if it is none of the type. */
export function valueSql(column: Column, text: string): string {
  switch (column.type) {
    case "text":
      return text;
    case "integer":
      return integerSql(text);
    case "number":
      return numberSql(text);
    case "date":
      return `CAST(try_strptime(${text}, [${dateFormats(column).map(literal).join(", ")}]) AS DATE)`;
    case "datetime":
      return `try_strptime(${text}, [${datetimeFormats(column).map(literal).join(", ")}])`;
    case "boolean":
      return `CASE WHEN lower(${text}) IN ('true', 't', 'yes', 'y', '1') THEN true WHEN lower(${text}) IN ('false', 'f', 'no', 'n', '0') THEN false END`;
    case "geometry":
      return geometrySql(text);
  }
}

const plainNumber = String.raw`[+-]?(\d+|\d{1,3}(,\d{3})+)?(\.\d*)?([eE][+-]?\d+)?`;
// Spreadsheets shorten long numbers to 9.43E+09, and digits are lost; programs write 1e+05 and lose none.
const wholeNumber = String.raw`[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d*)?(e[+-]?\d+)?`;

// Seventeen digits are what a binary fraction leaves of a short decimal one: 65.099999999999994 was 65.1.
function numberSql(text: string): string {
  const number = `TRY_CAST(replace(${text}, ',', '') AS DOUBLE)`;
  return `CASE
    WHEN NOT regexp_full_match(${text}, '${plainNumber}') THEN NULL
    WHEN length(${text}) > 16 THEN TRY_CAST(printf('%.15g', ${number}) AS DOUBLE)
    ELSE ${number}
  END`;
}

function integerSql(text: string): string {
  const number = `TRY_CAST(replace(${text}, ',', '') AS DOUBLE)`;
  return `CASE
    WHEN regexp_full_match(${text}, '[+-]?\\d{1,18}') THEN TRY_CAST(${text} AS BIGINT)
    WHEN NOT regexp_full_match(${text}, '${wholeNumber}') THEN NULL
    WHEN abs(${number}) < 9e15 AND abs(${number} - round(${number})) <= 1e-9 * greatest(1, abs(${number})) THEN TRY_CAST(round(${number}) AS BIGINT)
  END`;
}

// A system that knows no dates without a time writes midnight.
function dateFormats(column: Column): string[] {
  const declared = declaredFormats(column);
  const midnights = [" 00:00", " 00:00:00"].flatMap((time) => declared.map((format) => format + time));
  const isoTimes = [
    "",
    " 00:00:00",
    " 00:00:00.000",
    "T00:00:00",
    "T00:00:00.000",
    "T00:00:00Z",
    "T00:00:00.000Z",
  ];
  return [...declared, ...midnights, ...isoTimes.map((time) => `%Y-%m-%d${time}`)];
}

function datetimeFormats(column: Column): string[] {
  const isoTimes = [
    "",
    " %H:%M",
    " %H:%M:%S",
    " %H:%M:%S.%f",
    "T%H:%M",
    "T%H:%M:%S",
    "T%H:%M:%S.%f",
    "T%H:%M:%SZ",
    "T%H:%M:%S.%fZ",
  ];
  return [...declaredFormats(column), ...isoTimes.map((time) => `%Y-%m-%d${time}`)];
}

// %Y takes a year of two digits for one of the first century, so %y must be tried before it.
function declaredFormats({ formats = [] }: Column): string[] {
  const isShort = (format: string): boolean => /%-?y/.test(format);
  return [...formats.filter(isShort), ...formats.filter((format) => !isShort(format))];
}

const geometryTypes = ["Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"];

// The first position tells whether the file is in longitude and latitude: grid metres are far beyond.
// json_extract_string fails on what is not JSON, and a CASE around it does not keep the engine from evaluating it.
function geometrySql(text: string): string {
  const json = `CASE WHEN json_valid(${text}) THEN ${text} END`;
  const first = String.raw`\[\s*(-?[0-9.eE+-]+)\s*,\s*(-?[0-9.eE+-]+)`;
  const within = (group: number, limit: number): string =>
    `abs(TRY_CAST(regexp_extract(${text}, '${first}', ${group}) AS DOUBLE)) <= ${limit}`;
  return `CASE
    WHEN json_extract_string(${json}, '$.type') IN (${geometryTypes.map(literal).join(", ")})
      AND ${within(1, 180)}
      AND ${within(2, 90)}
    THEN ${text}
  END`;
}

/** The rules for a column's cells, in the order in which they are told. Only the first that a cell breaks counts. */
export function rulesOf(
  column: Column,
  at: { text: string; canonical: string; value: string; status: string },
): Rule[] {
  const { text, canonical, value, status } = at;
  const rules: Rule[] = [];
  if (column.required)
    rules.push({ name: "required", broken: `${text} IS NULL AND ${status} IS NULL`, reason: "is empty" });
  if (column.values)
    rules.push({
      name: "values",
      broken: `${text} IS NOT NULL AND ${canonical} IS NULL`,
      reason: `is none of: ${spellingsOf(column).join(", ")}`,
    });
  if (column.pattern)
    rules.push({
      name: "pattern",
      broken: `NOT regexp_full_match(${text}, ${literal(column.pattern)})`,
      reason: `does not have the form ${column.pattern}`,
    });
  if (column.type !== "text")
    rules.push({
      name: "type",
      broken: `${text} IS NOT NULL AND ${value} IS NULL`,
      reason: typeReason(column),
    });
  const [min, max] = rangeOf(column);
  if (min !== undefined)
    rules.push({
      name: "minimum",
      broken: `${value} < ${bound(min)}`,
      reason: `is ${isDate(column) ? "before" : "below"} ${min}`,
    });
  if (max !== undefined)
    rules.push({
      name: "maximum",
      broken: `${value} > ${bound(max)}`,
      reason: `is ${isDate(column) ? "after" : "above"} ${max}`,
    });
  return rules;
}

// Years outside are slips: a year of two digits, or a stand-in for "never".
function rangeOf(column: Column): [min: number | string | undefined, max: number | string | undefined] {
  if (!isDate(column)) return [column.min, column.max];
  return [column.min ?? "1900-01-01", column.max ?? "2100-12-31"];
}

function bound(value: number | string): string {
  return typeof value === "number" ? String(value) : `DATE ${literal(value)}`;
}

function isDate(column: Column): boolean {
  return column.type === "date" || column.type === "datetime";
}

function spellingsOf(column: Column): string[] {
  return Array.isArray(column.values) ? column.values : Object.keys(column.values ?? {});
}

function typeReason(column: Column): string {
  const formats = column.formats?.map(exampleOf);
  const reasons: Record<Column["type"], string> = {
    text: "is not a text",
    integer: "is not a whole number",
    number: "is not a number",
    date: `is not a date as in ${(formats ?? ["2026-12-31"]).join(" or ")}`,
    datetime: `is not a date and time as in ${(formats ?? ["2026-12-31 23:59"]).join(" or ")}`,
    boolean: "is neither yes nor no",
    geometry: "is not a GeoJSON geometry in longitude and latitude",
  };
  return reasons[column.type];
}

const example: Record<string, string> = {
  Y: "2026",
  y: "26",
  m: "12",
  d: "31",
  H: "23",
  I: "11",
  M: "59",
  S: "58",
  f: "000000",
  p: "PM",
  b: "Dec",
  B: "December",
  a: "Thu",
  A: "Thursday",
};

function exampleOf(format: string): string {
  return format.replace(/%-?([A-Za-z%])/g, (whole, letter: string) => example[letter] ?? whole);
}

function lowered(text: string): string {
  return literal(text.replaceAll("\u00a0", " ").trim().toLowerCase());
}
