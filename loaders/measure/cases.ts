import type { Among, Count } from "../registry/indicator.js";
import { categories } from "../registry/indicator.js";
import type { Source } from "../registry/source.js";
import { tableOf } from "../registry/source.js";
import { type Database, identifier, literal } from "../store/database.js";
import { type CountPeriod, periodTable } from "./count-periods.js";
import { readTable } from "./reference.js";

/** Which areas the rows of a count carry. */
export type Base = "lsoa" | "ward";

/**
 * The rows that a count counts, as temp table `<name>_case`: one row a child and period (count: children), an event,
 * or a row of reference data, with label, area, sex, ethnic_group, fsm, send, weight, and x, what a numerator
 * `among: denominator` counts of it. Gives back which areas the rows carry.
 */
export async function selectCases(
  db: Database,
  name: "numerator" | "denominator",
  { count, among, periods, source }: { count: Count; among?: Among; periods: CountPeriod[]; source: Source },
): Promise<Base> {
  await db.run(periodTable(name, periods));
  const settings = count.source === "settings-register";
  const shared = source.kind !== "records" && !settings;
  await db.run(`
    CREATE OR REPLACE TEMP TABLE ${name}_case AS
    WITH dated AS (
      SELECT t.*, p.label AS _label, p.period_start, p.period_end, p.recorded_to${derived(source)},
        ${await breakdownColumns(db, source)}
      FROM ${identifier(readTable(source.id))} AS t
      ${periodJoin(count, name)}
      ${source.kind === "records" && (await db.has("person")) ? "LEFT JOIN person ON person.person_id = t.person_id" : ""}
    ),
    qualifying AS (
      SELECT * FROM dated WHERE ${conditions(count)}
    ),
    ${count.count === "rows" ? "single AS (SELECT DISTINCT * FROM qualifying WHERE person_id IS NOT NULL UNION ALL SELECT * FROM qualifying WHERE person_id IS NULL)," : "single AS (SELECT * FROM qualifying),"}
    valued AS (
      SELECT ${source.kind === "records" ? "single.person_id" : "NULL::VARCHAR"} AS person_id, _label AS label,
        ${settings ? "ward" : shared ? "coalesce(part.lsoa, single.lsoa)" : "lsoa"} AS area, _sex AS sex, _ethnic_group AS ethnic_group, _fsm AS fsm, _send AS send,
        ${typeof count.count === "object" ? `${identifier(count.count.sum)}::DOUBLE` : "1.0"}${shared ? " * coalesce(part.share, 1)" : ""} AS weight,
        ${among ? numeratorOf(among) : "NULL::DOUBLE"} AS x,
        ${count.latest ? identifier(count.latest) : "NULL"} AS latest
      FROM single
      ${shared ? "LEFT JOIN small_area_part AS part ON part.given = single.lsoa" : ""}
      ${among?.record ? recordJoin(among.record) : ""}
    )
    SELECT * FROM valued
    ${count.count === "children" ? onePerChild : ""}`);
  return settings ? "ward" : "lsoa";
}

// The whole row orders what `latest` leaves tied, so that the choice is the same in every run.
const onePerChild = `WHERE person_id IS NOT NULL
    QUALIFY row_number() OVER (
      PARTITION BY person_id, label ORDER BY latest DESC NULLS LAST, area NULLS LAST, fsm, send, x DESC
    ) = 1`;

function periodJoin(count: Count, name: string): string {
  const table = `${name}_period AS p`;
  if (count.period === "extract") return `JOIN ${table} ON p.key = t._period`;
  if (count.period === "each" || "newest" in count.period) return `CROSS JOIN ${table}`;
  if ("year" in count.period) return `JOIN ${table} ON p.key = t.${identifier(count.period.year)}::VARCHAR`;
  return `JOIN ${table} ON p.key = date_trunc('month', ${count.period.date})::DATE::VARCHAR`;
}

function derived(source: Source): string {
  if (source.kind !== "records") return "";
  return `,
        date_diff('month', t.birth_month, p.period_start) - 1 AS age_months,
        make_date(year(t.birth_month) + CASE WHEN month(t.birth_month) >= 9 THEN 5 ELSE 4 END, 9, 1) AS reception_start`;
}

async function breakdownColumns(db: Database, source: Source): Promise<string> {
  const own = (column: string) => source.columns.some((c) => c.name === column && !c.identifier);
  const person = source.kind === "records" && (await db.has("person"));
  const canonical = (value: string, breakdown: "sex" | "ethnic_group" | "send") =>
    `CASE WHEN ${value} IN (${categories[breakdown].map(literal).join(", ")}) THEN ${value} END`;
  const from = (column: "sex" | "ethnic_group") =>
    person ? `person.${column}` : own(column) ? `t.${column}` : "NULL::VARCHAR";
  const ethnic = from("ethnic_group");
  return [
    `${canonical(from("sex"), "sex")} AS _sex`,
    `${ethnic === "NULL::VARCHAR" ? ethnic : `coalesce(${canonical(ethnic, "ethnic_group")}, 'Not known')`} AS _ethnic_group`,
    `${own("fsm") ? "CASE t.fsm WHEN true THEN 'yes' WHEN false THEN 'no' END" : "NULL::VARCHAR"} AS _fsm`,
    `${own("send") ? canonical("t.send", "send") : "NULL::VARCHAR"} AS _send`,
  ].join(",\n        ");
}

function conditions(count: Count): string {
  const all = [
    count.where && `(${count.where})`,
    ...(count.complete ?? []).map((c) => `${identifier(c)} IS NOT NULL`),
  ];
  return all.filter(Boolean).join(" AND ") || "true";
}

function numeratorOf({ where, every, total, record }: Among): string {
  const isEqual = (column: string, value: string) =>
    `coalesce(single.${identifier(column)}::VARCHAR = ${literal(value)}, false)`;
  if (total)
    return `(${total.columns.map((c) => `${isEqual(c, total.equals)}::INTEGER`).join(" + ")})::DOUBLE`;
  const all = [
    where && `coalesce((${where}), false)`,
    ...(every?.columns.map((c) => isEqual(c, every.equals)) ?? []),
    record && `coalesce(record.first < (${record.before}), false)`,
  ];
  return `(${all.filter(Boolean).join(" AND ")})::INTEGER::DOUBLE`;
}

function recordJoin({ source, where, date }: NonNullable<Among["record"]>): string {
  return `LEFT JOIN (
        SELECT person_id AS _person, min(${identifier(date)}) AS first FROM ${identifier(tableOf(source))}
        WHERE person_id IS NOT NULL${where ? ` AND (${where})` : ""} GROUP BY person_id
      ) AS record ON record._person = single.person_id`;
}
