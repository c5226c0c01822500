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
 * What a published average tells of the points that children lack. With n children and the average v, they lack a whole
 * number of points, about n · (top − v), and a child who is short lacks from 1 to `top` of them. The interval v ± z · s / √n
 * gives the sum of their squares, (n − 1) · s² + (points)² / n: so many children are short as can lack so many points with
 * such squares. An end of the interval at an end of the scale may have been cut: it was as far away or further.
 */
export function lackOf(figure: Merged, [fewest, most]: Range, top: number): Lack | undefined {
  const { value, decimals } = figure;
  if (typeof value !== "number" || !Number.isFinite(most) || fewest < 1) return undefined;
  const half = 0.5 / 10 ** decimals;
  if (most - fewest > mostTried) {
    const points = whole(fewest * Math.max(0, top - value - half), most * (top - value + half));
    return { points, children: [Math.ceil(points[0] / top), Math.min(points[1], most)] };
  }
  const groups: Lacking[] = [];
  for (let n = fewest; n <= most; n++) {
    const [least, greatest] = whole(n * Math.max(0, top - value - half), n * (top - value + half));
    for (let points = least; points <= Math.min(greatest, n * top); points++) groups.push({ n, points });
  }
  return (
    lackOfAny(groups, (group) => squaresOf(figure, group, top), top) ?? lackOfAny(groups, () => any, top)
  );
}

// Of more sizes than rounding leaves, an interval tells little.
const mostTried = 100;

const any: Range = [0, Infinity];

/** A number of children, and how many points they lack together. */
interface Lacking {
  n: number;
  points: number;
}

/** Points and children of those groups that can have such squares; undefined if none can. */
function lackOfAny(
  groups: readonly Lacking[],
  squaresOf: (group: Lacking) => Range,
  top: number,
): Lack | undefined {
  const lack: Lack = { points: [Infinity, -Infinity], children: [Infinity, -Infinity] };
  const widen = (range: Range, by: number) => {
    range[0] = Math.min(range[0], by);
    range[1] = Math.max(range[1], by);
  };
  for (const group of groups) {
    const [least, greatest] = shortOf(group, squaresOf(group), top);
    if (least > greatest) continue;
    widen(lack.points, group.points);
    widen(lack.children, least);
    widen(lack.children, greatest);
  }
  return lack.points[0] > lack.points[1] ? undefined : lack;
}

/** How many children, least and most, can be short of a group whose lacking points have such squares. */
function shortOf({ n, points }: Lacking, [fewestSquares, mostSquares]: Range, top: number): Range {
  // The more share the points, the less their squares can be, at least and at most.
  let [least, most] = [Math.ceil(points / top), Math.min(points, n)];
  if (least > most || squaresBetween(most, points, top)[0] > mostSquares) return [1, 0];
  for (let enough = most; least < enough; ) {
    const half = Math.floor((least + enough) / 2);
    if (squaresBetween(half, points, top)[0] > mostSquares) least = half + 1;
    else enough = half;
  }
  if (squaresBetween(least, points, top)[1] < fewestSquares) return [1, 0];
  for (let few = least; few < most; ) {
    const half = Math.ceil((few + most) / 2);
    if (squaresBetween(half, points, top)[1] < fewestSquares) most = half - 1;
    else few = half;
  }
  return [least, most];
}

/** Between what the sum of squares must lie if each of some children lacks from 1 to `top` points: all alike, or few most. */
function squaresBetween(children: number, points: number, top: number): Range {
  if (children === 0) return [0, 0];
  const alike = Math.floor(points / children);
  const more = points - alike * children;
  // Who lacks `top` lacks top² − 1 in squares more than who lacks one.
  const whole = top > 1 ? Math.floor((points - children) / (top - 1)) : 0;
  const rest = points - children - whole * (top - 1);
  return [
    children * alike ** 2 + more * (2 * alike + 1),
    children + whole * (top ** 2 - 1) + rest * (rest + 2),
  ];
}

/** What the interval says of the squares of lacking points of a group. */
function squaresOf({ lower, upper, decimals }: Merged, { n, points }: Lacking, top: number): Range {
  const half = 0.5 / 10 ** decimals;
  const average = top - points / n;
  const widths = [
    ...(lower === undefined ? [] : [{ width: average - lower, isCut: lower <= 0 }]),
    ...(upper === undefined ? [] : [{ width: upper - average, isCut: upper >= top }]),
  ];
  const narrow = Math.max(0, ...widths.map(({ width }) => width - half));
  const wide = Math.min(...widths.map(({ width, isCut }) => (isCut ? Infinity : width + half)));
  const squares = (width: number) => (n - 1) * n * (width / z95) ** 2 + points ** 2 / n;
  return whole(squares(narrow), squares(wide));
}

function whole(least: number, greatest: number): Range {
  return [Math.ceil(least - 1e-9) + 0, Math.floor(greatest + 1e-9) + 0];
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
