import { measure } from "../../loaders/measure/measure.js";
import { readCity } from "../../loaders/registry/city.js";
import {
  type Indicator,
  indicatorSchema,
  indicatorsFolder,
  sourcesOf,
} from "../../loaders/registry/indicator.js";
import { readYamlFolder } from "../../loaders/registry/read-yaml.js";
import { type Source, sourceSchema, tableOf } from "../../loaders/registry/source.js";
import { Database } from "../../loaders/store/database.js";

const team = { organisation: "A", team: "B", role: "C", email: "a@example.org" };
export const goalNames = [
  "listening_attention_understanding",
  "speaking",
  "self_regulation",
  "managing_self",
  "building_relationships",
  "gross_motor",
  "fine_motor",
  "comprehension",
  "word_reading",
  "writing",
  "number",
  "numerical_patterns",
  "past_present",
  "people_culture_communities",
  "natural_world",
  "creating_materials",
  "imaginative_expressive",
]; // prettier-ignore
const domains = ["communication", "gross_motor", "fine_motor", "problem_solving", "personal_social"].map(
  (d) => `asq_${d}_expected`,
);

type Type = "text" | "integer" | "date" | "boolean" | "number" | "geometry";

/** Column names by type; a registry source with them. */
function source(id: string, kind: Source["kind"], columns: Partial<Record<Type, string[]>>): Source {
  return sourceSchema.parse({
    id,
    title: `The ${id.replaceAll("-", " ")}`,
    description: "A row.",
    kind,
    owner: team,
    steward: team,
    governance: {
      controller: "A",
      lawfulBasis: "B",
      sharingAgreement: "C",
      dpiaReference: "D",
      retention: "9 years",
    },
    cadence: { every: "annual" },
    location: { type: "inbox", files: ["*.csv"] },
    format: { type: "csv" },
    columns: Object.entries(columns).flatMap(([type, names]) =>
      names.map((name) => ({ name, headers: { any: name }, type })),
    ),
    licence: "None",
    sensitivity: kind === "records" ? "personal" : "open",
  });
}

export const tinySources: Source[] = [
  source("child-health-register", "records", { date: ["registered_on", "moved_out_on"] }),
  source("health-visiting-reviews", "records", {
    text: ["review_type"],
    date: ["review_date"],
    boolean: domains,
  }),
  source("funded-childcare-headcount", "records", { integer: ["age_group"], text: ["entitlement"] }),
  source("eligible-two-year-olds", "records", { text: ["basis"] }),
  source("childrens-centre-registrations", "records", { date: ["registered_on"] }),
  {
    ...source("childrens-centre-attendances", "records", {
      text: ["centre_id", "activity"],
      date: ["session_date"],
    }),
    personFrom: "childrens-centre-registrations",
  },
  source("eyfsp-return", "records", { boolean: ["fsm"], text: ["send", ...goalNames] }),
  source("settings-register", "table", {
    text: ["urn", "name", "provider_type", "provider_subtype", "postcode", "status"],
    boolean: ["early_years_register"],
    integer: ["places"],
    date: ["registration_date"],
  }),
  source("small-area-population", "table", { text: ["lsoa", "sex"], integer: ["year", "age", "children"] }),
  source("published-figures", "table", { text: ["place"], number: ["n", "d"] }),
];

/** The product's own indicator definitions, without their published figures and contributors. */
export const tinyIndicators: Indicator[] = readYamlFolder(indicatorsFolder, indicatorSchema).map(
  ({ value }) => ({
    ...value,
    published: [],
    // The tables here say nothing of schools.
    ...(value.records ? { records: { ...value.records, contributor: undefined } } : {}),
  }),
);

/** A date of every source's extract, and of two periods' extracts. */
export const extracts = `
  CREATE TABLE extract (source VARCHAR, extract VARCHAR, period VARCHAR, name VARCHAR, covers_from DATE, covers_to DATE, published DATE, received DATE, as_of DATE, as_of_is VARCHAR, rows BIGINT, rejected BIGINT);
  INSERT INTO extract SELECT unnest([${tinySources.map((s) => `'${s.id}'`).join(", ")}]), 'aa', NULL, 'file.csv', DATE '2026-10-31', DATE '2026-10-31', NULL, DATE '2026-11-20', DATE '2026-10-31', 'covered', 1, 0`;

/**
 * Ward North holds small areas L1 and L2 and lies in locality East; ward South holds L3 and lies in locality West.
 * L1 is among the most deprived fifth, L2 and L3 among the least. The wards are squares side by side.
 */
