import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { protectTable } from "../../../loaders/protect/solve/table/protect-table.js";
import type { Table } from "../../../loaders/protect/solve/table/read-counts.js";
import type { TablePolicy } from "../../../loaders/registry/policy.js";
import { found } from "../../audit/desk.js";
import { cases } from "../../soak.js";
import { asPublished, type Held, held } from "../attacked.js";
import { policy as plain, table } from "./grid.js";
import { Search } from "./search.js";

const policy: TablePolicy = { ...plain, smallestCount: 5, protectionInterval: 4 };
const width = policy.protectionInterval;

/** A table of one dimension. */
const counts = (cells: Record<string, number>, by: TablePolicy = policy): Held =>
  held(
    table(
      ["area"],
      Object.entries(cells).map(([area, n]): [string[], number] => [[area], n]),
    ),
    by,
  );

/** Three rows by sex with all totals, from the counts of girls and boys row by row. */
function bySex(leaves: number[]): Held {
  const rows = [0, 1, 2].map((i) => [leaves[2 * i]!, leaves[2 * i + 1]!]);
  const all = [...rows, [0, 1].map((j) => rows.reduce((sum, row) => sum + row[j]!, 0))];
  return held(
    table(
      ["row", "sex"],
      all.flatMap(([f, m], i) => {
        const row = i === 3 ? "Total" : `r${i}`;
        return [
          [[row, "f"], f!],
          [[row, "m"], m!],
          [[row, "Total"], f! + m!],
        ] as [string[], number][];
      }),
    ),
    policy,
  );
}

type Shown = { count: string }[];

/** A table as it was published: suppressed counts are NaN. */
function edition({ table }: Held, shown: Shown): Table {
  return {
    ...table,
    rows: table.rows.map((row, i) => ({
      ...row,
      count: shown[i]!.count === "c" ? Number.NaN : Number(shown[i]!.count),
    })),
  };
}

async function protectedBeside(now: Held, before: Table[]) {
  const made = await protectTable(now.table, undefined, now.policy, { before, steps: 0 });
  return { ...made, shown: made.rows.map(({ count }) => ({ count: count! })) };
}

const first = async (one: Held): Promise<Shown> => (await protectedBeside(one, [])).shown;
const texts = (shown: Shown) => shown.map(({ count }) => count).join(" ");

/** What our attacker finds in a table beside an earlier one. */
const audited = (now: Held, shown: Shown, before: Held, then: Shown) =>
  found(asPublished(now.table, shown), now.policy, { before: asPublished(before.table, then, "old.csv") });

