import { singlePeriod } from "../registry/periods.js";
import type { Database } from "../store/database.js";
import type { AreaFigure, AreaIndicator } from "./area-schema.js";

/** A figure with all that tells it from others. */
interface Row extends AreaFigure {
  indicator: string;
  source: string;
  level: string;
  area: string;
  period: string;
  start: string;
  asOf: string | null;
}

/** What is known of an indicator itself. */
export interface About {
  id: string;
  shortName: string;
  name: string;
  unit: string;
  polarity: "high" | "low" | "none";
  kind: string;
  theme: string;
  chance: "yes" | "no";
  questions: string[];
  caveats: string[];
}

/** The areas of profiles, and those that they are set beside. */
const levels = ["ward", "locality", "city", "country", "neighbour"];

/** Every indicator, in the order of pages. */
export async function aboutIndicators(db: Database): Promise<About[]> {
  const rows = await db.rows<Omit<About, "questions" | "caveats"> & { questions: string; caveats: string }>(`
    SELECT id, short_name AS "shortName", name, unit, polarity, kind, theme, chance, questions, caveats
    FROM indicator ORDER BY position, id`);
  return rows.map((row) => ({
    ...row,
    questions: JSON.parse(row.questions) as string[],
    caveats: JSON.parse(row.caveats) as string[],
  }));
}

/** The undivided figures of areas and of what they are set beside. */
export class AreaFigures {
  /** By indicator and area, the newest period first. */
  readonly #rows = new Map<string, Row[]>();

  private constructor(rows: readonly Row[]) {
    for (const row of rows) {
      const key = `${row.indicator} ${row.level} ${row.area}`;
      const known = this.#rows.get(key);
      if (known) known.push(row);
      else this.#rows.set(key, [row]);
    }
  }

  /** Reads them. Periods in progress are left out: they cover only part of their children. */
  static async read(db: Database): Promise<AreaFigures> {
    return new AreaFigures(
      await db.rows<Row>(`
        SELECT indicator, source, level, area, period, period_start::VARCHAR AS start,
          numerator, denominator, value, lower, upper, status, note, as_of::VARCHAR AS "asOf"
        FROM observation
        WHERE breakdown = 'all' AND period IS NOT NULL AND ${singlePeriod}
          AND level IN (${levels.map((level) => `'${level}'`).join(", ")})
          AND coalesce(note, '') NOT ILIKE '%in progress%'
        ORDER BY period_start DESC, source`),
    );
  }

  #of(indicator: string, level: string, area: string): readonly Row[] {
    return this.#rows.get(`${indicator} ${level} ${area}`) ?? [];
  }

  /** The newest figures of an indicator in some areas of a level, from one source, all of one period; undefined without one. */
  newest(indicator: string, level: string, areas: readonly string[]): Newest | undefined {
    const rows = areas.flatMap((area) => this.#of(indicator, level, area));
    const known = rows.filter(({ value }) => value !== null);
    const first = known.reduce<Row | undefined>((a, b) => (!a || b.start > a.start ? b : a), undefined);
    if (!first) return undefined;
    const isSame = (row: Row) => row.period === first.period && row.source === first.source;
    const values = new Map(rows.filter(isSame).map((row) => [row.area, row]));
    return { period: first.period, start: first.start, source: first.source, values };
  }

  /** The figure of another area in the same period, from the same source if it is one of the city's own areas. */
  beside({ period, source }: Newest, indicator: string, level: string, area: string): AreaFigure | null {
    const isOwn = level === "city";
    const rows = this.#of(indicator, level, area).filter((row) => row.period === period);
    const row = rows.find((one) => one.source === source) ?? (isOwn ? undefined : rows[0]);
    return row?.value == null ? null : figureOf(row);
  }

  /** The area's figure three years before, or two or one where there is none, from the same source. */
  before({ start, source }: Newest, indicator: string, level: string, area: string): AreaIndicator["before"] {
    for (const years of [3, 2, 1]) {
      const then = `${Number(start.slice(0, 4)) - years}${start.slice(4)}`;
      const row = this.#of(indicator, level, area).find(
        (one) => one.start === then && one.source === source && one.value !== null,
      );
      if (row) return { ...figureOf(row), period: row.period };
    }
    return null;
  }
}

/** An indicator's newest figures in the areas of a level. */
export interface Newest {
  period: string;
  start: string;
  source: string;
  values: ReadonlyMap<string, Row>;
}

/** A figure without what tells it from others. */
export function figureOf({
  value,
  lower,
  upper,
  numerator,
  denominator,
  status,
  note,
}: AreaFigure): AreaFigure {
  return { value, lower, upper, numerator, denominator, status, note };
}
