import { expect, it } from "vitest";
import { readFigures } from "../../loaders/protect/protect.js";
import { protectFigures } from "../../loaders/protect/protect-figures.js";
import { type Policy, readPolicies } from "../../loaders/registry/policy.js";
import type { Database } from "../../loaders/store/database.js";
import { soak } from "../soak.js";
import {
  geography,
  indicator,
  measured,
  people,
  profile,
  profileColumns,
  records,
  tinyIndicators,
  tinySources,
  type Value,
} from "./tiny-city.js";

const gld = indicator("good-level-of-development");
const bySchool = { ...gld, records: { ...gld.records!, contributor: "school_urn" } };
const indicators = tinyIndicators.map((each) => (each.id === gld.id ? bySchool : each));

/** So many children of a small area at a school, of whom the first `well` are at the level. */
function cohort(lsoa: string, school: string | null, children: number, well: number, fsm = false): Value[][] {
  return Array.from({ length: children }, (_, i) => {
    const [person, birth, area, ...rest] = profile(
      `${lsoa}${school}${fsm}${i}`,
      lsoa,
      fsm,
      i < well ? 17 : 3,
    );
    return [person!, birth!, area!, school, ...rest];
  });
}

async function withSchools(rows: Value[][]): Promise<Database> {
  const everyone = rows.map(([person]): [string, string, string] => [String(person), "female", "White"]);
  const { db } = await measured(
    [geography, people(...everyone), records("eyfsp-return", ["school_urn", ...profileColumns], rows)],
    indicators,
  );
  return db;
}

// North (L1, L2) has schools 1 and 2, South (L3) school 3 alone.
const rows = [
  ...cohort("L1", "1", 60, 40),
  ...cohort("L2", "2", 60, 40),
  ...cohort("L2", "1", 40, 20, true),
  ...cohort("L3", "3", 70, 40),
  ...cohort("L3", null, 30, 15, true),
];

soak(
  "counts how many schools told of the children of an area and group; one without a name is none",
  async () => {
    const db = await withSchools(rows);
    const told = await db.rows<Record<string, string | number>>(
      `FROM contributors WHERE level IN ('ward', 'city') AND breakdown IN ('all', 'fsm') AND indicator = '${gld.id}' ORDER BY area, breakdown, category`,
    );
    expect(told.map(({ area, category, contributors }) => `${area} ${category}: ${contributors}`)).toEqual([
      "E08000025 all: 3",
      "E08000025 no: 3",
      "E08000025 yes: 1",
      "W1 all: 2",
      "W1 no: 2",
      "W1 yes: 1",
      "W2 all: 1",
      "W2 no: 1",
      "W2 yes: 0",
    ]);
  },
);

const ward = (id: string, { leastContributors }: { leastContributors: number | undefined }): Policy => {
  const policy = readPolicies().find((each) => each.id === id)!;
  return {
    ...policy,
    leastContributors,
    known: [],
    publish: { ...policy.publish, indicators: [gld.id], levels: { city: [], locality: [], ward: ["fsm"] } },
  };
};

it("is kept from readers where one school would be seen, and so is what would tell of it", async () => {
  const db = await withSchools(rows);
  const shownBy = async (policy: Policy) => {
    const { figures } = await protectFigures(await readFigures(db, policy, indicators), {
      policy,
      indicators,
      sources: tinySources,
      together: true,
      parentOf: new Map([
        ["W1", "E"],
        ["W2", "W"],
        ["E", "E08000025"],
        ["W", "E08000025"],
      ]),
    });
    expect(figures.some((figure) => "contributors" in figure)).toBe(false);
    return figures
      .filter(({ status, denominator }) => status === "value" && denominator !== 0)
      .map(({ area, category }) => `${area} ${category}`)
      .sort();
  };
  const all = ["E08000025 all", "W1 all", "W1 no", "W1 yes", "W2 all", "W2 no", "W2 yes"];
  expect(await shownBy(ward("children", { leastContributors: undefined }))).toEqual(
    expect.arrayContaining(all),
  );
  const shown = await shownBy(ward("children", { leastContributors: 2 }));
  expect(shown.filter((name) => name.startsWith("W2") || name === "W1 yes")).toEqual([]);
  // All of the city less North would be school 3.
  expect(shown.includes("E08000025 all") && shown.includes("W1 all")).toBe(false);
});
