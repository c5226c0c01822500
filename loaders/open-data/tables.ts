import type { FileCell } from "../../components/tables/csv-cells.js";
import {
  type bases,
  type FileColumn,
  figureCells,
  figureColumns,
} from "../../components/tables/file-figures.js";
import { periodEnd } from "../../components/words/period-end.js";
import type { Status } from "../../components/words/status.js";
import { type City, codeAuthority } from "../registry/city.js";
import { cadences } from "../registry/dates.js";
import type { Source } from "../registry/source.js";
import type { Database } from "../store/database.js";
import type { OpenSource, OpenTable } from "./open-table.js";
import { serviceTable } from "./services.js";

export type { OpenSource, OpenTable } from "./open-table.js";

/** What the registry knows of a source that the publishable database does not hold. */
export type RegistrySource = Pick<Source, "id" | "cadence">;

/**
 * The form of the files of figures. Before it had a number, numbers and letters stood in one column, localities went by
 * their names, and `source` was a title.
 */
export const format = 2;

/** The form of a file of figures with these columns. */
export function formatOf(columns: readonly string[]): 1 | 2 {
  return columns.includes("status_symbol") ? format : 1;
}

/** All that is said of a table in prose: what it holds, how it is counted, what to know. */
export function tableDescription({ definition, measure, caveats }: OpenTable): string {
  const counted = measure
    ? [`Unit: ${measure.unit}. Numerator: ${measure.numerator} Denominator: ${measure.denominator}`]
    : [];
  return [definition, ...counted, ...caveats].join(" ");
}

const areaColumns: FileColumn[] = [
  ...figureColumns.filter(({ name }) => ["area_code", "area_name", "level"].includes(name)),
  {
    name: "parent_code",
    title: "Parent's code",
    description: "The code of the area that it is part of.",
    type: "string",
    required: false,
  },
  {
    name: "code_authority",
    title: "Who gave the code",
    description: "Who gave the area its code; empty if nobody did.",
    type: "string",
    required: false,
  },
  ...figureColumns.filter(({ name }) => name === "sample"),
];

/** What tables rest on besides the publishable database. */
export interface OpenDataContext {
  city: City;
  sample: boolean;
  sources: readonly RegistrySource[];
}

/** All tables of open data: one an indicator, and the areas. `db` is the publishable database. Sample figures say so in every row. */
export async function openTables(
  db: Database,
  { city, sample, sources }: OpenDataContext,
): Promise<OpenTable[]> {
  const indicators = await db.rows<{
    id: string;
    name: string;
    definition: string;
    unit: string;
    numerator_text: string;
    denominator_text: string;
    caveats: string;
    period_type: string;
  }>(
    "SELECT id, name, definition, unit, numerator_text, denominator_text, caveats, period_type FROM indicator ORDER BY position, id",
  );
  const tables: OpenTable[] = [];
  for (const indicator of indicators) {
    const rows = await figureRows(db, indicator, sample);
    if (rows.length === 0) continue;
    const origin = await originOf(db, indicator.id);
    tables.push({
      id: indicator.id,
      title: indicator.name,
      definition: indicator.definition,
      measure: {
        unit: indicator.unit,
        numerator: indicator.numerator_text,
        denominator: indicator.denominator_text,
      },
      caveats: JSON.parse(indicator.caveats) as string[],
      columns: figureColumns,
      key: ["area_code", "level", "period", "breakdown", "category", "source"],
      rows,
      ...origin,
      cadence: cadenceOf(origin.sources, indicator.period_type, sources),
    });
  }
  const services = await serviceTable(db, sample);
  return [...tables, ...(services ? [services] : []), await areaTable(db, city, sample)];
}

async function figureRows(
  db: Database,
  { id, name, unit }: { id: string; name: string; unit: string },
  sample: boolean,
): Promise<FileCell[][]> {
  type Row = Omit<Parameters<typeof figureCells>[0], "indicator" | "indicator_name" | "unit" | "sample">;
  const figures = await db.rows<Row & { status: Status; basis: (typeof bases)[number] }>(
    `
    SELECT area AS area_code, area.name AS area_name, o.level, period, period_start::VARCHAR AS period_start, breakdown, category,
      numerator, denominator, value, lower, upper, status, basis, source, source.title AS source_title, note,
      o.as_of::VARCHAR AS as_of
    FROM observation AS o
    JOIN area ON area.code = o.area AND area.level = o.level
    JOIN source USING (source)
    WHERE indicator = $1 AND period IS NOT NULL
    ORDER BY o.level, area, period_start, period, breakdown, category, source.title`,
    [id],
  );
  return figures.map((figure) =>
    figureCells({ ...figure, indicator: id, indicator_name: name, unit, sample }),
  );
}

async function originOf(
  db: Database,
  indicator: string,
): Promise<Pick<OpenTable, "asOf" | "periods" | "covers" | "sources">> {
  const periods = await db.rows<{ period: string; start: string }>(
    `SELECT DISTINCT period, period_start::VARCHAR AS start FROM observation
     WHERE indicator = $1 AND period IS NOT NULL ORDER BY period_start, period`,
    [indicator],
  );
  const { newest } = await db.row<{ newest: string | null }>(
    "SELECT max(as_of)::VARCHAR AS newest FROM observation WHERE indicator = $1 AND period IS NOT NULL",
    [indicator],
  );
  const sources = await db.rows<OpenSource>(
    `SELECT source AS id, title, licence, page FROM source
     WHERE source IN (SELECT source FROM observation WHERE indicator = $1 AND period IS NOT NULL) ORDER BY title`,
    [indicator],
  );
  const [first, last] = [periods[0]!, periods.at(-1)!];
  const ends = periods.map(({ period, start }) => periodEnd(period, start) ?? start).sort();
  // Of a period in progress, figures cover what has passed.
  const isInProgress = newest !== null && newest >= last.start && newest < ends.at(-1)!;
  return {
    asOf: newest,
    periods: [first.period, last.period],
    covers: { from: first.start, to: isInProgress ? newest : ends.at(-1)! },
    sources,
  };
}

/** A table is renewed as often as that of its sources which comes the most often; where none is known, with each period. */
function cadenceOf(
  own: readonly OpenSource[],
  periodType: string,
  sources: readonly RegistrySource[],
): OpenTable["cadence"] {
  const known = sources.filter(({ id }) => own.some((source) => source.id === id));
  const found = cadences.find((every) => known.some(({ cadence }) => cadence.every === every));
  return found ?? (periodType === "term" ? "termly" : "annual");
}

async function areaTable(db: Database, city: City, sample: boolean): Promise<OpenTable> {
  const areas = await db.rows<{ code: string; name: string; level: string; parent: string | null }>(
    "SELECT code, name, level, parent FROM area ORDER BY level, code",
  );
  return {
    id: "areas",
    title: "Areas",
    definition: "The areas that figures are given for, and which area each is part of.",
    caveats: [],
    columns: areaColumns,
    key: ["area_code", "level"],
    rows: areas.map(({ code, name, level, parent }) => [
      code,
      name,
      level,
      parent,
      codeAuthority(city, code),
      sample,
    ]),
    periods: null,
    covers: null,
    asOf: null,
    sources: [],
    cadence: null,
  };
}
