import fc from "fast-check";
import { expect, test } from "vitest";
import { measure } from "../../loaders/measure/measure.js";
import { readCity } from "../../loaders/registry/city.js";
import type { Indicator } from "../../loaders/registry/indicator.js";
import { Database } from "../../loaders/store/database.js";
import { cases, isSoaking, soak } from "../soak.js";
import {
  extracts,
  geography,
  indicator,
  people,
  profile,
  profileColumns,
  records,
  table,
  tinySources,
} from "./tiny-city.js";

const published = (id: string, level: string): Indicator => ({
  ...indicator(id),
  records: undefined,
  published: [
    {
      source: "published-figures",
      query: `
        SELECT ${level} AS level, place AS area, '${id}' AS area_name, '2021/22' AS period, DATE '2021-09-01' AS period_start,
          'all' AS breakdown, 'all' AS category, n AS numerator, d AS denominator, NULL AS value, 'value' AS status, NULL AS note
        FROM SRC_published_figures WHERE n <> 3`,
    },
  ],
});

const gld = indicator("good-level-of-development");
const indicators = [
  gld,
  indicator("good-level-of-development-fsm-gap"),
  published("infant-mortality", "CASE place WHEN 'E92000001' THEN 'country' ELSE 'city' END"),
  published("low-birth-weight", "CASE place WHEN 'E08000025' THEN 'city' ELSE 'region' END"),
];

/** What each part of a tiny city may hold. Undefined: there is no such table. */
const variants = {
  profile: [
    [profile("a", "L1", true, 17), profile("b", "L2", false, 3)],
    [profile("a", "L1", true, 17), profile("b", "L2", false, 17), profile("c", "L3", false, 2)],
    undefined,
  ],
  figures: [
    [
      ["E08000025", 9453, 15083],
      ["E92000001", 65, 100],
    ],
    [
      ["E92000001", 66, 100],
      ["E12000005", 3, 9],
    ],
    undefined,
  ],
  sex: ["female", "male"],
  published: [DATE("2026-10-31"), DATE("2026-11-30")],
  goals: [gld, { ...gld, definition: "Another definition." }],
} as const;

function DATE(day: string): string {
  return `DATE '${day}'`;
}

type State = Record<keyof typeof variants, number>;
const state = fc.record(
  Object.fromEntries(Object.entries(variants).map(([part, all]) => [part, fc.nat(all.length - 1)])),
) as fc.Arbitrary<State>;

const outputs = [
  "observation",
  "contributors",
  "published_count",
  "joined_figure",
  "indicator_linkage",
  "indicator",
];

/** Measures a state; returns all rows of what comes out, in their order, and the last line of the log. */
async function measureIn(db: Database, is: State) {
  const [rows, figures] = [variants.profile[is.profile], variants.figures[is.figures]];
  for (const name of ["extract", "person", "src_eyfsp_return", "src_published_figures"])
    await db.run(`DROP TABLE IF EXISTS ${name}`);
  const tables = [
    extracts,
    `UPDATE extract SET as_of = ${variants.published[is.published]} WHERE source = 'published-figures'`,
    people(["a", variants.sex[is.sex]!, "White"], ["b", "male", "Asian"], ["c", null, null]),
    ...(rows ? [records("eyfsp-return", profileColumns, [...rows])] : []),
    ...(figures
      ? [
          table(
            "published-figures",
            ["place", "n", "d"],
            figures.map((row) => [...row]),
          ),
        ]
      : []),
  ];
  for (const statement of tables) await db.run(statement);
  const log: string[] = [];
  await measure(db, {
    indicators: [variants.goals[is.goals]!, ...indicators.slice(1)],
    sources: tinySources,
    city: readCity(),
    log: (line) => log.push(line),
    code: "as it is",
  });
  const held: Record<string, unknown> = {
    area: await db.rows("SELECT code, name, level FROM area ORDER BY code"),
  };
  for (const output of outputs) held[output] = await db.rows(`SELECT * FROM ${output} ORDER BY rowid`);
  return { held, told: log.at(-1)! };
}

async function withCity<T>(work: (db: Database) => Promise<T>): Promise<T> {
  const db = await Database.open(":memory:");
  try {
    await db.run(geography);
    return await work(db);
  } finally {
    db.close();
  }
}

soak("whatever came, changed and went, figures are those of a store made afresh", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(state, { minLength: 2, maxLength: 4 }), (states) =>
      withCity(async (kept) => {
        for (const is of states) {
          const { held } = await measureIn(kept, is);
          expect(held).toEqual(await withCity(async (fresh) => (await measureIn(fresh, is)).held));
        }
      }),
    ),
    cases(1, 15),
  );
});

test("only indicators that something has changed for are measured anew", async () => {
  await withCity(async (db) => {
    const first = { profile: 0, figures: 0, sex: 0, published: 0, goals: 0 };
    const told = async (is: State) => (await measureIn(db, is)).told.replace(/, \d+ figures$/, "");
    expect(await told(first)).toBe("measure   4 indicators");
    expect(await told(first)).toBe("measure   4 indicators, 4 of them as before");
    expect(await told({ ...first, figures: 1 })).toBe("measure   4 indicators, 2 of them as before");
    if (!isSoaking) return;
    expect(await told({ ...first, figures: 1, profile: 1 })).toBe(
      "measure   4 indicators, 2 of them as before",
    );
    expect(await told({ ...first, figures: 1, profile: 1, goals: 1 })).toBe(
      "measure   4 indicators, 2 of them as before",
    );
  });
});
