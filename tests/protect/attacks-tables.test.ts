import { describe, expect, it } from "vitest";
import type { TablePolicy } from "../../loaders/registry/policy.js";
import { found } from "../audit/desk.js";
import {
  asPublished,
  byRuleAlone,
  derived,
  derivedBeside,
  type Held,
  held,
  protectedBy,
} from "./attacked.js";
import { grid, policy as plain, table } from "./solve/grid.js";

const policy: TablePolicy = { ...plain, protectionInterval: 2 };
const counts = (dimension: string, cells: Record<string, number>) =>
  table(
    [dimension],
    Object.entries(cells).map(([category, n]): [string[], number] => [[category], n]),
  );
const nothing = { bySearch: [], byAttacker: [] };

/** An example, what the rule alone gives away in it, and the part of that which is the point. */
const attacks: [name: string, example: Held, given: string[]][] = [
  [
    "a total less all its other parts",
    held(counts("area", { Total: 40, a: 2, b: 10, d: 28 }), policy),
    ["area a: 2–2"],
  ],
  [
    "0 = x + x + 0",
    held(counts("area", { Total: 30, ab: 0, a: 0, b: 0, d: 30 }), {
      ...policy,
      zeros: "suppressed",
      hierarchies: { area: { Total: ["ab", "d"], ab: ["a", "b"] } },
    }),
    ["area ab: 0–0", "area a: 0–0", "area b: 0–0"],
  ],
  [
    "15 = 10 + 3 + x + x, in whole numbers",
    held(counts("area", { Total: 15, a: 10, b: 3, d: 1, e: 1 }), policy),
    ["area d: 1–1", "area e: 1–1"],
  ],
  [
    "three singletons that cover each other",
    held(
      grid([
        [1, 1, 7, 1, 0],
        [1, 0, 0, 2, 8],
      ]),
      policy,
    ),
    ["column c0, row r0: 1–1", "column c1, row r0: 1–1", "column c3, row r0: 1–1"],
  ],
  [
    "across filters: ages 0 to 4 less ages 0 to 3",
    held(counts("age", { "0-4": 23, "0-3": 21, 0: 6, 1: 5, 2: 6, 3: 4, 4: 2 }), {
      ...policy,
      hierarchies: { age: { "0-4": ["0-3", "4"], "0-3": ["0", "1", "2", "3"] } },
    }),
    ["age 4: 2–2"],
  ],
  [
    "across boundary vintages: a ward of 2018 less the same ward of 2026",
    held(
      counts("area", {
        "A-2018": 23,
        "A-2026": 21,
        "B-2018": 15,
        "B-2026": 17,
        s1: 12,
        s2: 2,
        s3: 9,
        s4: 8,
        s5: 7,
      }),
      {
        ...policy,
        hierarchies: {
          area: {
            "A-2018": ["s1", "s2", "s3"],
            "B-2018": ["s4", "s5"],
            "A-2026": ["s1", "s3"],
            "B-2026": ["s2", "s4", "s5"],
          },
        },
      },
    ),
    ["area s2: 2–2"],
  ],
  [
    "across area systems: a locality less the ward and the small area that make up the rest of it",
    held(counts("area", { locality: 44, w1: 23, w2: 25, s1: 12, s2: 11, s3: 19, s4: 4, s5: 2 }), {
      ...policy,
      hierarchies: {
        area: { w1: ["s1", "s2"], w2: ["s3", "s4", "s5"], locality: ["w1", "s3", "s5"] },
      },
    }),
    ["area s5: 2–2"],
  ],
];

describe("the rule alone gives away, and protect does not,", () => {
  it.each(attacks)("%s", async (_, example, given) => {
    const alone = await derived(example, byRuleAlone(example));
    expect(alone.bySearch).toEqual(expect.arrayContaining(given));
    expect(alone.byAttacker).toEqual(expect.arrayContaining(given));
    expect(await derived(example, await protectedBy(example))).toEqual(nothing);
  });
});

it("rounding left out, a sum gives away what rounding hides", async () => {
  const rounding: TablePolicy = { ...policy, smallestCount: 5, roundTo: 5, protectionInterval: 4 };
  const example = held(counts("area", { Total: 93, a: 2, b: 41, d: 50 }), rounding);
  // Exact counts: 93 − 41 − 50 = 2. Rounded, 95 − 40 − 50 is anything from −1 to 11.
  const exact = example.table.rows.map(({ key, count }) => ({ count: key[0] === "a" ? "c" : String(count) }));
  const unrounded = { ...example, policy: { ...example.policy, roundTo: 1 } };
  expect(await derived(unrounded, exact)).toEqual({ bySearch: ["area a: 2–2"], byAttacker: ["area a: 2–2"] });
  const shown = await protectedBy(example);
  expect(shown.map(({ count }) => count)).toEqual(["95", "c", "40", "50"]);
  expect(await derived(example, shown)).toEqual(nothing);
});

