import { type Status, statusShorthand } from "../../components/status.js";
import type { Database } from "../store/database.js";

/** A column of an open data file, as its metadata describes it. */
export interface OpenColumn {
  name: string;
  title: string;
  description: string;
  type: "string" | "number" | "date";
  required: boolean;
}

/** A published table: one file, with a name that stays the same from publication to publication. */
export interface OpenTable {
  id: string;
  title: string;
  /** What it holds, in a sentence or two. */
  definition: string;
  /** What its figures are: their unit, what was counted, and out of what. Absent of a table that holds no figures. */
  measure?: { unit: string; numerator: string; denominator: string };
  /** Sentences that a user of the figures should know. */
  caveats: string[];
  columns: OpenColumn[];
  /** The columns that no two rows share. */
  key: string[];
  /** Texts as they stand in the file; null is an empty cell. */
  rows: (string | null)[][];
  /** The first and the last period, in words; null of a table that is of no period. */
  periods: [first: string, last: string] | null;
  /** The newest date that a row rests on, as year-month-day. */
  asOf: string | null;
  sources: { title: string; licence: string; page: string | null }[];
}

/** All that is said of a table in prose: what it holds, how it is counted, what to know. */
export function tableDescription({ definition, measure, caveats }: OpenTable): string {
  const counted = measure
    ? [`Unit: ${measure.unit}. Numerator: ${measure.numerator} Denominator: ${measure.denominator}`]
    : [];
  return [definition, ...counted, ...caveats].join(" ");
}

const column = (
  name: string,
  title: string,
  description: string,
  { type = "string", required = false }: Partial<Pick<OpenColumn, "type" | "required">> = {},
): OpenColumn => ({ name, title, description, type, required });

const shorthand = "A letter stands where there is no number: see status.";

/** The columns of every file of figures, in order. */
export const figureColumns: OpenColumn[] = [
  column("area_code", "Area code", "The code that the Office for National Statistics gives the area.", {
    required: true,
  }),
  column("area_name", "Area name", "The area's name.", { required: true }),
  column("level", "Level", "The kind of area: ward, locality, city, neighbour, region or country.", {
    required: true,
  }),
  column("period", "Period", "The term, academic year, financial year or calendar year.", { required: true }),
  column("period_start", "Period start", "The first day of the period.", { type: "date", required: true }),
  column("breakdown", "Breakdown", "What children are divided by; all where they are not divided.", {
    required: true,
  }),
  column("category", "Category", "Which of the breakdown's groups; all where children are not divided.", {
    required: true,
  }),
  column("numerator", "Numerator", `How many are counted, rounded as the policy says. ${shorthand}`, {
    type: "number",
  }),
  column("denominator", "Denominator", `Out of how many, rounded as the policy says. ${shorthand}`, {
    type: "number",
  }),
  column("value", "Value", `The figure, in the unit of the indicator. ${shorthand}`, { type: "number" }),
  column("lower", "Lower limit", "The lower limit of the 95 percent confidence interval.", {
    type: "number",
  }),
  column("upper", "Upper limit", "The upper limit of the 95 percent confidence interval.", {
    type: "number",
  }),
  column(
    "status",
    "Status",
    "What the figure is: value, zero, suppressed (c), not_applicable (z), not_available (x), not_collected (x), low_reliability (u) or rounds_to_zero (low).",
    { required: true },
  ),
  column("basis", "Basis", "protected: made safe here. published: as the source has published it.", {
    required: true,
  }),
  column("source", "Source", "The title of the source that was counted.", { required: true }),
  column("note", "Note", "What to bear in mind about this figure."),
  column(
    "as_of",
    "As of",
    "The publisher’s date of the data that the figure rests on; where it is not known, the last day that they cover, else the day on which they came.",
    { type: "date" },
  ),
];

const areaColumns: OpenColumn[] = [
  column("area_code", "Area code", "The code that the Office for National Statistics gives the area.", {
    required: true,
  }),
  column("area_name", "Area name", "The area's name.", { required: true }),
  column("level", "Level", "The kind of area.", { required: true }),
  column("parent_code", "Parent's code", "The code of the area that it is part of."),
];

/** All tables of open data: one an indicator, and the areas. `db` is the publishable database. Sample figures say so in every row. */
export async function openTables(db: Database, sample: boolean): Promise<OpenTable[]> {
  const indicators = await db.rows<{
    id: string;
    name: string;
    definition: string;
    unit: string;
    numerator_text: string;
    denominator_text: string;
    caveats: string;
  }>(
    "SELECT id, name, definition, unit, numerator_text, denominator_text, caveats FROM indicator ORDER BY position, id",
  );
  const tables: OpenTable[] = [];
  for (const indicator of indicators) {
    const rows = await figureRows(db, indicator.id, sample);
    if (rows.length === 0) continue;
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
      ...(await originOf(db, indicator.id)),
    });
  }
  return [...tables, await areaTable(db)];
}

type Cells = Record<string, string | number | null> & { status: Status };

async function figureRows(db: Database, indicator: string, sample: boolean): Promise<(string | null)[][]> {
  const figures = await db.rows<Cells>(
    `
    SELECT area AS area_code, area.name AS area_name, o.level, period, period_start::VARCHAR AS period_start, breakdown, category,
      numerator, denominator, value, lower, upper, status, basis, source.title AS source,
      ${sample ? "concat_ws(' ', 'SAMPLE: invented.', note)" : "note"} AS note, o.as_of::VARCHAR AS as_of
    FROM observation AS o
    JOIN area ON area.code = o.area AND area.level = o.level
    JOIN source USING (source)
    WHERE indicator = $1 AND period IS NOT NULL
    ORDER BY o.level, area, period_start, period, breakdown, category, source.title`,
    [indicator],
  );
  return figures.map((figure) => figureColumns.map(({ name }) => cell(figure, name)));
}

/** The columns that carry the shorthand in place of a number. */
const marked = new Set(["numerator", "denominator", "value"]);

function cell(figure: Cells, name: string): string | null {
  const value = figure[name] ?? null;
  if (value !== null) return String(value);
  return marked.has(name) && figure.value === null ? statusShorthand[figure.status] : null;
}

async function originOf(
  db: Database,
  indicator: string,
): Promise<Pick<OpenTable, "asOf" | "periods" | "sources">> {
  const { newest, first, last } = await db.row<{ newest: string | null; first: string; last: string }>(
    `SELECT max(as_of)::VARCHAR AS newest, arg_min(period, period_start) AS first, arg_max(period, period_start) AS last
     FROM observation WHERE indicator = $1 AND period IS NOT NULL`,
    [indicator],
  );
  const sources = await db.rows<OpenTable["sources"][number]>(
    `SELECT title, licence, page FROM source
     WHERE source IN (SELECT source FROM observation WHERE indicator = $1) ORDER BY title`,
    [indicator],
  );
  return { asOf: newest, periods: [first, last], sources };
}

async function areaTable(db: Database): Promise<OpenTable> {
  const areas = await db.rows<Record<string, string | null>>(
    "SELECT code AS area_code, name AS area_name, level, parent AS parent_code FROM area ORDER BY level, code",
  );
  return {
    id: "areas",
    title: "Areas",
    definition: "The areas that figures are given for, and which area each is part of.",
    caveats: [],
    columns: areaColumns,
    key: ["area_code", "level"],
    rows: areas.map((area) => areaColumns.map(({ name }) => area[name] ?? null)),
    periods: null,
    asOf: null,
    sources: [],
  };
}
