import { beforeEach, expect, test, vi } from "vitest";
import type { ReviewPair } from "../../workspace/review/types.js";

const asked = vi.hoisted(() => [] as [question: string, body: Record<string, unknown>][]);

// The server that the page asks: it keeps each decision under the next number.
vi.mock("../../workspace/review/page/ask.js", () => ({
  ask: async (question: string, body: Record<string, unknown>) => {
    asked.push([question, body]);
    return asked.filter(([each]) => each === "decide").length;
  },
}));

const { Sitting } = await import("../../workspace/review/page/sitting.js");

const pair = (name: string) =>
  ({ left: { evidence: `${name}-left` }, right: { evidence: `${name}-right` } }) as ReviewPair;

let sitting: InstanceType<typeof Sitting>;
let ended: string[];
beforeEach(() => {
  asked.length = 0;
  ended = [];
  const nothing = () => {};
  sitting = new Sitting({ pairs: [pair("first"), pair("second"), pair("third")], total: 3 } as never, {
    changed: nothing,
    waiting: nothing,
    kept: (at) => ended.push(`kept ${at}`),
    undone: (at) => ended.push(`undone ${at}`),
    failed: (at) => ended.push(`failed ${at}`),
  });
});

const verdicts = () => [0, 1, 2].map((at) => sitting.decided(at)?.verdict);
const undone = () => asked.filter(([question]) => question === "undo").map(([, { id }]) => id);
const settled = (what: string) => vi.waitFor(() => expect(ended).toContain(what));

test("undoing takes back the last decision, then those before it, to the very first", async () => {
  for (const verdict of ["same", "different", "unsure"] as const) sitting.decide(verdict, "");
  await settled("kept 2");
  sitting.undoLast();
  expect([sitting.at, verdicts()]).toEqual([2, ["same", "different", undefined]]);
  sitting.undoLast();
  expect([sitting.at, verdicts()]).toEqual([1, ["same", undefined, undefined]]);
  sitting.undoLast();
  expect([sitting.at, verdicts()]).toEqual([0, [undefined, undefined, undefined]]);
  await settled("undone 0");
  expect(undone()).toEqual([3, 2, 1]);
  sitting.undoLast();
  expect([asked.length, sitting.count, sitting.unsaved]).toEqual([6, 0, false]);
});

test("undoing follows the order in which pairs were decided, not that in which they lie", async () => {
  sitting.move(2);
  sitting.decide("same", "");
  sitting.decide("different", "");
  await settled("kept 0");
  expect(verdicts()).toEqual(["different", undefined, "same"]);
  sitting.undoLast();
  expect([sitting.at, verdicts()]).toEqual([0, [undefined, undefined, "same"]]);
  await settled("undone 0");
  expect(undone()).toEqual([2]);
});

test("a pair that was decided anew goes back to what was said of it first", async () => {
  sitting.decide("same", "");
  sitting.move(-1);
  sitting.decide("different", "");
  await settled("kept 0");
  sitting.undoLast();
  expect(verdicts()).toEqual(["same", undefined, undefined]);
  await vi.waitFor(() => expect(undone()).toEqual([2]));
  sitting.undoLast();
  expect(verdicts()).toEqual([undefined, undefined, undefined]);
  await vi.waitFor(() => expect(undone()).toEqual([2, 1]));
});

test("a decision of the list is undone whatever was decided after it", async () => {
  sitting.decide("same", "");
  sitting.decide("different", "");
  await settled("kept 1");
  sitting.undoListed({ id: 1 } as never);
  expect(verdicts()).toEqual([undefined, "different", undefined]);
  await settled("undone 0");
  expect(undone()).toEqual([1]);
});
