import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { divideChildren, gatherEvidence } from "../../loaders/measure/joined-children.js";
import { buildPersonSources } from "../../loaders/measure/person-sources.js";
import { joinedCategories } from "../../loaders/registry/joined-breakdown.js";
import { Database } from "../../loaders/store/database.js";
import { cases, soak } from "../soak.js";
import {
  geography,
  indicator,
  measured,
  people,
  profile,
  profileColumns,
  records,
  tinySources,
} from "./tiny-city.js";

const gld = indicator("good-level-of-development");
const [joined] = gld.joined;

const headcount = (person: string | null, period: string, age = 3) => [
  person,
  "2020-01-01",
  "L1",
  age,
  "universal",
  period,
];
const registered = (person: string) => [person, "2020-01-01", "L1", "2020-02-01", null, null];

// The three terms before September 2024 are autumn 2023 to summer 2024.
const tenChildren = [
  geography,
  people(...[..."abcdefghij"].map((id): [string, null, null] => [id, null, null])),
  records("eyfsp-return", profileColumns, [
    profile("a", "L1", true, 17), // there in the autumn
    profile("b", "L1", false, 0), // there in the summer
    profile("c", "L1", false, 12), // first there when Reception had begun
    profile("d", "L2", true, 0), // registered, never there
    profile("e", "L2", true, 17), // there at two only
    profile("f", "L3", false, 3), // in no other source
    profile("g", "L3", false, 17), // registered; left apart from z, who was there, as only 0.9 surely the same
    profile("h", "L3", true, 11), // there, by a link of 0.9
    profile("i", "L3", true, 17), // registered; hardly the same as y, who was there
    profile("j", "L1", false, 0), // there twice
    profile("k", "L1", false, 17, "2023-24"), // a year that no headcount goes before
  ]),
  records(
    "funded-childcare-headcount",
    ["age_group", "entitlement"],
    [
      headcount("a", "2023-autumn"),
      headcount("b", "2024-summer", 4),
      headcount("c", "2024-autumn", 4),
      headcount("e", "2023-autumn", 2),
      headcount("h", "2024-spring"),
      headcount("j", "2023-autumn"),
      headcount("j", "2024-spring"),
      headcount("y", "2024-spring"),
      headcount("z", "2024-spring"),
      headcount(null, "2024-spring"),
    ],
  ),
  records(
    "child-health-register",
    ["registered_on", "moved_out_on"],
    ["a", "c", "d", "g", "i"].map(registered),
  ),
];
const links = [
  "CREATE TABLE person_link AS FROM (VALUES ('h', 'funded-childcare-headcount', 0.9), ('a', 'eyfsp-return', 1.0)) AS t(person_id, source, probability)",
  "CREATE TABLE link_candidate AS FROM (VALUES ('z', 'g', 0.9), ('i', 'y', 0.3)) AS t(person_id, other_id, probability)",
];

