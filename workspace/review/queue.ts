import { lastDecisions } from "../../loaders/link/decisions.js";
import type { Model } from "../../loaders/link/model/schema.js";
import type { Database } from "../../loaders/store/database.js";
import { TellableError } from "../../loaders/store/safe-message.js";
import { findingsOf, levelCount } from "./findings.js";
import { readSides } from "./sides.js";
import type { Queue, ReviewPair, SourceTitle } from "./types.js";
import { periodWords } from "./words.js";

/** More pairs than anyone reviews at a sitting: the rest follow when these are decided. */
const mostPairs = 500;

interface Row {
  left_id: number;
  right_id: number;
  match_weight: number;
  match_probability: number;
  levels: number[];
  total: number;
  unsure: string | null;
}

/**
 * The pairs that wait for clerical review: the model gives them a probability from `potential` to below `match`, their
 * records are not one person, and nobody has decided on these two persons. Persons who bear different NHS numbers or
 * UPNs do not wait: they are never joined, whatever is decided. Of two persons' pairs the likeliest stands for all. Nearest to the match threshold first, by whole bits of match weight; of these, the persons of most records.
 * Pairs that somebody was unsure of come last.
 */
export async function readQueue(db: Database, model: Model, sources: readonly SourceTitle[]): Promise<Queue> {
  await refuseUnready(db, model);
  await writeWaiting(db, model);
  const rows = (
    await db.rows<Row & { levels: string }>(
      "SELECT * REPLACE (to_json(levels)::VARCHAR AS levels) FROM waiting ORDER BY place",
    )
  ).map((row): Row => ({ ...row, levels: JSON.parse(row.levels) as number[] }));
  const sides = await readSides(db, sources);
  const shared = await sharedExtracts(db, sources);
  const pairs = rows.map(
    ({ left_id, right_id, levels, match_weight, match_probability, unsure }, i): ReviewPair => ({
      left: sides.get(left_id)!,
      right: sides.get(right_id)!,
      probability: match_probability,
      findings: findingsOf(model, levels, match_weight),
      remarks: [...(unsure ? [unsure] : []), ...(shared.get(i) ?? [])],
    }),
  );
  await db.run("DROP TABLE waiting");
  return { pairs, total: rows[0]?.total ?? 0 };
}

async function refuseUnready(db: Database, model: Model): Promise<void> {
  for (const table of ["record", "distinct_record", "person_record", "model_pair"])
    if (!(await db.has(table)))
      throw new TellableError(
        "The store has no compared pairs yet. Bring it up to date first: npm run refresh",
      );
  if ((await levelCount(db)) !== model.comparisons.length)
    throw new TellableError(
      "data/linkage/children.yaml: comparisons: they are not those of the last refresh. Bring the store up to date first: npm run refresh",
    );
}

// Waiting pairs by `place` from 0, with both persons.
async function writeWaiting(db: Database, model: Model): Promise<void> {
  const { potential, match } = model.thresholds;
  await db.run(
    `
    CREATE OR REPLACE TEMP TABLE waiting AS
    WITH holder AS (
      SELECT distinct_id, any_value(person_id) AS person_id
      FROM person_record WHERE distinct_id IS NOT NULL GROUP BY distinct_id
    ),
    decided AS (
      SELECT
        least(l.person_id, r.person_id) AS lesser, greatest(l.person_id, r.person_id) AS greater,
        bool_or(last.verdict <> 'unsure') AS settled,
        arg_max(
          'Unsure: ' || last.who || ', ' || strftime(last.decided_at, '%-d %B %Y')
            || CASE WHEN last.why <> '' THEN ' (' || last.why || ')' ELSE '' END || '.',
          last.id
        ) FILTER (last.verdict = 'unsure') AS unsure
      FROM (${lastDecisions}) AS last
      JOIN distinct_record AS dl ON dl.evidence = last.left_evidence
      JOIN distinct_record AS dr ON dr.evidence = last.right_evidence
      JOIN holder AS l ON l.distinct_id = dl.distinct_id
      JOIN holder AS r ON r.distinct_id = dr.distinct_id
      GROUP BY ALL
    ),
    between_thresholds AS (
      SELECT
        model_pair.*, l.person_id AS left_person, r.person_id AS right_person,
        least(l.person_id, r.person_id) AS lesser, greatest(l.person_id, r.person_id) AS greater
      FROM model_pair
      JOIN holder AS l ON l.distinct_id = left_id
      JOIN holder AS r ON r.distinct_id = right_id
      WHERE match_probability >= $1 AND match_probability < $2 AND l.person_id <> r.person_id
      QUALIFY row_number() OVER (PARTITION BY lesser, greater ORDER BY match_weight DESC, left_id, right_id) = 1
    ),
    known AS (
      SELECT person_id, count(*) AS records, any_value(nhs_number) AS nhs_number, any_value(upn) AS upn
      FROM person_record
      JOIN (
        SELECT left_person AS person_id FROM between_thresholds
        UNION
        SELECT right_person FROM between_thresholds
      ) USING (person_id)
      LEFT JOIN record USING (record_id, source)
      GROUP BY person_id
    ),
    ordered AS (
      SELECT
        left_id, right_id, left_person, right_person, match_weight, match_probability, unsure,
        [${model.comparisons.map((_, i) => `"level ${i}"`).join(", ")}] AS levels,
        row_number() OVER (
          ORDER BY unsure IS NOT NULL, round(match_weight) DESC, kl.records + kr.records DESC, match_weight DESC, left_id, right_id
        ) - 1 AS place,
        count(*) OVER () AS total
      FROM between_thresholds
      LEFT JOIN decided USING (lesser, greater)
      JOIN known AS kl ON kl.person_id = left_person
      JOIN known AS kr ON kr.person_id = right_person
      WHERE settled IS NOT true
        AND coalesce(kl.nhs_number = kr.nhs_number, true) AND coalesce(kl.upn = kr.upn, true)
    )
    SELECT * FROM ordered WHERE place < ${mostPairs}`,
    [potential, match],
  );
}

/** By place: a sentence for each period's extract that both persons are in. */
async function sharedExtracts(db: Database, sources: readonly SourceTitle[]): Promise<Map<number, string[]>> {
  const titles = new Map(sources.map(({ id, title }) => [id, title]));
  const rows = await db.rows<{ place: number; source: string; period: string }>(`
    SELECT DISTINCT place, l.source, l.period
    FROM waiting
    JOIN person_record AS l ON l.person_id = left_person
    JOIN person_record AS r ON r.person_id = right_person AND r.source = l.source AND r.period = l.period
    ORDER BY place, l.source, l.period`);
  const found = new Map<number, Map<string, string[]>>();
  for (const { place, source, period } of rows) {
    const here = found.get(place) ?? new Map<string, string[]>();
    here.set(source, [...(here.get(source) ?? []), period]);
    found.set(place, here);
  }
  const sentence = ([source, periods]: [string, string[]]): string =>
    `Both are in ${titles.get(source) ?? source}: ${periodWords(periods).join(", ")}. One child is seldom in one extract twice.`;
  return new Map([...found].map(([place, here]) => [place, [...here].map(sentence)]));
}
