import {
  appendFileSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type FetchWhen, fetchExtracts } from "../../loaders/connect/fetch-extracts.js";
import { withhold } from "../../loaders/pull/withheld.js";
import { connected, FetchDesk } from "./bench.js";

let desk: FetchDesk;
let share: string;
beforeEach(() => {
  desk = new FetchDesk();
  share = join(desk.folder, "share");
  mkdirSync(share);
});
afterEach(() => desk.close());

const at = (more = ""): ReturnType<typeof connected> =>
  connected(`{ type: folder, path: "${share}", files: ["visits*"], settleSeconds: 0${more} }`);

/** Puts a file on the share, as if it had been written so many days ago. */
function put(name: string, content: string, daysAgo = 0): string {
  const file = join(share, name);
  writeFileSync(file, content);
  const time = Date.UTC(2026, 9, 31 - daysAgo) / 1000;
  utimesSync(file, time, time);
  return file;
}

test("the newest of a share is taken once, by the day in its name, and the inbox stays as it is", async () => {
  put("visits_2026-10-30.csv", "A\nnew\n", 2);
  put("visits_2026-09-30.csv", "A\nold, copied later\n");
  put("other.csv", "A\n");
  expect(await desk.fetch(at())).toEqual({
    names: ["visits_2026-10-30.csv"],
    texts: ["A\nnew\n"],
    failure: undefined,
  });
  desk.log.length = 0;
  expect((await desk.fetch(at())).names).toEqual(["visits_2026-10-30.csv"]);
  expect(desk.log).toEqual([]);
  put("visits_2026-11-30.csv", "A\nnewer\n");
  expect((await desk.fetch(at())).texts).toEqual(["A\nnewer\n"]);
});

test("of a source with periods the newest of each is taken", async () => {
  for (const [name, daysAgo] of [
    ["visits_2026-09.csv", 9],
    ["visits_2026-10.csv", 8],
    ["VISITS_2026-10_b.csv", 1],
  ] as const)
    put(name, `A\n${name}\n`, daysAgo);
  const { texts } = await desk.fetch(at(`, period: '(\\d{4}-\\d{2})'`));
  expect(texts).toEqual(["A\nvisits_2026-09.csv\n", "A\nVISITS_2026-10_b.csv\n"]);
});

test("what is still being written is left for the next refresh, and what has a name of its own for it is passed over", async () => {
  put("visits_1.csv", "A\nwhole\n", 3);
  put("visits_2.csv.filepart", "A\nhalf", 2);
  put("~$visits_3.csv", "A\n", 1);
  expect((await desk.fetch(at())).texts).toEqual(["A\nwhole\n"]);
  const growing = put("visits_4.csv", "A\nha");
  const fetching = desk.fetch(
    connected(`{ type: folder, path: "${share}", files: ["visits*"], settleSeconds: 0.2 }`),
  );
  await sleep(60);
  appendFileSync(growing, "lf\n");
  expect(await fetching).toMatchObject({
    texts: ["A\nwhole\n"],
    failure: "An extract is still being written. The next refresh looks again.",
  });
  expect(await desk.fetch(at())).toMatchObject({ texts: ["A\nhalf\n"], failure: undefined });
});

test("a share that is gone or not mounted is told, and the last good extract stays", async () => {
  const file = put("visits_1.csv", "A\n1\n");
  await desk.fetch(at());
  renameSync(share, `${share}-away`);
  expect(await desk.fetch(at())).toMatchObject({
    texts: ["A\n1\n"],
    failure: `${share}: there is no such folder now. Is the share there, and the path right?`,
  });
  mkdirSync(share);
  expect(await desk.fetch(at())).toMatchObject({
    texts: ["A\n1\n"],
    failure: `${share}: the folder is empty. Is the share mounted?`,
  });
  rmSync(share, { recursive: true });
  renameSync(`${share}-away`, share);
  expect(await desk.fetch(at())).toMatchObject({ failure: undefined });
  // A supplier may take away what was fetched.
  rmSync(file);
  put("readme.txt", "x");
  expect(await desk.fetch(at())).toMatchObject({ texts: ["A\n1\n"], failure: undefined });
});

test("nothing is taken from outside the folder, nor what no pattern names", async () => {
  writeFileSync(join(desk.folder, "visits-elsewhere.csv"), "A\n1\n");
  symlinkSync(join(desk.folder, "visits-elsewhere.csv"), join(share, "visits_1.csv"));
  put("notes.csv", "A\n");
  expect(await desk.fetch(at())).toMatchObject({
    names: [],
    failure: `${share}: no file there fits the patterns under location.files. Correct the patterns, or the path.`,
  });
});

test("one that is larger than the source allows is not taken", async () => {
  put("visits_1.csv", `A\n${"1\n".repeat(60)}`);
  expect(await desk.fetch(at(", patience: { megabytes: 0.0001 }"))).toMatchObject({
    names: [],
    failure: "An extract is larger than 1 KB. If that is right, raise location.patience.megabytes.",
  });
});

test("an extract that was withdrawn stays away, and one that was lost comes again", async () => {
  put("visits_1.csv", "A\n1\n");
  const { snapshots } = (await desk.fetch(at()), await desk.pull(at()));
  rmSync(desk.store.snapshots, { recursive: true });
  expect((await desk.fetch(at())).texts).toEqual(["A\n1\n"]);
  withhold(desk.store, [
    {
      source: "visits",
      sha256: snapshots[0]!.sha256,
      why: "withdrawn",
      at: "2026-11-30T00:00:00Z",
      covers: null,
    },
  ]);
  expect((await desk.fetch(at())).names).toEqual([]);
});

test("of several, those whose time it is are looked at, and no other that was a short while ago", async () => {
  put("visits_1.csv", "A\n1\n", 1);
  put("calls_1.csv", "A\n1\n", 1);
  const path = JSON.stringify(share);
  const [visits, calls] = ["visits", "calls"].map((id) =>
    connected(`{ type: folder, path: ${path}, files: ["${id}*"], settleSeconds: 0 }`, `id: ${id}`),
  );
  const look = async (when: FetchWhen): Promise<string[]> => {
    desk.log.length = 0;
    await fetchExtracts(desk.store, [visits!, calls!], {
      when,
      day: desk.day,
      log: (line) => desk.log.push(line),
    });
    await desk.pull(visits!, calls!);
    return desk.log.flatMap((line) => /^fetch +(\w+)/.exec(line)?.[1] ?? []);
  };
  expect((await look(["calls"])).sort()).toEqual(["calls", "visits"]);
  put("visits_2.csv", "A\n2\n");
  put("calls_2.csv", "A\n2\n");
  expect(await look("due")).toEqual([]);
  expect(await look(["calls"])).toEqual(["calls"]);
  expect(await look("now")).toEqual(["visits"]);
});
