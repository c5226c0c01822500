import { describe, expect, it } from "vitest";
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
} from "./tiny-city.js";

const shown = async (db: Database, where: string) => {
  const rows = await db.rows<Record<string, string | number>>(
    `SELECT period, breakdown, source, others, unit, area, total, linked FROM indicator_linkage WHERE ${where} ORDER BY ALL`,
  );
  return rows.map((r) => Object.values(r));
};

const place = (person: string | null, lsoa: string | null, age: number, period: string) => [
  person,
  "2022-03-01",
  lsoa,
  age,
  "two-year-old additional support",
  period,
];

describe("what an indicator's figures rest on", () => {
  it("is the join of its two sources, and of the source that tells sex and ethnic group", async () => {
    const { db } = await measured(
      [
        geography,
        people(["a", "female", "Asian"], ["b", "male", "White"]),
        records(
          "funded-childcare-headcount",
          ["age_group", "entitlement"],
          [
            place("a", "L1", 2, "2024-autumn"),
            place("a", "L1", 2, "2024-autumn"), // two providers, one child
            place("b", "L3", 2, "2024-autumn"), // not on the list
            place(null, null, 2, "2024-autumn"), // nobody known
            place("c", "L3", 3, "2024-autumn"), // not two
          ],
        ),
        records("eligible-two-year-olds", ["basis"], [["a", "2022-03-01", "L1", "economic", "2024-autumn"]]),
      ],
      [indicator("two-year-old-take-up")],
    );
    expect(await shown(db, "level IN ('city', 'ward')")).toEqual([
      [
        "Autumn 2024",
        "all",
        "funded-childcare-headcount",
        '["eligible-two-year-olds"]',
        "children",
        "E08000025",
        3,
        1,
      ],
      [
        "Autumn 2024",
        "all",
        "funded-childcare-headcount",
        '["eligible-two-year-olds"]',
        "children",
        "W1",
        1,
        1,
      ],
      [
        "Autumn 2024",
        "all",
        "funded-childcare-headcount",
        '["eligible-two-year-olds"]',
        "children",
        "W2",
        1,
        0,
      ],
    ]);
  });

  it("is, for records that follow another source's, how many could be traced to a child", async () => {
    const visit = (person: string | null, born: string | null, date: string) => [
      person,
      born,
      person && "L1",
      "c1",
      "play",
      date,
      null,
    ];
    const { db } = await measured(
      [
        geography,
        people(["a", null, null]),
        records(
          "childrens-centre-attendances",
          ["centre_id", "activity", "session_date"],
          [
            visit("a", "2022-01-01", "2023-04-01"), // the extract reaches from here …
            visit("a", "2022-01-01", "2024-05-01"),
            visit("old", "2015-01-01", "2024-05-01"), // not under five
            visit(null, null, "2024-05-01"), // traced to nobody
            visit("a", "2022-01-01", "2025-03-31"), // … to here
          ],
        ),
        records(
          "childrens-centre-registrations",
          ["registered_on"],
          [["a", "2022-01-01", "L1", "2022-02-01", null]],
        ),
        "CREATE TABLE src_small_area_population AS FROM (VALUES ('L1', 2024, 1, 'female', 10), ('L1', 2023, 1, 'female', 10)) AS t(lsoa, year, age, sex, children)",
      ],
      [indicator("childrens-centre-reach")],
    );
    expect(await shown(db, "level = 'city' AND period = '2024/25'")).toEqual([
      [
        "2024/25",
        "all",
        "childrens-centre-attendances",
        '["childrens-centre-registrations"]',
        "records",
        "E08000025",
        3,
        2,
      ],
    ]);
  });

  it("is, for a joined breakdown, who of the children could be joined, and who of the other source to nobody", async () => {
    const { db } = await measured(
      [
        geography,
        people(["a", null, null], ["b", null, null], ["c", null, null]),
        records("eyfsp-return", profileColumns, [
          profile("a", "L1", true, 17),
          profile("b", "L1", true, 17),
          profile("c", "L3", true, 17),
        ]),
        records(
          "funded-childcare-headcount",
          ["age_group", "entitlement"],
          [
            ["a", "2020-01-01", "L1", 3, "universal", "2023-autumn"],
            ["x", "2020-01-01", "L1", 3, "universal", "2024-spring"],
            ["y", "2021-01-01", "L1", 3, "universal", "2024-spring"], // a year younger
            ["a", "2020-01-01", "L1", 3, "universal", "2024-summer"],
          ],
        ),
        records(
          "child-health-register",
          ["registered_on", "moved_out_on"],
          [["b", "2020-01-01", "L1", "2020-02-01", null, null]],
        ),
      ],
      [indicator("good-level-of-development")],
    );
    const rows = await shown(db, "level = 'city' AND breakdown = 'funded_childcare'");
    expect(rows.map((r) => [r[2], r[6], r[7]])).toEqual([
      ["eyfsp-return", 3, 2],
      ["funded-childcare-headcount", 2, 1],
    ]);
  });

  soak(
    "leaves out of a joined source whoever is older or younger than all but a few of the children",
    async () => {
      const born = (month: string, n: number, first: number) =>
        Array.from({ length: n }, (_, i) => [`p${first + i}`, month] as const);
      // A hundred children and one more at each end of the year, of a slip in the date of birth.
      const children = [
        ...born("2010-01-01", 1, 0),
        ...born("2019-09-01", 99, 1),
        ...born("2020-08-01", 99, 100),
        ...born("2024-01-01", 1, 199),
      ];
      const told = ["2010-01-01", "2019-08-01", "2019-09-01", "2020-08-01", "2020-09-01", "2024-01-01"];
      const { db } = await measured(
        [
          geography,
          people(["a", null, null]),
          records(
            "eyfsp-return",
            profileColumns,
            children.map(([id, month]) => profile(id, "L1", true, 17).with(1, month)),
          ),
          records(
            "funded-childcare-headcount",
            ["age_group", "entitlement"],
            ["2023-autumn", "2024-spring", "2024-summer"].flatMap((term) =>
              told.map((month, i) => [`q${i}`, month, "L1", 3, "universal", term]),
            ),
          ),
        ],
        [indicator("good-level-of-development")],
      );
      const rows = await shown(db, "level = 'city' AND source = 'funded-childcare-headcount'");
      expect(rows.map((r) => [r[1], r[6], r[7]])).toEqual([["funded_childcare", 2, 0]]);
    },
  );

  soak("is nothing where all comes from one source", async () => {
    const { db } = await measured(
      [geography, records("eyfsp-return", profileColumns, [profile("a", "L1", true, 17)])],
      tinyIndicators,
    );
    expect(await db.rows("SELECT DISTINCT breakdown FROM indicator_linkage")).toEqual([]);
  });
});
