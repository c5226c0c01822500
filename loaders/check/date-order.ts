import { plural } from "../../components/words/format.js";
import type { Column } from "../registry/column.js";
import type { Source } from "../registry/source.js";
import { type Database, literal } from "../store/database.js";

/**
 * What the faults of the table `checked` tell of dates with day and month the other way round than declared: where some of a
 * column are, the others were read wrongly and look right. A sentence a column, or nothing.
 */
export async function tellDateOrder(source: Source, db: Database): Promise<string[]> {
  const remarks: string[] = [];
  for (const column of source.columns) {
    const formats = (column.formats ?? []).filter((format) => /%-?d/.test(format) && /%-?m/.test(format));
    if (!isDay(column) || !formats.length) continue;
    const { rows } = await db.row<{ rows: number }>(`
      SELECT count(*)::INTEGER AS rows
      FROM (SELECT unnest(_problems) AS p FROM checked WHERE _problems IS NOT NULL)
      WHERE p.name = ${literal(column.name)}
        AND try_strptime(p.cell, ${listOf(formats)}) IS NULL
        AND try_strptime(p.cell, ${listOf(formats.map(exchanged))}) IS NOT NULL`);
    if (rows > 0)
      remarks.push(
        `${column.name} has day and month the other way round in ${plural(rows, "row")} that ${rows === 1 ? "was" : "were"} set aside. Other rows may have them so, too, and be read as other days: ask the supplier which is meant.`,
      );
  }
  return remarks;
}

const isDay = ({ type }: Column): boolean => type === "date" || type === "datetime";
const exchanged = (format: string): string =>
  format.replace(/%(-?)([dm])/g, (_, bare: string, part: string) => `%${bare}${part === "d" ? "m" : "d"}`);
const listOf = (formats: readonly string[]): string => `[${formats.map(literal).join(", ")}]`;