export const geography = `
  CREATE TABLE src_lsoa_ward_lookup AS FROM (VALUES ('L1', 'W1', 'North', 'E08000025'), ('L2', 'W1', 'North', 'E08000025'), ('L3', 'W2', 'South', NULL), ('L9', 'W9', 'Elsewhere', 'E08000029')) AS t(lsoa, ward, ward_name, city);
  CREATE TABLE src_ward_locality_lookup AS FROM (VALUES ('W1', 'North', 'E', 'East'), ('W2', 'South', 'W', 'West'), ('W9', 'Elsewhere', 'E', 'East')) AS t(ward, ward_name, locality, locality_name);
  CREATE TABLE src_deprivation_2025 AS FROM (VALUES ('L1', 1), ('L2', 9), ('L3', 10)) AS t(lsoa, imd_decile);
  CREATE TABLE src_ward_boundaries AS FROM (VALUES
    ('W1', 'North', '{"type":"Polygon","coordinates":[[[-1.9,52.4],[-1.8,52.4],[-1.8,52.5],[-1.9,52.5],[-1.9,52.4]]]}'),
    ('W2', 'South', '{"type":"Polygon","coordinates":[[[-1.8,52.4],[-1.75,52.4],[-1.75,52.5],[-1.8,52.5],[-1.8,52.4]]]}'),
    ('W7', 'Of another year', '{"type":"Polygon","coordinates":[[[-1.8,52.5],[-1.75,52.5],[-1.75,52.6],[-1.8,52.6],[-1.8,52.5]]]}')) AS t(code, name, geometry);
  CREATE TABLE src_lsoa_boundaries AS FROM (VALUES ('L1', 'North 1', '{}'), ('L2', 'North 2', '{}'), ('L3', 'South 1', '{}')) AS t(code, name, geometry)`;

/** People: a, b, c, … as [id, sex, ethnic group]. */
export function people(...rows: [string, string | null, string | null][]): string {
  return `CREATE TABLE person (person_id VARCHAR, birth_month DATE, sex VARCHAR, ethnic_group VARCHAR, lsoa VARCHAR); INSERT INTO person (person_id, sex, ethnic_group) VALUES ${rows.map((r) => `(${r.map(sql).join(", ")})`).join(", ")}`;
}

/** A source's table of records: person, birth month, small area, then the given columns, then the period. */
export function records(id: string, columns: string[], rows: Value[][]): string {
  return table(id, ["person_id", "birth_month", "lsoa", ...columns, "_period"], rows);
}

/** A source's table. ISO dates become dates. */
export function table(id: string, columns: string[], rows: Value[][]): string {
  return `CREATE TABLE src_${id.replaceAll("-", "_")} AS SELECT * FROM (VALUES ${rows.map((r) => `(${r.map(sql).join(", ")})`).join(", ")}) AS t(${columns.join(", ")})`;
}

/** A profile in which the first `met` of seventeen goals are met; the first twelve make a good level of development. */
export function profile(
  person: string | null,
  lsoa: string | null,
  fsm: boolean | null,
  met: number,
  period = "2024-25",
): Value[] {
  return [person, "2020-01-01", lsoa, fsm, "none", ...goalNames.map((_, i) => (i < met ? "2" : "1")), period];
}

export const profileColumns = ["fsm", "send", ...goalNames];
export const domainColumns = domains;

export type Value = string | number | boolean | null;

function sql(value: Value): string {
  if (typeof value === "string") return /^\d{4}-\d\d-\d\d$/.test(value) ? `DATE '${value}'` : `'${value}'`;
  return String(value);
}

/** Those of the indicators that are counted from sources of which there is a table. */
export function countedFrom(tables: readonly string[]): Indicator[] {
  const made = tables.join("\n");
  return tinyIndicators.filter((one) =>
    sourcesOf(one, tinyIndicators).some((id) => made.includes(`CREATE TABLE ${tableOf(id)} `)),
  );
}

/** An analysis database in memory with the given tables, measured: what there is nothing of takes as long as what there is. */
export async function measured(
  tables: string[],
  indicators = countedFrom(tables),
): Promise<{ db: Database; log: string[]; indicators: Indicator[] }> {
  const db = await Database.open(":memory:");
  for (const statement of [extracts, ...tables]) await db.run(statement);
  const log: string[] = [];
  await measure(db, { indicators, sources: tinySources, city: readCity(), log: (line) => log.push(line) });
  return { db, log, indicators };
}

/** The definition with this id. */
export function indicator(id: string): Indicator {
  return tinyIndicators.find((i) => i.id === id)!;
}
