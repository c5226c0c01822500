import { formatCount } from "../../components/words/numbers.js";
import type { Source } from "../registry/source.js";
import { type Database, identifier } from "../store/database.js";
import type { Profile } from "./profile.js";
import type { TextTable } from "./text-table.js";
import { labelColumn } from "./total-words.js";

/**
 * Tells, in a sentence, good rows of the table `checked` that have a text in their first column and nothing else, as headings
 * over the rows below them have; nothing of records of children, of tables of two columns, and where most rows are so.
 */
export async function tellHeadings(
  source: Source,
  { header }: TextTable,
  { columns, rows }: Pick<Profile, "columns" | "rows">,
  db: Database,
): Promise<string[]> {
  const label = labelColumn(source, header);
  const others = Object.entries(columns).filter(([name]) => name !== label?.name);
  // A column that is filled in every row tells that there are none.
  if (!label || source.unpivot || others.length < 2 || others.some(([, { filled }]) => filled === rows))
    return [];
  const empty = others.flatMap(([name]) => {
    const hasMarkers = source.columns.some((column) => column.name === name && column.markers);
    return [name, ...(hasMarkers ? [`${name}_status`] : [])].map((one) => `${identifier(one)} IS NULL`);
  });
  const found = await db.row<{ times: number; first: number }>(
    `SELECT count(*)::INTEGER AS times, min(_row) AS first FROM checked
    WHERE _problems IS NULL AND ${identifier(label.name)} IS NOT NULL AND ${empty.join(" AND ")}`,
  );
  if (!found.times || found.times * 2 > rows) return [];
  const [row, have, were] = found.times === 1 ? ["row", "has", "was"] : ["rows", "have", "were"];
  return [
    `${formatCount(found.times)} ${row}, row ${formatCount(Number(found.first))} first, ${have} nothing but ${label.name}, as headings over other rows have, and ${were} read like the others. If headings are meant, ask the supplier for a column in their place.`,
  ];
}
