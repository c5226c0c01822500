import { formatCount } from "../../../components/words/numbers.js";
import { type Input, namingFile } from "../../files/open-table.js";
import { type Database, identifier, literal } from "../../store/database.js";
import { TellableError } from "../../store/safe-message.js";
import { writeNameTable } from "../name-table.js";
import type { Applied } from "./applicable.js";
import { fieldSql } from "./fields.js";
import { keyFields, keySql } from "./keys.js";
import { fieldOf, type Model, type Test } from "./schema.js";

/**
 * Writes table `rec`, a row for each record of the inputs: its number `n` in order of input and id, `input`, `id`,
 * `label`, each field's compared value, “<field> frequency” where a comparison adjusts for it, of a name its parts
 * (“<field> words” and so on, see name-table.ts; its value is what is distinctive in it), “<field> day” (a date as a number of days), “mix” (a number made of the whole record, for sampling), and for every distinct rule a key “key <i>”.
 *
 * Throws a TellableError if an id is missing or there twice, or all values of all fields are missing.
 */
export async function writeRecords(db: Database, inputs: readonly Input[], applied: Applied): Promise<void> {
  await db.run(
    "CREATE OR REPLACE TEMP TABLE given (input UTINYINT, id VARCHAR, label VARCHAR, shares DOUBLE[])",
  );
  const fields = Object.keys(applied.model.fields);
  for (const field of fields) await db.run(`ALTER TABLE given ADD COLUMN ${identifier(field)} VARCHAR`);
  for (const [i, input] of inputs.entries()) {
    await namingFile(input.name, () => db.run(`INSERT INTO given ${givenQuery(input, i, applied)}`));
    await refuseBadIds(db, input, i, applied.id[i]!);
  }
  await writeCompared(db, applied.model);
  await refuseNothing(db, inputs, fields);
  await db.run("DROP TABLE given");
}

async function writeCompared(db: Database, model: Model): Promise<void> {
  const fields = Object.keys(model.fields);
  const columns: string[] = [];
  for (const field of fields) {
    const also = await writeValues(db, model, field);
    columns.push(...also.map((column) => `${tableOf(field)}.${identifier(column)}`));
  }
  const dated = datedFields(model);
  for (const field of dated) await writeDays(db, field);
  const values = fields.map((field) => `${tableOf(field)}.value AS ${identifier(field)}`);
  await db.run(`
    CREATE OR REPLACE TEMP TABLE rec AS
    WITH numbered AS (
      SELECT rowid AS given_row, (row_number() OVER (ORDER BY input, id) - 1)::INTEGER AS n FROM given
    )
    SELECT
      n, given.input, id, label, ${values.join(", ")},
      ${dated.map((field, i) => `${shareOf(model, field, i)} AS ${identifier(`${field} frequency`)},`).join("\n      ")}
      hash(id, ${fields.map((field) => `${tableOf(field)}.value`).join(", ")}, ${model.training.seed}) AS mix
      ${[...columns, ...distinctRules(model).map((rule, i) => `${ruleKey(rule)} AS ${identifier(`key ${i}`)}`)].map((item) => `, ${item}`).join("")}
    FROM given
    JOIN numbered ON given.rowid = given_row
    ${fields.map((field) => `LEFT JOIN ${tableOf(field)} ON ${tableOf(field)}.spelling = given.${identifier(field)}`).join("\n    ")}
    ${dated.map((field, i) => dayJoin(field, i)).join("\n    ")}`);
  for (const field of fields) await db.run(`DROP TABLE ${tableOf(field)}`);
  for (const field of dated) await db.run(`DROP TABLE ${daysOf(field)}`);
}

/**
 * Writes what follows from a field's value, once for each spelling in the files: the value as compared, the parts of it
 * that blocking keys use, and, as far as a comparison needs them, its frequency, name parts and day. Returns these last columns.
 */
