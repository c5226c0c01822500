import fc from "fast-check";
import { expect, test } from "vitest";
import { cases, soak } from "../soak.js";
import { type Clusters, type Persons, rowsOf, type World, world } from "./persons-world.js";

const records = 7;

// Each record is away (0) or in one of four clusters.
const clusters = fc.array(fc.nat(4), { minLength: records, maxLength: records }).map((places): Clusters => {
  const found: Clusters = [[], [], [], []];
  for (const [record, place] of places.entries()) if (place) found[place - 1]!.push(record);
  return found.filter((cluster) => cluster.length);
});
const history = fc.array(clusters, { minLength: 2, maxLength: 5 });

async function inWorld(work: (world: World) => Promise<void>): Promise<void> {
  const made = await world();
  try {
    await work(made);
  } finally {
    made.db.close();
  }
}

interface Refreshed extends Persons {
  clusters: Clusters;
}

test("whatever merges, splits, leaves and returns, the rules of persons hold", async () => {
  await fc.assert(
    fc.asyncProperty(history, (refreshes) =>
      inWorld(async ({ refresh, db }) => {
        let before: Refreshed | undefined;
        for (const given of refreshes) {
          const now = { clusters: given, ...(await refresh(given)) };
          expectEachItsOwn(now);
          if (before) expectUnchangedToStay(before, now);
          if (before) expectBestToSurvive(before, now);
          expectCountsToAddUp(before, now);
          before = now;
        }
        const { twice } = await db.row<{ twice: number }>(
          "SELECT count(*) - count(DISTINCT anchor) AS twice FROM person_anchor",
        );
        expect(twice, "anchors made twice").toBe(0);
      }),
    ),
    cases(2, 40),
  );
});

function expectEachItsOwn({ clusters, anchors, pseudonyms }: Refreshed): void {
  expect(new Set(anchors).size, "anchors").toBe(clusters.length);
  expect(new Set(pseudonyms).size, "pseudonyms").toBe(clusters.length);
}

function expectUnchangedToStay(before: Refreshed, now: Refreshed): void {
  const were = new Map(before.clusters.map((cluster, i) => [cluster.join(), before.pseudonyms[i]]));
  for (const [i, cluster] of now.clusters.entries())
    if (were.has(cluster.join()))
      expect(now.pseudonyms[i], `unchanged person ${cluster}`).toBe(were.get(cluster.join()));
}

/** No cluster and anchor of the last refresh are kept apart that would both rather have each other. */
function expectBestToSurvive(before: Refreshed, now: Refreshed): void {
  const anchorOf = new Map(
    before.clusters.flatMap((cluster, i) => cluster.map((r) => [r, before.anchors[i]!] as const)),
  );
  const had = (cluster: number[], anchor: string): number =>
    cluster.filter((r) => anchorOf.get(r) === anchor).reduce((rows, r) => rows + rowsOf(r), 0);
  for (const [i, cluster] of now.clusters.entries())
    for (const anchor of new Set(cluster.flatMap((r) => anchorOf.get(r) ?? []))) {
      const wanted = had(cluster, anchor);
      const holder = now.anchors.indexOf(anchor);
      const better =
        had(cluster, now.anchors[i]!) >= wanted ||
        (holder >= 0 && had(now.clusters[holder]!, anchor) >= wanted);
      expect(better, `person ${cluster} keeps the anchor that most of its records had`).toBe(true);
    }
}

function expectCountsToAddUp(before: Refreshed | undefined, { clusters, changes }: Refreshed): void {
  const came = changes.new + changes.returned + changes.split;
  const went = changes.merged + changes.left;
  expect((before?.clusters.length ?? 0) + came - went, "persons before, came and went").toBe(clusters.length);
}

soak("the order of rows is of no account, and doing a refresh again changes and tells nothing", async () => {
  await fc.assert(
    fc.asyncProperty(history, fc.integer({ min: 1, max: 1000 }), (refreshes, shuffle) =>
      inWorld((one) =>
        inWorld(async (other) => {
          for (const given of refreshes) {
            const { anchors } = await one.refresh(given);
            const turned = await other.refresh(given.toReversed(), shuffle);
            expect(turned.anchors.toReversed()).toEqual(anchors);
            const told = await one.history();
            expect((await one.refresh(given)).anchors).toEqual(anchors);
            expect(await one.history()).toEqual(told);
          }
          expect(withoutTime(await other.history())).toEqual(withoutTime(await one.history()));
        }),
      ),
    ),
    cases(1, 40),
  );
});

function withoutTime<T extends { at: string }>(history: T[]): Omit<T, "at">[] {
  return history.map(({ at: _, ...rest }) => rest);
}
