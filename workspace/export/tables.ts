import type { Source } from "../../loaders/registry/source.js";
import { tableOf } from "../../loaders/registry/source.js";
import { type Database, identifier, literal } from "../../loaders/store/database.js";

/** What may be exported: pseudonymous tables of children and of figures, or those that have been through protection. */
export const shelves = ["pseudonymous", "protected"] as const;
export type Shelf = (typeof shelves)[number];

/** A column of an exported table. */
export interface ExportColumn {
  name: string;
  /** As DuckDB calls it. */
  type: string;
  about: string;
  /** The table and column that its values are those of. */
  references?: { table: string; column: string };
}

/** A table to export, with what a data dictionary says of it. */
export interface ExportTable {
  shelf: Shelf;
  name: string;
  about: string;
  /** The source's licence; null of what is made here from several. */
  licence: string | null;
  columns: ExportColumn[];
  /** Columns by which a row is known; none where rows may be alike. */
  key: string[];
  /** The column by which files are divided. */
  partition: string | null;
  /** The query that gives its rows. */
  query: string;
}

/** What a table of the store's own is called there and here, and what its columns mean. */
interface OwnTable {
  table: string;
  about: string;
  key: string[];
  partition?: string;
  columns: Record<string, string>;
  references?: Record<string, { table: string; column: string }>;
}

const observation: OwnTable = {
  table: "observation",
  about: "One row a figure: an indicator in an area and a period, for all children or a group of them.",
  key: ["indicator", "level", "area", "period", "breakdown", "category"],
  partition: "level",
  columns: {
    indicator: "The indicator.",
    source: "The source that the figure is from.",
    level: "The kind of area.",
    area: "The area's code.",
    period: "The period, as its source calls it.",
    period_start: "The first day of the period.",
    breakdown: "What children are divided by; all where they are not.",
    category: "The group of children.",
    numerator: "How many were counted.",
    denominator: "Out of how many.",
    value: "The figure, in the indicator's unit.",
    lower: "The lower limit of its 95% interval.",
    upper: "The upper limit of its 95% interval.",
    status: "What the figure is: value, zero, suppressed, not_applicable, not_available, not_collected.",
    note: "What a reader must know of it.",
    as_of: "The date that it bears.",
  },
  references: { indicator: { table: "indicator", column: "id" } },
};
const areas: OwnTable = {
  table: "area",
  about: "One row an area.",
  key: ["code", "level"],
  columns: {
    code: "Its code, of the Office for National Statistics where there is one.",
    name: "Its name.",
    level: "What kind of area it is.",
    parent: "The code of the area that it lies in.",
  },
};
const indicators: OwnTable = {
  table: "indicator",
  about: "One row an indicator, with its definition.",
  key: ["id"],
  columns: {
    id: "Its short name.",
    name: "What it is called.",
    definition: "What it says.",
    polarity: "Whether more of it is better.",
    unit: "What it is counted in.",
    kind: "How it is worked out.",
    period_type: "What kind of period its figures are of.",
    numerator_text: "What is counted, in words.",
    denominator_text: "Out of what, in words.",
  },
};

const ownTables: Record<Shelf, OwnTable[]> = {
  pseudonymous: [
    {
      table: "person",
      about:
        "One row a child, as records of several sources were linked. It holds no name, number, day of birth or address.",
      key: ["person_id"],
      columns: {
        person_id: "The child's pseudonym in this store.",
        birth_month: "The first day of the month of birth.",
        sex: "As best known.",
        ethnic_group: "As best known.",
        lsoa: "The small area that the child is best known to live in.",
      },
    },
    observation,
    areas,
    indicators,
  ],
  protected: [
    observation,
    areas,
    indicators,
    {
      table: "source",
      about: "One row a source that figures are from.",
      key: ["source"],
      columns: {
        source: "Its short name.",
        title: "What it is called.",
        licence: "On what terms it may be used.",
        as_of: "The date that its newest figures bear.",
        page: "A page about it.",
      },
    },
  ],
};

