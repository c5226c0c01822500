import { describe, expect, it } from "vitest";
import { isPooled } from "../../components/words/pooled-period.js";
import { nothingBefore } from "../../loaders/protect/before.js";
import { isKnownBy } from "../../loaders/protect/known.js";
import { shownAtSomePeriod } from "../../loaders/protect/preview.js";
import { suppressedFigure } from "../../loaders/protect/protect-figure.js";
import { groupsOf, setsOf } from "../../loaders/protect/sets.js";
import { attackSite } from "../../workspace/audit/built/attack-site.js";
import { foundIn, write } from "../audit/small-site.js";
import {
  exact,
  indicators,
  measured,
  openData,
  protectedFigures,
  rounding,
  servedBefore,
} from "./attacked-city.js";
import { derivedBySearch, hiddenIn, published, together, type Ward, withPool, years } from "./pooled.js";

const gld = "good-level-of-development";
const set = (period: string) => ({ indicator: gld, period });

/** W1 has too few in the second year, and enough in the three together. */
const fewInOne: Ward = ["30/60", "4/40", "30/60"];
const oneWard = withPool(fewInOne.map((counts) => [`ward W1 all all ${counts}`]));

describe("years beside their sum", () => {
  it("give away the year that is hidden, and our attacker subtracts them", async () => {
    const each = openData((await protectedFigures(oneWard, exact, { together: false })).figures);
    expect(hiddenIn((await protectedFigures(oneWard, exact, { together: false })).figures)).toEqual([
      "W1 2024/25",
    ]);
    // 64 − 30 − 30 of 160 − 60 − 60.
    expect(await foundIn(each, { rule: exact })).toEqual([
      `${gld}, ward W1, 2024/25: 4–4`,
      `${gld}, ward W1, 2024/25: denominator: 40–40`,
      `${gld}, ward W1, 2024/25: left over: 36–36`,
    ]);
  });

  it("are protected with it, so that either it or another year is hidden too", async () => {
    const { figures } = await protectedFigures(oneWard, exact);
    expect(hiddenIn(figures)).toHaveLength(2);
    expect(hiddenIn(figures)).toContain("W1 2024/25");
    expect(await foundIn(openData(figures), { rule: exact })).toEqual([]);
    expect(derivedBySearch(oneWard, figures, exact, true)).toEqual([]);
  });

  it("need nothing more hidden where three are rounded, as their errors add up", async () => {
    const { figures } = await protectedFigures(oneWard, rounding);
    expect(hiddenIn(figures)).toEqual(["W1 2024/25"]);
    expect(figures.find(({ period }) => period === together)).toMatchObject({
      numerator: 65,
      denominator: 160,
    });
    expect(await foundIn(openData(figures), { rule: rounding })).toEqual([]);
  });

  it("are attacked through groups of the same years", async () => {
    const lines = fewInOne.map((counts, i) => [
      `ward W1 all all ${counts}`,
      `ward W1 fsm yes ${["14/28", "2/10", "14/28"][i]}`,
      `ward W1 fsm no ${["16/32", "2/30", "16/32"][i]}`,
    ]);
    const figures = withPool(lines);
    expect(await foundIn(await published(figures, exact), { rule: exact })).toEqual([]);
  });
});