describe("ten children by whether they had a funded place", () => {
  it("are counted as link joined them, and a doubtful link is no link", async () => {
    const { db } = await measured([...tenChildren, ...links], [gld]);
    expect(
      await db.rows(`
        SELECT category, numerator, denominator, value, round(lower, 2) AS lower, round(upper, 2) AS upper
        FROM observation WHERE breakdown = 'funded_childcare' AND level = 'city' AND period = '2024/25' ORDER BY category`),
    ).toEqual([
      // f and g; a, b, h and j; c, d, e and i.
      { category: "could not be joined", numerator: 1, denominator: 2, value: 50, lower: 9.45, upper: 90.55 },
      { category: "had a funded place", numerator: 1, denominator: 4, value: 25, lower: 4.56, upper: 69.94 },
      {
        category: "no funded place found",
        numerator: 3,
        denominator: 4,
        value: 75,
        lower: 30.06,
        upper: 95.44,
      },
    ]);
  });

  soak("are divided in wards and localities as in the city", async () => {
    const { db } = await measured([...tenChildren, ...links], [gld]);
    const rows = await db.rows<{ area: string; category: string; denominator: number }>(`
      SELECT area, category, denominator FROM observation
      WHERE breakdown = 'funded_childcare' AND level = 'ward' AND period = '2024/25' ORDER BY area, category`);
    expect(rows.map((r) => [r.area, r.category, r.denominator])).toEqual([
      ["W1", "could not be joined", 0],
      ["W1", "had a funded place", 3], // a, b, j
      ["W1", "no funded place found", 3], // c, d, e
      ["W2", "could not be joined", 2], // f, g
      ["W2", "had a funded place", 1], // h
      ["W2", "no funded place found", 1], // i
    ]);
  });

  soak("have no figure for a year that the other source does not tell of", async () => {
    const { db } = await measured([...tenChildren, ...links], [gld]);
    expect(
      await db.rows(
        "SELECT DISTINCT level, status, note, value FROM observation WHERE breakdown = 'funded_childcare' AND period = '2023/24'",
      ),
    ).toEqual([
      {
        level: "city",
        status: "not_available",
        note: "The funded childcare headcount: no extract for Autumn 2022, Spring 2023, Summer 2023.",
        value: null,
      },
    ]);
    expect(await db.rows("FROM joined_figure WHERE period = '2023/24'")).toEqual([]);
  });

  soak("move between categories with the match probability that is asked for", async () => {
    const { db } = await measured([...tenChildren, ...links], [gld]);
    const rows = await db.rows<{ threshold: number; category: string; x: number; n: number }>(`
      SELECT threshold, category, numerator AS x, denominator AS n FROM joined_figure
      WHERE level = 'city' AND within = 'all' AND threshold IS NOT NULL ORDER BY threshold, category`);
    const at = (threshold: number) =>
      rows.filter((r) => r.threshold === threshold).map((r) => `${r.x} of ${r.n} ${r.category}`);
    // g joins z; then neither g nor h is sure enough.
    const loose = ["0 of 1 could not be joined", "2 of 5 had a funded place", "3 of 4 no funded place found"];
    const strict = [
      "1 of 3 could not be joined",
      "1 of 3 had a funded place",
      "3 of 4 no funded place found",
    ];
    expect([0.5, 0.8, 0.95, 0.99].map(at)).toEqual([loose, loose, strict, strict]);
  });

  soak("can be looked at within another group", async () => {
    const { db } = await measured([...tenChildren, ...links], [gld]);
    const rows = await db.rows<{ category: string; x: number; n: number }>(`
      SELECT category, numerator AS x, denominator AS n FROM joined_figure
      WHERE level = 'city' AND within = 'fsm' AND within_category = 'yes' ORDER BY category`);
    expect(rows.map((r) => `${r.x} of ${r.n} ${r.category}`)).toEqual([
      "1 of 2 had a funded place", // a, h
      "2 of 3 no funded place found", // d, e, i
    ]);
  });

  soak("are averaged too, child by child", async () => {
    const { db } = await measured([...tenChildren, ...links], [indicator("average-goals-met")]);
    expect(
      await db.rows(`
        SELECT category, value FROM observation
        WHERE breakdown = 'funded_childcare' AND level = 'city' AND period = '2024/25' ORDER BY category`),
    ).toEqual([
      { category: "could not be joined", value: 10 }, // 3, 17
      { category: "had a funded place", value: 7 }, // 17, 0, 11, 0
      { category: "no funded place found", value: 11.5 }, // 12, 0, 17, 17
    ]);
  });

  soak("need no probabilities: without them there is only what link made", async () => {
    const { db } = await measured(tenChildren, [gld]);
    expect(await db.rows("SELECT DISTINCT threshold FROM joined_figure")).toEqual([{ threshold: null }]);
    const rows = await db.rows<{ n: number }>(
      "SELECT denominator AS n FROM observation WHERE breakdown = 'funded_childcare' AND level = 'city' AND period = '2024/25' ORDER BY category",
    );
    expect(rows.map((r) => r.n)).toEqual([1, 4, 5]);
  });

  it("are still counted undivided where the other source has not come", async () => {
    const { db } = await measured(
      tenChildren.filter((table) => !table.includes("funded_childcare")),
      [gld],
    );
    expect(
      await db.rows(`
        SELECT breakdown, status, numerator, denominator, note FROM observation
        WHERE level = 'city' AND period = '2024/25' AND breakdown IN ('all', 'funded_childcare') GROUP BY ALL ORDER BY breakdown`),
    ).toEqual([
      { breakdown: "all", status: "value", numerator: 5, denominator: 10, note: null },
      {
        breakdown: "funded_childcare",
        status: "not_available",
        numerator: null,
        denominator: null,
        note: "The funded childcare headcount: there is no extract yet.",
      },
    ]);
  });
});

