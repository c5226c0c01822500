import type { Column } from "../registry/column.js";
import { literal } from "../store/database.js";
import { digitsLost, identifierSql } from "./identifier-sql.js";
import { integerSql, numberSql } from "./number-sql.js";

/** What a value may be: the rule that a bad cell broke, and what is wrong, in words that a supplier understands. */
export interface Rule {
  name: "required" | "lost" | "error" | "type" | "values" | "minimum" | "maximum" | "pattern";
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

/** SQL for the text of a cell that holds a value: null for markers and for what means "no value"; identifiers in one form. */
export function textSql(column: Column, cell: string): string {
  const without = [...(column.missing ?? []), ...Object.keys(column.markers ?? {})].filter(
    (t) => t.trim() !== "",
  );
  const text = identifierSql(column, cell);
  return without.length
    ? `CASE WHEN lower(${cell}) NOT IN (${without.map(lowered).join(", ")}) THEN ${text} END`
    : text;
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
      return integerSql(column, text);
    case "number":
      return numberSql(column, text);
    case "date":
      return inIsoForm(
        column,
        { text, form: isoDay, type: "DATE" },
        `CAST(try_strptime(${text}, [${dateFormats(column).map(literal).join(", ")}]) AS DATE)`,
      );
    case "datetime":
      return inIsoForm(
        column,
        { text, form: `${isoDay}([ T]${isoTime})?`, type: "TIMESTAMP" },
        `try_strptime(${text}, [${datetimeFormats(column).map(literal).join(", ")}])`,
      );
    case "boolean":
      return `CASE WHEN lower(${text}) IN ('true', 't', 'yes', 'y', '1') THEN true WHEN lower(${text}) IN ('false', 'f', 'no', 'n', '0') THEN false END`;
    case "geometry":
      return geometrySql(text);
  }
}

const isoDay = "\\d{4}-\\d{2}-\\d{2}";
const isoTime = "([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{1,9})?Z?";

/**
 * SQL that reads a text in the form of ISO, in which workbooks are read, without trying the formats before it: each that fails
 * takes longer than the one that fits. Where a declared format could read the same text otherwise, it comes first.
 */
function inIsoForm(
  column: Column,
  { text, form, type }: { text: string; form: string; type: "DATE" | "TIMESTAMP" },
  otherwise: string,
): string {
  const mayReadIt = (format: string): boolean =>
    format !== "%Y-%m-%d" && format.replace(/%-/g, "%").includes("-");
  if (declaredFormats(column).some(mayReadIt)) return otherwise;
  const isIso = `contains(${text}, '-') AND regexp_full_match(${text}, ${literal(form)})`;
  return `CASE WHEN ${isIso} THEN TRY_CAST(${text} AS ${type}) ELSE ${otherwise} END`;
}

// A system that knows no dates without a time writes midnight.
function dateFormats(column: Column): string[] {
  const declared = declaredFormats(column);
  const midnights = [" 00:00", " 00:00:00", " 00:00:00.000"].flatMap((time) =>
    declared.map((format) => format + time),
  );
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
  const declared = declaredFormats(column);
  const fractions = declared.filter((format) => format.endsWith("%S")).map((format) => `${format}.%f`);
  return [...declared, ...fractions, ...isoTimes.map((time) => `%Y-%m-%d${time}`)];
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
  const lost = digitsLost(column, text);
  if (lost)
    rules.push({
      name: "lost",
      broken: lost,
      reason: "was shortened by a spreadsheet, which lost its last digits",
    });
  if (column.type === "text")
    rules.push({ name: "error", broken: isError(text), reason: "holds an error of a spreadsheet" });
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

/** True, in SQL, of what a spreadsheet writes in place of a value that it cannot work out, or has no room for. */
function isError(text: string): string {
  const errors = ["#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#SPILL!", "#CALC!"];
  // A conjunction would try the pattern on texts that begin otherwise, too.
  return `CASE WHEN starts_with(${text}, '#') THEN upper(${text}) IN (${errors.map(literal).join(", ")}) OR regexp_full_match(${text}, '#{3,}') ELSE false END`;
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
    integer: `is not a whole number${written(column)}`,
    number: `is not a number${written(column)}`,
    date: `is not a date as in ${(formats ?? ["2026-12-31"]).join(" or ")}`,
    datetime: `is not a date and time as in ${(formats ?? ["2026-12-31 23:59"]).join(" or ")}`,
    boolean: "is neither yes nor no",
    geometry: "is not a GeoJSON geometry in longitude and latitude",
  };
  return reasons[column.type];
}

/** How the source says that numbers are written, where it is not the usual way. */
function written({ decimal, thousands }: Column): string {
  const fraction = decimal === "," ? "4,5" : "";
  const grouped = thousands ? `1${thousands}234` : "";
  const examples = [fraction, grouped].filter(Boolean);
  return examples.length ? ` as in ${examples.join(" or ")}` : "";
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
