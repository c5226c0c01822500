import type { Briefing } from "../../loaders/briefings/briefing.json.js";
import type { Cell, TableData } from "../tables/table.js";
import { areaOfRow } from "../tables/table.js";
import { notKnown } from "../words/composition.js";
import type { ByWard, Need } from "../words/findings.js";
import { plural } from "../words/format.js";
import { formatDecimal, withDecimals } from "../words/numbers.js";
import type { Figured } from "../words/status.js";

/** Who lives in a ward in need. Shares are of children assessed at the end of Reception of whom the group is known. */
export interface Profile {
  code: string;
  name: string;
  worseIn: string[];
  /** Percentage with free school meals; null where not known. */
  meals: number | null;
  /** Ethnic groups by share, greatest first. */
  ethnicGroups: { category: string; share: number }[];
  /** Small areas among the most deprived tenth of England, of all in the ward; null without deprivation figures. */
  deprived: { areas: number; of: number } | null;
}

/** The profiles of wards, in the order of the wards. */
export function profilesOf(briefing: Briefing, wards: readonly Need[]): Profile[] {
  const byWard = new Map(briefing.profiles.map((profile) => [profile.ward, profile]));
  return wards.map((ward) => {
    const profile = byWard.get(ward.code);
    const shares = (breakdown: string) => sharesOf(profile?.children ?? [], breakdown);
    return {
      ...ward,
      meals: shares("fsm").find((group) => group.category === "yes")?.share ?? null,
      ethnicGroups: shares("ethnic_group").sort((a, b) => b.share - a.share),
      deprived:
        profile && profile.mostDeprived !== null
          ? { areas: profile.mostDeprived, of: profile.smallAreas }
          : null,
    };
  });
}

function sharesOf(children: Briefing["profiles"][number]["children"], breakdown: string) {
  const groups = children.filter((group) => group.breakdown === breakdown && group.category !== notKnown);
  const total = groups.reduce((sum, group) => sum + group.children, 0);
  return groups.map(({ category, children }) => ({ category, share: (100 * children) / total }));
}

/**
 * How much a fact varies among profiles: the least and the greatest with their wards, or how many wards share them when they
 * are written with so many decimals. Undefined for fewer than two.
 */
export function spread(
  profiles: readonly Profile[],
  of: (profile: Profile) => number | null,
  decimals = 1,
): { least: { name: string; value: number }; greatest: { name: string; value: number } } | undefined {
  const known = profiles.flatMap((profile) => {
    const value = of(profile);
    return value === null ? [] : [{ name: profile.name, value }];
  });
  if (known.length < 2) return undefined;
  const end = (value: number) => {
    const having = known.filter((one) => withDecimals(one.value, decimals) === withDecimals(value, decimals));
    return { name: having.length === 1 ? having[0]!.name : plural(having.length, "ward"), value };
  };
  const values = known.map(({ value }) => value);
  return { least: end(Math.min(...values)), greatest: end(Math.max(...values)) };
}

/**
 * True if the wards differ enough for one remedy not to fit all: in their largest ethnic group, by ten percentage
 * points or more in free school meals, or by twenty-five or more in the share of most deprived small areas.
 */
export function differ(profiles: readonly Profile[]): boolean {
  const range = (of: (profile: Profile) => number | null): number => {
    const ends = spread(profiles, of);
    return ends ? ends.greatest.value - ends.least.value : 0;
  };
  return (
    largestGroups(profiles).length > 1 ||
    range((profile) => profile.meals) >= 10 ||
    range(deprivedShare) >= 25
  );
}

/** Percentage of a ward's small areas that are among the most deprived tenth; null without deprivation figures. */
export function deprivedShare({ deprived }: Profile): number | null {
  return deprived && (100 * deprived.areas) / deprived.of;
}

/** How many profiles have each group as their largest, most first. */
export function largestGroups(profiles: readonly Profile[]): { category: string; wards: number }[] {
  const counts = new Map<string, number>();
  for (const { ethnicGroups } of profiles) {
    const largest = ethnicGroups[0]?.category;
    if (largest) counts.set(largest, (counts.get(largest) ?? 0) + 1);
  }
  return [...counts].map(([category, wards]) => ({ category, wards })).sort((a, b) => b.wards - a.wards);
}

/** The profiles as a table, with the wards' figures in some measures. */
export function profileTable(profiles: readonly Profile[], measures: readonly ByWard[]): TableData {
  const nameOf = (id: string) => measures.find((m) => m.indicator.id === id)?.indicator.shortName ?? id;
  return {
    columns: [
      { key: "name", label: "Ward" },
      {
        key: "meals",
        label: "Free school meals (% of Reception)",
        unit: "percent",
        name: "free_school_meals_percent",
      },
      { key: "groups", label: "Largest ethnic groups", name: "largest_ethnic_groups" },
      {
        key: "deprived",
        label: "Small areas in England’s most deprived tenth",
        name: "most_deprived_small_areas",
      },
      ...measures.map(({ indicator }) => ({
        key: indicator.id,
        label: `${indicator.shortName} (${indicator.unit === "percent" ? "%" : indicator.unit})`,
        unit: indicator.unit,
      })),
      { key: "worseIn", label: "Worse than all wards together in", name: "worse_in" },
    ],
    areaOf: areaOfRow,
    rows: profiles.map(({ code, name, worseIn, meals, ethnicGroups, deprived }) => ({
      name,
      area: code,
      worseIn: worseIn.map(nameOf).join("; "),
      ...Object.fromEntries(measures.map((measure) => [measure.indicator.id, figureOf(measure, code)])),
      meals: meals ?? notAvailable,
      groups: ethnicGroups
        .slice(0, 2)
        .map(({ category, share }) => `${category} ${formatDecimal(share, 0)}%`)
        .join(", "),
      deprived: deprived ? `${deprived.areas} of ${deprived.of}` : "not available",
    })),
  };
}

const notAvailable: Figured = { value: null, status: "not_available" };

function figureOf({ wards }: ByWard, code: string): Cell {
  const row = wards.find((ward) => ward.code === code);
  if (!row) return notAvailable;
  const named = { ...row, area_name: row.name };
  return named;
}
