import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { changesInWords, writePersonChanges } from "../../loaders/link/history.js";
import { Database } from "../../loaders/store/database.js";
import { soak } from "../soak.js";
import { anchorOf, type Clusters, recordOf, type World, world } from "./persons-world.js";

// Records by number: Amina's one row, Bilal's two, Chloe's three, Dawid's four.
const [amina, bilal, chloe, dawid] = [0, 1, 2, 3] as const;

let persons: World;
beforeEach(async () => {
  persons = await world();
});
afterEach(() => persons.db.close());

/** What the refresh of these clusters adds to the history, in words: “merged B into A”. */
async function told(clusters: Clusters): Promise<string[]> {
  const before = (await persons.history()).length;
  await persons.refresh(clusters);
  const name = (anchor: string | null): string =>
    anchor === null ? "" : ` ${"ABCD"[recordOf(anchor)]}${anchor.endsWith(" 2") ? "2" : ""}`;
  return (await persons.history())
    .slice(before)
    .map(({ event, anchor, other_anchor }) => `${event}${name(anchor)}${name(other_anchor)}`)
    .sort();
}

describe("merging", () => {
  test("the person that most of the records had goes on; the others end", async () => {
    await persons.refresh([[amina], [bilal], [chloe]]);
    expect(await told([[amina, bilal, chloe]])).toEqual(["merged C A", "merged C B"]);
  });

  soak(
    "of two with as many records, the one seen first goes on; of two seen at once, the lesser anchor",
    async () => {
      await persons.refresh([[chloe]]);
      await persons.refresh([[chloe], [amina, bilal]]);
      expect(await told([[amina, bilal, chloe]])).toEqual(["merged C A"]);
      const other = await world();
      await other.refresh([[chloe], [amina, bilal]]);
      expect((await other.refresh([[amina, bilal, chloe]])).anchors).toEqual([anchorOf(chloe)]);
      other.db.close();
    },
  );

  soak("what the one that ended was known by, also if it is away, is the other's from then on", async () => {
    await persons.refresh([
      [chloe, dawid],
      [amina, bilal],
    ]);
    await persons.refresh([[chloe, dawid], [bilal]]);
    expect(await told([[bilal, chloe, dawid]])).toEqual(["merged C A"]);
    expect(await told([[amina, bilal, chloe, dawid]])).toEqual([]);
  });
});

describe("splitting", () => {
  test("the part with most of the records goes on; the other is a new person, though the name was made from its record", async () => {
    expect((await persons.refresh([[amina, bilal, chloe]])).anchors).toEqual([anchorOf(amina)]);
    expect(await told([[amina], [bilal, chloe]])).toEqual(["split A2 A"]);
  });

  soak("of two parts with as many records, the one with the earliest record goes on", async () => {
    await persons.refresh([[amina, bilal, chloe]]);
    expect(await told([[chloe], [amina, bilal]])).toEqual(["split C A"]);
  });

  soak("parts that were persons before they merged are the same persons again", async () => {
    const before = await persons.refresh([[amina], [bilal], [chloe]]);
    await persons.refresh([[amina, bilal, chloe]]);
    expect(await told([[amina], [bilal], [chloe]])).toEqual(["split A C", "split B C"]);
    expect((await persons.refresh([[amina], [bilal], [chloe]])).pseudonyms).toEqual(before.pseudonyms);
  });

  soak("three parts of one, parted twice, get a name each", async () => {
    await persons.refresh([[amina, bilal, chloe, dawid]]);
    expect(await told([[amina], [bilal], [chloe, dawid]])).toEqual(["split A2 A", "split B A"]);
    expect(await told([[amina], [bilal], [chloe], [dawid]])).toEqual(["split C A"]);
  });
});

describe("leaving and returning", () => {
  test("a child that leaves all extracts and returns is the same person", async () => {
    const before = await persons.refresh([[amina], [bilal]]);
    expect(await told([[bilal]])).toEqual(["left A"]);
    expect(await told([[bilal]])).toEqual([]);
    expect(await told([[amina], [bilal]])).toEqual(["returned A"]);
    expect((await persons.refresh([[amina], [bilal]])).pseudonyms).toEqual(before.pseudonyms);
  });

  soak("one that comes back as part of another returns and merges, however many its records", async () => {
    await persons.refresh([[amina], [dawid]]);
    await persons.refresh([[amina]]);
    expect(await told([[amina, dawid]])).toEqual(["merged A D", "returned D"]);
  });

  soak("a record that was away does not take a person's name from those that stayed", async () => {
    await persons.refresh([[amina, dawid]]);
    const { anchors } = await persons.refresh([[amina]]);
    expect(await told([[amina], [dawid]])).toEqual(["split D A"]);
    expect((await persons.refresh([[amina], [dawid]])).anchors[0]).toBe(anchors[0]);
  });

  soak("all may leave at once", async () => {
    await persons.refresh([[amina], [bilal]]);
    expect(await told([])).toEqual(["left A", "left B"]);
  });
});

test("a record that goes from one child to another, both known, is told", async () => {
  await persons.refresh([
    [amina, bilal],
    [chloe, dawid],
  ]);
  expect(await told([[amina], [bilal, chloe, dawid]])).toEqual(["moved C A"]);
});

soak("persons that exchange most of their records go with the records", async () => {
  const { pseudonyms } = await persons.refresh([
    [amina, chloe],
    [bilal, dawid],
  ]);
  const after = await persons.refresh([
    [amina, dawid],
    [bilal, chloe],
  ]);
  expect(after.pseudonyms).toEqual([pseudonyms[1], pseudonyms[0]]);
});

soak("the log's line tells only what happened", async () => {
  const first = await persons.refresh([[amina], [bilal]]);
  expect(changesInWords(first.changes)).toBe("2 new children");
  expect(changesInWords((await persons.refresh([[amina], [bilal]])).changes)).toBeUndefined();
  const last = await persons.refresh([[amina, bilal], [chloe]]);
  expect(changesInWords(last.changes)).toBe("1 new child, 1 merged");
});

test("the analysis database gets counts by day, made from the whole history each time", async () => {
  const analysis = await Database.open(":memory:");
  await persons.refresh([[amina], [bilal]]);
  await persons.refresh([[amina, bilal], [chloe]]);
  for (let times = 0; times < 2; times++) await writePersonChanges(persons.db, analysis);
  expect(await analysis.rows("FROM person_change")).toEqual([
    { at: "2026-01-01", event: "new", persons: 2 },
    { at: "2026-01-02", event: "merged", persons: 1 },
    { at: "2026-01-02", event: "new", persons: 1 },
  ]);
  analysis.close();
});
