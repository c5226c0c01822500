import { describe, expect, it } from "vitest";
import { roundPercent, tell } from "../../components/words/plain-words.js";
import { type Figured, hasValue } from "../../components/words/status.js";
import type { PublicFigure } from "../../loaders/protect/protect-figure.js";
import { found, table, exact as tableRule } from "../audit/desk.js";
import { foundIn } from "../audit/small-site.js";
import { exact, measured, openData, protectedFigures, rounding, shownOf } from "./attacked-city.js";

const gld = "good-level-of-development";
const file = `open-data/${gld}.csv`;
const ward = `${gld}, ward W1, 2024/25`;

/** Open data with one figure of ward W1, as given: numerator, denominator, value, lower, upper. */
const written = (numbers: string) => ({
  [file]: `area_code,level,period,numerator,denominator,value,lower,upper,basis\nW1,ward,2024/25,${numbers.replaceAll(" ", ",")},protected\n`,
});

/** Pairs of a count and a denominator, of all up to `most`, that satisfy. */
function pairs(most: number, fits: (x: number, n: number) => boolean): [number, number][] {
  const all: [number, number][] = [];
  for (let n = 1; n <= most; n++) for (let x = 0; x <= n; x++) if (fits(x, n)) all.push([x, n]);
  return all;
}

const percent = (x: number, n: number, decimals: number) => ((100 * x) / n).toFixed(decimals);

/** Wilson's interval, by its formula. */
function wilson(x: number, n: number, decimals: number): string {
  const [z, p] = [1.959964, x / n];
  const middle = (p + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = (z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))) / (1 + (z * z) / n);
  return `${(100 * (middle - half)).toFixed(decimals)} ${(100 * (middle + half)).toFixed(decimals)}`;
}

const half = (count: number, shown: number) => Math.floor(count / 5 + 0.5) * 5 === shown;

describe("percentages", () => {
  it("with the denominator give the count, unless they are suppressed with it", async () => {
    // Suppressed is only the count: 12.5 % of 40 is 5.
    expect(pairs(40, (x, n) => n === 40 && percent(x, n, 1) === "12.5")).toEqual([[5, 40]]);
    expect(await foundIn(written("c 40 12.5  "), { rule: exact })).toContain(`${ward}: 5–5`);
    const { figures } = await protectedFigures(measured(["ward W1 all all 5/40"]), exact);
    expect(figures.map(({ numerator, denominator, value }) => [numerator, denominator, value])).toEqual([
      [null, null, null],
    ]);
    expect(await foundIn(openData(figures), { rule: exact })).toEqual([]);
  });

  it("of exact counts give what rounding hides, unless they are of the rounded ones", async () => {
    const isShown = (x: number, n: number) => half(x, 60) && half(n, 105);
    // 62 of 103 are 60.2 %. Of all counts that round to 60 of 105 no others are.
    expect(pairs(120, (x, n) => isShown(x, n) && percent(x, n, 1) === percent(62, 103, 1))).toEqual([
      [62, 103],
    ]);
    const leak = await foundIn(written("60 105 60.2  "));
    expect(leak).toEqual([expect.stringMatching(/not that of the counts shown/)]);
    const { figures } = await protectedFigures(measured(["ward W1 all all 62/103"]), rounding);
    const { x, n } = shownOf(figures, "W1")!;
    expect([x, n, figures[0]!.value]).toEqual([60, 105, 57]);
    // 57 % is that of 60 of 105, so whoever has these has it already: all 25 pairs are left.
    expect(percent(x, n, 0)).toBe("57");
    expect(pairs(120, isShown)).toHaveLength(25);
    expect(await foundIn(openData(figures))).toEqual([]);
  });
});

describe("intervals", () => {
  const shown = { value: percent(2, 17, 1), ends: wilson(2, 17, 1) };

  it("give both counts away, unless they are suppressed with them", async () => {
    expect(pairs(300, (x, n) => percent(x, n, 1) === shown.value && wilson(x, n, 1) === shown.ends)).toEqual([
      [2, 17],
    ]);
    const leak = await foundIn(written(`c c ${shown.value} ${shown.ends}`), { rule: exact });
    expect(leak).toEqual(expect.arrayContaining([`${ward}: 2–2`, `${ward}: denominator: 17–17`]));
    const { figures } = await protectedFigures(measured(["ward W1 all all 2/17"]), exact);
    expect(figures.map(({ lower, upper }) => [lower, upper])).toEqual([[null, null]]);
    expect(await foundIn(openData(figures), { rule: exact })).toEqual([]);
  });

  it("of exact counts give what rounding hides, unless they are of the rounded ones", async () => {
    const ends = wilson(62, 103, 1);
    expect(pairs(120, (x, n) => half(x, 60) && half(n, 105) && wilson(x, n, 1) === ends)).toEqual([
      [62, 103],
    ]);
    const leak = await foundIn(written(`60 105 57 ${ends}`));
    expect(leak).toEqual([expect.stringMatching(/not that of the counts shown/)]);
    const { figures } = await protectedFigures(measured(["ward W1 all all 62/103"]), rounding);
    const [{ lower, upper }] = figures as [PublicFigure];
    expect(`${lower} ${upper}`).toBe(wilson(60, 105, 0));
    expect(await foundIn(openData(figures))).toEqual([]);
  });
});

