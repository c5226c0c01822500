import { type Known, type Move, movesBetween, type Stood, type Whose } from "../../components/words/moves.js";
import { notKnown } from "../registry/indicator.js";
import { singlePeriod } from "../registry/periods.js";
import { type Database, literal } from "../store/database.js";
import type { SourceChange } from "../store/manifest.js";

/** How many refreshes that moved a figure are kept, and how many moves of them together. */
const kept = { refreshes: 60, moves: 50_000 };

/** The table of figures that refreshes moved. It is kept from one refresh to the next, where all else is made again. */
const createMoves = `
  CREATE TABLE IF NOT EXISTS figure_move (
    "at" VARCHAR NOT NULL, indicator VARCHAR NOT NULL, level VARCHAR NOT NULL, area VARCHAR NOT NULL,
    causes VARCHAR NOT NULL, stood_before VARCHAR NOT NULL, stands VARCHAR NOT NULL)`;

/** The level of a group of the city's children; its area is the breakdown and the category, with a colon between them. */
export const groupLevel = "group";

// Periods that are complete: one in progress moves with every extract, and says nothing yet.
const newest = (withGroups: boolean) => `
  WITH told AS (
    SELECT * FROM observation
    WHERE period IS NOT NULL AND ${singlePeriod} AND coalesce(note, '') NOT ILIKE '%in progress%'
  ),
  whole AS (
    SELECT * FROM told WHERE level IN ('country', 'city', 'locality', 'ward') AND breakdown = 'all'
    ${
      withGroups
        ? `UNION ALL
    SELECT * REPLACE ('${groupLevel}' AS level, breakdown || ':' || category AS area) FROM told
    WHERE level = 'city' AND breakdown <> 'all' AND category <> ${literal(notKnown)}`
        : ""
    }
  ),
  newest AS (
    SELECT indicator, level, max(period_start) AS period_start FROM whole WHERE value IS NOT NULL GROUP BY ALL
  )
  SELECT
    indicator, level, area, period, period_start::VARCHAR AS start, source, numerator, denominator, value, lower, upper,
    status, coalesce(note, '') LIKE '%not comparable%' AS apart
  FROM whole JOIN newest USING (indicator, level, period_start)`;

/** What figures stand on before they are measured anew. */
export interface Standing {
  figures: (Whose & Stood)[];
  /** Indicator → its definition. */
  definitions: Map<string, string>;
}

/**
 * How the newest whole figures of the country, the city, its localities and wards stand now, and with groups those of the
 * city's; undefined where nothing has been measured.
 */
export async function standing(
  db: Database,
  { withGroups = false }: { withGroups?: boolean } = {},
): Promise<Standing | undefined> {
  if (!(await db.has("observation")) || !(await db.has("indicator"))) return undefined;
  const definitions = await db.rows<{ id: string; definition: string }>(
    "SELECT id, concat_ws(' | ', definition, numerator_text, denominator_text, kind, unit) AS definition FROM indicator",
  );
  return {
    figures: await db.rows(newest(withGroups)),
    definitions: new Map(definitions.map(({ id, definition }) => [id, definition])),
  };
}

/** What is known of a refresh besides the figures. */
export interface Refreshed {
  /** ISO time. */
  at: string;
  /** What became of extracts since the refresh before. */
  changes: readonly Pick<SourceChange, "source" | "added" | "dropped">[];
  /** Indicator → the sources that it is made from. */
  sources: ReadonlyMap<string, readonly string[]>;
  isOtherMethod: boolean;
  /** Whether records of children were taken out. What moved for that alone is not kept: it would tell of them. */
  isErasing: boolean;
}

/** Keeps what a refresh moved, by how figures stood before it. Of the first measuring there is nothing to keep. */
export async function keepMoves(
  db: Database,
  before: Standing | undefined,
  refreshed: Refreshed,
): Promise<void> {
  await db.run(createMoves);
  const now = await standing(db, { withGroups: true });
  if (!before || !now) return;
  const units = new Map(
    (await db.rows<{ id: string; unit: string }>("SELECT id, unit FROM indicator")).map((one) => [
      one.id,
      one.unit,
    ]),
  );
  const known: Known = {
    at: refreshed.at,
    unitOf: (indicator) => units.get(indicator) ?? "count",
    extractsOf: (indicator) => whatCame(refreshed.changes, refreshed.sources.get(indicator) ?? []),
    isRedefined: (indicator) => before.definitions.get(indicator) !== now.definitions.get(indicator),
    isOtherMethod: refreshed.isOtherMethod,
  };
  const moves = movesBetween(before.figures, now.figures, known).filter(
    ({ from, to }) => !refreshed.isErasing || (to !== null && from?.period !== to.period),
  );
  await db.insert(
    "figure_move",
    moves.map((move) => [
      ...[move.at, move.indicator, move.level, move.area],
      ...[move.causes, move.from, move.to].map((given) => JSON.stringify(given)),
    ]),
  );
  await forgetOldest(db);
}

/** The moves that are kept, the earliest first; none in a store that never kept any. */
export async function readMoves(db: Database): Promise<Move[]> {
  if (!(await db.has("figure_move"))) return [];
  const rows = await db.rows<
    Record<"at" | "indicator" | "level" | "area" | "causes" | "from" | "to", string>
  >(`
    SELECT "at", indicator, level, area, causes, stood_before AS "from", stands AS "to"
    FROM figure_move ORDER BY "at", indicator, level, area`);
  return rows.map(({ causes, from, to, ...rest }) => ({
    ...rest,
    causes: JSON.parse(causes) as Move["causes"],
    from: JSON.parse(from) as Stood | null,
    to: JSON.parse(to) as Stood | null,
  }));
}

/** What became of the extracts of some sources; undefined where they are as they were. */
function whatCame(
  changes: Refreshed["changes"],
  sources: readonly string[],
): "corrected" | "late" | "withdrawn" | undefined {
  const own = changes.filter(({ source }) => sources.includes(source));
  const [added, dropped] = [own.some((one) => one.added.length), own.some((one) => one.dropped.length)];
  if (added) return dropped ? "corrected" : "late";
  return dropped ? "withdrawn" : undefined;
}

// Whole refreshes: half of one would tell another story than the figures did. The newest is kept, whatever its size.
async function forgetOldest(db: Database): Promise<void> {
  await db.run(`
    DELETE FROM figure_move WHERE "at" IN (
      SELECT "at" FROM (
        SELECT "at", row_number() OVER newer AS turn, sum(count(*)) OVER newer AS moves
        FROM figure_move GROUP BY "at" WINDOW newer AS (ORDER BY "at" DESC)
      ) WHERE turn > ${kept.refreshes} OR turn > 1 AND moves > ${kept.moves})`);
}