/**
 * The tables of a shelf that are there. Only columns that are named here, or that the registry declares and does not call an
 * identifier, are among them: what else a table holds stays. `db` is the analysis database, or for the protected shelf the
 * publishable one.
 */
export async function exportTables(
  shelf: Shelf,
  db: Database,
  sources: readonly Source[],
): Promise<ExportTable[]> {
  const tables: ExportTable[] = [];
  for (const own of ownTables[shelf]) {
    const there = await columnsOf(db, own.table);
    const columns = there.flatMap(({ name, type }) =>
      own.columns[name]
        ? [{ name, type, about: own.columns[name], ...refersTo(own.references?.[name]) }]
        : [],
    );
    if (columns.length)
      tables.push({
        shelf,
        ...{ name: own.table, about: own.about, licence: null, columns, key: own.key },
        partition: own.partition ?? null,
        query: queryOf(own.table, columns, own.key),
      });
  }
  if (shelf === "protected") return tables;
  for (const source of sources)
    if (source.kind === "records" && !source.optOut) {
      const table = await recordsTable(source, db);
      if (table) tables.push(table);
    }
  return tables;
}

const refersTo = (references: ExportColumn["references"]) => (references ? { references } : {});

const ofEveryRecord: Record<string, string> = {
  person_id: "The child's pseudonym in this store; empty where the record could not be linked.",
  birth_month: "The first day of the child's month of birth.",
  lsoa: "The small area that the child lived in by this record, else is best known to live in.",
};

async function recordsTable(source: Source, db: Database): Promise<ExportTable | undefined> {
  const table = tableOf(source.id);
  const meanings = new Map<string, string>(Object.entries(ofEveryRecord));
  for (const { name, description, headers, identifier: isIdentifier, role } of source.columns) {
    // What linkage reads by its role is no column of the spine, whether or not a steward marked it.
    if (isIdentifier || (role && role !== "sex")) continue;
    const header = Object.values(headers).flat()[0];
    meanings.set(
      name,
      description ?? (header ? `“${header}” of the extract.` : `${name}, as the extract has it.`),
    );
    meanings.set(`${name}_status`, `Why ${name} has no number, where it has none.`);
  }
  meanings.set("_period", "The period that the extract's file name gives.");
  const columns = (await columnsOf(db, table)).flatMap(({ name, type }) => {
    const about = meanings.get(name);
    if (about === undefined) return [];
    const references = name === "person_id" ? { table: "person", column: "person_id" } : undefined;
    return [{ name: name === "_period" ? "period" : name, type, about, ...refersTo(references) }];
  });
  if (!columns.length) return undefined;
  const periods = columns.some(({ name }) => name === "period") && source.location.period !== undefined;
  const kept = periods ? columns : columns.filter(({ name }) => name !== "period");
  return {
    ...{ shelf: "pseudonymous", name: table.replace(/^src_/, ""), about: source.description },
    ...{ licence: source.licence, columns: kept, key: [], partition: periods ? "period" : null },
    query: queryOf(table, kept, ["person_id"], periods ? { period: "_period" } : {}),
  };
}

function queryOf(
  table: string,
  columns: readonly ExportColumn[],
  order: readonly string[],
  from: Record<string, string> = {},
): string {
  const chosen = columns.map(({ name }) =>
    from[name] ? `${identifier(from[name])} AS ${identifier(name)}` : identifier(name),
  );
  const known = new Set(columns.map(({ name }) => name));
  const by = order.filter((name) => known.has(name)).map(identifier);
  return `SELECT ${chosen.join(", ")} FROM ${identifier(table)}${by.length ? ` ORDER BY ${by.join(", ")}` : ""}`;
}

function columnsOf(db: Database, table: string): Promise<{ name: string; type: string }[]> {
  return db.rows(
    `SELECT column_name AS name, data_type AS type FROM duckdb_columns() WHERE schema_name = 'main' AND table_name = ${literal(table)} ORDER BY column_index`,
  );
}
