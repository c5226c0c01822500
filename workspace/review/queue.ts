import { lastDecisions } from "../../loaders/link/decisions.js";
import type { Model } from "../../loaders/link/model/schema.js";
import { weightOf } from "../../loaders/link/model/score.js";
import { type ReviewKind, reviewKinds } from "../../loaders/link/review-pairs.js";
import { columnsOf } from "../../loaders/link/stream.js";
import type { Database } from "../../loaders/store/database.js";
import { TellableError } from "../../loaders/store/safe-message.js";
import { findingsOf, levelCount } from "./findings.js";
import { readSides } from "./sides.js";
import type { Queue, ReviewPair, SourceTitle } from "./types.js";
import { kindWords, periodWords } from "./words.js";

/** More pairs than anyone reviews at a sitting: the rest follow when these are decided. */
const mostPairs = 500;

interface Row {
  left_id: number;
  right_id: number;
  kind: ReviewKind | null;
  evidence_weight: number;
  match_probability: number;
  levels: number[];
  total: number;
  unsure: string | null;
}

/**
 * The pairs that wait for clerical review, if nobody has decided on them: the model gives them a probability from
 * `potential` to below `match` and their records are not one person, or they are in table `review_pair` (see
 * review-pairs.ts). Of two persons' pairs the one of the gravest kind, or the likeliest, stands for all. First come pairs
 * that the model is in doubt of, that several children fit or whose numbers contradict the rest, nearest to the match
 * threshold first, by whole bits of match weight, and of these the persons of most records; then those without a forename,
 * and those whose name differs. Pairs that somebody was unsure of come last. A doubtful pair of persons whose other records
 * bear two numbers is left out: the doubt is settled by them.
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
    ({ left_id, right_id, kind, levels, evidence_weight, match_probability, unsure }, i): ReviewPair => ({
      left: sides.get(left_id)!,
      right: sides.get(right_id)!,
      probability: match_probability,
      findings: findingsOf(model, levels, evidence_weight),
      remarks: [...(unsure ? [unsure] : []), ...(kind ? [kindWords[kind]] : []), ...(shared.get(i) ?? [])],
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
  // A store that was linked before there were such pairs has none until its next refresh.
  const reviewed = await db.has("review_pair");
  const evidence = (await columnsOf(db, "model_pair")).some(({ name }) => name === "evidence_weight");
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
    decided_pair AS (
      SELECT dl.distinct_id AS one, dr.distinct_id AS other
      FROM (${lastDecisions}) AS last
      JOIN distinct_record AS dl ON dl.evidence = last.left_evidence
      JOIN distinct_record AS dr ON dr.evidence = last.right_evidence
      WHERE last.verdict <> 'unsure'
    ),
    doubtful AS (
      SELECT *, NULL::VARCHAR AS kind ${evidence ? "" : ", match_weight AS evidence_weight"}
      FROM model_pair WHERE match_probability >= $1 AND match_probability < $2
      ${reviewed ? "UNION ALL BY NAME FROM review_pair" : ""}
    ),
    chosen AS (
      SELECT
        doubtful.*, l.person_id AS left_person, r.person_id AS right_person,
        least(l.person_id, r.person_id) AS lesser, greatest(l.person_id, r.person_id) AS greater
      FROM doubtful
      JOIN holder AS l ON l.distinct_id = left_id
      JOIN holder AS r ON r.distinct_id = right_id
      ANTI JOIN decided_pair ON least(one, other) = left_id AND greatest(one, other) = right_id
      WHERE l.person_id <> r.person_id OR kind = 'one number'
      QUALIFY row_number() OVER (
        PARTITION BY lesser, greater
        ORDER BY coalesce(list_position([${reviewKinds.map((kind) => `'${kind}'`).join(", ")}], kind), 99), match_weight DESC, left_id, right_id
      ) = 1
    ),
    known AS (
      SELECT person_id, count(*) AS records, any_value(nhs_number) AS nhs_number, any_value(upn) AS upn
      FROM person_record
      JOIN (
        SELECT left_person AS person_id FROM chosen
        UNION
        SELECT right_person FROM chosen
      ) USING (person_id)
      LEFT JOIN record USING (record_id, source)
      GROUP BY person_id
    ),
    own AS (
      SELECT distinct_id, any_value(nhs_number) AS nhs_number, any_value(upn) AS upn
      FROM person_record
      JOIN record USING (record_id, source)
      WHERE distinct_id IN (SELECT left_id FROM chosen UNION SELECT right_id FROM chosen)
      GROUP BY distinct_id
    ),
    ordered AS (
      SELECT
        left_id, right_id, left_person, right_person, kind, evidence_weight, match_probability, unsure,
        [${model.comparisons.map((_, i) => `"level ${i}"`).join(", ")}] AS levels,
        row_number() OVER (
          ORDER BY
            unsure IS NOT NULL,
            coalesce(kind IN ('no forename', 'another name', 'changed name'), false),
            CASE WHEN kind IN ('two numbers', 'one number') THEN $3 ELSE round(least(match_weight, $3)) END DESC, kl.records + kr.records DESC, match_weight DESC, left_id, right_id
        ) - 1 AS place,
        count(*) OVER () AS total
      FROM chosen
      LEFT JOIN decided USING (lesser, greater)
      JOIN known AS kl ON kl.person_id = left_person
      JOIN known AS kr ON kr.person_id = right_person
      JOIN own AS ol ON ol.distinct_id = left_id
      JOIN own ON own.distinct_id = right_id
      WHERE (settled IS NOT true OR left_person = right_person)
        AND (kind IS NOT NULL
          OR coalesce(ol.nhs_number <> own.nhs_number, false) OR coalesce(ol.upn <> own.upn, false)
          OR (coalesce(kl.nhs_number = kr.nhs_number, true) AND coalesce(kl.upn = kr.upn, true)))
    )
    SELECT * FROM ordered WHERE place < ${mostPairs}`,
    [potential, match, Math.round(weightOf(match))],
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
