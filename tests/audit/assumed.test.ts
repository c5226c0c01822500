import { expect, test } from "vitest";
import { assumedOf } from "../../workspace/audit/assumed.js";
import type { Given } from "../../workspace/audit/settle.js";

const presumed = { sums: 9, "missing rows": 0, "unchanged counts": 0 };
const given = (more: Partial<Given>): Given => ({
  ...{ group: "area: Total = a + b", about: "sums", given: 1, of: 1, isPlain: true, isLess: false },
  ...more,
});

test("what is given up leaves the conclusion open, unless what is shown contradicts it plainly", () => {
  const plain = "Given up, as the figures contradict it: area: Total = a + b.";
  expect(assumedOf({ presumed, given: [given({})] })).toMatchObject({ notes: [plain], reservations: [] });
  const open = "Given up in 2 of 3 places, as the figures contradict it there: sex: All = f + m.";
  const both = [given({}), given({ group: "sex: All = f + m", given: 2, of: 3, isPlain: false })];
  expect(assumedOf({ presumed, given: both }, ["Another."])).toMatchObject({
    notes: [plain, open, "Another."],
    reservations: [open, "Another."],
  });
});

test("of many counts that changed unseen there is one note, which leaves the conclusion open if one of them does", () => {
  const unchanged = (n: number, isPlain: (i: number) => boolean) =>
    Array.from({ length: n }, (_, i) =>
      given({ group: `area ${i}: is taken to be unchanged`, about: "unchanged counts", isPlain: isPlain(i) }),
    );
  expect(assumedOf({ presumed, given: unchanged(20, () => true) }).notes).toHaveLength(20);
  const note = "Given up, as the figures contradict it: that 21 counts are unchanged.";
  expect(assumedOf({ presumed, given: unchanged(21, () => true) })).toMatchObject({
    notes: [note],
    reservations: [],
  });
  expect(assumedOf({ presumed, given: unchanged(21, (i) => i > 0) }).reservations).toEqual([note]);
});
