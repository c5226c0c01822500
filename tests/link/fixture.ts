import { link } from "../../loaders/link/link.js";
import type { Model } from "../../loaders/link/model/schema.js";
import { readLinkageModel } from "../../loaders/link/probabilistic.js";
import type { Column } from "../../loaders/registry/column.js";
import { type Source, sourceSchema, tableOf } from "../../loaders/registry/source.js";
import { Database, identifier } from "../../loaders/store/database.js";

export type Value = string | number | boolean | null;
export type Rows = Record<string, Value>[];

const team = { organisation: "Test", team: "Test", role: "Test", email: "test@example.org" };

/** A source of records with the columns that linkage knows, one open column `detail`, and no more than a test needs. */
export function recordSource(id: string, roles: string[], more: Partial<Source> = {}): Source {
  const identifying = roles.map((role) => ({
    name: role,
    headers: { any: role },
    type: role === "date_of_birth" ? "date" : "text",
    identifier: role !== "sex",
    role,
  }));
  const open = [
    { name: "ethnic_group", headers: { any: "ethnic_group" }, type: "text" },
    { name: "detail", headers: { any: "detail" }, type: "text" },
    { name: "seen_on", headers: { any: "seen_on" }, type: "date" },
  ];
  return sourceSchema.parse({
    id,
    title: id,
    description: "A record of a child.",
    kind: "records",
    owner: team,
    steward: team,
    governance: {
      controller: "x",
      lawfulBasis: "x",
      sharingAgreement: "x",
      dpiaReference: "x",
      retention: "3 years",
    },
    cadence: { every: "termly" },
    location: { type: "inbox", files: ["*.csv"] },
    format: { type: "csv" },
    columns: [...identifying, ...open],
    licence: "none",
    sensitivity: "personal",
    ...more,
  });
}

const who = ["forename", "surname", "date_of_birth", "postcode"];

export const register = recordSource("child-health-register", ["nhs_number", ...who, "sex"]);
export const reviews = recordSource("health-visiting-reviews", ["nhs_number", ...who]);
export const headcount = recordSource("funded-childcare-headcount", [...who, "sex"]);
export const profile = recordSource("eyfsp-return", ["upn", ...who, "sex"]);
export const registrations = recordSource("childrens-centre-registrations", ["local_id", ...who, "sex"]);
export const attendances = recordSource("childrens-centre-attendances", ["local_id"], {
  personFrom: "childrens-centre-registrations",
});
export const allSources = [register, reviews, headcount, profile, registrations, attendances];

/** Writes rows to a source's table as check does. A row's `id` becomes its record_id and `period` its _period. */
export async function writeRows(identity: Database, source: Source, rows: Rows): Promise<void> {
  const columns = source.columns.map((c) => `${identifier(c.name)} ${sqlType(c)}`);
  const table = identifier(tableOf(source.id));
  await identity.run(
    `CREATE OR REPLACE TABLE ${table} (${columns.join(", ")}, _extract VARCHAR, _row BIGINT, _period VARCHAR, record_id VARCHAR)`,
  );
  if (!rows.length) return;
  const names = [...source.columns.map((c) => c.name), "_period", "record_id"];
  for (let from = 0; from < rows.length; from += 500) {
    const some = rows.slice(from, from + 500);
    const values = some.flatMap((row) =>
      names.map((name) => row[name === "record_id" ? "id" : name === "_period" ? "period" : name] ?? null),
    );
    const tuples = some.map((_, r) => `(${names.map((_, c) => `$${r * names.length + c + 1}`).join(", ")})`);
    await identity.run(
      `INSERT INTO ${table} (${names.map(identifier).join(", ")}) VALUES ${tuples.join(", ")}`,
      values,
    );
  }
}

function sqlType(column: Column): string {
  return column.type === "date" ? "DATE" : "VARCHAR";
}

export const model = readLinkageModel();
export const key = Buffer.alloc(32, 7);

export interface Linked {
  identity: Database;
  analysis: Database;
  log: string[];
  /** record id → pseudonym */
  person: Record<string, string | null>;
  /** record id → rule that joined it */
  rule: Record<string, string | null>;
  outcome: Record<string, string>;
  /** The records of each person, joined by “+”, sorted; only persons of more than one record. */
  together: string[];
  close(): void;
}

/** Links rows by source id, in fresh databases in memory, with a directory of three postcodes. `by` null: by rules alone. */
export async function linkRows(
  rows: Record<string, Rows>,
  sources = allSources,
  by: Model | null = model,
): Promise<Linked> {
  const [identity, analysis] = [await Database.open(":memory:"), await Database.open(":memory:")];
  for (const source of sources) if (rows[source.id]) await writeRows(identity, source, rows[source.id]!);
  await analysis.run(`
    CREATE TABLE src_postcode_directory AS
    SELECT * FROM (VALUES ('B1 1AA', 'E01000001'), ('B2 2BB', 'E01000002'), ('B33 3CC', 'E01000003')) AS t (postcode, lsoa)`);
  const log: string[] = [];
  await link(identity, analysis, { sources, key, model: by ?? undefined, log: (line) => log.push(line) });
  return {
    identity,
    analysis,
    log,
    ...(await personsOf(identity)),
    close() {
      identity.close();
      analysis.close();
    },
  };
}

export async function personsOf(
  identity: Database,
): Promise<Pick<Linked, "person" | "rule" | "outcome" | "together">> {
  const found = await identity.rows<{
    record_id: string;
    person_id: string | null;
    rule: string | null;
    outcome: string;
  }>("SELECT record_id, person_id, rule, outcome FROM person_record ORDER BY record_id");
  const groups = new Map<string, string[]>();
  for (const { record_id, person_id } of found)
    if (person_id) groups.set(person_id, [...(groups.get(person_id) ?? []), record_id]);
  return {
    person: Object.fromEntries(found.map((r) => [r.record_id, r.person_id])),
    rule: Object.fromEntries(found.map((r) => [r.record_id, r.rule])),
    outcome: Object.fromEntries(found.map((r) => [r.record_id, r.outcome])),
    together: [...groups.values()]
      .filter((group) => group.length > 1)
      .map((group) => group.join("+"))
      .sort(),
  };
}

/** The valid NHS number that starts with nine digits (DOMAIN: modulus 11), or the next that exists. */
export function nhsNumber(start: number): string {
  const digits = String(start).padStart(9, "0");
  const sum = [...digits].reduce((total, d, i) => total + Number(d) * (10 - i), 0);
  const checkDigit = (11 - (sum % 11)) % 11;
  return checkDigit === 10 ? nhsNumber(start + 1_000_000) : `${digits}${checkDigit}`;
}

/** The valid permanent UPN that ends in twelve digits. */
export function upn(end: number): string {
  const digits = String(end).padStart(12, "0");
  const sum = [...digits].reduce((total, d, i) => total + Number(d) * (i + 2), 0);
  return `${"ABCDEFGHJKLMNPQRTUVWXYZ"[sum % 23]}${digits}`;
}
