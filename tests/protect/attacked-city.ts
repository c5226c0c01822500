import { type Before, nothingBefore } from "../../loaders/protect/before.js";
import type { Figure, PublicFigure } from "../../loaders/protect/protect-figure.js";
import { type Protected, protectFigures } from "../../loaders/protect/protect-figures.js";
import type { Remedies } from "../../loaders/protect/sets.js";
import { readIndicators } from "../../loaders/registry/indicator.js";
import { type Policy, readPolicies } from "../../loaders/registry/policy.js";
import { readSources } from "../../loaders/registry/source.js";

const ready = (id: string): Policy => {
  const policy = readPolicies().find((each) => each.id === id)!;
  const levels = { city: ["sex", "fsm"], locality: ["sex", "fsm"], ward: ["sex", "fsm"] } as const;
  return { ...policy, known: [], publish: { ...policy.publish, levels: structuredClone(levels) as never } };
};

/** Counts below 6 are suppressed, all else is exact, so that subtractions are plain to see. */
export const exact = ready("childcare-statistics");
/** The policy in force: counts below 10 suppressed, others to the nearest 5. */
export const rounding = ready("children");

const sources = readSources();
export const indicators = readIndicators(sources);

/** The city of tests/audit/small-site.ts. */
const parentOf = new Map([
  ["L1", "C"],
  ["L2", "C"],
  ["W1", "L1"],
  ["W2", "L1"],
  ["W3", "L2"],
  ["W4", "L2"],
]);

/** Figures as measured, from lines such as "ward W1 sex female 4/20", with their exact percentage. */
export function measured(lines: string[], indicator = "good-level-of-development"): Figure[] {
  return lines.map((line) => {
    const [level, area, breakdown, category, counts] = line.split(" ") as [
      string,
      string,
      string,
      string,
      string,
    ];
    const [numerator, denominator] = counts.split("/").map(Number) as [number, number];
    return {
      indicator,
      source: "eyfsp-return",
      level,
      area,
      period: "2024/25",
      period_start: "2024-09-01",
      breakdown,
      category,
      numerator,
      denominator,
      value: (indicator === "average-goals-met" ? 1 : 100) * (numerator / denominator),
      lower: indicator === "average-goals-met" ? numerator / denominator - 0.5 : null,
      upper: indicator === "average-goals-met" ? numerator / denominator + 0.5 : null,
      status: numerator === 0 ? "zero" : "value",
      note: null,
      as_of: "2025-08-01",
    };
  });
}

/** Protects figures; not `together`, each by the rule alone. */
export function protectedFigures(
  figures: Figure[],
  policy: Policy,
  { together = true, ...options }: { together?: boolean; before?: Before; remedies?: Remedies } = {},
): Promise<Protected> {
  return protectFigures(figures, { policy, indicators, sources, together, parentOf, ...options });
}

/** W1 is small, so that W2 or the locality must be hidden beside it. */
export const smallWard = [
  "locality L1 all all 100/200",
  "ward W1 all all 4/40",
  "ward W2 all all 96/160",
  "locality L2 all all 100/200",
  "ward W3 all all 50/100",
  "ward W4 all all 50/100",
  "city C all all 200/400",
];

/** As if figures had been published, and were served. */
export function servedBefore(figures: readonly PublicFigure[]): Before {
  const titleOf = new Map(sources.map(({ id, title }) => [id, title]));
  const served = figures.map((figure) => ({ ...figure, source: titleOf.get(figure.source!)! }));
  const keyOf = ({ indicator, area, period, breakdown, category }: Figure) =>
    [indicator, area, period, breakdown, category].join();
  const shownAs = new Map(served.map((figure) => [keyOf(figure), figure]));
  return {
    ...nothingBefore,
    served,
    wasShown: (figure, count, number) => shownAs.get(keyOf(figure))?.[count] === number,
  };
}

/** The open data of figures: a file an indicator. */
export function openData(figures: readonly PublicFigure[]): Record<string, string> {
  const columns = [
    "area_code",
    "level",
    "period",
    "breakdown",
    "category",
    "numerator",
    "denominator",
    "value",
    "lower",
    "upper",
    "status",
    "basis",
    "source",
  ];
  const files: Record<string, string> = {};
  for (const figure of figures) {
    const name = `open-data/${figure.indicator}.csv`;
    files[name] ??= `${columns.join(",")}\n`;
    const isHidden = figure.status === "suppressed";
    const text = { ...figure, area_code: figure.area, source: "Counted here" } as Record<string, unknown>;
    const cell = (column: string) =>
      text[column] ?? (isHidden && ["numerator", "denominator", "value"].includes(column) ? "c" : "");
    files[name] += `${columns.map(cell).join(",")}\n`;
  }
  return files;
}

/** What is shown of a figure: numerator and denominator; undefined if it is suppressed. */
export function shownOf(
  figures: readonly PublicFigure[],
  area: string,
  category = "all",
  indicator = "good-level-of-development",
): { x: number; n: number } | undefined {
  const figure = figures.find(
    (each) => each.area === area && each.category === category && each.indicator === indicator,
  );
  return figure?.denominator == null
    ? undefined
    : { x: figure.numerator ?? Number.NaN, n: figure.denominator };
}
