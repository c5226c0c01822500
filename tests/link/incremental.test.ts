import fc from "fast-check";
import { expect, test } from "vitest";
import { link } from "../../loaders/link/link.js";
import { createPairs } from "../../loaders/link/linker.js";
import { createModelPairs } from "../../loaders/link/model/compared.js";
import type { Model } from "../../loaders/link/model/schema.js";
import { pairByModel } from "../../loaders/link/probabilistic.js";
import { writeDistinctRecords, writeRecords } from "../../loaders/link/records.js";
import { Database } from "../../loaders/store/database.js";
import { cases, soak } from "../soak.js";
import {
  headcount,
  key,
  model,
  nhsNumber,
  personsOf,
  type Rows,
  register,
  reviews,
  writeRows,
} from "./fixture.js";

const sources = [register, reviews, headcount];

// Records that come, go and change; of each two alike are easily found, and a key is soon shared by more than the cap.
const row = fc.record({
  forename: fc.constantFrom("Amina", "Amira", "Aminah", "Mohammed", "Baby girl", null),
  surname: fc.constantFrom("Khan", "Kahn", "Walker", "Khan-Walker", null),
  date_of_birth: fc.constantFrom("2021-03-04", "2021-04-03", "2021-03-05", null),
  postcode: fc.constantFrom("B1 1AA", "B1 1AB", "B33 3CC", null),
  sex: fc.constantFrom("female", "male", null),
  nhs_number: fc.constantFrom(nhsNumber(912000001), nhsNumber(912000002), null, null),
});
const extract = (source: string, sized: { maxLength: number }) =>
  fc.array(row, sized).map((rows) => rows.map((one, i) => ({ id: `${source}-${i}`, ...one })));
const extracts = fc.record(
  Object.fromEntries(sources.map(({ id }) => [id, extract(id, { maxLength: 4 })])),
) as fc.Arbitrary<Record<string, Rows>>;

/** Each refresh changes some sources' extracts; the others stay as they were. */
const refreshes = fc
  .array(
    fc.tuple(
      extracts,
      fc.subarray(
        sources.map(({ id }) => id),
        { minLength: 1 },
      ),
    ),
    {
      minLength: 2,
      maxLength: 4,
    },
  )
  .map((steps) => {
    let current: Record<string, Rows> = {};
    return steps.map(([given, changed], i) => {
      current = { ...current };
      for (const { id } of sources) if (i === 0 || changed.includes(id)) current[id] = given[id]!;
      return current;
    });
  });

async function withDatabases<T>(count: number, work: (...dbs: Database[]) => Promise<T>): Promise<T> {
  const dbs: Database[] = [];
  try {
    for (let i = 0; i < count; i++) dbs.push(await Database.open(":memory:"));
    return await work(...dbs);
  } finally {
    for (const db of dbs) db.close();
  }
}

async function writeExtracts(db: Database, rows: Record<string, Rows>): Promise<void> {
  for (const source of sources) await writeRows(db, source, rows[source.id]!);
}

// Nearly all agree in so small a world, so that how rare a value is today often decides whether a pair is told.
const telling = (low: number, over = model.blocking.split!.over): Model => ({
  ...model,
  blocking: { ...model.blocking, split: { ...model.blocking.split!, over } },
  thresholds: { match: 0.5, potential: 0.1, low },
  comparisons: model.comparisons.map((comparison) => ({
    ...comparison,
    levels: comparison.levels.map((level) => (level.term_frequency ? { ...level, u: 0.9 } : level)),
  })),
});
const cap = 4;

/** Compares the records; returns the pairs with their weights and levels, and what was logged. */
async function compare(db: Database, rows: Record<string, Rows>, by: Model) {
  await writeExtracts(db, rows);
  await writeRecords(db, sources);
  await writeDistinctRecords(db);
  await createPairs(db);
  await createModelPairs(db, by);
  const log: string[] = [];
  await pairByModel(db, by, (line) => log.push(line), cap);
  return {
    pairs: await db.rows("SELECT * FROM model_pair ORDER BY ALL"),
    joined: await db.rows("SELECT * FROM pair ORDER BY ALL"),
    log,
  };
}

soak(
  "pairs compared now and those kept from earlier refreshes are what comparing everything gives",
  async () => {
    let pairs = 0;
    await fc.assert(
      fc.asyncProperty(
        refreshes,
        fc.constantFrom(1e-12, 1e-9, 1e-8, 1e-7, 1e-6),
        fc.constantFrom(1, 2, 40),
        (steps, low, over) =>
          withDatabases(1, async (kept) => {
            for (const rows of steps) {
              const incremental = await compare(kept!, rows, telling(low, over));
              const full = await withDatabases(1, (fresh) => compare(fresh!, rows, telling(low, over)));
              expect(incremental.pairs).toEqual(full.pairs);
              expect(incremental.joined).toEqual(full.joined);
              pairs += full.pairs.length;
            }
          }),
      ),
      cases(1, 12),
    );
    expect(pairs).toBeGreaterThan(10);
  },
);

