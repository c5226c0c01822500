import { type Database, identifier } from "../../store/database.js";
import { TellableError } from "../../store/safe-message.js";
import type { Applied } from "./applicable.js";
import { aliasTable, fieldSql } from "./fields.js";
import { type Input, told } from "./inputs.js";
import { keySql } from "./keys.js";
import { fieldOf, type Model, type Test } from "./schema.js";

/**
 * Writes table `rec`, a row for each record of the inputs: its number `n` in order of input and id, `input`, `id`,
 * `label`, each field's compared value, “<field> frequency” where a comparison adjusts for it, “<field> aliases”,
 * “<field> day” (a date as a number of days), “mix” (a number made of the whole record, for sampling), and for every distinct rule a key “key <i>”.
 *
 * Throws a TellableError if an id is missing or there twice, or all values of all fields are missing.
 */
export async function writeRecords(db: Database, inputs: readonly Input[], applied: Applied): Promise<void> {
  await db.run("CREATE OR REPLACE TABLE given (input UTINYINT, id VARCHAR, label VARCHAR)");
  const fields = Object.keys(applied.model.fields);
  for (const field of fields) await db.run(`ALTER TABLE given ADD COLUMN ${identifier(field)} VARCHAR`);
  for (const [i, input] of inputs.entries()) {
    await told(input.name, () => db.run(`INSERT INTO given ${givenQuery(input, i, applied)}`));
    await refuseBadIds(db, input, i, applied.id[i]!);
  }
  await writeCompared(db, applied.model);
  await refuseNothing(db, inputs, fields);
  await db.run("DROP TABLE given");
}

/** Adds “<field> frequency” to `rec`: the share of the records with a value that have this one. */
async function writeFrequencies(db: Database, fields: string[]): Promise<void> {
  for (const field of fields) {
    const column = identifier(field);
    await db.run(`
      CREATE OR REPLACE TEMP TABLE ${identifier(`frequency of ${field}`)} AS
      SELECT ${column} AS value, count(*) / sum(count(*)) OVER () AS frequency
      FROM compared
      WHERE ${column} IS NOT NULL
      GROUP BY ${column}`);
  }
}

async function writeCompared(db: Database, model: Model): Promise<void> {
  const fields = Object.entries(model.fields);
  const values = fields.map(([name, field]) => `${fieldSql(field, name)} AS ${identifier(name)}`);
  await db.run(`
    CREATE OR REPLACE TEMP TABLE compared AS
    SELECT input, id, label, ${values.join(", ")} FROM given`);
  const adjusted = adjustedFields(model);
  await writeFrequencies(db, adjusted);
  const aliased = fieldsTested(model, "alias");
  if (aliased.length) await db.run(`CREATE OR REPLACE TEMP TABLE alias AS ${aliasTable}`);
  const named = fields.map(([name]) => identifier(name)).join(", ");
  await db.run(`
    CREATE OR REPLACE TABLE rec AS
    SELECT
      (row_number() OVER (ORDER BY input, id) - 1)::INTEGER AS n,
      compared.*,
      hash(id, ${named}, ${model.training.seed}) AS mix
      ${adjusted.map((f) => `, ${identifier(`frequency of ${f}`)}.frequency AS ${identifier(`${f} frequency`)}`).join("")}
      ${aliased.map((f) => `, ${identifier(`alias of ${f}`)}.groups AS ${identifier(`${f} aliases`)}`).join("")}
      ${fieldsTested(model, "within-days")
        .map(
          (f) =>
            `, datediff('day', DATE '1970-01-01', try_strptime(${identifier(f)}, '%Y%m%d')) AS ${identifier(`${f} day`)}`,
        )
        .join("")}
      ${distinctRules(model)
        .map((rule, i) => `, ${ruleKey(rule)} AS ${identifier(`key ${i}`)}`)
        .join("")}
    FROM compared
    ${adjusted.map((f) => `LEFT JOIN ${identifier(`frequency of ${f}`)} ON ${identifier(`frequency of ${f}`)}.value = compared.${identifier(f)}`).join("\n    ")}
    ${aliased.map((f) => `LEFT JOIN alias AS ${identifier(`alias of ${f}`)} ON ${identifier(`alias of ${f}`)}.name = split_part(compared.${identifier(f)}, ' ', 1)`).join("\n    ")}
    ORDER BY n`);
  for (const f of adjusted) await db.run(`DROP TABLE ${identifier(`frequency of ${f}`)}`);
  await db.run("DROP TABLE compared");
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
  const keys = rule.map(keySql);
  const present = keys.map((key) => `${key} IS NOT NULL`).join(" AND ");
  return `CASE WHEN ${present} THEN hash(${keys.join(", ")}) END`;
}

