import { formatList } from "../../components/words/format.js";
import type { Source } from "../registry/source.js";
import { type Database, identifier, literal } from "../store/database.js";
import type { TextTable } from "./text-table.js";
import { nullWords } from "./traces.js";

/**
 * Tells, in sentences, columns of texts in which good rows of the table `checked` hold what programs write for nothing: it was
 * read as a text. Not of columns that may identify a child, as NULL may be a name, and of those whose values are declared.
 */
export async function tellNullWords(
  source: Source,
  { header, traces }: TextTable,
  db: Database,
): Promise<string[]> {
  if (traces?.nullWords === false) return [];
  const columns = source.columns.filter(
    ({ name, type, values, identifier: identifies }) =>
      type === "text" && !values && !identifies && header.positions.has(name),
  );
  if (!columns.length) return [];
  const isAmong = (text: string): string =>
    `CASE WHEN strlen(${text}) < 7 THEN ${text} IN (${nullWords.map(literal).join(", ")}) END`;
  const row = await db.row<Record<string, string[] | null>>(
    `SELECT ${columns.map(({ name }, i) => `list(DISTINCT ${identifier(name)}) FILTER (${isAmong(identifier(name))}) AS f${i}`).join(", ")} FROM checked WHERE _problems IS NULL`,
  );
  return columns.flatMap(({ name }, i) => {
    const found = nullWords.filter((word) => row[`f${i}`]?.includes(word));
    if (!found.length) return [];
    const listed = found.map((word) => JSON.stringify(word)).join(", ");
    return `${name} holds ${formatList(found.map((word) => `“${word}”`))}, which programs write for nothing and which was read as a text. Write missing: [${listed}] for it in data/sources/${source.id}.yaml.`;
  });
}