soak(
  "what records say, pairs, persons and outcomes after any sequence of refreshes are those of a store made afresh, whatever the order of rows",
  async () => {
    const linkIn = async (identity: Database, analysis: Database, rows: Record<string, Rows>) => {
      await writeExtracts(identity, rows);
      await link(identity, analysis, { sources, key, model, log: () => {}, code: "as it is" });
      const { together, rule, outcome } = await personsOf(identity);
      return {
        together,
        rule,
        outcome,
        said: await identity.rows("SELECT * FROM distinct_record ORDER BY evidence"),
        pairs: await identity.rows("SELECT * FROM pair ORDER BY ALL"),
        reviewed: await identity.rows("SELECT * FROM review_pair ORDER BY left_id, right_id, kind"),
        looked: (await identity.has("looked_at"))
          ? await identity.rows("SELECT * FROM looked_at ORDER BY ALL")
          : [],
        names: await identity.rows("SELECT kind, name FROM read_name ORDER BY ALL"),
      };
    };
    await fc.assert(
      fc.asyncProperty(refreshes, (steps) =>
        withDatabases(4, async (identity, analysis, otherIdentity, otherAnalysis) => {
          for (const rows of steps) await linkIn(identity!, analysis!, rows);
          const last = steps.at(-1)!;
          const shuffled = Object.fromEntries(
            Object.entries(last).map(([source, rows]) => [source, [...rows].reverse()]),
          );
          expect(await linkIn(identity!, analysis!, last)).toEqual(
            await linkIn(otherIdentity!, otherAnalysis!, shuffled),
          );
        }),
      ),
      cases(1),
    );
  },
);

test("only what is new or changed is compared", async () => {
  await withDatabases(1, async (db) => {
    const told = async (children: Rows) => (await compare(db!, rows(children), telling(1e-12))).log;
    expect(await told(khans)).toEqual([
      "link      4 of 4 distinct records are new or changed: 6 pairs compared",
    ]);
    expect(await told(khans)).toEqual([
      "link      0 of 4 distinct records are new or changed: 0 pairs compared",
    ]);
    const [amina, ...others] = khans;
    expect(await told([{ ...amina!, date_of_birth: "2021-05-05" }, ...others])).toEqual([
      "link      1 of 4 distinct records are new or changed: 3 pairs compared",
    ]);
  });
});

soak(
  "a crowd is left out and told; as it comes and goes, pairs are what comparing everything gives",
  async () => {
    await withDatabases(2, async (db, fresh) => {
      const erin = { ...khans[0]!, id: "Erin", forename: "Erin", date_of_birth: "2020-07-07" };
      const before = await compare(db!, rows(khans), telling(1e-12));
      expect(before.pairs).toHaveLength(6);
      const crowded = await compare(db!, rows([...khans, erin]), telling(1e-12));
      expect(crowded.pairs).toEqual([]);
      expect(crowded.log).toEqual([
        "link      [surname, postcode]: 5 records that share a value with more than 3 others were not compared by it",
        "link      5 of 5 distinct records are new or changed: 0 pairs compared",
      ]);
      const after = await compare(db!, rows(khans), telling(1e-12));
      expect(after.pairs).toEqual(before.pairs);
      expect((await compare(fresh!, rows([...khans, erin]), telling(1e-12))).pairs).toEqual([]);
    });
  },
);

soak(
  "a block that is too large is split by a further key, and its records compared within the parts",
  async () => {
    const born = (forename: string, surname: string, i: number) => ({
      id: `${i}`,
      forename,
      surname,
      date_of_birth: "2021-03-01",
      postcode: `B${i} 1AA`,
    });
    const children = [
      born("Amina", "Khan", 1),
      born("Bilal", "Khan", 2),
      born("Chloe", "Kaur", 3),
      born("Dawid", "Kaur", 4),
      born("Erin", "Kowalski", 5),
    ];
    await withDatabases(2, async (whole, split) => {
      expect((await compare(whole!, rows(children), telling(1e-15))).pairs).toEqual([]);
      const { log } = await compare(split!, rows(children), telling(1e-15, 2));
      expect(log).toEqual([
        "link      [date_of_birth, surname:1]: 5 records in blocks of more than 2 were compared by it only where they share surname:3, too",
        "link      5 of 5 distinct records are new or changed: 2 pairs compared",
      ]);
    });
  },
);

soak("a pair that was too unlikely is told once the name that it shares has become rare", async () => {
  const quills = ["2021-03-04", "2021-12-25"].map((date_of_birth, i) => ({
    id: `quill-${i}`,
    forename: "Amina",
    surname: "Quill",
    date_of_birth,
    postcode: ["B1 1AA", "B33 3CC"][i]!,
  }));
  const others = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"].map((letter, i) => ({
    id: `other-${i}`,
    forename: `Zz${letter}`,
    surname: `Yy${letter}`,
    date_of_birth: "2019-06-30",
    postcode: null,
  }));
  const among = (list: Rows) => rows([...quills, ...list]);
  const weightIn = async (list: Rows): Promise<number> =>
    withDatabases(1, async (fresh) => {
      const { pairs } = await compare(fresh!, among(list), telling(1e-15));
      return Number(pairs[0]!.match_weight);
    });
  const [common, rare] = [await weightIn([]), await weightIn(others)];
  expect(rare).toBeGreaterThan(common + 4);
  const between = telling(1 / (1 + 2 ** -((common + rare) / 2)));
  await withDatabases(1, async (db) => {
    expect((await compare(db!, among([]), between)).pairs).toEqual([]);
    expect((await compare(db!, among(others), between)).pairs).toHaveLength(1);
  });
});

const khans = ["Amina", "Bilal", "Chloe", "Dawid"].map((forename, i) => ({
  id: forename,
  forename,
  surname: "Khan",
  date_of_birth: `2021-03-0${i + 1}`,
  postcode: "B1 1AA",
}));
const rows = (list: Rows) => ({ [register.id]: list, [reviews.id]: [], [headcount.id]: [] });
