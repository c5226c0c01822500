import { type Source, sourceSchema } from "../../loaders/registry/source.js";
import { Database } from "../../loaders/store/database.js";
import type { Manifest } from "../../loaders/store/manifest.js";

const team = {
  organisation: "City Council",
  team: "Early years",
  role: "Data officer",
  email: "data@example.org",
};

/** A source of the registry with only what every source must say. */
export function source(id: string, given: Record<string, unknown> = {}): Source {
  return sourceSchema.parse({
    id,
    title: id.replaceAll("-", " "),
    description: "One row a thing.",
    kind: "table",
    owner: { ...team, role: "Head of service", phone: "0121 496 0000" },
    steward: team,
    governance: {
      controller: "City Council",
      lawfulBasis: "Public task",
      sharingAgreement: "None needed",
      dpiaReference: "None needed",
      retention: "6 years",
    },
    cadence: { every: "termly", nextDue: "2027-01-31" },
    location: { type: "inbox", files: [`${id}*.csv`] },
    format: { type: "csv" },
    columns: [{ name: "ward", headers: { any: "Ward" }, type: "text" }],
    licence: "Open Government Licence v3.0",
    sensitivity: "official",
    ...given,
  });
}

/** A manifest with these sources' extracts. */
export function manifest(sources: Manifest["sources"]): Manifest {
  return {
    version: 1,
    state: "",
    inbox: "/inbox",
    sample: false,
    refreshedAt: "2026-11-24T10:00:00.000Z",
    asOf: "2026-10-31",
    sources,
    lastChange: null,
    steps: {},
    pages: {},
    failures: [],
    unrecognised: [],
  };
}

export const city = {
  name: "Birmingham",
  code: "E08000025",
  dfeCode: "330",
  comparators: [],
  bounds: [-2.05, 52.36, -1.7, 52.63] as [number, number, number, number],
  language: "en-GB",
  timeZone: "Europe/London",
  openData: { publisher: "Test Council", licence: "OGL-UK-3.0" as const },
};

/** A figure as a test writes it: what it leaves out is the city's undivided value of 2024/25. */
export interface Given {
  indicator: string;
  level?: string;
  area?: string;
  period?: string;
  breakdown?: string;
  category?: string;
  denominator?: number;
  value?: number | null;
  status?: string;
  note?: string | null;
  source?: string;
}

/**
 * A database in memory with the tables that page data sets rest on: two wards that share a border, North
 * (two small areas, one most deprived) and South (one small area), and these figures.
 */
export async function smallStore(figures: Given[]): Promise<Database> {
  const db = await Database.open(":memory:");
  const square = (south: number): string =>
    JSON.stringify({
      type: "Polygon",
      coordinates: [
        [
          [-1.9, south],
          [-1.8, south],
          [-1.8, south + 0.05],
          [-1.9, south + 0.05],
          [-1.9, south],
        ],
      ],
    });
  await db.run(`
    CREATE TABLE area AS FROM (VALUES
      ('N', 'North', 'ward', 'L'), ('S', 'South', 'ward', 'L'), ('E08000025', 'Birmingham', 'city', NULL),
      ('E92000001', 'England', 'country', NULL)) AS t(code, name, level, parent)`);
  await db.run(`
    CREATE TABLE area_tree AS FROM (VALUES
      ('1', 'N', 'L', 'C'), ('2', 'N', 'L', 'C'), ('3', 'S', 'L', 'C')) AS t(lsoa, ward, locality, city)`);
  await db.run(`
    CREATE TABLE former_ward (code VARCHAR, name VARCHAR, ward VARCHAR, share DOUBLE, makes DOUBLE);
    CREATE TABLE wards_redrawn (year INTEGER);
    CREATE TABLE children_by_age (ward VARCHAR, year INTEGER, age INTEGER, children DOUBLE);
    CREATE TABLE postcode_area (postcode VARCHAR, lsoa VARCHAR)`);
  await db.run("CREATE TABLE area_shape (code VARCHAR, level VARCHAR, geometry VARCHAR)");
  await db.run("INSERT INTO area_shape VALUES ('N', 'ward', $1), ('S', 'ward', $2)", [
    square(52.45),
    square(52.4),
  ]);
  await db.run(`
    CREATE TABLE indicator (
      id VARCHAR, name VARCHAR, short_name VARCHAR, definition VARCHAR, polarity VARCHAR, unit VARCHAR,
      period_type VARCHAR, caveats VARCHAR, position INTEGER, joined VARCHAR, theme VARCHAR,
      numerator_text VARCHAR, denominator_text VARCHAR, kind VARCHAR, chance VARCHAR, questions VARCHAR)`);
  await db.run(`
    CREATE TABLE observation (
      indicator VARCHAR, source VARCHAR, level VARCHAR, area VARCHAR, period VARCHAR, period_start DATE,
      breakdown VARCHAR, category VARCHAR, numerator DOUBLE, denominator DOUBLE, value DOUBLE, lower DOUBLE,
      upper DOUBLE, status VARCHAR, note VARCHAR, as_of DATE)`);
  await db.run(`
    CREATE TABLE indicator_linkage (
      indicator VARCHAR, period VARCHAR, period_start DATE, breakdown VARCHAR, source VARCHAR, others VARCHAR, unit VARCHAR,
      level VARCHAR, area VARCHAR, total BIGINT, linked BIGINT, share DOUBLE);
    CREATE TABLE joined_figure (
      indicator VARCHAR, joined VARCHAR, threshold DOUBLE, level VARCHAR, area VARCHAR, period VARCHAR, period_start DATE,
      within VARCHAR, within_category VARCHAR, category VARCHAR,
      numerator DOUBLE, denominator DOUBLE, value DOUBLE, lower DOUBLE, upper DOUBLE)`);
  for (const [i, id] of [...new Set(figures.map((figure) => figure.indicator))].entries())
    await db.run(
      "INSERT INTO indicator VALUES ($1, $1, $1, $1, 'high', 'percent', 'academic_year', '[]', $2, '[]', 'services', 'those', 'all', 'proportion', 'yes', '[]')",
      [id, i],
    );
  for (const figure of figures) {
    const value = figure.value ?? null;
    const period = figure.period ?? "2024/25";
    await db.run(
      "INSERT INTO observation VALUES ($1, $2, $3, $4, $5, $6::DATE, $7, $8, NULL, $9, $10, NULL, NULL, $11, $12, '2026-10-31')",
      [
        figure.indicator,
        figure.source ?? "profile-return",
        figure.level ?? "city",
        figure.area ?? "E08000025",
        period,
        `${period.slice(0, 4)}-09-01`,
        figure.breakdown ?? "all",
        figure.category ?? "all",
        figure.denominator ?? null,
        value,
        figure.status ?? (value === null ? "not_available" : "value"),
        figure.note ?? null,
      ],
    );
  }
  return db;
}