describe("ranks", () => {
  it("between counts that are near each other are found by the audit; open data have none", async () => {
    const lines = (rank: string) => ["a 12 #1", `b c ${rank}`, "d 11 #3", "e 4 #4"];
    // Not above the first, not below the third.
    const isSecond = (x: number) => [12, x, 11, 4].every((n, i, all) => i === 0 || n <= all[i - 1]!);
    expect(Array.from({ length: 40 }, (_, x) => x).filter(isSecond)).toEqual([11, 12]);
    expect(await found(table(["area"], lines("#2")), tableRule)).toEqual(["area b: 11–12"]);
    const { figures } = await protectedFigures(measured(["ward W1 all all 60/105"]), rounding);
    expect(Object.keys(figures[0]!).filter((name) => /rank|quartile|position/.test(name))).toEqual([]);
    expect(await found(table(["area"], lines("")), tableRule)).toEqual([]);
  });
});

describe("map tooltips, downloads and chart descriptions", () => {
  const lines = ["ward W1 all all 4/60", "ward W2 all all 36/80"];
  /** What a map or a page attaches: the figures as they are, with the words that a reader meets. */
  const attached = (figures: readonly Omit<PublicFigure, "basis">[]) =>
    JSON.stringify(
      figures.map(({ indicator, area, level, period, value, lower, upper, status }) => ({
        indicator,
        area,
        level,
        period,
        value,
        lower,
        upper,
        status,
      })),
    );
  const told = (figure: Omit<PublicFigure, "basis">) => tell(gld, "First", figure as Figured);

  it("a map's data that keep the number beside “suppressed” are caught, those of protect hold none", async () => {
    const { figures } = await protectedFigures(measured(lines), exact);
    const naive = measured(lines).map((figure) => ({
      ...figure,
      status: figure.area === "W1" ? "suppressed" : "value",
    }));
    const [tooltip] = JSON.parse(attached(naive)) as [{ value: number }];
    expect(Math.round((tooltip.value / 100) * 60)).toBe(4);
    const files = (data: string) => ({ ...openData(figures), "_file/data/map.json": data });
    const leak = await foundIn(files(attached(naive)), { rule: exact });
    expect(leak).toContain(`${ward}: is suppressed, and yet its value is there`);
    expect((JSON.parse(attached(figures)) as [{ value: null }])[0].value).toBeNull();
    expect(await foundIn(files(attached(figures)), { rule: exact })).toEqual([]);
  });

  it("a download with the number that the page leaves out is caught", async () => {
    const { figures } = await protectedFigures(measured(lines), exact);
    const csv = `indicator,level,area,period,numerator,denominator\n${gld},ward,W1,2024/25,4,60\n`;
    expect(csv).toMatch(/W1.*,4,60/);
    expect(await foundIn({ ...openData(figures), "download.csv": csv }, { rule: exact })).toEqual(
      expect.arrayContaining([
        `${ward}: its numerator is shown as 4 in one and suppressed in the other`,
        `${ward}: is shown as 4, though the policy suppresses 1 to 5`,
      ]),
    );
    for (const kind of ["figures.xlsx", "figures.duckdb", "figures.txt"])
      expect(await foundIn({ ...openData(figures), [kind]: "4 of 60" }, { rule: exact })).toEqual([
        "a file: cannot be audited, as it is of a kind that the audit does not read",
      ]);
  });

  it.each([
    ["a description", (text: string) => ({ "a.html": `<svg role="img" aria-label="${text}"></svg>` })],
    ["a picture's title", (text: string) => ({ "a.svg": `<svg><title>${text}</title></svg>` })],
    ["a page's text", (text: string) => ({ "a.html": `<p>${text.replace("First", "<b>First</b>")}</p>` })],
    ["a tooltip", (text: string) => ({ "a.json": JSON.stringify([{ code: "W1", tooltip: text }]) })],
  ])(
    "%s with the number of a suppressed figure is caught, and the page's own words hold none",
    async (_, page) => {
      const { figures } = await protectedFigures(measured(lines), exact);
      const [naive] = measured(lines) as [PublicFigure];
      const [shown] = figures as [PublicFigure];
      const leak = told(naive);
      expect(leak).toMatch(/about 7 in every 100/);
      const isCaught = expect.stringMatching(
        /^First: is told of in “.*”, though figures of it are suppressed$/,
      );
      expect(await foundIn({ ...openData(figures), ...page(leak) }, { rule: exact })).toEqual([isCaught]);
      expect(
        await foundIn({ ...openData(figures), ...page("First: 4 of 60 children.") }, { rule: exact }),
      ).toEqual([isCaught]);
      expect([hasValue(shown as Figured), roundPercent(shown as Figured)]).toEqual([false, "suppressed [c]"]);
      expect(told(shown)).not.toMatch(/\d/);
      expect(await foundIn({ ...openData(figures), ...page(told(shown)) }, { rule: exact })).toEqual([]);
      // What is shown may be told.
      const second = tell(gld, "Second", figures[1] as Figured);
      expect(await foundIn({ ...openData(figures), ...page(second) }, { rule: exact })).toEqual([]);
    },
  );
});
