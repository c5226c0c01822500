import { type Among, type Breakdown, type Count, categories, notKnown } from "../registry/indicator.js";
import type { Joined } from "../registry/joined-breakdown.js";
import type { Source } from "../registry/source.js";
import { tableOf } from "../registry/source.js";
import { type Database, identifier, literal } from "../store/database.js";
import { type CountPeriod, periodTable } from "./count-periods.js";
import { joinedTable } from "./joined-children.js";
import { referenceTable } from "./reference.js";
import { countedIn } from "./settings.js";

/** Which areas the rows of a count carry. */
export type Base = "lsoa" | "ward";

/** The columns of cells by which children are divided. */
export const groupColumns: readonly Breakdown[] = ["sex", "ethnic_group", "fsm", "send"];

/**
 * Counts the rows that a count counts, as temp table `<name>_cell`: label, area, sex, ethnic_group, fsm, send (of these
 * the breakdowns asked for), n, x and squares. n adds up children, rows or a column; x what is counted of them: what a
 * numerator `among: denominator` asks for, else the same; squares adds up x².
 *
 * A row is placed or it is not: area is NULL where it is not known, or is outside the city. Rows of a table about areas
 * that the look-up knows to be another city's are left out. Gives back which areas the rows carry.
 */
export async function countCells(db: Database, name: CountName, counting: Counting): Promise<Base> {
  await db.run(periodTable(name, counting.periods));
  await db.run(`
    CREATE OR REPLACE TEMP TABLE ${name}_cell AS
    WITH ${await countedRows(db, name, counting)}
    ${cellSums("counted", groupColumns)}`);
  return baseOf(counting);
}

/**
 * As countCells, but keeps the rows one by one, as temp table `<name>_row`, which also has person_id: for cells that are
 * divided by joined breakdowns (divideCells).
 */
export async function countRows(db: Database, name: CountName, counting: Counting): Promise<Base> {
  await db.run(periodTable(name, counting.periods));
  await db.run(`
    CREATE OR REPLACE TEMP TABLE ${name}_row AS
    WITH ${await countedRows(db, name, counting)}
    SELECT label, person_id, area, place, ${groupColumns.join(", ")}, n, x FROM counted`);
  return baseOf(counting);
}

/** Makes `<name>_cell` of `<name>_row`, by some of its groups and by joined breakdowns, whose temp tables must be there. */
export async function divideCells(
  db: Database,
  name: CountName,
  joined: readonly Joined[],
  groups: readonly Breakdown[],
): Promise<void> {
  const own = `${name}_row`;
  await db.run(`
    CREATE OR REPLACE TEMP TABLE ${name}_cell AS
    WITH divided AS (
      SELECT ${own}.* EXCLUDE (person_id), ${joined.map((one) => joinedCategory(one, own)).join(", ")}
      FROM ${own} ${joined.map((one) => childrenJoin(joinedTable(one), own)).join(" ")}
    )
    ${cellSums("divided", [...groups, ...joined.map((one) => identifier(one.breakdown))])}`);
}

function childrenJoin(table: string, own: string): string {
  return `LEFT JOIN ${table} ON ${table}.person_id = ${own}.person_id AND ${table}.label = ${own}.label`;
}

export type CountName = "numerator" | "denominator";

function cellSums(rows: string, groups: readonly string[]): string {
  return `SELECT label, area, place, ${groups.join(", ")}, sum(n) AS n, sum(x) AS x, sum(x * x) AS squares
    FROM ${rows}
    GROUP BY ALL`;
}

function baseOf({ source }: Counting): Base {
  return countsSettings(source) ? "ward" : "lsoa";
}

const countsSettings = ({ id }: Source): boolean => id === "settings-register";

/** The steps of a query that end in `counted`: the rows that count, each child once where children are counted. */
async function countedRows(
  db: Database,
  name: CountName,
  { count, among, source, breakdowns }: Counting,
): Promise<string> {
  const settings = countsSettings(source);
  const shared = source.kind !== "records" && !settings;
  const given = settings ? countedIn : shared ? "coalesce(part.lsoa, qualifying.lsoa)" : "qualifying.lsoa";
  const weight =
    typeof count.count === "object" ? `qualifying.${identifier(count.count.sum)}::DOUBLE` : "1.0::DOUBLE";
  return `${await qualifyingRows(db, name, { count, source, breakdowns })},
    valued AS (
      SELECT ${source.kind === "records" ? "qualifying.person_id" : "NULL::VARCHAR"} AS person_id, _label AS label,
        ${given} AS place, placed.code AS area,
        _sex AS sex, _ethnic_group AS ethnic_group, _fsm AS fsm, _send AS send,
        ${shared ? `${weight} * coalesce(part.share, 1)` : weight} AS n,
        ${among ? numeratorOf(among) : "n"} AS x,
        ${count.latest ? `date_diff('day', qualifying.${identifier(count.latest)}, DATE '9999-12-31')` : "0"} AS age_of_row
      FROM qualifying
      ${shared ? "LEFT JOIN small_area_part AS part ON part.given = qualifying.lsoa" : ""}
      LEFT JOIN (SELECT DISTINCT ${settings ? "ward" : "lsoa"} AS code FROM area_tree) AS placed
        ON placed.code = ${given}
      ${among?.record ? recordJoin(among.record) : ""}
      ${shared ? "WHERE place IS NULL OR place NOT IN (FROM elsewhere)" : ""}
    ),
    counted AS (
      ${count.count === "children" ? onePerChild({ count, among, breakdowns }) : "SELECT * FROM valued"}
    )`;
}