describe("a joined breakdown by dates", () => {
  soak("counts records from the first day up to the last, and only periods told of as a whole", async () => {
    const visited = {
      ...joined!,
      breakdown: "centre",
      source: "childrens-centre-attendances",
      where: undefined,
      date: "session_date",
      categories: { found: "came", notFound: "did not come", notJoined: "could not be joined" },
    };
    const visit = (person: string, date: string) => [person, "2020-01-01", "L1", "c1", "play", date, null];
    const { db } = await measured(
      [
        ...tenChildren,
        records(
          "childrens-centre-attendances",
          ["centre_id", "activity", "session_date"],
          [visit("a", "2023-09-01"), visit("c", "2024-08-31"), visit("d", "2024-09-01")],
        ),
        records(
          "childrens-centre-registrations",
          ["registered_on"],
          ["a", "c", "d"].map((person) => [person, "2020-01-01", "L1", "2020-06-01", null]),
        ),
      ],
      [{ ...gld, joined: [visited] }],
    );
    const rows = await db.rows<{ period: string; category: string; n: number | null }>(
      "SELECT period, category, denominator AS n FROM observation WHERE breakdown = 'centre' AND level = 'city' ORDER BY period, category",
    );
    expect(rows.map((r) => [r.period, r.category, r.n])).toEqual([
      ["2023/24", "came", null],
      ["2023/24", "could not be joined", null],
      ["2023/24", "did not come", null],
      ["2024/25", "came", 2],
      ["2024/25", "could not be joined", 1],
      ["2024/25", "did not come", 7],
    ]);
    expect(
      await db.rows("SELECT DISTINCT note FROM observation WHERE breakdown = 'centre' AND value IS NULL"),
    ).toContainEqual({
      note: "The childrens centre attendances: tells of 2023-09-01 to 2024-09-01, not of all days from 2022-09-01 to 2023-08-31.",
    });
  });
});

describe("whatever link found", () => {
  const dbs: Database[] = [];
  afterAll(() => {
    for (const db of dbs) db.close();
  });
  const person = fc.constantFrom(..."abcdef");
  const probability = fc.double({ min: 0, max: 1, noNaN: true });
  const world = fc.record({
    there: fc.array(person, { minLength: 1 }),
    elsewhere: fc.array(person),
    links: fc.array(
      fc.tuple(person, fc.constantFrom("eyfsp-return", "funded-childcare-headcount"), probability),
    ),
    near: fc.array(fc.tuple(person, person, probability)),
  });
  const values = (rows: unknown[][]) =>
    rows
      .map(
        (row) =>
          `(${row.map((v) => (typeof v === "string" ? `'${v}'` : `${v as number}::DOUBLE`)).join(", ")})`,
      )
      .join(", ");
  const table = (name: string, columns: string, none: string, rows: unknown[][]) =>
    `CREATE OR REPLACE TABLE ${name} AS SELECT * FROM (VALUES ${values(rows) || none}) AS t(${columns}) WHERE person_id <> ''`;

  it("every child is in one category, and fewer have a place the surer a link must be", async () => {
    const db = await Database.open(":memory:");
    dbs.push(db);
    await db.run(
      "CREATE TABLE joined_span AS SELECT 'funded_childcare' AS breakdown, '2024/25' AS label, DATE '2023-09-01' AS first_day, DATE '2024-09-01' AS end_day",
    );
    await db.run(
      records(
        "eyfsp-return",
        ["fsm"],
        ["a", "b", "c", "d"].map((p) => [p, "2020-01-01", "L1", true, "2024-25"]),
      ),
    );
    await fc.assert(
      fc.asyncProperty(world, async ({ there, elsewhere, links, near }) => {
        for (const name of ["src_funded_childcare_headcount", "src_child_health_register"])
          await db.run(`DROP TABLE IF EXISTS ${name}`);
        await db.run(
          records(
            "funded-childcare-headcount",
            ["age_group", "entitlement"],
            there.map((p) => headcount(p, "2023-autumn")),
          ),
        );
        if (elsewhere.length)
          await db.run(
            records("child-health-register", ["registered_on", "moved_out_on"], elsewhere.map(registered)),
          );
        await db.run(table("person_link", "person_id, source, probability", "('', '', 1.0)", links));
        await db.run(table("link_candidate", "person_id, other_id, probability", "('', '', 1.0)", near));
        await buildPersonSources(db, tinySources);
        let before = Number.POSITIVE_INFINITY;
        await gatherEvidence(db, joined!, { own: "eyfsp-return", sources: tinySources });
        for (const threshold of [null, 0.5, 0.8, 0.95, 0.99]) {
          await divideChildren(db, joined!, threshold);
          const rows = await db.rows<{ person_id: string; category: string }>(
            "SELECT person_id, category FROM joined_funded_childcare ORDER BY person_id",
          );
          expect(rows.map((r) => r.person_id)).toEqual(["a", "b", "c", "d"]);
          for (const { category } of rows) expect(joinedCategories(joined!)).toContain(category);
          const found = rows.filter((r) => r.category === joined!.categories.found).length;
          if (threshold !== null) {
            expect(found).toBeLessThanOrEqual(before);
            before = found;
          }
        }
      }),
      cases(3, 30),
    );
  });
});
