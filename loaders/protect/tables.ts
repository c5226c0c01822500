/**
 * The publishable database: these tables, with these columns in this order, and nothing else.
 * A change here changes what may leave the building; the border's test holds a copy that must be changed with it.
 */
export const publicTables = {
  observation: {
    indicator: "VARCHAR",
    source: "VARCHAR",
    basis: "VARCHAR",
    level: "VARCHAR",
    area: "VARCHAR",
    period: "VARCHAR",
    period_start: "DATE",
    breakdown: "VARCHAR",
    category: "VARCHAR",
    numerator: "DOUBLE",
    denominator: "DOUBLE",
    value: "DOUBLE",
    lower: "DOUBLE",
    upper: "DOUBLE",
    status: "VARCHAR",
    note: "VARCHAR",
    as_of: "DATE",
  },
  area: { code: "VARCHAR", name: "VARCHAR", level: "VARCHAR", parent: "VARCHAR" },
  area_tree: { ward: "VARCHAR", locality: "VARCHAR", city: "VARCHAR" },
  area_shape: { code: "VARCHAR", level: "VARCHAR", geometry: "VARCHAR" },
  indicator: {
    id: "VARCHAR",
    name: "VARCHAR",
    short_name: "VARCHAR",
    definition: "VARCHAR",
    polarity: "VARCHAR",
    unit: "VARCHAR",
    kind: "VARCHAR",
    period_type: "VARCHAR",
    breakdowns: "VARCHAR",
    caveats: "VARCHAR",
    sources: "VARCHAR",
    numerator_text: "VARCHAR",
    denominator_text: "VARCHAR",
    position: "INTEGER",
  },
  source: { source: "VARCHAR", title: "VARCHAR", licence: "VARCHAR", as_of: "DATE", page: "VARCHAR" },
  setting: {
    urn: "VARCHAR",
    name: "VARCHAR",
    provider_type: "VARCHAR",
    provider_subtype: "VARCHAR",
    places: "BIGINT",
    judgement: "VARCHAR",
    inspection_date: "DATE",
    opens_at: "VARCHAR",
    closes_at: "VARCHAR",
    weeks_open: "BIGINT",
    ward: "VARCHAR",
    latitude: "DOUBLE",
    longitude: "DOUBLE",
  },
  /** A service for families, as JSON by the directory's schema. */
  service: { id: "VARCHAR", kind: "VARCHAR", ward: "VARCHAR", record: "VARCHAR" },
  /** Postcodes in use, for whoever looks for what is near. */
  postcode: { postcode: "VARCHAR", ward: "VARCHAR", latitude: "DOUBLE", longitude: "DOUBLE" },
  policy: { key: "VARCHAR", value: "VARCHAR", text: "VARCHAR" },
} as const;

export type PublicTable = keyof typeof publicTables;

/** The statement that makes a table of the publishable database. */
export function createTable(table: PublicTable): string {
  const columns = Object.entries(publicTables[table]).map(([name, type]) => `${name} ${type}`);
  return `CREATE OR REPLACE TABLE ${table} (${columns.join(", ")})`;
}
