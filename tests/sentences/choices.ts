import type { Page } from "./page.js";

/** Choices of the controls of a page, by the names of its cells. */
export type Choices = Record<string, unknown>;

/** For each page, every choice that its sentences turn on. Pages without choices have one reading. */
export const choicesOf: Record<string, (page: Page, all: boolean) => AsyncIterable<Choices> | Choices[]> = {
  "public/index": publicChoices,
  "public/download": () => [{}],
  "briefings/index": () => [{}],
  "briefings/linkage": linkageChoices,
  "briefings/catalogue": catalogueChoices,
  index: () => [{}],
  "explore/index": () => [{}],
  "explore/linkage-model": modelChoices,
  "explore/childcare-and-outcomes": outcomeChoices,
  "explore/take-up": takeUpPages,
};

/** Every combination with `all`; else every indicator twice, with its levels, breakdowns, groups and periods in turn. */
async function* takeUpPages(page: Page, all: boolean): AsyncGenerator<Choices> {
  if (all) {
    yield* takeUpChoices(page, all);
    return;
  }
  const levels = await page.ask<string[]>("levels");
  const ids = await page.ask<string[]>("indicatorIds");
  for (const [i, indicatorId] of [...ids, ...ids].entries()) {
    // The second time round falls on other levels, whatever their number.
    const level = inTurn(levels, i < ids.length ? i : i - ids.length + 1 + Math.floor(levels.length / 2))!;
    const breakdown = inTurn(await page.ask<string[]>("breakdowns", { indicatorId, level }), i);
    const category =
      inTurn(await page.ask<string[]>("categories", { indicatorId, level, breakdown }), i) ?? "all";
    const chosen = { indicatorId, level, breakdown, category };
    const period = inTurn(await page.ask<string[]>("periods", chosen), i) ?? "none yet";
    const codes = (await page.ask<{ code: string }[]>("shapes", chosen)).map(({ code }) => code);
    yield {
      ...chosen,
      period,
      chosenCodes: i % 3 === 0 ? [] : codes.slice(i % 5, (i % 5) + (i % 4)),
      show: i % 2 === 0 ? "chosen" : "all",
    };
  }
}

function inTurn<T>(values: readonly T[], turn: number): T | undefined {
  return values[turn % values.length];
}

/**
 * Every indicator, level, breakdown and category; of periods the newest and then each in turn, so that all are met.
 * With `all`, every period of each.
 */
export async function* takeUpChoices(page: Page, all: boolean): AsyncGenerator<Choices> {
  let turn = 0;
  const levels = await page.ask<string[]>("levels");
  for (const indicatorId of await page.ask<string[]>("indicatorIds"))
    for (const level of levels)
      for (const breakdown of await page.ask<string[]>("breakdowns", { indicatorId, level }))
        for (const [nth, category] of (
          await page.ask<string[]>("categories", { indicatorId, level, breakdown })
        ).entries()) {
          // Of the groups of a breakdown every other one at each level, so that all are met at one or another.
          if (!all && breakdown !== "all" && (nth + levels.indexOf(level)) % 2 === 1) continue;
          const chosen = { indicatorId, level, breakdown, category };
          const periods = await page.ask<string[]>("periods", chosen);
          const codes = (await page.ask<{ code: string }[]>("shapes", chosen)).map(({ code }) => code);
          turn += 1;
          const some =
            breakdown === "all" && level !== "lsoa"
              ? periods
              : periods.slice(turn % Math.max(periods.length, 1)).slice(0, 1);
          for (const [i, period] of (all ? periods : some).entries()) {
            // No area, some that change from turn to turn, and all.
            const from = (7 * (turn + i)) % Math.max(codes.length, 1);
            const chosenCodes = [[], codes.slice(from, from + 1 + (turn % 3)), codes][
              (turn + i) % (level === "lsoa" ? 2 : 3)
            ];
            yield { ...chosen, period, chosenCodes, show: i % 2 === 0 ? "chosen" : "all" };
          }
          if (periods.length === 0) yield { ...chosen, period: "none yet", chosenCodes: [] };
        }
}

async function* outcomeChoices(page: Page, all: boolean): AsyncGenerator<Choices> {
  for (const outcomeId of await page.ask<string[]>("outcomeIds"))
    for (const period of await page.ask<string[]>("periods", { outcomeId })) {
      const areas = await page.ask<string[]>("placeCodes", { outcomeId, period });
      const thresholds = await page.ask<string[]>("thresholds", { outcomeId, period });
      for (const [i, area] of areas.entries()) {
        // Of wards every twelfth.
        if (!all && i >= 6 && i % 12 !== 0) continue;
        const groupings = await page.ask<string[]>("groupings", { outcomeId, period, area });
        // The city at every threshold and within every grouping, which other areas have in turn.
        const some = i === 0 || all ? Math.max(thresholds.length, groupings.length) : 1;
        for (let turn = i; turn < i + some; turn += 1)
          yield {
            outcomeId,
            period,
            area,
            threshold: thresholds[turn % thresholds.length],
            grouping: groupings[turn % groupings.length],
            areaLevel: turn % 2 === 0 ? "locality" : "ward",
          };
      }
    }
  yield {};
}

async function* publicChoices(page: Page): AsyncGenerator<Choices> {
  yield {};
  const measures = await page.ask<{ id: string }[]>("byWard");
  const { wards } = await page.ask<{ wards: { code: string }[] }>("summary");
  for (const { id } of measures) yield { mapped: id, chosen: "" };
  if (measures.length > 0)
    for (const [i, { code }] of wards.entries())
      yield { mapped: measures[i % measures.length]!.id, chosen: code };
}

async function* linkageChoices(page: Page): AsyncGenerator<Choices> {
  yield {};
  for (const { id } of await page.ask<{ id: string }[]>("rates")) yield { source: id };
}

async function* catalogueChoices(): AsyncGenerator<Choices> {
  yield {};
  yield { words: "no source has these words" };
  yield { words: "census" };
  for (const state of ["current", "overdue", "refused", "missing"]) yield { state };
  for (const kind of ["records", "table", "geography"]) yield { kind };
}

async function* modelChoices(page: Page): AsyncGenerator<Choices> {
  yield {};
  const { examples } = await page.ask<{ examples: { example: number }[] }>("model");
  for (const { example } of examples) yield { example: String(example) };
  for (const [match, potential] of [
    [20, 10],
    [0, 5],
    [-7, -7],
    [60, 60],
  ])
    yield { match, potential };
}
