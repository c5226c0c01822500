import { group } from "d3";
import { type Breakdown, type Indicator, notKnown } from "../registry/indicator.js";
import { mayBePublished, type Policy } from "../registry/policy.js";
import type { Source } from "../registry/source.js";
import { type Before, nothingBefore } from "./before.js";
import { isKnownBy, type KnownFigure } from "./known.js";
import {
  type Figure,
  heldFigure,
  type PublicFigure,
  protectFigure,
  protectGap,
  suppressedFigure,
} from "./protect-figure.js";
import { nameOf, type Remedies } from "./sets.js";
import { tellingIntervals } from "./telling-intervals.js";
import { protectTogether, type Single, type Together } from "./together.js";

/** By what figures are protected, and beside what. */
export interface ProtectionRules {
  policy: Policy;
  indicators: Indicator[];
  sources: Source[];
  /** Whether figures are suppressed beside others, so that none can be worked out; else each is protected by itself. */
  together: boolean;
  /** What was published before, which figures that are protected together are set beside. */
  before?: Before | undefined;
  /** What must be done so that nothing is told beside what was published before. */
  remedies?: Remedies | undefined;
}

/** What the protection of figures needs. */
export interface FiguresContext extends ProtectionRules {
  /** By code of an area, the area that it is part of. */
  parentOf: ReadonlyMap<string, string>;
  /** The figures of which others publish a count exactly. */
  known?: readonly KnownFigure[] | undefined;
}

/** What was made of figures together. */
export interface Protected {
  figures: PublicFigure[];
  /** The figures that are suppressed only so that others cannot be worked out. */
  beside: ReadonlySet<Figure>;
  /** Names of the sets of figures that stay as they were published. */
  held: string[];
  /** What is lost by suppression, in no unit, and what at least is lost by any that protects as much. */
  cost: number;
  bound: number;
}

const alone: Together = {
  hidden: new Set(),
  held: new Set(),
  isHeld: () => false,
  isLeftOut: () => false,
  cost: 0,
  bound: 0,
};

/**
 * Protects figures: each by itself, then, together, so that what is suppressed cannot be worked out from the rest. Gaps
 * are made from the protected percentages of the indicator that they rest on.
 */
export async function protectFigures(figures: Figure[], context: FiguresContext): Promise<Protected> {
  const { policy, indicators, sources, before = nothingBefore, known = [] } = context;
  const remedies = context.remedies ?? { hold: [], hide: [] };
  const indicatorOf = new Map(indicators.map((i) => [i.id, i]));
  const open = openSources(sources);
  const ofFew = figures.filter((figure) => isOfFewContributors(figure, policy));
  const ordered = figures.map(({ contributors: _, ...figure }): Figure => figure).sort(byKey);
  const byRule = protectEach(ordered, [...remedies.hide, ...ofFew], { policy, indicatorOf, open });
  const candidates = candidatesAmong(byRule, context, indicatorOf);
  const sharesOf = rideTogether(candidates);
  const { hidden, held, isHeld, isLeftOut, cost, bound } = context.together
    ? await protectTogether(candidates, {
        policy,
        indicators,
        parentOf: context.parentOf,
        open,
        isKnown: isKnownBy(known),
        before,
        hold: remedies.hold,
        isAllowed: (figure) => isAllowed(figure, policy),
      })
    : alone;
  const suppressed = new Set([
    ...hidden,
    ...candidates.filter(({ primary }) => primary).map(({ figure }) => figure),
  ]);
  for (const [average, shares] of sharesOf)
    if (shares.some((share) => suppressed.has(share))) suppressed.add(average);
  const beside = new Set<Figure>();
  const counted = byRule.map((single) => {
    if (!suppressed.has(single.figure) || single.byRule.status === "suppressed") return single.byRule;
    const hiddenBeside = suppressedFigure(single.figure);
    beside.add(hiddenBeside);
    return hiddenBeside;
  });
  const gaps = gapsBetween(counted, ordered, indicatorOf, policy);
  const renewed = [...counted, ...gaps].filter(
    (f) =>
      isAllowed(f, policy) &&
      (f.basis === "published" || !(isWithheld(f, policy) || isHeld(f) || isLeftOut(f))),
  );
  const kept = keptOf(before.served.filter(isHeld), renewed, sources);
  return {
    figures: withoutTellingIntervals([...renewed, ...kept], indicators).sort(byKey),
    beside,
    held: [...held],
    cost,
    bound,
  };
}

