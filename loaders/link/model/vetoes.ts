import { type Database, identifier } from "../../store/database.js";
import { chunksOf } from "../stream.js";
import { DisjointSets } from "../union.js";
import { levelSql } from "./levels.js";
import { fieldOf, type Model } from "./schema.js";

/** SQL: two records of `rec`, `l` and `r`, are on a level that forbids a match; undefined if the model has none. */
function vetoSql({ comparisons }: Model): string | undefined {
  const forbidden = comparisons.flatMap((comparison) => {
    const positions = comparison.levels.flatMap(({ veto }, position) => (veto ? [position] : []));
    return positions.length ? [`${levelSql(comparison)} IN (${positions.join(", ")})`] : [];
  });
  return forbidden.length ? forbidden.join(" OR ") : undefined;
}

/** The fields, one of which two records must differ in to be on a level that forbids a match; none if that is not to be said. */
function fieldsThatDiffer({ comparisons }: Model): string[] {
  const vetoing = comparisons.filter(({ levels }) => levels.some(({ veto }) => veto));
  const isToldByFirst = vetoing.every(
    ({ levels: [first] }) => first!.test === "exact" && !first!.field && !first!.veto,
  );
  return isToldByFirst ? vetoing.map((comparison) => identifier(fieldOf(comparison))) : [];
}

/**
 * The pairs of records that may not be one person, among those that some chain of pairs connects: whether or not a
 * blocking rule made a pair of the two, a third record could bring them together. `pairs` are numbers of `rec`.
 */
export async function vetoedPairs(
  db: Database,
  model: Model,
  pairs: Iterable<readonly [number, number]>,
): Promise<[number, number][]> {
  const veto = vetoSql(model);
  if (!veto) return [];
  const { n } = await db.row<{ n: number }>("SELECT count(*)::INTEGER AS n FROM rec");
  const sets = new DisjointSets(n);
  for (const [left, right] of pairs) sets.unite(left, right);
  await writeConnected(db, sets);
  const found: [number, number][] = [];
  const differ = fieldsThatDiffer(model);
  await db.run(
    `CREATE OR REPLACE TEMP TABLE said AS SELECT connected.* ${differ.map((f) => `, ${f}`).join("")} FROM connected JOIN rec USING (n)`,
  );
  // First the pairs, as numbers, and only of records that differ: the records themselves are wide.
  await db.run(`
    CREATE OR REPLACE TEMP TABLE connected_pair AS
    SELECT a.n AS left_n, b.n AS right_n
    FROM said AS a
    JOIN said AS b ON a.chain = b.chain AND a.n < b.n AND (${differ.map((f) => `a.${f} <> b.${f}`).join(" OR ") || "true"})`);
  const vetoed = `
    SELECT left_n, right_n
    FROM connected_pair JOIN rec AS l ON l.n = left_n JOIN rec AS r ON r.n = right_n
    WHERE ${veto}
    ORDER BY left_n, right_n`;
  for await (const chunk of chunksOf(db, vetoed)) {
    const [left, right] = [chunk.getColumnVector(0), chunk.getColumnVector(1)];
    for (let i = 0; i < chunk.rowCount; i++)
      found.push([left.getItem(i) as number, right.getItem(i) as number]);
  }
  for (const table of ["connected", "said", "connected_pair"]) await db.run(`DROP TABLE ${table}`);
  return found;
}

async function writeConnected(db: Database, sets: DisjointSets): Promise<void> {
  const size = new Int32Array(sets.size);
  for (let i = 0; i < sets.size; i++) size[sets.find(i)]!++;
  await db.run("CREATE OR REPLACE TEMP TABLE connected (n INTEGER, chain INTEGER)");
  const appender = await db.connection.createAppender("connected");
  for (let i = 0; i < sets.size; i++) {
    if (size[sets.find(i)]! < 2) continue;
    appender.appendInteger(i);
    appender.appendInteger(sets.find(i));
    appender.endRow();
  }
  appender.closeSync();
}
