import { existsSync, readdirSync } from "node:fs";
import { join, posix } from "node:path";
import { expect, test } from "vitest";
import { repositoryRoot } from "../../loaders/store/paths.js";
import { drawMutants, judge, type Mutant, nameOf, outcomeOf } from "../../workspace/mutants.js";
import { filesOfRooms, guarded, leftOut, rooms } from "../mutation/rooms.js";

const filesBelow = (folder: string): string[] =>
  readdirSync(join(repositoryRoot, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : path.endsWith(".ts") ? [path] : [];
  });

test("each file of the folders that guard children is of exactly one room, or left out with a reason", () => {
  const inRooms = Object.values(filesOfRooms()).flat();
  const all = guarded.flatMap((folder) => filesBelow(folder));
  expect([...inRooms, ...Object.keys(leftOut)].sort()).toEqual(all.sort());
});

test("each room has tests that are there", () => {
  for (const { tests } of Object.values(rooms))
    for (const file of tests) expect(existsSync(join(repositoryRoot, file)), file).toBe(true);
});

const mutants = Array.from(
  { length: 200 },
  (_, line): Mutant => ({
    fileName: "a.ts",
    location: { start: { line, column: 2 }, end: { line, column: 5 } },
    mutatorName: "BooleanLiteral",
    replacement: "true",
  }),
);

test("a seed draws the same mutants again, another seed others, none twice", () => {
  const drawn = (seed: number, of = mutants) => drawMutants(of, 20, seed).map(nameOf);
  expect(drawn(1)).toEqual(drawn(1, mutants.toReversed()));
  expect(new Set(drawn(1)).size).toBe(20);
  expect(drawn(2)).not.toEqual(drawn(1));
  expect(drawMutants(mutants, 500, 1)).toHaveLength(200);
});

test("each mutant is drawn about as often as any other", () => {
  const few = mutants.slice(0, 40);
  const times = few.map(() => 0);
  for (let seed = 0; seed < 80; seed++)
    for (const { location } of drawMutants(few, 10, seed)) times[location.start.line]!++;
  // 20 on average, with a standard deviation of 3.9.
  expect(Math.min(...times)).toBeGreaterThan(3);
  expect(Math.max(...times)).toBeLessThan(40);
});

const statuses = (noticed: number, unnoticed: number, timedOut = 0) =>
  [
    ["Killed", noticed],
    ["Survived", unnoticed - 1],
    ["NoCoverage", 1],
    ["Timeout", timedOut],
  ].flatMap(([status, times]) => Array<string>(times as number).fill(status as string));

test("a sample keeps the floor when the upper end of its interval reaches it; what timed out is in no share", () => {
  const outcome = outcomeOf(statuses(45, 15, 3));
  expect(outcome).toEqual({ drawn: 63, noticed: 45, unnoticed: 15, timedOut: 3, failed: 0 });
  // 45 of 60: Wilson's interval is 62.8 to 84.2 %.
  expect(judge(outcome, { floor: 84, of: 900 })).toEqual({
    kept: true,
    sentence:
      "63 of 900 drawn: 45 noticed, 15 unnoticed, 3 timed out. 75.0 % noticed (95 % interval 62.8 to 84.2 %); " +
      "the floor of 84 % is kept.",
  });
  expect(judge(outcome, { floor: 85, of: 900 })).toMatchObject({ kept: false });
});

test("a whole room keeps the floor when what was noticed reaches it", () => {
  const outcome = outcomeOf(statuses(45, 15));
  expect(judge(outcome, { floor: 75, of: 60 }).kept).toBe(true);
  expect(judge(outcome, { floor: 76, of: 60 }).kept).toBe(false);
  expect(judge(outcome, { floor: undefined, of: 60 })).toEqual({
    kept: true,
    sentence: "60 of 60 drawn: 45 noticed, 15 unnoticed, 0 timed out. 75.0 % noticed; there is no floor yet.",
  });
});

test("what could not be tried at all keeps no floor", () => {
  const outcome = outcomeOf(["RuntimeError", "Timeout"]);
  expect(judge(outcome, { floor: 1, of: 50 })).toEqual({
    kept: false,
    sentence:
      "2 of 50 drawn: 0 noticed, 0 unnoticed, 1 timed out, 1 not tried. Nothing can be said of the share noticed.",
  });
});
