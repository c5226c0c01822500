import type { PersonChanges } from "../../loaders/link/history.js";
import { writeMembers } from "../../loaders/link/persons.js";
import { Database } from "../../loaders/store/database.js";
import { key } from "./fixture.js";

/** The clusters of one refresh: each a list of records, by number. */
export type Clusters = number[][];

/** Persons as refresh after refresh leaves them, given clusters instead of extracts. */
export interface World {
  db: Database;
  /** Does the next refresh. Rows are written in an order that `shuffle` decides. */
  refresh(clusters: Clusters, shuffle?: number): Promise<Persons>;
  /** All of the history, oldest first. */
  history(): Promise<{ at: string; event: string; anchor: string; other_anchor: string | null }[]>;
}

export interface Persons {
  /** The anchor of each cluster, in the order given. */
  anchors: string[];
  pseudonyms: string[];
  changes: PersonChanges;
}

/** A world without identifiers: record n is one distinct record, of n + 1 rows alike, that came before record n + 1. */
export async function world(): Promise<World> {
  const db = await Database.open(":memory:");
  let refreshes = 0;
  return {
    db,
    async refresh(clusters, shuffle = 0) {
      await writeClusters(db, clusters, shuffle);
      const at = new Date(Date.UTC(2026, 0, 1 + refreshes++)).toISOString();
      const changes = await writeMembers(db, key, at);
      const rows = await db.rows<{ evidence: string; anchor: string; person_id: string }>(
        "SELECT evidence, anchor, person_id FROM member JOIN person_anchor USING (person_id)",
      );
      const of = new Map(rows.map((row) => [row.evidence, row]));
      const first = clusters.map((records) => of.get(evidence(Math.min(...records)))!);
      return {
        anchors: first.map(({ anchor }) => anchor),
        pseudonyms: first.map(({ person_id }) => person_id),
        changes,
      };
    },
    history: () =>
      db.rows(
        'SELECT "at"::DATE AS "at", event, anchor, other_anchor FROM person_history ORDER BY "at", event, anchor, other_anchor',
      ),
  };
}

/** The anchor of a person that was first seen as this record. */
export const anchorOf = (record: number): string => `record ${evidence(record)}`;

/** The record that an anchor was made from. */
export const recordOf = (anchor: string): number => last - Number(anchor.split(" ")[1]!.slice(-2));

/** How many rows say what this record says. */
export const rowsOf = (record: number): number => record + 1;

// Later records have the lesser evidence, so that it shows which of the two decides.
const last = 99;
const evidence = (record: number): string =>
  `00000000-0000-0000-0000-${String(last - record).padStart(12, "0")}`;

async function writeClusters(db: Database, clusters: Clusters, shuffle: number): Promise<void> {
  const order = [...new Set(clusters.flat())].sort((a, b) => b - a);
  const number = new Map(order.map((record, i) => [record, i]));
  const rows = clusters.flatMap((records) =>
    records.map((record) => [record, number.get(record)!, number.get(Math.max(...records))!]),
  );
  const values = rows
    .sort(([a], [b]) => hash(a!, shuffle) - hash(b!, shuffle))
    .map(
      ([record, id, cluster]) =>
        `('${evidence(record!)}'::UUID, ${id}, ${cluster}, ${rowsOf(record!)}, DATE '2020-01-01' + ${record})`,
    );
  await db.run(`
    CREATE OR REPLACE TEMP TABLE given (evidence UUID, distinct_id INTEGER, cluster_id INTEGER, records BIGINT, first_date DATE);
    ${values.length ? `INSERT INTO given VALUES ${values.join(", ")};` : ""}
    CREATE OR REPLACE TABLE distinct_record AS
      SELECT evidence, distinct_id, records, first_date, NULL::VARCHAR AS nhs_number, NULL::VARCHAR AS upn,
        NULL::VARCHAR AS forename, NULL::DATE AS date_of_birth
      FROM given;
    CREATE OR REPLACE TABLE record AS
      SELECT evidence, evidence::VARCHAR AS record_id, 'source' AS source, NULL::VARCHAR AS local_id, first_date FROM given;
    CREATE OR REPLACE TEMP TABLE cluster AS
      SELECT distinct_id, cluster_id, NULL::VARCHAR AS rule, false AS many_matches, 'match' AS outcome FROM given`);
}

function hash(record: number, shuffle: number): number {
  return shuffle ? ((record + 1) * shuffle * 7919) % 104_729 : record;
}