/** Fields whose values' frequencies some comparison needs. */
function adjustedFields(model: Model): string[] {
  const fields = model.comparisons.filter((c) => c.levels.some((l) => l.term_frequency)).map(fieldOf);
  return [...new Set(fields)];
}

/** Fields that some level looks at with this test. */
function fieldsTested(model: Model, wanted: Test["test"]): string[] {
  const fields = model.comparisons.flatMap((comparison) =>
    comparison.levels
      .flatMap((level) => [level, ...(level.of ?? [])])
      .filter(({ test }) => test === wanted)
      .map(({ field }) => field ?? fieldOf(comparison)),
  );
  return [...new Set(fields)];
}

function givenQuery({ query }: Input, number: number, { model, headers, id, label }: Applied): string {
  const column = (field: string): string => {
    const parts = headers[number]![field];
    if (!parts) return "NULL";
    return parts.length > 1 ? `concat_ws(' ', ${parts.map(identifier).join(", ")})` : identifier(parts[0]!);
  };
  const labelled = label[number] === undefined ? "NULL" : `nullif(trim(${identifier(label[number])}), '')`;
  const fields = Object.keys(model.fields).map((field) => `, ${column(field)}`);
  return `SELECT ${number}, trim(${identifier(id[number]!)}), ${labelled} ${fields.join("")} FROM (${query})`;
}

async function refuseBadIds(db: Database, { name }: Input, input: number, header: string): Promise<void> {
  const { none, twice, example } = await db.row<{ none: number; twice: number; example: string | null }>(`
    WITH counted AS (SELECT id, count(*) AS n FROM given WHERE input = ${input} GROUP BY id)
    SELECT
      coalesce(sum(n) FILTER (coalesce(id, '') = ''), 0) AS none,
      count(*) FILTER (n > 1 AND coalesce(id, '') <> '') AS twice,
      min(id) FILTER (n > 1 AND coalesce(id, '') <> '') AS example
    FROM counted`);
  if (none > 0)
    throw new TellableError(
      `${name}: ${count(none)} ${none === 1 ? "row has" : "rows have"} nothing in column “${header}”. Each record needs an id of its own.`,
    );
  if (twice > 0)
    throw new TellableError(
      `${name}: ${count(twice)} ${twice === 1 ? "id is" : "ids are"} in column “${header}” more than once, such as ${example}. Each record needs an id of its own: correct the file, or name another column at id in the model file.`,
    );
}

async function refuseNothing(db: Database, inputs: readonly Input[], fields: string[]): Promise<void> {
  for (const [i, { name }] of inputs.entries()) {
    const { records, some } = await db.row<{ records: number; some: number }>(
      `SELECT count(*) AS records, count(*) FILTER (${fields.map((f) => `${identifier(f)} IS NOT NULL`).join(" OR ")}) AS some FROM rec WHERE input = ${i}`,
    );
    if (some === 0)
      throw new TellableError(
        `${name}: none of its ${count(records)} records has a usable value in any compared column (${fields.join(", ")}), so nothing can be linked. Check the columns named at fields in the model file and what the file holds.`,
      );
  }
}

const count = (n: number): string => n.toLocaleString("en-GB");
