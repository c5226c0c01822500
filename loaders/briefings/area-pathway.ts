import { countPathways, type Pattern } from "../measure/pathway.js";
import { type Policy, readPolicy } from "../registry/policy.js";
import type { Source } from "../registry/source.js";
import type { Database } from "../store/database.js";
import type { AreaProfile } from "./area-schema.js";

type PathwayOfArea = NonNullable<AreaProfile["pathway"]>;

/** A count of children of an area, of how many, with the area that it is part of. */
export interface PartCount {
  area: string;
  level: "city" | "locality" | "ward";
  parent: string;
  x: number;
  n: number;
}

type Rules = Pick<Policy, "smallestCount" | "smallestDenominator" | "allOrNothingFrom">;

/** Of which other step's children a step is asked. */
const among: Record<string, string> = { "place-at-two": "eligible-at-two", "good-level": "assessed" };

/**
 * Where the children of each area were met, of the newest school year of birth of which most can be told; undefined where none
 * can. Whole percentages, and none from which a few children could be told: see protectParts.
 */
export async function areaPathways(
  db: Database,
  city: string,
  sources: readonly Source[],
): Promise<((area: string) => PathwayOfArea | null) | undefined> {
  const { steps, cohorts, counts } = await countPathways(db, city, sources);
  const coveredOf = (cohort: (typeof cohorts)[number]) =>
    cohort.steps.filter(({ covered }) => covered).length;
  const cohort = [...cohorts].sort((a, b) => coveredOf(b) - coveredOf(a) || b.year - a.year)[0];
  if (!cohort) return undefined;
  const rows = counts.filter(({ year, breakdown }) => year === cohort.year && breakdown === "all");
  const parents = new Map(
    (
      await db.rows<{ ward: string; locality: string | null }>(
        "SELECT DISTINCT ward, locality FROM area_tree",
      )
    ).map(({ ward, locality }) => [ward, locality ?? city]),
  );
  const bitOf = (id: string) => steps.findIndex((step) => step.id === id);
  const isCovered = (id: string) => cohort.steps[bitOf(id)]?.covered === true;
  const covered = steps.filter(({ id }) => isCovered(id));
  const stepFigures = covered.map(({ id }) => {
    const base = among[id] !== undefined && isCovered(among[id]) ? among[id] : undefined;
    const parts = rows.map(({ area, level, patterns }): PartCount => {
      const of = base === undefined ? patterns : having(patterns, bitOf(base));
      const parent = level === "ward" ? (parents.get(area) ?? city) : level === "locality" ? city : "";
      return { area, level, parent, x: total(having(of, bitOf(id))), n: total(of) };
    });
    return { id, among: base ?? null, shares: protectParts(parts, readPolicy()) };
  });
  const known = new Set(rows.map(({ area }) => area));
  return (area) =>
    known.has(area)
      ? {
          year: cohort.year,
          sources: [...new Set(covered.map(({ source }) => source))],
          steps: stepFigures.map(({ id, among: base, shares }) => ({
            ...{ id, among: base, own: shares.get(area) ?? null, all: shares.get(city) ?? null },
          })),
        }
      : null;
}

/**
 * Of each area the share in whole per cent; null where it would tell of a few children. That is where either side of it is
 * small, or few are asked of; and, among the parts of an area that is shown, of as many of the smallest others that what is
 * hidden is never one alone, nor a few children together: it could be worked out from the rest. Where an area is hidden for
 * the sake of others, so are some of its parts, as they would add up to it.
 */
export function protectParts(parts: readonly PartCount[], rules: Rules): Map<string, number | null> {
  const hidden = new Set(parts.filter((part) => isTelling(part, rules)).map(({ area }) => area));
  for (const level of ["locality", "ward"] as const) {
    const own = parts.filter((part) => part.level === level);
    for (const parent of new Set(own.map((part) => part.parent))) {
      const siblings = own.filter((part) => part.parent === parent).sort((a, b) => a.n - b.n);
      while (!isSafe(siblings, hidden, hidden.has(parent), rules)) {
        const next = siblings.find(({ area }) => !hidden.has(area));
        if (!next) break;
        hidden.add(next.area);
      }
    }
  }
  return new Map(
    parts.map(({ area, x, n }) => [area, hidden.has(area) || n === 0 ? null : Math.round((100 * x) / n)]),
  );
}

function isTelling(
  { x, n }: PartCount,
  { smallestCount, smallestDenominator, allOrNothingFrom }: Rules,
): boolean {
  const isFew = (count: number) => count > 0 && count < smallestCount;
  return (
    n < smallestDenominator ||
    isFew(x) ||
    isFew(n - x) ||
    ((x === 0 || x === n) && n < (allOrNothingFrom ?? smallestDenominator))
  );
}

function isSafe(
  siblings: readonly PartCount[],
  hidden: ReadonlySet<string>,
  isParentHidden: boolean,
  { smallestCount }: Rules,
): boolean {
  const out = siblings.filter(({ area }) => hidden.has(area));
  if (out.length === 0) return !isParentHidden;
  const sum = (of: (part: PartCount) => number) => out.reduce((all, part) => all + of(part), 0);
  return out.length > 1 && sum(({ x }) => x) >= smallestCount && sum(({ x, n }) => n - x) >= smallestCount;
}

const having = (patterns: readonly Pattern[], bit: number) =>
  patterns.filter(([pattern]) => (pattern & (1 << bit)) !== 0);
const total = (patterns: readonly Pattern[]) => patterns.reduce((sum, [, n]) => sum + n, 0);