describe("a table beside its earlier edition", () => {
  it("stays as it was published where what changed is one child, and the rest is renewed", async () => {
    const series = (female: number, other: number) =>
      held(
        table(
          ["ward", "sex"],
          [
            [["A", "female"], female],
            [["A", "male"], 30],
            [["A", "Total"], female + 30],
            [["B", "female"], other],
            [["B", "male"], 44],
            [["B", "Total"], other + 44],
          ],
        ),
        { ...policy, hierarchies: { ward: {} } },
      );
    const [then, now] = [series(21, 40), series(20, 60)];
    expect(await audited(now, await first(now), then, await first(then))).toEqual(
      expect.arrayContaining(["ward A, sex female: was shown as 21 and is shown as 20: 1 child fewer"]),
    );
    const { shown, held: stays } = await protectedBeside(now, [edition(then, await first(then))]);
    expect(texts(shown)).toBe("21 30 51 60 44 104");
    expect(stays).toBe(3);
    expect(await audited(now, shown, then, await first(then))).toEqual([]);
  });

  it("hides what was hidden, where another pattern would give both away", async () => {
    const now = counts({ Total: 62, a: 2, b: 20, d: 20, e: 20 });
    const then: Shown = ["62", "c", "20", "20", "c"].map((count) => ({ count }));
    expect(texts(await first(now))).not.toBe(texts(then));
    const { shown } = await protectedBeside(now, [edition(now, then)]);
    expect(texts(shown)).toBe("62 c 20 20 c");
  });

  it("hides no count in vain that readers have from before", async () => {
    // Then a was of nobody, and b, which hides it now, was shown.
    const then = counts({ Total: 50, a: 0, b: 20, d: 30 });
    const now = counts({ Total: 82, a: 2, b: 20, d: 60 });
    expect(texts(await first(now))).toBe("82 c c 60");
    const { shown } = await protectedBeside(now, [edition(then, await first(then))]);
    // Total and d stay shown as they changed, so nothing keeps a: all stay as they were.
    expect(texts(shown)).toBe("50 0 20 30");
  });

  it("takes all editions into account, the last for what stays", async () => {
    const editions = [
      { Total: 70, a: 20, b: 20, d: 30 },
      { Total: 90, a: 40, b: 20, d: 30 },
    ].map((cells) => counts(cells));
    const before = await Promise.all(editions.map(async (one) => edition(one, await first(one))));
    const { shown } = await protectedBeside(counts({ Total: 88, a: 38, b: 20, d: 30 }), before);
    expect(texts(shown)).toBe("90 40 20 30");
    const again = await protectedBeside(counts({ Total: 71, a: 21, b: 20, d: 30 }), before);
    expect(texts(again.shown)).toBe("90 40 20 30");
  });

  it("hides what was hidden, where what else has changed unseen would tell both", async () => {
    // Ten boys came to r1, where none may be shown. Were r0 shown, which is as it was, the boys of r1 and r2 were 39 − 37 then.
    const [then, now] = [bySex([19, 37, 5, 1, 5, 1]), bySex([19, 37, 5, 11, 5, 1])];
    const old = await first(then);
    expect(texts(old)).toBe("c c 56 c c 6 c c 6 29 39 68");
    expect(await audited(now, await first(now), then, old)).toContain("row r1, sex m: 11–11");
    const { shown } = await protectedBeside(now, [edition(then, old)]);
    expect(texts(shown)).toBe("c c 56 c c 16 c c 6 29 49 78");
    expect(await audited(now, shown, then, old)).toEqual([]);
  });

  it("stays as it was published where rounded counts and their denominators have changed by a step each", async () => {
    const rounded: TablePolicy = { ...plain, smallestCount: 2, protectionInterval: 1, roundTo: 2 };
    const wards = (leaves: [number, number][]): Held => {
      const rows = [0, 1, 2].map((i) => [leaves[2 * i]!, leaves[2 * i + 1]!] as const);
      const sum = (parts: readonly (readonly number[])[]) =>
        [0, 1].map((of) => parts.reduce((all, part) => all + part[of]!, 0));
      const all = [...rows, [0, 1].map((j) => sum(rows.map((row) => row[j]!)))];
      const made = all.flatMap(([f, m], i) =>
        [f!, m!, sum([f!, m!])].map((counts, j) => {
          const key = [i === 3 ? "Total" : `w${i}`, ["f", "m", "Total"][j]!];
          return { texts: { ward: key[0]!, sex: key[1]! }, key, count: counts[0]!, denominator: counts[1]! };
        }),
      );
      const bare = table(["ward", "sex"], []);
      return held({ ...bare, denominatorColumn: "denominator", rows: made }, rounded);
    };
    const [then, now] = [
      wards([
        [0, 1],
        [5, 10],
        [0, 0],
        [6, 6],
        [1, 6],
        [5, 6],
      ]),
      wards([
        [0, 2],
        [5, 11],
        [0, 0],
        [7, 7],
        [1, 6],
        [5, 7],
      ]),
    ];
    const told = async (one: Held, before: Table[]) =>
      (await protectedBeside(one, before)).rows as unknown as { count: string; denominator: string }[];
    const old = await told(then, []);
    const number = (text: string) => (text === "c" ? Number.NaN : Number(text));
    const edition = {
      ...then.table,
      rows: then.table.rows.map((row, i) => ({
        ...row,
        count: number(old[i]!.count),
        denominator: number(old[i]!.denominator),
      })),
    };
    expect(await told(now, [edition])).toEqual(
      now.table.rows.map(({ texts }, i) => ({
        ...texts,
        count: old[i]!.count,
        denominator: old[i]!.denominator,
      })),
    );
  });

  it("is refused where a row is new of what must stay", async () => {
    const then = counts({ Total: 50, b: 20, d: 30 });
    const now = counts({ Total: 52, a: 0, b: 20, d: 32 });
    await expect(protectedBeside(now, [edition(then, await first(then))])).rejects.toThrow(
      /would tell of a few children.*but \(area a\) never was.*a larger roundTo/,
    );
  });

  it("lets a rounded count change by a step", async () => {
    const rounding = { ...policy, smallestCount: 10, roundTo: 5, protectionInterval: 9 };
    const [then, now] = [counts({ a: 62, b: 40 }, rounding), counts({ a: 63, b: 40 }, rounding)];
    const { shown, held } = await protectedBeside(now, [edition(then, await first(then))]);
    expect([texts(shown), held]).toEqual(["65 40", 0]);
  });
});

