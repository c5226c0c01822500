import { formatDecimal } from "../../../components/words/numbers.js";
import type { Fault } from "../cell.js";
import { type Merged, sideOf } from "./agree.js";
import type { BuiltFigure } from "./built-figure.js";
import { isPublished, type Knowledge } from "./knowledge.js";

/** A gap must tell no more than the two percentages that it is the difference of, as they are shown. */
export function gapFaults(merged: ReadonlyMap<string, Merged>, knowledge: Knowledge): Fault[] {
  return [...merged.values()].flatMap((figure): Fault[] => {
    const gap = knowledge.indicators.get(figure.indicator)?.gap;
    if (!gap || typeof figure.value !== "number" || isPublished(figure, knowledge)) return [];
    const [of, minus] = [gap.of, gap.minus].map((category) => sideOf(figure, gap, category, merged));
    const fault = (problem: string): Fault[] => [{ place: figure.place, cell: figure.name, problem }];
    for (const [category, shown] of [
      [gap.of, of],
      [gap.minus, minus],
    ] as const)
      if (shown?.value === "suppressed")
        return fault(`is shown, though the percentage of ${gap.breakdown} ${category} is suppressed`);
    const expected = [of, minus].map((f) => percentageOf(f));
    if (expected[0] === undefined || expected[1] === undefined) return [];
    const difference = expected[0] - expected[1];
    return Math.abs(difference - figure.value) <= 0.5 / 10 ** figure.decimals + 1e-9
      ? []
      : fault(
          `is ${formatDecimal(figure.value, figure.decimals)}, but the counts shown give ${formatDecimal(difference, figure.decimals + 1)}`,
        );
  });
}

function percentageOf(figure: BuiltFigure | undefined): number | undefined {
  return typeof figure?.numerator === "number" &&
    typeof figure.denominator === "number" &&
    figure.denominator > 0
    ? (100 * figure.numerator) / figure.denominator
    : undefined;
}
