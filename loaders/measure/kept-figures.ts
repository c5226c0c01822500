import { type Database, identifier, literal } from "../store/database.js";
import { fingerprint } from "../store/fingerprint.js";

/*
 * What is kept of an indicator from one measuring to the next. While it is measured, the tables that its statements name are
 * noted; as long as none of them holds anything else, nor its definition, nor the code, its rows stay what they are.
 *
 * measured: indicator, reads (the tables named), made_of (a hash of what they held and of all else that it was made from)
 */

/** The tables that indicators' rows go to. Each has a column `indicator`. */
const outputs = [
  "observation",
  "contributors",
  "published_count",
  "published_area",
  "joined_figure",
  "indicator_linkage",
] as const;

const before = (table: string): string => `${table}_before`;

/** Rows of indicators as they were measured before, and what they were made from. */
export class KeptFigures {
  /** By indicator, what it was made from at this measuring. */
  private readonly inputHashes = new Map<string, string>();
  private readonly hashes = new Map<string, string>();
  /** Indicators whose rows are to be put back, in their order: many at once. */
  private waiting: string[] = [];
  kept = 0;

  private constructor(
    private readonly db: Database,
    private readonly known: ReadonlyMap<string, { reads: string[]; made_of: string }>,
    /** All tables that there are before the first indicator is measured. */
    private readonly tables: ReadonlySet<string>,
    private readonly columns: ReadonlyMap<string, string>,
  ) {}

  /** Sets aside what was measured before. Call it before the tables for figures are made. */
  static async setAside(db: Database): Promise<void> {
    const isWhole = (await Promise.all([...outputs, "measured"].map((table) => db.has(table)))).every(
      Boolean,
    );
    for (const table of outputs) {
      await db.run(`DROP TABLE IF EXISTS ${before(table)}`);
      if (isWhole) await db.run(`ALTER TABLE ${table} RENAME TO ${before(table)}`);
    }
    if (!isWhole) await db.run("DROP TABLE IF EXISTS measured");
  }

  /** Call it once all that indicators share is made, and the empty tables for figures. */
  static async open(db: Database): Promise<KeptFigures> {
    await db.run("CREATE TABLE IF NOT EXISTS measured (indicator VARCHAR, reads VARCHAR[], made_of VARCHAR)");
    const known = await db.rows<{ indicator: string; reads: string; made_of: string }>(
      "SELECT indicator, to_json(reads)::VARCHAR AS reads, made_of FROM measured",
    );
    const found = await db.rows<{ name: string; columns: string }>(`
      SELECT table_name AS name, string_agg(column_name || ' ' || data_type, ',' ORDER BY column_index) AS columns
      FROM duckdb_columns() WHERE NOT internal GROUP BY table_name`);
    const own = new Set<string>([...outputs, ...outputs.map(before), "measured"]);
    const columns = new Map(found.filter(({ name }) => !own.has(name)).map((one) => [one.name, one.columns]));
    const figures = new KeptFigures(
      db,
      new Map(
        known.map(({ indicator, reads, made_of }) => [
          indicator,
          { reads: JSON.parse(reads) as string[], made_of },
        ]),
      ),
      new Set(columns.keys()),
      columns,
    );
    // Indicators add to the areas: what counts is what stood there before the first of them.
    await figures.hashOf("area");
    return figures;
  }

  /**
   * Puts an indicator's rows back, or measures it. `grounds`: what it is made from besides tables; `of`: what depends on
   * which tables it reads; `base`: an indicator before it whose rows it reads.
   */
  async measure(
    { id, grounds, base }: { id: string; grounds: unknown; base?: string | undefined },
    of: (tables: readonly string[]) => unknown,
    work: () => Promise<void>,
  ): Promise<void> {
    const hash = async (reads: readonly string[]): Promise<string> => {
      const held: unknown[] = [];
      for (const table of reads) held.push([table, await this.hashOf(table)]);
      return fingerprint({ grounds, base: base && this.inputHashes.get(base), held, of: of(reads) });
    };
    const known = this.known.get(id);
    if (known && known.made_of === (await hash(known.reads))) {
      this.inputHashes.set(id, known.made_of);
      this.waiting.push(id);
      this.kept++;
      return;
    }
    await this.putBack();
    const named = await this.db.naming(work);
    // Also what is not there yet: once it is, the figures are others.
    const reads = [...named].filter((name) => this.tables.has(name) || name.startsWith("src_")).sort();
    const inputHash = await hash(reads);
    this.inputHashes.set(id, inputHash);
    await this.db.run("DELETE FROM measured WHERE indicator = $1", [id]);
    await this.db.run(`INSERT INTO measured VALUES ($1, [${reads.map(literal).join(", ")}]::VARCHAR[], $2)`, [
      id,
      inputHash,
    ]);
  }

  /** Forgets what was set aside, indicators that are no more, and the tables that measuring one left to the next. */
  async close(): Promise<void> {
    await this.putBack();
    for (const table of outputs) await this.db.run(`DROP TABLE IF EXISTS ${before(table)}`);
    const left = await this.db.rows<{ name: string }>(
      "SELECT table_name AS name FROM duckdb_tables() WHERE temporary",
    );
    for (const { name } of left)
      if (!this.tables.has(name)) await this.db.run(`DROP TABLE temp.${identifier(name)}`);
    const ids = [...this.inputHashes.keys()].map(literal).join(", ");
    await this.db.run(`DELETE FROM measured ${ids ? `WHERE indicator NOT IN (${ids})` : ""}`);
  }

  private async putBack(): Promise<void> {
    if (!this.waiting.length) return;
    const ids = this.waiting.map(literal).join(", ");
    for (const table of outputs)
      await this.db.run(
        `INSERT INTO ${table} SELECT * FROM ${before(table)} WHERE indicator IN (${ids}) ORDER BY list_position([${ids}], indicator), rowid`,
      );
    await this.db.run(insertAreas(this.waiting));
    this.waiting = [];
  }

  private async hashOf(table: string): Promise<string> {
    let hash = this.hashes.get(table);
    if (hash === undefined) {
      const columns = this.columns.get(table);
      hash =
        columns === undefined
          ? "none"
          : (
              await this.db.row<{ hash: string }>(
                `SELECT concat_ws(' ', ${literal(columns)}, count(*), sum(hash(t)::HUGEINT)) AS hash FROM ${identifier(table)} AS t`,
              )
            ).hash;
      this.hashes.set(table, hash);
    }
    return hash;
  }
}

/** The table of areas elsewhere that published figures are of, beside the city's own. */
export const createPublishedAreas =
  "CREATE OR REPLACE TABLE published_area (indicator VARCHAR, code VARCHAR, name VARCHAR, level VARCHAR)";

/** SQL: adds to the areas those that indicators' published figures are of, as the first of them names each. */
export function insertAreas(indicators: readonly string[]): string {
  const ids = indicators.map(literal).join(", ");
  const place = `list_position([${ids}], indicator)`;
  return `
    INSERT INTO area BY NAME
    SELECT code, any_value(name ORDER BY ${place}, rowid) AS name, any_value(level ORDER BY ${place}, rowid) AS level, NULL AS parent
    FROM published_area
    WHERE indicator IN (${ids}) AND code NOT IN (SELECT code FROM area)
    GROUP BY code ORDER BY min(${place}), code`;
}