/**
 * Suppressed counts that trying whole numbers finds nearer than the policy allows, for a reader who takes what does not
 * visibly change to be the same. Undefined where that contradicts what was shown, so that nobody takes it so.
 */
function near(now: Held, shown: Shown, then: Shown): string[] | undefined {
  const { rows } = now.table;
  const place = new Map(rows.map(({ key }, i) => [key.join(), i]));
  const sumsOf = (shift: (i: number) => number) =>
    rows.flatMap(({ key }, total) =>
      key.flatMap((category, d) => {
        const parts = now.policy.hierarchies[now.table.dimensions[d]!]?.[category];
        return parts
          ? [{ total: shift(total), parts: parts.map((part) => shift(place.get(key.with(d, part).join())!)) }]
          : [];
      }),
    );
  const truth = rows.map(({ count }) => count);
  const least = rows.map(({ count }, i) =>
    shown[i]!.count === "c" ? Math.min(count, 1) : Number(shown[i]!.count),
  );
  const greatest = rows.map(({ count }, i) =>
    shown[i]!.count === "c" ? count + 2 * width + 2 : Number(shown[i]!.count),
  );
  const old = rows.map((_, i) => {
    const [a, b] = [then[i]!.count, shown[i]!.count];
    if (b !== "c" && a !== "c" && a !== b) {
      for (const list of [truth, least, greatest]) list.push(Number(a));
      return truth.length - 1;
    }
    if (a !== "c") {
      least[i] = Math.max(least[i]!, Number(a));
      greatest[i] = Math.min(greatest[i]!, Number(a));
    }
    return i;
  });
  const sums = [...sumsOf((i) => i), ...sumsOf((i) => old[i]!)];
  const isTrue =
    truth.every((value, i) => least[i]! <= value && value <= greatest[i]!) &&
    sums.every(({ total, parts }) => truth[total] === parts.reduce((sum, p) => sum + truth[p]!, 0));
  if (!isTrue) return undefined;
  const search = new Search({ least, greatest, sums, truth });
  return shown.flatMap(({ count }, i) => {
    if (count !== "c" || then[i]!.count !== "c") return [];
    const [from, to] = search.rangeOf(i, width);
    return to - from < width ? [`${rows[i]!.key.join()}: ${from}–${to}`] : [];
  });
}

const cell = fc.oneof(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 5, max: 40 }));
const change = fc.oneof(
  { weight: 4, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.integer({ min: -3, max: 3 }) },
  { weight: 2, arbitrary: fc.integer({ min: 10, max: 30 }) },
);

it("random pairs of editions give nothing away when one is taken from the other", async () => {
  let caught = 0;
  let tried = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(cell, change), { minLength: 6, maxLength: 6 }), async (leaves) => {
      const then = bySex(leaves.map(([n]) => n));
      const now = bySex(leaves.map(([n, by]) => Math.max(n + by, 0)));
      const old = await first(then);
      const alone = await first(now);
      const { shown } = await protectedBeside(now, [edition(then, old)]);
      expect(await audited(now, shown, then, old)).toEqual([]);
      expect(near(now, shown, old) ?? []).toEqual([]);
      if ((await audited(now, alone, then, old)).length) caught++;
      tried++;
    }),
    cases(6, 50),
  );
  expect(caught).toBeGreaterThan(tried / 4);
});