/** Anyone can read what these hold. */
function openSources(sources: readonly Source[]): Set<string> {
  return new Set(sources.filter((s) => s.kind !== "records" && s.sensitivity === "open").map((s) => s.id));
}

/** What the rule alone makes of each figure; nothing of gaps, which are made of others. */
function protectEach(
  figures: readonly Figure[],
  hide: Remedies["hide"],
  {
    policy,
    indicatorOf,
    open,
  }: { policy: Policy; indicatorOf: ReadonlyMap<string, Indicator>; open: ReadonlySet<string> },
): Pick<Single, "figure" | "byRule">[] {
  const hiddenNames = new Set(hide.map(nameOf));
  return figures.flatMap((figure): Pick<Single, "figure" | "byRule">[] => {
    const indicator = indicatorOf.get(figure.indicator)!;
    if (isPublishedAlready(figure, indicator, indicatorOf, open))
      return [{ figure, byRule: { ...figure, basis: "published" } }];
    if (indicator.gap) return [];
    const isHidden = hiddenNames.has(nameOf(figure));
    return [
      { figure, byRule: isHidden ? suppressedFigure(figure) : protectFigure(figure, indicator, policy) },
    ];
  });
}

/** Whether a figure is the result of so few schools or settings that it would be their own. */
function isOfFewContributors(
  { contributors, denominator }: Figure,
  { leastContributors = 0 }: Policy,
): boolean {
  return denominator !== 0 && (contributors ?? Number.POSITIVE_INFINITY) < leastContributors;
}

/** The figures that may be shown, or that stand behind gaps that may be. */
function candidatesAmong(
  byRule: readonly Pick<Single, "figure" | "byRule">[],
  { policy, indicators }: FiguresContext,
  indicatorOf: ReadonlyMap<string, Indicator>,
): Single[] {
  // A shown gap lets a reader set its two sides against each other, even at a level where they are not shown.
  const isBehindGap = ({ indicator, breakdown, level }: Figure) =>
    indicators.some(
      ({ id, gap }) =>
        gap?.indicator === indicator &&
        gap.breakdown === breakdown &&
        isAllowed({ indicator: id, breakdown: "all", level }, policy),
    );
  return byRule
    .filter(
      ({ figure, byRule }) =>
        byRule.basis === "protected" &&
        (isAllowed(figure, policy) || isBehindGap(figure)) &&
        // Of few children the group is not known. Where the policy does not say that it must stay a secret how many, no
        // secret may rest on it: a reader takes the groups that are shown to be all.
        (figure.category !== notKnown || isWithheldByPolicy(figure, policy)),
    )
    .map(({ figure, byRule }) => ({
      figure,
      byRule,
      indicator: indicatorOf.get(figure.indicator)!,
      primary: byRule.status === "suppressed",
      withheld: isWithheld(figure, policy),
      rides: false,
    }));
}

function gapsBetween(
  counted: readonly PublicFigure[],
  figures: readonly Figure[],
  indicatorOf: ReadonlyMap<string, Indicator>,
  policy: Policy,
): PublicFigure[] {
  const countedOf = new Map(counted.map((figure) => [keyOf(figure), figure]));
  return figures.flatMap((figure) => {
    const { gap } = indicatorOf.get(figure.indicator)!;
    if (!gap || countedOf.has(keyOf(figure))) return [];
    const side = (category: string) =>
      countedOf.get(keyOf({ ...figure, indicator: gap.indicator, breakdown: gap.breakdown, category }));
    return [protectGap(figure, side(gap.of), side(gap.minus), policy)];
  });
}

