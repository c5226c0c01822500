import fc from "fast-check";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { measure } from "../../loaders/measure/measure.js";
import { borderMistakes, checkBorder } from "../../loaders/protect/border.js";
import { protect } from "../../loaders/protect/protect.js";
import type { Figure } from "../../loaders/protect/protect-figure.js";
import { protectFigures } from "../../loaders/protect/protect-figures.js";
import { readCity } from "../../loaders/registry/city.js";
import { type Policy, readPolicies } from "../../loaders/registry/policy.js";
import { Database } from "../../loaders/store/database.js";
import { extracts, geography, indicator, table, tinyIndicators, tinySources } from "../measure/tiny-city.js";
import { firstOf, oneIn, soak } from "../soak.js";

const policy = readPolicies().find((p) => p.id === "children")!;
const gld = indicator("good-level-of-development");
const indicators = tinyIndicators.map((i) =>
  i.id === gld.id
    ? {
        ...i,
        published: [
          {
            source: "published-figures",
            query: `SELECT CASE WHEN place = 'E92000001' THEN 'country' WHEN place LIKE 'W%' THEN 'ward' ELSE 'city' END AS level, place AS area,
              '2021/22' AS period, DATE '2021-09-01' AS period_start, 'all' AS breakdown, 'all' AS category, n AS numerator, d AS denominator,
              NULL AS value, 'value' AS status, 'As published.' AS note FROM src_published_figures`,
          },
        ],
      }
    : i,
);

// North: 60 children with free school meals, 42 reached the level; 120 without, 90 did.
// South: 12 with free school meals, 5 did; 90 without, 60 did; 1 of not known.
const cohort = `
  CREATE TABLE src_eyfsp_return AS
  SELECT lsoa || fsm || i AS person_id, DATE '2020-01-01' AS birth_month, lsoa, fsm, 'none' AS send,
    ${["listening_attention_understanding", "speaking", "self_regulation", "managing_self", "building_relationships", "gross_motor", "fine_motor", "comprehension", "word_reading", "writing", "number", "numerical_patterns", "past_present", "people_culture_communities", "natural_world", "creating_materials", "imaginative_expressive"].map((g) => `CASE WHEN i <= met THEN '2' ELSE '1' END AS ${g}`).join(", ")},
    '2024-25' AS _period
  FROM (VALUES ('L1', true, 60, 42), ('L2', false, 120, 90), ('L3', true, 12, 5), ('L3', false, 90, 60)) AS t(lsoa, fsm, children, met), LATERAL (SELECT unnest(range(1, children + 1)) AS i)`;

const others = [
  table(
    "published-figures",
    ["place", "n", "d"],
    [
      ["E92000001", 65, 103],
      ["E08000025", 9453, 15083],
      ["W1", 7, 11],
    ],
  ),
  table(
    "settings-register",
    "urn name provider_type provider_subtype status local_authority registration_date places judgement inspection_date postcode opens_at closes_at weeks_open latitude longitude _row".split(
      " ",
    ),
    [
      [
        "1",
        "Acorns",
        "Childcare on non-domestic premises",
        null,
        "Active",
        "Birmingham",
        "2020-01-05",
        40,
        "good",
        "2024-05-01",
        "B1 1AA",
        "08:00",
        "18:00",
        50,
        52.45,
        -1.85,
        3,
      ],
      [
        "2",
        null,
        "Childminder",
        null,
        "Active",
        "Birmingham",
        "2020-01-05",
        6,
        "good",
        "2024-05-01",
        null,
        "08:00",
        "18:00",
        50,
        52.45,
        -1.85,
        4,
      ],
    ],
  ),
];

let analysis: Database;
beforeAll(async () => {
  analysis = await measuredCity();
});
afterAll(() => analysis.close());

async function measuredCity(): Promise<Database> {
  const db = await Database.open(":memory:");
  for (const statement of [extracts, geography, cohort, ...others]) await db.run(statement);
  await measure(db, { indicators, sources: tinySources, city: readCity(), log: () => {} });
  return db;
}

const open: Database[] = [];
afterEach(() => {
  for (const db of open.splice(0)) db.close();
});

async function published(inForce: Policy = policy, log: string[] = [], together = false): Promise<Database> {
  const db = await Database.open(":memory:");
  open.push(db);
  await protect(analysis, db, {
    policy: inForce,
    indicators,
    sources: tinySources,
    together,
    log: (line) => log.push(line),
  });
  return db;
}

/** What keeps to the policy: nobody changes it for longer than a transaction. */
let sound: Database;
beforeAll(async () => {
  sound = await published();
  open.pop();
});
afterAll(() => sound.close());

