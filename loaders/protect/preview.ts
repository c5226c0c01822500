import { group } from "d3";
import type { Indicator } from "../registry/indicator.js";
import { isRestSecret, type Policy } from "../registry/policy.js";
import type { Source } from "../registry/source.js";
import type { Database } from "../store/database.js";
import { type KnownFigure, readKnown } from "./known.js";
import { readFigures } from "./protect.js";
import { type Figure, publicNotes } from "./protect-figure.js";
import { type Protected, protectFigures } from "./protect-figures.js";

/** What a policy costs: figures that it lets out, and how many of them are suppressed. */
export interface Price {
  /** Figures with a count behind them, made here; what others have published costs nothing. */
  figures: number;
  suppressed: number;
  /** Of those, suppressed only so that others cannot be worked out. */
  beside: number;
}

/** The price of one indicator, with the areas of the smallest level that have a figure. */
export interface IndicatorPrice extends Price {
  indicator: string;
  period: string;
  areasShown: number;
  areas: number;
}

/** In how many areas of the smallest level an indicator has a figure at some period, one or several together. */
export interface SomePeriod {
  areas: number;
  /** The period that shows the most of them; of several the newest. */
  period: string;
}

/** One change of a policy: what would be different, and the policy with it. */
export interface Variant {
  change: string;
  policy: Policy;
}

export interface PreviewContext {
  indicators: Indicator[];
  sources: Source[];
}

/** The figures that a preview is made of. */
export interface PreviewFigures {
  /** Those of the newest whole period of each indicator. */
  figures: Figure[];
  /** Those of all periods. */
  all: Figure[];
  parentOf: ReadonlyMap<string, string>;
  /** The figures of which others publish a count exactly. */
  known: readonly KnownFigure[];
}

/** Reads from an analysis database what policies are tried on; of each indicator the newest period that is not in progress. */
export async function readPreviewFigures(
  analysis: Database,
  policy: Policy,
  { indicators, sources }: PreviewContext,
): Promise<PreviewFigures> {
  const all = await readFigures(analysis, policy, indicators);
  const newest = new Map<string, string>();
  const behind = new Map(indicators.flatMap((i) => (i.gap ? [[i.id, i.gap.indicator] as const] : [])));
  const periodOf = ({ indicator }: Figure) => newest.get(behind.get(indicator) ?? indicator);
  for (const figure of all)
    if (isCountedHere(figure) && (newest.get(figure.indicator) ?? "") < figure.period_start!)
      newest.set(figure.indicator, figure.period_start!);
  const areas = await analysis.rows<{ code: string; parent: string | null }>("SELECT code, parent FROM area");
  return {
    all,
    figures: all.filter((figure) => figure.period_start !== null && figure.period_start === periodOf(figure)),
    parentOf: new Map(areas.flatMap(({ code, parent }) => (parent === null ? [] : [[code, parent]]))),
    known: await readKnown(analysis, policy, sources),
  };
}

// A ward's figure is counted here; and where all is, the period is not one that only others have published.
function isCountedHere({ level, status, period_start, note }: Figure): boolean {
  return (
    (level === "ward" || level === "locality") &&
    status === "value" &&
    period_start !== null &&
    !publicNotes.inProgress.test(note ?? "")
  );
}

/** What a policy costs, all in all and by indicator, beside nothing that was published before. */
export async function priceOf(
  { figures, parentOf, known }: PreviewFigures,
  policy: Policy,
  { indicators, sources }: PreviewContext,
): Promise<{ all: Price; indicators: IndicatorPrice[] }> {
  const protectedFigures = await protectFigures(figures, {
    policy,
    indicators,
    sources,
    together: true,
    parentOf,
    known,
  });
  const counted = protectedFigures.figures.filter(
    ({ basis, status }) => basis === "protected" && ["value", "zero", "suppressed"].includes(status),
  );
  const byIndicator = [...group(counted, ({ indicator }) => indicator)].map(
    ([indicator, own]): IndicatorPrice => {
      const smallest = own.some(({ level }) => level === "ward") ? "ward" : "locality";
      const areas = own.filter(({ level, breakdown }) => level === smallest && breakdown === "all");
      return {
        indicator,
        period: own[0]!.period!,
        ...lost(own, protectedFigures),
        areasShown: areas.filter(({ status }) => status !== "suppressed").length,
        areas: areas.length,
      };
    },
  );
  return { all: lost(counted, protectedFigures), indicators: byIndicator };
}