/** Figures that stay as they were published, but for those that are published anyhow. */
function keptOf(
  served: readonly PublicFigure[],
  renewed: readonly PublicFigure[],
  sources: readonly Source[],
): PublicFigure[] {
  const published = new Set(renewed.map(keyOf));
  // Publications once told a source by its title.
  const sourceOf = new Map(sources.flatMap(({ id, title }) => [[title, id] as const, [id, id] as const]));
  return served
    .filter((figure) => !published.has(keyOf(figure)))
    .map((figure) => heldFigure({ ...figure, source: sourceOf.get(figure.source ?? "") ?? null }));
}

/**
 * Lets averages ride with the shares of the same children: either is suppressed if the other is. An average near the
 * end of its scale tells how few children are away from it, and so how few can be left over of a share; and as sums of
 * points add up over areas and categories just as counts do, a lone hidden average could be worked out from those around
 * it. Suppressed together with its share, it stands in no sum by itself, as the share does not. Returns each average's shares.
 */
function rideTogether(candidates: Single[]): Map<Figure, Figure[]> {
  const childrenOf = ({ figure, indicator }: Single) =>
    keyOf({ ...figure, indicator: JSON.stringify([indicator.period, indicator.records?.denominator]) });
  const shares = group(
    candidates.filter(({ indicator }) => indicator.kind === "proportion" && indicator.records),
    childrenOf,
  );
  const ridden = new Map<Figure, Figure[]>();
  for (const average of candidates) {
    const same = average.indicator.kind === "mean" ? shares.get(childrenOf(average)) : undefined;
    if (!same) continue;
    average.rides = true;
    if (average.primary) for (const share of same) share.primary = true;
    ridden.set(
      average.figure,
      same.map(({ figure }) => figure),
    );
  }
  return ridden;
}

/**
 * Leaves out the intervals of averages of a set of which any figure is suppressed. An interval tells the sum of squares
 * behind an average, and squares add up over areas, categories and periods as counts do: from those around a hidden group
 * its own could be worked out, and from its squares how many children are away from an end of the scale.
 */
function withoutTellingIntervals(
  figures: readonly PublicFigure[],
  indicators: readonly Indicator[],
): PublicFigure[] {
  const telling = new Set(tellingIntervals(figures, indicators));
  return figures.map((figure) => (telling.has(figure) ? { ...figure, lower: null, upper: null } : figure));
}

/** A figure for the city or a comparator that an open source has published. */
function isPublishedAlready(
  figure: Figure,
  indicator: Indicator,
  indicatorOf: ReadonlyMap<string, Indicator>,
  open: ReadonlySet<string>,
): boolean {
  const queried = [
    ...indicator.published,
    ...(indicator.gap ? indicatorOf.get(indicator.gap.indicator)!.published : []),
  ];
  return (
    isOutsideOrCity(figure.level) &&
    open.has(figure.source ?? "") &&
    queried.some((p) => p.source === figure.source)
  );
}

function isAllowed(figure: Pick<Figure, "indicator" | "level" | "breakdown">, policy: Policy): boolean {
  const level = isOutsideOrCity(figure.level) ? "city" : figure.level;
  return mayBePublished(policy, { ...figure, level });
}

/** Whoever is in no group is no group: that is never shown, and a policy may name more. */
function isWithheld(figure: Figure, policy: Policy): boolean {
  return figure.category === notKnown || isWithheldByPolicy(figure, policy);
}

function isWithheldByPolicy({ breakdown, category }: Figure, { publish }: Policy): boolean {
  return publish.withheld[breakdown as Breakdown]?.includes(category) ?? false;
}

function isOutsideOrCity(level: string): boolean {
  return ["city", "region", "country", "neighbour"].includes(level);
}

function byKey(a: Figure, b: Figure): number {
  return keyOf(a) < keyOf(b) ? -1 : 1;
}

function keyOf(f: Figure): string {
  return [f.indicator, f.level, f.area, f.period_start, f.period, f.breakdown, f.category].join("\u0000");
}
