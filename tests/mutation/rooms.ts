import { readdirSync } from "node:fs";
import { join, posix } from "node:path";
import { repositoryRoot } from "../../loaders/store/paths.js";

/** The folders that guard children: each file in them is of exactly one room. */
export const guarded = ["loaders/protect", "workspace/audit", "loaders/link", "workspace/site/gate"];

/** Files that have no line to break. */
export const leftOut: Readonly<Record<string, string>> = { "workspace/audit/finding.ts": "types alone" };

export interface Room {
  /** Files, and folders (with a slash at the end) for what lies in them and is of no other room. */
  mutate: readonly string[];
  /** Patterns. */
  tests: readonly string[];
  /** A percentage; none before one has been measured. */
  floor?: number;
}

/**
 * The rooms whose lines are broken on purpose, one at a time, and the tests that must notice: quick ones.
 *
 * `floor`: the percentage of broken lines that must be noticed. It is the lower end of the 95% interval when this was last
 * measured, rounded down. A sample fails when the upper end of its own interval is below it, so that chance does not fail one;
 * a whole room fails when what it noticed is below.
 */
export const rooms: Readonly<Record<string, Room>> = {
  figures: {
    mutate: ["loaders/protect/"],
    tests: [
      "tests/protect/attacks-before.test.ts",
      "tests/protect/attacks-figures.test.ts",
      "tests/protect/attacks-shares.test.ts",
      "tests/protect/average.test.ts",
      "tests/protect/average-alone.test.ts",
      "tests/protect/average-intervals.test.ts",
      "tests/protect/average-points.test.ts",
      "tests/protect/before.test.ts",
      "tests/protect/border-averages.test.ts",
      "tests/protect/joined-breakdown.test.ts",
      "tests/protect/known.test.ts",
      "tests/protect/linked.test.ts",
      "tests/protect/policy-files.test.ts",
      "tests/protect/pooled-periods.test.ts",
      "tests/protect/protect-figure.test.ts",
      "tests/protect/telling-intervals.test.ts",
      "tests/protect/together.test.ts",
    ],
    floor: 70,
  },
  suppression: {
    mutate: ["loaders/protect/solve/", "loaders/protect/solve/table/"],
    tests: [
      "tests/protect/solve/absent-rows.test.ts",
      "tests/protect/solve/hopeless.test.ts",
      "tests/protect/solve/insiders.test.ts",
      "tests/protect/solve/known-tables.test.ts",
      "tests/protect/solve/missing.test.ts",
      "tests/protect/solve/overlaps.test.ts",
      "tests/protect/solve/published-tables.test.ts",
      "tests/protect/solve/rules.test.ts",
      "tests/protect/solve/search.test.ts",
      "tests/protect/solve/series.test.ts",
      "tests/protect/solve/taken-for-sums.test.ts",
      "tests/protect/solve/unnamed-totals.test.ts",
    ],
    floor: 70,
  },
  audit: {
    mutate: ["workspace/audit/"],
    tests: [
      "tests/audit/assumed.test.ts",
      "tests/audit/attacks.test.ts",
      "tests/audit/average-lack.test.ts",
      "tests/audit/command.test.ts",
      "tests/audit/earlier.test.ts",
      "tests/audit/insiders.test.ts",
      "tests/audit/percentage.test.ts",
      "tests/audit/read-published.test.ts",
      "tests/audit/rule.test.ts",
      "tests/audit/settle.test.ts",
      "tests/audit/unnamed-totals.test.ts",
    ],
    floor: 70,
  },
  published: {
    mutate: ["workspace/audit/built/"],
    tests: [
      "tests/audit/attack-site.test.ts",
      "tests/audit/built.test.ts",
      "tests/audit/changed-tables.test.ts",
      "tests/audit/real.test.ts",
      "tests/audit/repeated.test.ts",
      "tests/audit/understood.test.ts",
    ],
    floor: 70,
  },
  link: {
    mutate: ["loaders/link/"],
    tests: [
      "tests/link/by-model.test.ts",
      "tests/link/cases.test.ts",
      "tests/link/incremental.test.ts",
      "tests/link/join-persons.test.ts",
      "tests/link/join-ranked.test.ts",
      "tests/link/key.test.ts",
      "tests/link/link.test.ts",
      "tests/link/parameters.test.ts",
      "tests/link/persons.test.ts",
      "tests/link/sample.test.ts",
      "tests/link/spine.test.ts",
      "tests/review/decisions.test.ts",
    ],
    floor: 70,
  },
  names: {
    mutate: ["name-lists", "name-parts", "name-table", "names"].map((name) => `loaders/link/${name}.ts`),
    tests: ["tests/link/name*.test.ts"],
    floor: 70,
  },
  model: {
    mutate: ["loaders/link/model/"],
    tests: [
      "tests/link/model/em.test.ts",
      "tests/link/model/levels.test.ts",
      "tests/link/model/link-files.test.ts",
      "tests/link/model/model-files.test.ts",
      "tests/link/model/train.test.ts",
      "tests/link/incremental.test.ts",
    ],
    floor: 70,
  },
  report: {
    mutate: ["loaders/link/report/"],
    tests: ["tests/link/report/*.test.ts"],
    floor: 70,
  },
  gate: {
    mutate: ["workspace/site/gate/"],
    tests: [
      "tests/site/approved.test.ts",
      "tests/site/claims-hold.test.ts",
      "tests/site/foreign.test.ts",
      "tests/site/internal.test.ts",
      "tests/site/origin.test.ts",
      "tests/site/record-like.test.ts",
      "tests/site/said.test.ts",
    ],
    floor: 70,
  },
  // What holds the gate's rules against a built site, of which there has to be one.
  door: {
    mutate: [
      "attachments",
      "built-files",
      "check-built",
      "conflicts",
      "fit-to-publish",
      "html",
      "public-check",
      "site-links",
    ].map((name) => `workspace/site/gate/${name}.ts`),
    tests: [
      "tests/site/approved.test.ts",
      "tests/site/foreign.test.ts",
      "tests/site/planted.test.ts",
      "tests/site/site-links.test.ts",
    ],
    floor: 70,
  },
};

/** By room: the files whose lines are broken, by name. */
export function filesOfRooms(): Record<string, string[]> {
  const named = new Set(Object.values(rooms).flatMap(({ mutate }) => mutate));
  const filesIn = (folder: string): string[] =>
    readdirSync(join(repositoryRoot, folder))
      .map((name) => posix.join(folder, name))
      .filter((file) => file.endsWith(".ts") && !named.has(file) && !Object.hasOwn(leftOut, file));
  return Object.fromEntries(
    Object.entries(rooms).map(([room, { mutate }]) => [
      room,
      mutate.flatMap((entry) => (entry.endsWith("/") ? filesIn(entry) : [entry])).sort(),
    ]),
  );
}
