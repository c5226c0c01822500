import { z95 } from "../../../components/words/intervals.js";
import { partsOfPeriod } from "../../../components/words/pooled-period.js";
import type { Indicator } from "../../../loaders/registry/indicator.js";
import type { Fault } from "../cell.js";
import { boundsOfShown, type Rule } from "../rule.js";
import type { Merged } from "./agree.js";
import { isPublished, type Knowledge } from "./knowledge.js";

type Range = [lower: number, upper: number];

/** How many children are short of all points, and how many points they lack among them, as an average tells it. */
export interface Lack {
  points: Range;
  children: Range;
}

/**
 * What a published average tells of the points that children lack. With n children and the average v, lacking points
 * are n · (top − v), a child who is short lacks from 1 to `top` of them, and the interval v ± z · s / √n gives the sum
 * of their squares: (n − 1) · s² + (points)² / n. The squares of k children's points are at least (points)² / k; and a
 * child with d lacking points has d² ≤ d + top · (d − 1), so that k ≤ points − (squares − points) / top. Ends of the
 * interval at an end of the scale may have been cut, and tell nothing.
 */
export function lackOf(
  { value, lower, upper, decimals }: Merged,
  [fewest, most]: Range,
  top: number,
): Lack | undefined {
  if (typeof value !== "number" || !Number.isFinite(most) || fewest < 1) return undefined;
  const half = 0.5 / 10 ** decimals;
  const points: Range = [fewest * Math.max(0, top - value - half), most * (top - value + half)];
  const children: Range = [points[0] / top, Math.min(points[1], most)];
  const widths = [
    lower !== undefined && lower > 0 ? value - lower : undefined,
    upper !== undefined && upper < top ? upper - value : undefined,
  ].filter((width) => width !== undefined);
  for (const width of widths) {
    const [narrow, wide] = [Math.max(0, width - 2 * half) / z95, (width + 2 * half) / z95];
    const least = (fewest - 1) * fewest * narrow ** 2 + points[0] ** 2 / most;
    const greatest = (most - 1) * most * wide ** 2 + points[1] ** 2 / fewest;
    if (greatest > 0) children[0] = Math.max(children[0], points[0] ** 2 / greatest);
    children[1] = Math.min(children[1], points[1] - (least - points[1]) / top);
  }
  const whole = ([a, b]: Range): Range => [Math.ceil(a - 1e-9), Math.floor(b + 1e-9)];
  return { points: whole(points), children: whole(children) };
}

/**
 * Intervals of averages in whose period another average of the same indicator is suppressed. An interval tells the sum of
 * squares behind an average, and squares add up over areas and groups, and over the periods that are pooled, as counts do.
 */
export function intervalFaults(merged: Iterable<Merged>, { indicators, open }: Knowledge): Fault[] {
  const averages = [...merged].filter(
    (figure) =>
      indicators.get(figure.indicator)?.kind === "mean" && !isPublished(figure, { indicators, open }),
  );
  const periodsOf = ({ indicator, period }: Merged) =>
    [period, ...(partsOfPeriod(period) ?? [])].map((each) => `${indicator} ${each}`);
  const hidden = new Set(averages.filter(({ status }) => status === "suppressed").flatMap(periodsOf));
  return averages
    .filter(({ lower, upper }) => lower !== undefined || upper !== undefined)
    .filter((figure) => periodsOf(figure).some((period) => hidden.has(period)))
    .map(({ place, name: cell }) => ({
      place,
      cell,
      problem:
        "has an interval, though another average of its indicator and period is suppressed, of which it tells",
    }));
}

/** What an average should not say: of an interval beyond its scale, or of a few children at either end of it. */
export function averageFaults(figure: Merged, top: number, rule: Rule): Fault[] {
  const { place, name: cell, value, lower, upper, denominator } = figure;
  if (typeof value !== "number") return [];
  const fault = (problem: string): Fault[] => [{ place, cell, problem }];
  if (value > top || value < 0 || (upper !== undefined && upper > top) || (lower !== undefined && lower < 0))
    return fault(`has an average or interval beyond its scale, which goes from 0 to ${top}`);
  if (typeof denominator !== "number") return [];
  const alike = (value === top || value === 0) && (lower === undefined || lower === upper);
  if (alike && denominator >= (rule.allOrNothingFrom ?? Infinity)) return [];
  const bounds = boundsOfShown(denominator, rule);
  // Seen from the other end, whoever has any point is short of none.
  const turned = {
    ...figure,
    value: top - value,
    lower: upper === undefined ? undefined : top - upper,
    upper: lower === undefined ? undefined : top - lower,
  };
  const few = [figure, turned].some((each) => {
    const children = lackOf(each, bounds, top)?.children;
    return (
      children && children[0] < rule.smallestCount && children[1] - children[0] < rule.protectionInterval
    );
  });
  return few ? fault("tells how many children are away from an end of its scale, and they may be few") : [];
}

/** Whether a share's count is of those for whom some of the points of an average hold: how many points it asks for. */
export function pointsAskedFor(share: Indicator, average: Indicator): number | undefined {
  const [few, all] = [share.records?.numerator, average.records?.numerator];
  if (!few || !all || !("among" in few) || !("among" in all) || !few.every || !all.total) return undefined;
  const { columns } = all.total;
  return few.every.equals === all.total.equals && few.every.columns.every((each) => columns.includes(each))
    ? few.every.columns.length
    : undefined;
}