describe("protect", () => {
  it("shows the wards' figures with rounded counts and suppresses the small group", async () => {
    const db = sound;
    const rows = await db.rows(
      "SELECT area, breakdown, category, numerator, denominator, value, status FROM observation WHERE indicator = 'good-level-of-development' AND level = 'ward' AND breakdown IN ('all', 'fsm') AND period = '2024/25' ORDER BY ALL",
    );
    expect(rows.map((r) => Object.values(r))).toEqual([
      ["W1", "all", "all", 130, 180, 72, "value"], // 132 of 180
      ["W1", "fsm", "no", 90, 120, 75, "value"],
      ["W1", "fsm", "yes", 40, 60, 67, "value"], // 42 of 60
      ["W2", "all", "all", 65, 100, 65, "value"], // 65 of 102
      ["W2", "fsm", "no", 60, 90, 67, "value"],
      ["W2", "fsm", "yes", null, null, null, "suppressed"], // 5 of 12
    ]);
  });

  it("together, suppresses the group beside it too, from which it could be worked out, and no ward's own figure", async () => {
    const log: string[] = [];
    const db = await published(policy, log, true);
    // South has 102 children: with 90 without free school meals shown, 12 with them would be too.
    const rows = await db.rows(
      "SELECT area, breakdown, category, status FROM observation WHERE indicator = 'good-level-of-development' AND area = 'W2' AND breakdown IN ('all', 'fsm') AND period = '2024/25' ORDER BY ALL",
    );
    expect(rows.map((r) => Object.values(r).join(" "))).toEqual([
      "W2 all all value",
      "W2 fsm no suppressed",
      "W2 fsm yes suppressed",
    ]);
    expect(log[0]).toMatch(/suppressed, \d+ of them so that others cannot be worked out \(loss \d/);
  });

  it("gives the gap where all four counts are shown, from the rounded counts", async () => {
    const db = sound;
    expect(
      await db.rows(
        "SELECT area, value, status FROM observation WHERE indicator LIKE '%gap' AND level = 'ward' ORDER BY area",
      ),
    ).toEqual([
      { area: "W1", value: -8, status: "value" }, // 66.67 − 75
      { area: "W2", value: null, status: "suppressed" },
    ]);
  });

  it("passes what an open source published for the city and its comparators, and protects it below", async () => {
    const db = sound;
    const rows = await db.rows(
      "SELECT area, basis, numerator, denominator, status, note FROM observation WHERE period = '2021/22' AND breakdown = 'all' AND indicator = 'good-level-of-development' ORDER BY area",
    );
    expect(rows.map((r) => Object.values(r))).toEqual([
      ["E08000025", "published", 9453, 15083, "value", "As published."],
      ["E92000001", "published", 65, 103, "value", "As published."],
      ["W1", "protected", null, null, "suppressed", null],
    ]);
  });

  it("lets no small area out, in no table", async () => {
    const db = sound;
    expect(await db.rows("SELECT DISTINCT level FROM observation ORDER BY level")).toEqual(
      ["city", "country", "locality", "ward"].map((level) => ({ level })),
    );
    expect(await db.rows("SELECT count(*) AS n FROM area WHERE level = 'lsoa'")).toEqual([{ n: 0 }]);
    expect(await db.rows("FROM area_tree ORDER BY ward")).toEqual([
      { ward: "W1", locality: "E", city: "E08000025" },
      { ward: "W2", locality: "W", city: "E08000025" },
    ]);
    expect(await db.rows("SELECT DISTINCT level FROM area_shape ORDER BY level")).toEqual([
      { level: "locality" },
      { level: "ward" },
    ]);
  });

  it("lets only the policy's indicators and breakdowns out", async () => {
    const db = sound;
    expect(await db.rows("FROM indicator WHERE id = 'childrens-centre-attendances'")).toEqual([]);
    expect(
      await db.rows("SELECT DISTINCT breakdown FROM observation WHERE level = 'ward' ORDER BY 1"),
    ).toEqual([{ breakdown: "all" }, { breakdown: "fsm" }]);
  });

  it("keeps a setting's place withheld where its name is", async () => {
    const db = sound;
    expect(await db.rows("SELECT urn, name, ward, latitude, places FROM setting ORDER BY urn")).toEqual([
      { urn: "1", name: "Acorns", ward: "W1", latitude: 52.45, places: 40 },
      { urn: "2", name: null, ward: null, latitude: null, places: 6 },
    ]);
  });

  it("tells sources without contacts, and the policy in plain words", async () => {
    const log: string[] = [];
    const db = await published(policy, log);
    expect(await db.rows("SELECT * FROM source WHERE source = 'eyfsp-return'")).toEqual([
      { source: "eyfsp-return", title: "The eyfsp return", licence: "None", as_of: "2026-10-31", page: null },
    ]);
    expect(
      (
        await db.rows<{ text: string }>(
          "SELECT text FROM policy WHERE key IN ('smallest-count', 'rounding', 'levels')",
        )
      ).map((r) => r.text),
    ).toEqual([
      "A figure is not shown where fewer than 10 children were counted, were counted out of, or are left over.",
      "Counts are rounded to the nearest 5, so they may not add up. Percentages are worked out from the rounded counts.",
      "Figures are given for the city, localities and wards, and divided: the city by sex, ethnic group, free school meals, special educational needs and deprivation; localities by sex, ethnic group, free school meals and deprivation; wards by free school meals.",
    ]);
    expect(log[0]).toMatch(/^protect {3}\d+ figures by the policy “children”, \d+ suppressed$/);
  });

  soak("gives the same figures in whatever order they come", async () => {
    const figures = await analysis.rows<Figure>("FROM observation WHERE level <> 'lsoa'");
    const areas = await analysis.rows<{ code: string; parent: string }>(
      "SELECT code, parent FROM area WHERE parent IS NOT NULL",
    );
    const parentOf = new Map(areas.map(({ code, parent }) => [code, parent]));
    const context = { policy, indicators, sources: tinySources, together: true, parentOf };
    const wanted = JSON.stringify(await protectFigures(figures, context));
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(figures, { minLength: figures.length }),
        async (shuffled) => JSON.stringify(await protectFigures(shuffled, context)) === wanted,
      ),
      { numRuns: 5 },
    );
  });

  it.each<[string, string[], string]>([
    [
      "an indicator that is none",
      ["gld"],
      "data/policy/children.yaml: publish.indicators: no indicator has the id “gld”. Correct it, or remove it.",
    ],
    [
      "a rate of events",
      ["childrens-centre-attendances"],
      "“childrens-centre-attendances” counts events, and how many children are behind them is not known. Remove it.",
    ],
    [
      "a gap alone",
      ["good-level-of-development-fsm-gap"],
      "is a gap of “good-level-of-development”, which is not published.",
    ],
  ])("refuses a policy with %s", async (_name, ids, message) => {
    await expect(published({ ...policy, publish: { ...policy.publish, indicators: ids } })).rejects.toThrow(
      message,
    );
  });
});

