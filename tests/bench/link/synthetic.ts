import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatCount } from "../../../components/words/numbers.js";
import { accuracyAt, best } from "../../../loaders/link/model/evaluate.js";
import { readModel } from "../../../loaders/link/model/model-file.js";
import { linkFiles } from "../../../loaders/link/model/run.js";
import { weightOf } from "../../../loaders/link/model/score.js";
import { Database, literal } from "../../../loaders/store/database.js";
import { repositoryRoot } from "../../../loaders/store/paths.js";
import { pools } from "../../../workspace/sample/names/pools.js";

const stages = ["read", "count", "estimate", "score", "cluster", "write"];

/**
 * Seconds by stage, peak memory and accuracy of de-duplicating made-up persons, of whom every third is there twice. Sizes
 * rise, because the memory told is the most that the process has had so far.
 */
export async function benchSynthetic(print: (line: string) => void, sizes: number[]): Promise<void> {
  const model = readModel(join(repositoryRoot, "data", "linkage", "person.yaml"));
  const folder = mkdtempSync(join(tmpdir(), "link-bench-"));
  const headers = [...stages, "total", "MB", "precision", "recall", "best F1"];
  print(
    `made-up persons: seconds by stage; peak memory; precision and recall at a probability of ${model.thresholds.match}`,
  );
  print(`${"records".padStart(9)}${"pairs".padStart(12)}${headers.map((h) => h.padStart(10)).join("")}`);
  try {
    for (const records of sizes) {
      const file = join(folder, "persons.parquet");
      await writePersons(file, records);
      const { seconds, compared, evaluation } = await linkFiles({
        inputs: [file],
        model,
        output: join(folder, "pairs.csv"),
        clusters: join(folder, "clusters.csv"),
        estimate: true,
        evaluate: "label",
        log: () => {},
      });
      const total = stages.reduce((sum, stage) => sum + seconds[stage]!, 0);
      const { pairs, matches } = evaluation!;
      const at = accuracyAt(pairs, weightOf(model.thresholds.match), matches);
      const peak = process.resourceUsage().maxRSS / 1024;
      const cells = [
        ...[...stages.map((stage) => seconds[stage]!), total].map((s) => s.toFixed(1)),
        peak.toFixed(0),
        ...[at.precision, at.recall, best(pairs)!.f1].map((share) => share.toFixed(5)),
      ];
      print(
        `${formatCount(records).padStart(9)}${formatCount(compared).padStart(12)}${cells.map((cell) => cell.padStart(10)).join("")}`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Writes made-up persons (Parquet): id, person, forename, surname, date_of_birth, postcode, town. The same ones each time. */
export async function writePersons(file: string, records: number): Promise<void> {
  const of = Object.values(pools);
  const forenames = listed(of.flatMap(({ female, male }) => [...female, ...male]));
  const surnames = listed(of.flatMap((pool) => pool.surnames));
  const db = await Database.open(":memory:");
  try {
    const persons = Math.floor((records * 3) / 4);
    // A number from 0 to 1 that depends on the row and on what it is for.
    await db.run("CREATE MACRO chance(n, purpose) AS (hash(n, purpose) % 1000003) / 1000003.0");
    await db.run("CREATE MACRO drawn(names, p) AS names[1 + (len(names) * p * p)::INTEGER % len(names)]");
    await db.run(`
      CREATE MACRO misspelt(text, n, purpose) AS
        CASE
          WHEN chance(n, purpose) < 0.12 THEN
            left(text, 1 + (chance(n, purpose || 'at') * (length(text) - 1))::INTEGER)
            || chr(97 + (chance(n, purpose || 'letter') * 25)::INTEGER)
            || substr(text, 3 + (chance(n, purpose || 'at') * (length(text) - 1))::INTEGER)
          WHEN chance(n, purpose) < 0.14 THEN NULL
          ELSE text
        END`);
    await db.run(`
      COPY (
        WITH person AS (
          SELECT
            n,
            drawn(${forenames}, chance(n, 'forename')) AS forename,
            -- Most surnames are rare: two of the list joined.
            CASE
              WHEN chance(n, 'rare') < 0.4 THEN drawn(${surnames}, chance(n, 'surname'))
              ELSE drawn(${surnames}, chance(n, 'surname')) || lower(drawn(${surnames}, chance(n, 'more')))
            END AS surname,
            DATE '1940-01-01' + (chance(n, 'born') * 31000)::INTEGER AS date_of_birth,
            'B' || (1 + chance(n, 'district') * 98)::INTEGER || ' ' || (chance(n, 'sector') * 9)::INTEGER
              || chr(65 + (chance(n, 'unit') * 19)::INTEGER) || chr(65 + (chance(n, 'letter') * 19)::INTEGER) AS postcode,
            'Town ' || (chance(n, 'town') * chance(n, 'town') * 400)::INTEGER AS town
          FROM range(${persons}) AS numbers (n)
        )
        SELECT 'a' || n AS id, n AS person, forename, surname, date_of_birth::VARCHAR AS date_of_birth, postcode, town FROM person
        UNION ALL
        SELECT
          'b' || n, n, misspelt(forename, n, 'f'), misspelt(surname, n, 's'),
          CASE WHEN chance(n, 'd') < 0.05 THEN (date_of_birth + (1 + chance(n, 'days') * 400)::INTEGER)::VARCHAR ELSE date_of_birth::VARCHAR END,
          CASE WHEN chance(n, 'moved') < 0.2 THEN 'B' || (1 + chance(n, 'to') * 98)::INTEGER || ' 1AA' ELSE postcode END,
          CASE WHEN chance(n, 'moved') < 0.1 THEN NULL ELSE town END
        FROM person
        WHERE n % 3 = 0
      ) TO ${literal(file)} (FORMAT parquet)`);
  } finally {
    db.close();
  }
}

const listed = (names: string[]): string => `[${[...new Set(names)].map(literal).join(", ")}]`;