describe("pages that are protected apart give away what they share", () => {
  it("across pages: all children of each ward, and larger wards by sex", async () => {
    const all = counts("area", { Total: 52, a: 2, b: 20, d: 30 });
    const page = held(all, policy);
    const apart = await protectedBy(page);
    expect(apart.map(({ count }) => count)).toEqual(["52", "c", "c", "30"]);
    // The other page has ward b by sex, where nothing is small: 9 girls, 11 boys. So ward a has 52 − 30 − (9 + 11).
    const bySex = [
      ["b f", 9],
      ["b m", 11],
    ] as const;
    const sums = { area: { Total: ["a", "b", "d"] }, sex: { all: ["f", "m"] } };
    const both = table(
      ["area", "sex"],
      [
        ...all.rows.map(({ key, count }): [string[], number] => [[key[0]!, "all"], count]),
        ...bySex.map(([key, n]): [string[], number] => [key.split(" "), n]),
      ],
    );
    const together: Held = { table: both, policy: { ...policy, hierarchies: sums } };
    const beside = [...apart, ...bySex.map(([, n]) => ({ count: String(n) }))];
    expect(52 - 30 - (9 + 11)).toBe(2);
    expect(await found(asPublished(both, beside), together.policy)).toContain("area a, sex all: 2–2");
    const shown = await protectedBy(together);
    const value = (name: string) => shown[both.rows.findIndex(({ key }) => key.join(" ") === name)]!.count;
    // One of what the subtraction needs is missing.
    expect(["Total all", "d all", "b f", "b m"].map(value)).toContain("c");
    expect(await found(asPublished(both, shown), together.policy)).toEqual([]);
  });

  it("linked tables that share cells: regions by county, and the same regions by kind", async () => {
    const regions = { r1: 2, r2: 12, r3: 9, r4: 30 };
    const counties = { east: ["r1", "r2"], west: ["r3", "r4"] };
    const kinds = { town: ["r1", "r3"], country: ["r2", "r4"] };
    const page = (sums: Record<string, string[]>) => {
      const total = (parts: string[]) =>
        parts.reduce((sum, part) => sum + regions[part as keyof typeof regions], 0);
      const cells = {
        ...regions,
        ...Object.fromEntries(Object.entries(sums).map(([name, parts]) => [name, total(parts)])),
      };
      return held(counts("region", cells), { ...policy, hierarchies: { region: sums } });
    };
    const both = page({ ...counties, ...kinds });
    const [byCounty, byKind] = [page(counties), page(kinds)];
    const shownIn = new Map<string, string>();
    for (const each of [byCounty, byKind]) {
      const shown = await protectedBy(each);
      expect(await derived(each, shown)).toEqual(nothing);
      each.table.rows.forEach(({ key }, i) => {
        if (shown[i]!.count !== "c" || !shownIn.has(key[0]!)) shownIn.set(key[0]!, shown[i]!.count);
      });
    }
    const beside = both.table.rows.map(({ key }) => ({ count: shownIn.get(key[0]!)! }));
    // Each page hides r1 with another region, which the other page shows.
    expect(await derived(both, beside)).toEqual({
      bySearch: ["region r1: 2–2"],
      byAttacker: ["region r1: 2–2"],
    });
    expect(await derived(both, await protectedBy(both))).toEqual(nothing);
  });
});

describe("patterns that differ from run to run", () => {
  const example = held(counts("area", { Total: 62, a: 2, b: 20, d: 20, e: 20 }), policy);

  it("together give away what each hides", async () => {
    const hiding = (beside: string) =>
      example.table.rows.map(({ key, count }) => ({
        count: key[0] === "a" || key[0] === beside ? "c" : String(count),
      }));
    for (const run of [hiding("b"), hiding("d")]) expect(await derived(example, run)).toEqual(nothing);
    // The first run shows d, the second b: a is 62 − 20 − 20 − 20.
    const both = hiding("none");
    expect((await derived(example, both)).bySearch).toEqual(["area a: 2–2"]);
    expect(await derivedBeside(example, hiding("d"), hiding("b"))).toContain("area a: 2–2");
  });

  it("do not come about: the same table gives the same pattern, in any order of rows, in every run", async () => {
    const patternOf = async (rows: Held["table"]["rows"]) => {
      const shown = await protectedBy({ ...example, table: { ...example.table, rows } });
      return new Map(rows.map(({ key }, i) => [key[0], shown[i]!.count]));
    };
    const { rows } = example.table;
    const first = await patternOf(rows);
    for (const order of [rows, rows.toReversed(), [...rows.slice(2), ...rows.slice(0, 2)]]) {
      const again = await patternOf(order);
      for (const [area, count] of first) expect([area, again.get(area)]).toEqual([area, count]);
    }
    const shown = await protectedBy(example);
    expect(await derivedBeside(example, shown, await protectedBy(example))).toEqual([]);
  });
});
