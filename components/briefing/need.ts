import type { Briefing } from "../../loaders/briefings/briefing.json.js";
import {
  deprivedShare,
  differ,
  largestGroups,
  type Profile,
  profilesOf,
  spread,
} from "../figures/ward-profiles.js";
import { type ByWard, needs } from "../words/findings.js";
import { formatList, plural } from "../words/format.js";
import { formatNumber } from "../words/numbers.js";
import { type Measure, wardWords } from "./by-ward.js";

/** How a fact varies among wards: the least and the greatest in words. Not available where fewer than two are known. */
interface Spread {
  available: boolean;
  /** "12.0% in Sutton and 48.1% in Nechells", with the word given between the two. */
  text: string;
}

/** The wards that are worse than all together in some measures. Not available where none is measured. */
export interface Need {
  available: boolean;
  data: Briefing;
  measured: ByWard[];
  profiles: Profile[];
  /** The measures, by name. */
  measures: string;
  /** Wards that are worse in any of them, and in more than one. */
  wards: { available: boolean; count: number; text: string; of: string };
  severalWays: { available: boolean; count: number | "none"; names: string };
  /** True if one remedy will not do for all of them. */
  unlike: boolean;
  meals: Spread;
  deprived: Spread;
  groups: Spread;
}

/** Which wards are in need by some measures, and who lives there. */
export function needOf(data: Briefing, measures: readonly Measure[]): Need {
  const measured = measures.flatMap(({ found }) => (found?.city ? [found] : []));
  const inNeed = needs(measured);
  const several = inNeed.filter(({ worseIn }) => worseIn.length > 1);
  const profiles = profilesOf(data, inNeed);
  const groups = largestGroups(profiles);
  return {
    available: measured.length > 0,
    data,
    measured,
    profiles,
    measures: measured.map(({ indicator }) => indicator.shortName).join("; "),
    wards: {
      available: inNeed.length > 0,
      count: inNeed.length,
      text: plural(inNeed.length, ...wardWords),
      of: plural(measured[0]?.wards.length ?? 0, ...wardWords),
    },
    severalWays: {
      available: several.length > 0,
      count: several.length || "none",
      names: several.length > 10 ? "" : formatList(several.map(({ name }) => name)),
    },
    unlike: differ(profiles),
    meals: spreadOf(profiles, (profile) => profile.meals, { between: "and", decimals: 1 }),
    deprived: spreadOf(profiles, deprivedShare, { between: "to", decimals: 0 }),
    groups: {
      available: groups.length > 1,
      text: formatList(groups.map(({ category, wards }) => `${category} in ${wards}`)),
    },
  };
}

function spreadOf(
  profiles: readonly Profile[],
  of: (profile: Profile) => number | null,
  { between, decimals }: { between: string; decimals: 0 | 1 },
): Spread {
  const ends = spread(profiles, of, decimals);
  if (!ends) return { available: false, text: "" };
  const { least, greatest } = ends;
  const written = (value: number) =>
    decimals === 0 ? `${Math.round(value)}%` : formatNumber(value, "percent");
  return {
    available: true,
    text: `${written(least.value)} in ${least.name} ${between} ${written(greatest.value)} in ${greatest.name}`,
  };
}