export interface Counting {
  count: Count;
  among?: Among;
  periods: CountPeriod[];
  source: Source;
  breakdowns: Breakdown[];
}

/**
 * The steps `dated` and `qualifying` of a query: the rows that a count counts, with the period that each counts in as
 * _label, its dates, and a column _sex, _ethnic_group, … a breakdown. Needs the count's `<name>_period`.
 */
export async function qualifyingRows(
  db: Database,
  name: string,
  { count, source, breakdowns }: Pick<Counting, "count" | "source" | "breakdowns">,
): Promise<string> {
  const table = identifier(referenceTable(source.id));
  return `dated AS (
      SELECT t.*, p.label AS _label, p.period_start, p.period_end, p.recorded_to${derived(source)},
        ${await breakdownColumns(db, source, breakdowns)}
      FROM ${count.count === "rows" ? distinctRows(table) : table} AS t
      ${periodJoin(count, name)}
      ${(await readsPerson(db, source, breakdowns)) ? "LEFT JOIN person ON person.person_id = t.person_id" : ""}
    ),
    qualifying AS (
      SELECT * FROM dated WHERE ${conditions(count)}
    )`;
}

// The least row is the latest one; all else in it settles ties, so that the choice is the same in every run. What is the same in
// all rows of a child settles none, and to compare it takes as long as what does.
function onePerChild({ count, among, breakdowns }: Pick<Counting, "count" | "among" | "breakdowns">): string {
  const groups = groupColumns.filter((column) => breakdowns.includes(column));
  const compared = [
    ...(count.latest ? ["age_of_row"] : []),
    ...["area", "place", ...groups.toSorted()],
    ...(among ? ["negative := -x", "x"] : []),
  ];
  const chosen = groupColumns.map((column) =>
    groups.includes(column) ? `chosen.${column}` : `NULL::VARCHAR AS ${column}`,
  );
  return `
      SELECT label, person_id, chosen.area, chosen.place, ${chosen.join(", ")}, 1.0::DOUBLE AS n, ${among ? "chosen.x" : "1.0::DOUBLE AS x"}
      FROM (
        SELECT label, person_id, min(struct_pack(${compared.join(", ")})) AS chosen
        FROM valued WHERE person_id IS NOT NULL GROUP BY person_id, label
      )`;
}

// The same event told twice is one event, unless nobody knows whose it was.
function distinctRows(table: string): string {
  return `(
        SELECT DISTINCT * FROM ${table} WHERE person_id IS NOT NULL
        UNION ALL SELECT * FROM ${table} WHERE person_id IS NULL
      )`;
}

async function readsPerson(db: Database, source: Source, breakdowns: Breakdown[]): Promise<boolean> {
  const isOfPerson = breakdowns.includes("sex") || breakdowns.includes("ethnic_group");
  return isOfPerson && source.kind === "records" && (await db.has("person"));
}

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

async function breakdownColumns(db: Database, source: Source, breakdowns: Breakdown[]): Promise<string> {
  const own = (column: string) => source.columns.some((c) => c.name === column && !c.identifier);
  const person = await readsPerson(db, source, breakdowns);
  const canonical = (value: string, breakdown: Breakdown) =>
    `CASE WHEN ${value} IN (${categories[breakdown].map(literal).join(", ")}) THEN ${value} ELSE ${literal(notKnown)} END`;
  // Sex and ethnic group are those best known of the person, so that numerator and denominator agree. Whoever is in no
  // group is in the group of those not known, so that the groups add up to all.
  const columns: Record<string, string | undefined> = {
    sex: person || own("sex") ? canonical(person ? "person.sex" : "t.sex", "sex") : undefined,
    ethnic_group:
      person || own("ethnic_group")
        ? canonical(person ? "person.ethnic_group" : "t.ethnic_group", "ethnic_group")
        : undefined,
    fsm: own("fsm")
      ? `CASE t.fsm WHEN true THEN 'yes' WHEN false THEN 'no' ELSE ${literal(notKnown)} END`
      : undefined,
    send: own("send") ? canonical("t.send", "send") : undefined,
  };
  return Object.entries(columns)
    .map(
      ([name, sql]) => `${breakdowns.includes(name as Breakdown) && sql ? sql : "NULL::VARCHAR"} AS _${name}`,
    )
    .join(",\n        ");
}

// Of a period that the other source tells of, every child is in one of the categories.
function joinedCategory(joined: Joined, own: string): string {
  const { breakdown, categories } = joined;
  const covered = `${own}.label IN (SELECT label FROM joined_span WHERE breakdown = ${literal(breakdown)})`;
  return `CASE WHEN ${covered} THEN coalesce(${joinedTable(joined)}.category, ${literal(categories.notJoined)}) END AS ${identifier(breakdown)}`;
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
    `coalesce(qualifying.${identifier(column)}::VARCHAR = ${literal(value)}, false)`;
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
      ) AS record ON record._person = qualifying.person_id`;
}