async function writeValues(db: Database, model: Model, field: string): Promise<string[]> {
  const column = identifier(field);
  const also: Record<string, string> = {};
  if (adjustedFields(model).includes(field) && !isDated(model, field))
    // The share of the records with a value that have this one.
    also[`${field} frequency`] =
      `greatest((sum(records) OVER (PARTITION BY value))::DOUBLE / (sum(records) FILTER (value IS NOT NULL) OVER ())::DOUBLE, ${model.least_frequency}::DOUBLE)`;
  const { kind } = model.fields[field]!;
  const isName = kind === "forename" || kind === "surname";
  const named = isName || fieldsTested(model, ...nameTests).includes(field);
  const parted = Object.entries(nameParts).flatMap(([part, tests]) =>
    fieldsTested(model, ...tests).includes(field) ? [part] : [],
  );
  for (const part of parted) also[`${field} ${part}`] = part;
  const { default_days: defaults = [] } = model.fields[field]!;
  if (isDated(model, field))
    also[`${field} default`] =
      `coalesce(right(value, 4) IN (${["", ...defaults].map((day) => literal(day.replace("-", ""))).join(", ")}), false)`;
  if (fieldsTested(model, "within-days").includes(field))
    also[`${field} day`] = "datediff('day', DATE '1970-01-01', try_strptime(value, '%Y%m%d'))";
  const parts = partsOf(model, field).map((key) => [key, keySql(key, "value")] as const);
  await db.run(`
    CREATE OR REPLACE TEMP TABLE spelt AS
    WITH counted AS (
      SELECT ${column} AS spelling, count(*) AS records FROM given WHERE ${column} IS NOT NULL GROUP BY ${column}
    )
    SELECT spelling, records, ${fieldSql(model.fields[field]!, "spelling")} AS value FROM counted`);
  if (named)
    await writeNameTable(db, "name_parts", kind === "surname" ? kind : "forename", "SELECT value FROM spelt");
  await db.run(`
    CREATE OR REPLACE TEMP TABLE ${tableOf(field)} AS
    WITH read AS MATERIALIZED (
      ${named ? `SELECT spelling, records, ${isName ? "core" : "spelt.value"} AS value, ${Object.keys(nameParts).join(", ")} FROM spelt LEFT JOIN name_parts ON name = spelt.value` : "FROM spelt"}
    )
    SELECT spelling, value ${[...parts, ...Object.entries(also)].map(([name, sql]) => `, ${sql} AS ${identifier(name)}`).join("")}
    FROM read`);
  for (const table of named ? ["spelt", "name_parts"] : ["spelt"]) await db.run(`DROP TABLE ${table}`);
  return Object.keys(also);
}

const nameTests = ["alias", "different-names", "part-of", "only-shared", "titles"] as const;

/** The parts of a name, and the tests that look at them. */
const nameParts: Record<string, readonly Test["test"][]> = {
  words: ["alias", "different-names", "part-of"],
  aliases: ["alias", "different-names"],
  known: ["different-names"],
  shared: ["only-shared"],
  only_shared: ["only-shared"],
  only_titles: ["titles"],
};

/** A date that systems may fill in tells the less the more a source's records have it. */
function isDated(model: Model, field: string): boolean {
  const { kind, default_days } = model.fields[field]!;
  return kind === "date" || default_days !== undefined;
}

/** The dates that a comparison adjusts for how often they are. */
function datedFields(model: Model): string[] {
  return adjustedFields(model).filter((field) => isDated(model, field));
}

const daysOf = (field: string): string => identifier(`days of ${field}`);

/** Writes how many records of each input have each date. */
async function writeDays(db: Database, field: string): Promise<void> {
  await db.run(`
    CREATE OR REPLACE TEMP TABLE ${daysOf(field)} AS
    SELECT input, value, count(*) AS records, sum(count(*)) OVER (PARTITION BY input) AS dated
    FROM given
    JOIN ${tableOf(field)} ON ${tableOf(field)}.spelling = given.${identifier(field)}
    WHERE value IS NOT NULL
    GROUP BY input, value`);
}

function dayJoin(field: string, i: number): string {
  return `LEFT JOIN ${daysOf(field)} AS day${i} ON day${i}.input = given.input AND day${i}.value = ${tableOf(field)}.value`;
}

/** SQL: the share of a source's records that have a record's date, or the least that a default day counts as. */
function shareOf(model: Model, field: string, i: number): string {
  const counted = `coalesce(shares[${i + 1}], ${shareOfDay(`day${i}.records`, `day${i}.dated`)})`;
  return `greatest(${counted}, CASE WHEN ${tableOf(field)}.${identifier(`${field} default`)} THEN ${defaultShare}::DOUBLE ELSE 0 END, ${model.least_frequency}::DOUBLE)`;
}

/** So many records more than a source has are reckoned with, that a few do not make a day look common. */
const expectedRecords = 2700;

/** The share of records that a default day has at least, whatever a source's own records say. */
const defaultShare = 0.005;

/** SQL: the share that a day has in a source: of the number of all its dated records, those with this date but one's own. */
export function shareOfDay(records: string, all: string): string {
  return `(greatest(${records} - 1, 1) / (${all} + ${expectedRecords}))::DOUBLE`;
}

const tableOf = (field: string): string => identifier(`value of ${field}`);

/** The keys of all rules that are a part of this field. */
function partsOf(model: Model, field: string): string[] {
  const keys = distinctRules(model).flat();
  return [...new Set(keys)].filter((key) => key.startsWith(`${field}:`));
}

/** All rules of blocking and training, each once; a rule's place is the number of its key. */
export function distinctRules(model: Model): string[][] {
  const { blocking, training } = model;
  const all = [
    ...blocking.rules,
    ...(blocking.further?.rules ?? []),
    ...training.passes,
    ...(training.sure?.rules ?? []),
  ];
  return [...new Map(all.map((rule) => [JSON.stringify(rule), rule])).values()];
}

/** SQL name of a rule's key in `rec`. */
export function keyColumn(model: Model, rule: string[]): string {
  const text = JSON.stringify(rule);
  return identifier(`key ${distinctRules(model).findIndex((other) => JSON.stringify(other) === text)}`);
}

