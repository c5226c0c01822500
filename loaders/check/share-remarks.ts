import { plural } from "../../components/words/format.js";
import type { Source } from "../registry/source.js";
import { type Database, identifier } from "../store/database.js";

/**
 * Tells, in sentences, columns of shares in which good rows of the table `checked` go above 1: 45 without a percent sign was
 * read as 45 times the whole. Not of columns that the source lets go above 1.
 */
export async function tellShares(source: Source, db: Database): Promise<string[]> {
  const columns = source.columns.filter(
    ({ percent, max }) => percent === "share" && !(typeof max === "number" && max > 1),
  );
  if (!columns.length) return [];
  const counts = columns.map(
    ({ name }, i) => `count(*) FILTER (abs(${identifier(name)}) > 1)::INTEGER AS n${i}`,
  );
  const row = await db.row<Record<string, number>>(
    `SELECT ${counts.join(", ")} FROM checked WHERE _problems IS NULL`,
  );
  return columns.flatMap(({ name }, i) => {
    const rows = row[`n${i}`]!;
    return rows > 0
      ? [
          `${name} is above 1 in ${plural(rows, "row")}, which is more than the whole: 45 without a percent sign is read as 45, not as 0.45. If percentages are meant, write percent: percentage for it in data/sources/${source.id}.yaml; if it may be more than the whole, write max for it.`,
        ]
      : [];
  });
}