describe("a pooled period beside earlier publications", () => {
  const two = oneWard.filter(({ period }) => !isPooled(period) && period !== "2025/26");

  it("is of one set with its years once it is there, and they are sets of their own until then", () => {
    const groupOf = groupsOf(indicators);
    expect(groupOf("good-level-of-development-fsm-gap")).toBe(groupOf(gld));
    const names = (pooled: { indicator: string; period: string }[]) => {
      const setOf = setsOf(indicators, pooled);
      return [...years, together, "2026/27"].map((period) => setOf(set(period)));
    };
    expect(new Set(names([])).size).toBe(5);
    const [a, b, c, pool, other] = names([set(together)]);
    expect(new Set([a, b, c, pool])).toEqual(new Set([`${groupOf(gld)} ${together}`]));
    expect(other).toBe(`${groupOf(gld)} 2026/27`);
  });

  it("does not count on a year to be hidden that was shown before", async () => {
    const before = servedBefore((await protectedFigures(two, exact)).figures);
    const { figures } = await protectedFigures(oneWard, exact, { before });
    expect(hiddenIn(figures)).toContain("W1 2024/25");
    expect(await foundIn(openData(figures), { rule: exact, before: [openData(before.served)] })).toEqual([]);
  });

  it("is left out where a year must stay as it was published, and the other years are renewed", async () => {
    const before = servedBefore((await protectedFigures(two, exact)).figures);
    const now = oneWard.map((figure) =>
      figure.period === "2023/24" ? { ...figure, numerator: 31 } : figure,
    );
    const { figures, held } = await protectedFigures(now, exact, {
      before,
      remedies: { hold: [set("2023/24")], hide: [] },
    });
    expect(held).toEqual([expect.stringMatching(/2023\/24$/)]);
    expect(figures.map(({ period, numerator }) => [period, numerator])).toEqual([
      ["2023/24", 30],
      ["2024/25", null],
      ["2025/26", 30],
    ]);
  });

  it("stays with all its years as published, where one of them must, or it can no longer be made", async () => {
    const first = (await protectedFigures(oneWard, exact)).figures;
    const before = servedBefore(first);
    const numbers = (figures: typeof first) => figures.map(({ period, numerator }) => [period, numerator]);
    const corrected = oneWard.map((figure) => ({ ...figure, numerator: figure.numerator! + 20 }));
    const remedies = { hold: [set("2023/24")], hide: [] };
    expect(numbers((await protectedFigures(corrected, exact, { before, remedies })).figures)).toEqual(
      numbers(first),
    );
    const withoutFirst = corrected.filter(({ period }) => period !== "2023/24" && !isPooled(period));
    expect(numbers((await protectedFigures(withoutFirst, exact, { before })).figures)).toEqual(
      numbers(first),
    );
  });

  it("is refused where it overlaps one that was published: one less the other is what lies between", async () => {
    const before = { ...nothingBefore, pools: [set("2022/23 to 2024/25")] };
    await expect(protectedFigures(oneWard, exact, { before })).rejects.toThrow(
      "data/indicators/good-level-of-development.yaml: pool: gives 2023/24 to 2025/26, but 2022/23 to 2024/25 has been published, and one less the other would tell what lies between. Set years and from back to what they were.",
    );
    const later = { ...nothingBefore, pools: [set("2020/21 to 2022/23"), set(together)] };
    await expect(protectedFigures(oneWard, exact, { before: later })).resolves.toBeDefined();
  });

  it("gives away a hidden year to who has the earlier publication, unless it is protected beside it", async () => {
    const shown = (await protectedFigures(two, exact)).figures;
    const third = oneWard.filter(({ period }) => !two.some((figure) => figure.period === period));
    const planted = [
      ...shown.map((f) => (f.period === "2023/24" ? suppressedFigure(f) : f)),
      ...(await protectedFigures(third, exact, { together: false })).figures,
    ];
    expect(await foundIn(openData(planted), { rule: exact })).toEqual([]);
    expect(await foundIn(openData(planted), { rule: exact, before: [openData(shown)] })).toContain(
      `${gld}, ward W1, 2024/25: 4–4`,
    );
  });
});

it("a sum of what others publish is known as well", () => {
  const theirs = oneWard.filter(({ period }) => !isPooled(period));
  const known = theirs.map((figure) => ({ ...figure, denominator: null, by: "the Department" }));
  const pool = oneWard.find(({ period }) => period === together)!;
  expect([isKnownBy(known)(pool, "numerator"), isKnownBy(known)(pool, "denominator")]).toEqual([true, false]);
  expect(isKnownBy(known.slice(1))(pool, "numerator")).toBe(false);
  expect(isKnownBy(known)({ ...pool, numerator: pool.numerator! + 1 }, "numerator")).toBe(false);
});

describe("what an audit finds of a pooled year", () => {
  it("lies in the table that changed, if that is another of the same pool, so that all of it can be held", async () => {
    const show = async (figures: typeof oneWard) =>
      write(openData((await protectedFigures(figures, exact, { together: false })).figures));
    const third = (period: string) => oneWard.find((figure) => figure.period === period)!;
    const before = await show([third("2023/24"), third("2024/25"), third(together)]);
    const now = await show([
      ...oneWard.filter((f) => f.period !== "2023/24"),
      { ...third("2023/24"), numerator: 29 },
    ]);
    const { changedTables, elsewhere } = await attackSite(now, [before], { policy: exact, known: [] });
    expect({ changedTables, elsewhere }).toEqual({ changedTables: [set("2023/24")], elsewhere: 0 });
  });
});

it("a ward with too few in every year has a figure in the three together, and the preview counts it", async () => {
  const all = withPool(
    ["4/40", "5/40", "6/40"].map((counts) => [`ward W1 all all ${counts}`, "ward W2 all all 20/40"]),
  );
  const preview = { figures: [], all, parentOf: new Map<string, string>(), known: [] };
  const some = await shownAtSomePeriod(preview, rounding, { indicators, sources: [] });
  expect(some.get(gld)).toEqual({ areas: 2, period: together });
  const single = { ...preview, all: all.filter(({ period }) => !isPooled(period)) };
  const without = await shownAtSomePeriod(single, rounding, { indicators, sources: [] });
  expect(without.get(gld)).toEqual({ areas: 1, period: "2025/26" });
});

it("figures of single years alone are protected as ever", async () => {
  const lines = measured(["ward W1 all all 4/40", "ward W2 all all 96/160", "locality L1 all all 100/200"]);
  expect(hiddenIn((await protectedFigures(lines, exact)).figures)).toEqual(["W1 2024/25", "W2 2024/25"]);
});
