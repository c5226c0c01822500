import type { Column } from "../registry/column.js";
import type { Source } from "../registry/source.js";
import { identifier, literal } from "../store/database.js";
import { cellSql } from "./cell-text.js";
import { canonicalSql, type Rule, rulesOf, sqlTypes, statusSql, textSql, valueSql } from "./column-sql.js";
import { type Header, labelOf } from "./header.js";
import type { TextTable } from "./text-table.js";

/** A column of a source's table. */
export interface TableColumn {
  name: string;
  type: string;
}

/** The columns of a source's table that hold its values and their statuses, in declared order. */
export function valueColumns(source: Source): TableColumn[] {
  return source.columns.flatMap((column) => [
    { name: column.name, type: sqlTypes[column.type] },
    ...(column.markers ? [{ name: statusName(column), type: "VARCHAR" }] : []),
  ]);
}

/**
 * SQL that types a text table. Beside the values and statuses a row has:
 * `_row`; `_base`, for records, a hash of its values that is the same in every delivery;
 * `_problems`, the rules that its cells break, as a list of {name, label, rule, cell}, or null.
 */
export function typedSql(source: Source, table: TextTable, period: string | null): string {
  const { columns } = source;
  const step = (part: (column: Column) => string): string => columns.map(part).join(",\n    ");
  return `
  WITH line AS (
    ${lineSql(table)}
  ),
  -- The cells of the declared columns, without the white space around them.
  cell AS (
    SELECT _row,
    ${step((c) => `${cellOf(source, table, c)} AS ${part("cell", c)}`)},
    ${table.header.unpivoted.length ? unpivotedMap(source, table.header, "header") : "NULL"} AS unpivoted_label
    FROM line
  ),
  -- A marker is a status and no value.
  text AS (
    SELECT *,
    ${step((c) => `${statusSql(c, part("cell", c))} AS ${part("status", c)}, ${textSql(c, part("cell", c))} AS ${part("text", c)}`)}
    FROM cell
  ),
  canonical AS (
    SELECT *,
    ${step((c) => `${canonicalSql(c, part("text", c))} AS ${part("canonical", c)}`)}
    FROM text
  ),
  value AS (
    SELECT *,
    ${step((c) => `${valueSql(c, part("canonical", c))} AS ${part("value", c)}`)}
    FROM canonical
  ),
  judged AS (
    SELECT *,
    ${step((c) => `${brokenRuleSql(c, table)} AS ${part("rule", c)}`)}
    FROM value
  )
  SELECT
    ${columns.flatMap((c) => [`${part("value", c)} AS ${identifier(c.name)}`, ...(c.markers ? [`${part("status", c)} AS ${identifier(statusName(c))}`] : [])]).join(",\n    ")},
    _row,
    ${source.kind === "records" ? baseSql(source, period) : "NULL"} AS _base,
    CASE WHEN coalesce(${columns.map((c) => part("rule", c)).join(", ")}) IS NOT NULL THEN
      list_filter([${columns.map((c) => problemSql(source, table.header, c)).join(", ")}], lambda p: p.rule IS NOT NULL)
    END AS _problems
  FROM judged`;
}

/** The reasons of all rules of a source, as rows (name, rule, reason) of SQL. */
export function reasonsSql(source: Source): string {
  const rows = source.columns.flatMap((c) =>
    rulesFor(c).map((rule) => `(${[c.name, rule.name, rule.reason].map(literal).join(", ")})`),
  );
  return `(VALUES ${rows.length ? rows.join(", ") : "('', '', '')"}) AS reasons(name, rule, reason)`;
}

function statusName(column: Column): string {
  return `${column.name}_status`;
}

function part(stage: string, column: Column): string {
  return identifier(`${stage}_${column.name}`);
}

function lineSql({ rows, header }: TextTable): string {
  const lines = `FROM ${rows}`;
  if (!header.unpivoted.length) return lines;
  const names = header.unpivoted.map((u) => `c${u.position}`).join(", ");
  return `FROM (${lines}) UNPIVOT INCLUDE NULLS (unpivoted_cell FOR unpivoted_column IN (${names}))`;
}

function cellOf(source: Source, { header, untidy }: TextTable, column: Column): string {
  if (source.unpivot?.into === column.name) return unpivotedMap(source, header, "value");
  if (source.unpivot?.values === column.name) return cellSql("unpivoted_cell");
  const position = header.positions.get(column.name);
  return position === undefined ? "NULL::VARCHAR" : cellSql(`c${position}`, untidy?.has(position) === false);
}

function unpivotedMap(source: Source, header: Header, to: "header" | "value"): string {
  const entries = header.unpivoted.map(
    ({ position, value }) =>
      `'c${position}': ${literal(to === "header" ? labelOf(source, header, position) : value)}`,
  );
  return `MAP {${entries.join(", ")}}[unpivoted_column]`;
}

function rulesFor(column: Column): Rule[] {
  return rulesOf(column, {
    text: part("text", column),
    canonical: part("canonical", column),
    value: part("value", column),
    status: part("status", column),
  });
}

function brokenRuleSql(column: Column, { traces }: TextTable): string {
  const cases = rulesFor(column)
    .filter(({ name }) => traces?.errors !== false || name !== "error")
    .map(({ name, broken }) => `WHEN ${broken} THEN '${name}'`);
  return cases.length ? `CASE ${cases.join(" ")} END` : "NULL::VARCHAR";
}

function problemSql(source: Source, header: Header, column: Column): string {
  const position = header.positions.get(column.name);
  const unpivoted = source.unpivot && [source.unpivot.into, source.unpivot.values].includes(column.name);
  const label = unpivoted
    ? "unpivoted_label"
    : literal(position === undefined ? column.name : labelOf(source, header, position));
  return `{name: ${literal(column.name)}, label: ${label}, rule: ${part("rule", column)}, cell: ${part("cell", column)}}`;
}

// U+001F stands in no text, so two different rows never run together into the same text.
function baseSql(source: Source, period: string | null): string {
  const values = source.columns.map((c) => `chr(31), ${part("value", c)}::VARCHAR`);
  return `md5(concat(${[literal(source.id), "chr(31)", literal(period ?? ""), ...values].join(", ")}))`;
}
