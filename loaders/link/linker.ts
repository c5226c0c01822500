import type { Database } from "../store/database.js";

/** A way to propose that two records are the same child. */
export interface Rule {
  name: string;
  /** What it rests on. Names never join what identifiers, or another reading of the names, hold apart. */
  evidence: "identifier" | "name";
  /** Whether it may join records of different sex, and two records of one period's extract, which lists a child once. */
  loose?: boolean;
  /**
   * How it lets forenames differ, which is how twins differ. Forms of one name (Bob, Robert): it joins only those that
   * all pair with each other, so that Alex does not join Alexander to Alexandra. Spelling (Amelia, Amela): the same,
   * or else all with the only one among them known from more than one source.
   */
  forenames?: "form" | "spelling";
}

/** Makes temp table `veto` without a row: pairs of `distinct_id`s, the lesser first, that the model says are never one child's. */
export async function createVetoes(db: Database): Promise<void> {
  await db.run("CREATE OR REPLACE TEMP TABLE veto (left_id INTEGER, right_id INTEGER)");
}

/** Makes table `pair` afresh: what rules pair. `left_id` and `right_id` are `distinct_id`s, the lesser on the left. */
export async function createPairs(db: Database): Promise<void> {
  await db.run("CREATE OR REPLACE TABLE pair (left_id INTEGER, right_id INTEGER, rule VARCHAR)");
}
