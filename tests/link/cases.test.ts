import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readQueue } from "../../workspace/review/queue.js";
import { firstOf, isSoaking } from "../soak.js";
import { everydayRecords, together } from "./everyday.js";
import { type Linked, linkRows, model, nhsNumber, type Rows } from "./fixture.js";

type Row = Record<string, string | null>;

/** Pairs of records, with what is to be decided of them (see /work/shared/cases). */
function readCases(name: string): Row[] {
  const [header, ...lines] = readFileSync(join(import.meta.dirname, name), "utf8")
    .trim()
    .split("\n");
  const columns = header!.split(",");
  return lines.map((line) =>
    Object.fromEntries(line.split(",").map((cell, i) => [columns[i]!, cell || null])),
  );
}

// The numbers in the files are made up; a valid one stands for each.
const valid = (number: string | null | undefined): string | null =>
  number ? nhsNumber(900_000_000 + 11 * Number(number.slice(-4))) : null;

const particulars = (row: Row, side: "left" | "right") => ({
  forename: row[`${side}_forename`]!,
  surname: row[`${side}_surname`]!,
  date_of_birth: row[`${side}_date_of_birth`]!,
  postcode: row[`${side}_postcode`]!,
  nhs_number: valid(row[`${side}_number`]),
});

function worldOf(cases: readonly Row[]): Record<string, Rows> {
  const world: Record<string, Rows> = {};
  for (const row of cases) {
    const other = row.right_number ? "health-visiting-reviews" : "funded-childcare-headcount";
    world["child-health-register"] = [
      ...(world["child-health-register"] ?? []),
      { id: `L${row.case}`, ...particulars(row, "left") },
    ];
    world[other] = [
      ...(world[other] ?? []),
      { id: `R${row.case}`, ...particulars(row, "right"), period: `t${row.case}` },
    ];
  }
  return world;
}

interface Decided {
  linked: Linked;
  /** Pairs of record ids that wait for a person, lesser first. */
  waiting: Set<string>;
}

async function decide(cases: readonly Row[]): Promise<Decided> {
  const linked = await linkRows(together(everydayRecords(isSoaking ? 4_000 : 2_000), worldOf(cases)));
  const { pairs } = await readQueue(linked.identity, model, []);
  const rows = await linked.identity.rows<{ record_id: string; evidence: string }>(
    "SELECT record_id, evidence::VARCHAR AS evidence FROM record WHERE record_id LIKE 'L%' OR record_id LIKE 'R%'",
  );
  const ids = new Map<string, string[]>();
  for (const { record_id, evidence } of rows) ids.set(evidence, [...(ids.get(evidence) ?? []), record_id]);
  const waiting = new Set(
    pairs.flatMap(({ left, right }) =>
      (ids.get(left.evidence) ?? []).flatMap((l) =>
        (ids.get(right.evidence) ?? []).map((r) => [l, r].sort().join("+")),
      ),
    ),
  );
  return { linked, waiting };
}

function check({ linked, waiting }: Decided, number: string, expected: string): void {
  const joined = linked.person[`L${number}`] === linked.person[`R${number}`];
  const waits = waiting.has(`L${number}+R${number}`);
  const outcome = joined ? "one child" : waits ? "review" : "two children";
  if (expected === "one of two") expect(outcome).not.toBe("two children");
  else if (expected === "not one child" || expected === "review at most")
    expect(outcome).not.toBe("one child");
  else expect(expected.split(" or ")).toContain(outcome);
}

const lists = [
  // Of one family, each on its own: with the other, one would tell where the other lived before.
  ["names.csv", ["14", "19"]],
  // In cases.soak.test.ts.
  ["more-names.csv", []],
] as const;

describe.each(firstOf<(typeof lists)[number]>(1, lists))(
  "the cases of %s, among the records of a city",
  (file, apart) => {
    const isApart = ({ case: number }: Row): boolean => (apart as readonly string[]).includes(number!);
    const cases = readCases(file).filter((row) => isSoaking || !isApart(row));
    let most: Decided;
    let others: Decided | undefined;
    beforeAll(async () => {
      most = await decide(cases.filter((row) => !isApart(row)));
      if (isSoaking && apart.length) others = await decide(cases.filter(isApart));
    });
    afterAll(() => {
      most?.linked.close();
      others?.linked.close();
    });

    test.each(cases.map((row) => [row.case!, row.expected!, row.why!, row] as const))(
      "%s: %s (%s)",
      (number, expected, _, row) => check(isApart(row) ? others! : most, number, expected),
    );

    if (file === "names.csv")
      test("Hassan and Amina never meet through the child without a name", () => {
        expect(most.linked.person.L11).not.toBe(most.linked.person.L12);
      });
  },
);
