import { partsOfPeriod } from "../../components/words/pooled-period.js";
import type { Figure, PublicFigure } from "../../loaders/protect/protect-figure.js";
import type { Policy } from "../../loaders/registry/policy.js";
import { measured, openData, protectedFigures } from "./attacked-city.js";
import { Search } from "./solve/search.js";

/** Three years and all of them together. */
export const years = ["2023/24", "2024/25", "2025/26"];
export const together = "2023/24 to 2025/26";

/** Figures of a period, from lines such as "ward W1 all all 4/20". */
export function inPeriod(period: string, lines: string[]): Figure[] {
  const start = `${period.slice(0, 4)}-09-01`;
  return measured(lines).map((figure) => ({ ...figure, period, period_start: start }));
}

/** Figures of three years, a list of lines each, and of the three together: the sums of their counts. */
export function withPool(lines: string[][]): Figure[] {
  const single = lines.flatMap((own, i) => inPeriod(years[i]!, own));
  const sums = new Map<string, { at: string; x: number; n: number }>();
  for (const { level, area, breakdown, category, numerator, denominator } of single) {
    const at = `${level} ${area} ${breakdown} ${category}`;
    const { x, n } = sums.get(at) ?? { x: 0, n: 0 };
    sums.set(at, { at, x: x + numerator!, n: n + denominator! });
  }
  return [
    ...single,
    ...inPeriod(
      together,
      [...sums.values()].map(({ at, x, n }) => `${at} ${x}/${n}`),
    ),
  ];
}

/** Counts of a ward in each of three years, as "numerator/denominator". */
export type Ward = [string, string, string];

/** A locality of two wards, which it is the sum of; the years of all three are pooled. */
export function localityOf(wards: readonly [Ward, Ward]): Figure[] {
  const add = (list: string[]) => {
    const pairs = list.map((counts) => counts.split("/").map(Number) as [number, number]);
    return pairs.reduce(([a, b], [x, n]) => [a + x, b + n], [0, 0]).join("/");
  };
  return withPool(
    years.map((_, year) => {
      const of = wards.map((ward) => ward[year]!);
      return [...of.map((counts, i) => `ward W${i + 1} all all ${counts}`), `locality L1 all all ${add(of)}`];
    }),
  );
}

/** What is hidden of figures: "W1 2023/24". */
export function hiddenIn(figures: readonly PublicFigure[]): string[] {
  return figures
    .filter(({ status }) => status === "suppressed")
    .map(({ area, period, category }) => `${area} ${period}${category === "all" ? "" : ` ${category}`}`)
    .sort();
}

/** The open data of figures protected together. */
export async function published(figures: Figure[], policy: Policy): Promise<Record<string, string>> {
  return openData((await protectedFigures(figures, policy)).figures);
}

/**
 * What can be worked out more closely than the policy allows of what is hidden, by trying whole numbers: not our attacker's
 * way, and none of the protector's code. Of undivided figures of wards W1 and W2 and their locality.
 */
export function derivedBySearch(
  truth: readonly Figure[],
  shown: readonly PublicFigure[],
  { protectionInterval, roundTo, smallestCount }: Policy,
  isRestSecret: boolean,
): string[] {
  const keyOf = ({ area, period }: Figure) => `${area} ${period}`;
  const shownOf = new Map(shown.map((figure) => [keyOf(figure), figure]));
  const at = new Map(truth.map((figure, i) => [keyOf(figure), 3 * i]));
  const values = truth.flatMap(({ numerator: x, denominator: n }) => [x!, n!, n! - x!]);
  const all = values.map((value) => [0, value + 60] as [number, number]);
  const about = (count: number): [number, number] =>
    count === 0
      ? [0, 0]
      : [Math.max(smallestCount, Math.ceil(count - roundTo / 2)), Math.ceil(count + roundTo / 2) - 1];
  const hidden: number[] = [];
  for (const [i, figure] of truth.entries()) {
    const own = shownOf.get(keyOf(figure));
    if (own?.numerator == null || own.denominator == null) {
      hidden.push(3 * i, 3 * i + 1, ...(isRestSecret ? [3 * i + 2] : []));
      continue;
    }
    all[3 * i] = about(own.numerator);
    all[3 * i + 1] = about(own.denominator);
    const rest = values[3 * i + 2]!;
    if (isRestSecret) all[3 * i + 2] = rest === 0 ? [0, 0] : [smallestCount, rest + 60];
  }
  const sums = truth.flatMap((figure, i) => {
    const { area, period } = figure;
    const parts = [
      area === "L1" ? [`W1 ${period}`, `W2 ${period}`] : undefined,
      partsOfPeriod(period)?.map((one) => `${area} ${one}`),
    ].filter((list) => list !== undefined);
    return [
      { total: 3 * i + 1, parts: [3 * i, 3 * i + 2] },
      ...parts.flatMap((list) =>
        [0, 1].map((what) => ({ total: 3 * i + what, parts: list.map((key) => at.get(key)! + what) })),
      ),
    ];
  });
  const search = new Search({
    least: all.map(([least]) => least),
    greatest: all.map(([, greatest]) => greatest),
    sums,
    truth: values,
  });
  return hidden.flatMap((cell) => {
    const [least, greatest] = search.rangeOf(cell, protectionInterval);
    const figure = truth[Math.floor(cell / 3)]!;
    return greatest - least < protectionInterval
      ? [`${keyOf(figure)} ${["numerator", "denominator", "rest"][cell % 3]}: ${least}–${greatest}`]
      : [];
  });
}
