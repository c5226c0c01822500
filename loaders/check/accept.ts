import { formatCount } from "../../components/words/numbers.js";
import { Unusable } from "../files/refused.js";
import type { Snapshot } from "../pull/choose.js";
import type { Source } from "../registry/source.js";
import type { Database } from "../store/database.js";
import type { Counts, Profile } from "./profile.js";
import type { TextTable } from "./text-table.js";
import { reasonsSql } from "./typed-sql.js";

/** Counts the rows of the extract in the table `checked`; the SQL `good` is true of those that are good. */
export async function countRows(db: Database, table: TextTable, good: string): Promise<Counts> {
  const { rows, rejected } = await db.row<{ rows: number; rejected: number }>(`
    SELECT
      count(*) FILTER (${good}) AS rows,
      count(*) - rows AS rejected
    FROM checked`);
  return { rows, rejected: rejected + table.broken.length };
}

/** Throws Unusable, with what its reader told, if an extract has no rows; also if it has far fewer than the last good one, or too many that are wrong. */
export async function judge(
  source: Source,
  snapshot: Snapshot,
  db: Database,
  counts: Counts,
  {
    lastRows,
    earlier,
    remarks = [],
  }: {
    lastRows: Record<string, number>;
    earlier: readonly Profile[];
    remarks?: readonly string[] | undefined;
  },
): Promise<void> {
  const { leastRows, mostRejected } = source.accept;
  const registry = `data/sources/${source.id}.yaml`;
  const all = counts.rows + counts.rejected;
  if (all === 0)
    throw new Unusable(
      ["It has a header and no rows.", ...remarks].join(" "),
      `Ask the supplier to send it again${remarks.length ? `, or correct format in ${registry}` : ""}.`,
    );
  const isNewPeriod = earlier.some(({ period }) => period?.toLowerCase() !== snapshot.period?.toLowerCase());
  const most = isNewPeriod ? undefined : expectedRows(earlier);
  const last = most ?? lastRowsOf(snapshot.period, lastRows, isNewPeriod ? earlier : []);
  const whose =
    most !== undefined && earlier.length > 1
      ? "the largest of the last good extracts"
      : "the last good extract";
  if (last !== undefined && all < last * leastRows)
    throw new Unusable(
      `It has ${formatCount(all)} ${all === 1 ? "row" : "rows"}; ${whose} had ${formatCount(last)}, and at least ${percent(leastRows)} of that are expected.`,
      `Ask the supplier for the whole of it. If it is whole, let ${registry} say accept: { leastRows: ${Math.floor((all / last) * 100) / 100} } until it has been taken.`,
    );
  if (counts.rejected > all * mostRejected)
    throw new Unusable(
      `${formatCount(counts.rejected)} of ${formatCount(all)} rows are wrong, and at most ${percent(mostRejected)} may be. ${await mostFrequent(source, db)}`,
      `Ask the supplier for a corrected extract. If the layout or the codes changed, correct ${registry}.`,
    );
}

// Against the last alone, an extract may lose half of its rows again and again. One that was let through with fewer than half
// of those before it was let through by a steward: what was before it counts no more.
function expectedRows(earlier: readonly Profile[]): number | undefined {
  let most: number | undefined;
  for (const { rows, rejected } of earlier) {
    const all = rows + rejected;
    most = most === undefined || all < most / 2 ? all : Math.max(most, all);
  }
  return most;
}

// A period that is new is measured against the smallest that is known.
function lastRowsOf(
  period: string | null,
  lastRows: Record<string, number>,
  others: readonly Profile[],
): number | undefined {
  const own = lastRows[period ?? ""];
  const known = [...Object.values(lastRows), ...others.map(({ rows, rejected }) => rows + rejected)];
  return own ?? (known.length ? Math.min(...known) : undefined);
}

async function mostFrequent(source: Source, db: Database): Promise<string> {
  const faults = await db.rows<{ label: string; reason: string; rows: number }>(`
    SELECT p.label AS label, reason, count(*) AS rows
    FROM (SELECT unnest(_problems) AS p FROM checked WHERE _problems IS NOT NULL)
    JOIN ${reasonsSql(source)} ON p.name = reasons.name AND p.rule = reasons.rule
    GROUP BY ALL ORDER BY rows DESC, label LIMIT 3`);
  return faults.length
    ? `Most often: ${faults.map((f) => `“${f.label}” ${f.reason} (${formatCount(f.rows)})`).join("; ")}.`
    : "Most have too few or too many cells, or are there twice.";
}

function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}