describe("the border", () => {
  const good = `indicator = 'good-level-of-development' AND area = 'W1' AND breakdown = 'all' AND period = '2024/25'`;

  it("is passed by what protect makes, under the ready policies", async () => {
    for (const each of firstOf(1, readPolicies())) {
      const db = await published(each);
      expect(await borderMistakes(db, { policy: each, indicators })).toEqual([]);
    }
  });

  it.each<[string, string, string]>(
    oneIn(3, [
      [
        "a table of records",
        "CREATE TABLE person AS SELECT 'a' AS person_id",
        "main.person: is not a table of the publishable database.",
      ],
      ["a view", "CREATE VIEW everything AS FROM observation", "main.everything: is not a table"],
      [
        "a table in another schema",
        "CREATE SCHEMA s; CREATE TABLE s.observation AS SELECT 1 AS a",
        "s.observation: is not a table",
      ],
      [
        "another column",
        "ALTER TABLE observation ADD COLUMN person_id VARCHAR",
        "observation.person_id: is not a column",
      ],
      [
        "a column of another type",
        "ALTER TABLE observation ALTER value TYPE VARCHAR",
        "observation.value: is not a column",
      ],
      ["no policy to show", "DROP TABLE policy", "main.policy: is missing."],
      [
        "small areas",
        "INSERT INTO area VALUES ('L1', 'North 1', 'lsoa', 'W1')",
        "area: has areas of a level that may not be published (1 rows).",
      ],
      [
        "a small area's shape",
        "INSERT INTO area_shape VALUES ('L1', 'lsoa', '{}')",
        "area_shape: has shapes of areas that may not be published (1 rows).",
      ],
      [
        "a small area's figure",
        `UPDATE observation SET level = 'lsoa' WHERE ${good}`,
        "observation: has figures of a level that may not be published (1 rows).",
      ],
      [
        "a small area called a ward",
        `UPDATE observation SET area = 'L1' WHERE ${good}`,
        "observation: has figures of areas that are not in the table area (1 rows).",
      ],
      [
        "an exact count",
        `UPDATE observation SET numerator = 132 WHERE ${good}`,
        "observation: has a count that is not rounded (1 rows).",
      ],
      [
        "a small count",
        `UPDATE observation SET numerator = 5 WHERE ${good}`,
        "observation: has a count below the smallest that may be shown (1 rows).",
      ],
      [
        "an exact percentage",
        `UPDATE observation SET value = 73.3 WHERE ${good}`,
        "observation: has a percentage or interval that does not follow from its rounded counts (1 rows).",
      ],
      [
        "an exact interval",
        `UPDATE observation SET lower = 66.42 WHERE ${good}`,
        "has a percentage or interval that does not follow",
      ],
      [
        "all of a small group",
        `UPDATE observation SET numerator = 40, denominator = 40, value = 100, lower = 91, upper = 100 WHERE ${good}`,
        "says the same of every child of a small group (1 rows).",
      ],
      [
        "a percentage of few",
        `UPDATE observation SET numerator = 10, denominator = 20, value = 50, lower = 30, upper = 70 WHERE ${good}`,
        "has a percentage of too few children (1 rows).",
      ],
      [
        "a number beside “suppressed”",
        `UPDATE observation SET status = 'suppressed' WHERE ${good}`,
        "has numbers beside a status that has none (1 rows).",
      ],
      [
        "a count in a note",
        `UPDATE observation SET note = '3 children moved.' WHERE ${good}`,
        "has a note that is not one of protect's sentences (1 rows).",
      ],
      [
        "an indicator that is not published",
        `UPDATE observation SET indicator = 'childrens-centre-attendances' WHERE ${good}`,
        "has an indicator that may not be published (1 rows).",
      ],
      [
        "a breakdown that is not published",
        `UPDATE observation SET breakdown = 'ethnic_group' WHERE ${good}`,
        "has a breakdown that may not be published for ward (1 rows).",
      ],
      [
        "an exact count called published",
        `UPDATE observation SET basis = 'published', numerator = 132 WHERE ${good}`,
        "has unprotected figures below the city (1 rows).",
      ],
      [
        "a pseudonym",
        `UPDATE area SET name = md5('a') WHERE code = 'W1'`,
        "area.name: holds what looks like a pseudonym (1 rows).",
      ],
      [
        "a contact",
        `UPDATE source SET licence = 'ask a.steward@example.org'`,
        "source.licence: holds an e-mail address",
      ],
      [
        "a small area's code in a text",
        `UPDATE policy SET text = 'as in E01008881' WHERE key = 'policy'`,
        "policy.text: holds the code of a small area (1 rows).",
      ],
      [
        "a childminder's home",
        "UPDATE setting SET latitude = 52.45 WHERE urn = '2'",
        "setting: gives the place of settings whose name is withheld (1 rows).",
      ],
      [
        "a childminder's home in the directory",
        `INSERT INTO service VALUES ('1', 'childminder', 'W1', '{"kind": "childminder", "postcode": "B51 1AA"}')`,
        "service: gives the address of somebody's home (1 rows).",
      ],
      [
        "a home in the directory under another kind",
        `INSERT INTO service VALUES ('1', 'group', 'W1', '{"kind": "childminder", "latitude": 52.45}')`,
        "service: gives the address of somebody's home (1 rows).",
      ],
    ]),
  )("catches %s", async (_name, smuggle, message) => {
    await sound.run("BEGIN TRANSACTION");
    try {
      await sound.run(smuggle);
      const refused = await checkBorder(sound, { policy, indicators }).catch((error: Error) => error.message);
      expect(refused).toContain(
        "Nothing is published: what was made for the public does not keep to the policy “children”.",
      );
      expect(refused).toContain(message);
    } finally {
      await sound.run("ROLLBACK");
    }
  });

  it("leaves the publishable database as it was when protect is about to break it", async () => {
    const count = () => sound.rows("SELECT count(*) AS n FROM observation");
    const before = await count();
    await sound.run("CREATE TABLE extra AS SELECT 1 AS a");
    await analysis.run("CREATE TABLE kept AS FROM observation; DELETE FROM observation");
    try {
      await expect(
        protect(analysis, sound, { policy, indicators, sources: tinySources, together: false }),
      ).rejects.toThrow("main.extra: is not a table");
      expect(await count()).toEqual(before);
    } finally {
      await analysis.run("INSERT INTO observation FROM kept; DROP TABLE kept");
      await sound.run("DROP TABLE extra");
    }
  });
});