// A number in place of the texts makes the join fast. Two texts with one number would be compared, and found unlike.
function ruleKey(rule: string[]): string {
  const keys = rule.map((key) => {
    const [field, other] = keyFields(key) as [string, string?];
    if (other) return keySql(key, `${tableOf(field)}.value`, `${tableOf(other)}.value`);
    return `${tableOf(field)}.${key === field ? "value" : identifier(key)}`;
  });
  const present = keys.map((key) => `${key} IS NOT NULL`).join(" AND ");
  return `CASE WHEN ${present} THEN hash(${keys.join(", ")}) END`;
}

/** Fields whose values' frequencies some comparison needs. */
function adjustedFields(model: Model): string[] {
  const fields = model.comparisons.filter((c) => c.levels.some((l) => l.term_frequency)).map(fieldOf);
  return [...new Set(fields)];
}

/** Fields that some level looks at with one of these tests. */
function fieldsTested(model: Model, ...wanted: Test["test"][]): string[] {
  const fields = model.comparisons.flatMap((comparison) =>
    comparison.levels
      .flatMap((level) => [level, ...(level.of ?? [])])
      .filter(({ test }) => wanted.includes(test))
      .map(({ field }) => field ?? fieldOf(comparison)),
  );
  return [...new Set(fields)];
}

function givenQuery(
  { query, shares = {} }: Input,
  number: number,
  { model, headers, id, label }: Applied,
): string {
  const column = (field: string): string => {
    const parts = headers[number]![field];
    if (!parts) return "NULL";
    return parts.length > 1 ? `concat_ws(' ', ${parts.map(identifier).join(", ")})` : identifier(parts[0]!);
  };
  const labelled = label[number] === undefined ? "NULL" : `nullif(trim(${identifier(label[number])}), '')`;
  const fields = Object.keys(model.fields).map((field) => `, ${column(field)}`);
  const known = datedFields(model).map((field) =>
    shares[field] ? identifier(shares[field]) : "NULL::DOUBLE",
  );
  return `SELECT ${number}, trim(${identifier(id[number]!)}), ${labelled}, [${known.join(", ")}]::DOUBLE[] ${fields.join("")} FROM (${query})`;
}

async function refuseBadIds(db: Database, input: Input, number: number, header: string): Promise<void> {
  const { none, twice } = await db.row<{ none: number; twice: number }>(`
    WITH counted AS (SELECT id, count(*) AS n FROM given WHERE input = ${number} GROUP BY id)
    SELECT
      coalesce(sum(n) FILTER (coalesce(id, '') = ''), 0) AS none,
      count(*) FILTER (n > 1 AND coalesce(id, '') <> '') AS twice
    FROM counted`);
  const at = async (which: string): Promise<string> =>
    `${input.name}, ${await rowsInWords(db, input, header, which)}`;
  if (none > 0)
    throw new TellableError(
      `${await at("coalesce(id, '') = ''")}: ${formatCount(none)} ${none === 1 ? "row has" : "rows have"} nothing in column “${header}”. Each record needs an id of its own.`,
    );
  if (twice > 0)
    throw new TellableError(
      `${await at("times > 1 AND id <> ''")}: ${formatCount(twice)} ${twice === 1 ? "id is" : "ids are"} in column “${header}” more than once. Each record needs an id of its own: correct the file, or name another column at id in the model file.`,
    );
}

/** The first rows that are so, in words; the header is row 1. An id may be a child's, and is not told. */
async function rowsInWords(db: Database, { query }: Input, header: string, which: string): Promise<string> {
  await db.run("SET preserve_insertion_order = true");
  const rows = await db.rows<{ line: number }>(`
    WITH numbered AS (SELECT row_number() OVER () + 1 AS line, trim(${identifier(header)}) AS id FROM (${query})),
    counted AS (
      SELECT line, id, count(*) OVER same AS times, min(line) OVER same AS first
      FROM numbered WINDOW same AS (PARTITION BY id)
    )
    SELECT line FROM counted WHERE ${which} ORDER BY first, line LIMIT 2`);
  return rows.length > 1 ? `rows ${rows.map(({ line }) => line).join(" and ")}` : `row ${rows[0]!.line}`;
}

async function refuseNothing(db: Database, inputs: readonly Input[], fields: string[]): Promise<void> {
  for (const [i, { name }] of inputs.entries()) {
    const { records, some } = await db.row<{ records: number; some: number }>(
      `SELECT count(*) AS records, count(*) FILTER (${fields.map((f) => `${identifier(f)} IS NOT NULL`).join(" OR ")}) AS some FROM rec WHERE input = ${i}`,
    );
    if (some === 0)
      throw new TellableError(
        `${name}: none of its ${formatCount(records)} records has a usable value in any compared column (${fields.join(", ")}), so nothing can be linked. Check the columns named at fields in the model file and what the file holds.`,
      );
  }
}