/** By indicator, what is shown at some period, if all are protected together as they are to be published. */
export async function shownAtSomePeriod(
  { all, parentOf, known }: PreviewFigures,
  policy: Policy,
  { indicators, sources }: PreviewContext,
): Promise<Map<string, SomePeriod>> {
  const { figures } = await protectFigures(all, {
    policy,
    indicators,
    sources,
    together: true,
    parentOf,
    known,
  });
  const shown = figures.filter(
    ({ basis, level, breakdown, value }) =>
      basis === "protected" && breakdown === "all" && value !== null && level !== "city",
  );
  const areas = [...group(shown, ({ indicator }) => indicator)].map(([indicator, own]) => {
    const smallest = own.some(({ level }) => level === "ward") ? "ward" : "locality";
    const areas = own.filter(({ level }) => level === smallest);
    const [most] = [...group(areas, ({ period }) => period!)].sort(
      ([, a], [, b]) => b.length - a.length || (a[0]!.period_start! < b[0]!.period_start! ? 1 : -1),
    );
    return [indicator, { areas: new Set(areas.map(({ area }) => area)).size, period: most![0] }] as const;
  });
  return new Map(areas);
}

function lost(figures: readonly Figure[], protectedFigures: Protected): Price {
  const suppressed = figures.filter(({ status }) => status === "suppressed");
  return {
    figures: figures.length,
    suppressed: suppressed.length,
    beside: suppressed.filter((figure) => protectedFigures.beside.has(figure)).length,
  };
}

/** The changes of a policy that tell what each of its rules costs: one setting otherwise in each. */
export function variantsOf(policy: Policy, indicators: readonly Indicator[]): Variant[] {
  const { publish } = policy;
  const nameOf = (id: string) => indicators.find((indicator) => indicator.id === id)?.shortName ?? id;
  const withRule = (change: string, rule: Partial<Policy>): Variant => ({
    change,
    policy: { ...policy, ...rule },
  });
  const rules = [
    ...(policy.smallestCount > 5 && policy.roundTo <= 5
      ? [withRule("smallestCount: 5 (counts from 5 on are shown)", { smallestCount: 5 })]
      : []),
    ...(policy.protectionInterval > 5
      ? [
          withRule("protectionInterval: 5 (a hidden count may be known to within 5)", {
            protectionInterval: 5,
          }),
        ]
      : []),
    ...(policy.roundTo > 1 ? [withRule("roundTo: 1 (counts are exact)", { roundTo: 1 })] : []),
    ...(policy.allOrNothingFrom
      ? [withRule("allOrNothingFrom left out (none and all are shown)", { allOrNothingFrom: undefined })]
      : []),
    ...(policy.leastContributors
      ? [
          withRule("leastContributors left out (one school's own result is shown)", {
            leastContributors: undefined,
          }),
        ]
      : []),
    ...(policy.smallestDenominator > policy.smallestCount
      ? [
          withRule(`smallestDenominator: ${policy.smallestCount} (percentages of fewer children)`, {
            smallestDenominator: policy.smallestCount,
          }),
        ]
      : []),
  ];
  const divisions = (["locality", "ward", "lsoa"] as const).flatMap((level) =>
    (publish.levels[level] ?? []).map((breakdown): Variant => {
      const rest = publish.levels[level]!.filter((other) => other !== breakdown);
      return withRule(`publish.levels.${level} without ${breakdown}`, {
        publish: { ...publish, levels: { ...publish.levels, [level]: rest } },
      });
    }),
  );
  const rests = publish.indicators
    .filter((id) => indicators.some((indicator) => indicator.id === id && indicator.kind === "proportion"))
    .map((id): Variant => {
      const smallRest = isRestSecret(policy, id) ? "shown" : "suppressed";
      return withRule(`smallRest: ${smallRest}, for ${nameOf(id)}`, {
        publish: {
          ...publish,
          byIndicator: { ...publish.byIndicator, [id]: { ...publish.byIndicator[id], smallRest } },
        },
      });
    });
  return [...rules, ...divisions, ...rests];
}
