import type { ClaimData } from "../../components/claims/claim-data.js";
import type { Finding } from "../../components/claims/test-claim.js";
import { rateWords } from "../../components/words/area-lead.js";
import { clearness } from "../../components/words/area-standing.js";
import { beyondChance } from "../../components/words/beyond-chance.js";
import { inSentence } from "../../components/words/format.js";
import { formatValue, hasValue } from "../../components/words/status.js";
import { count, found, type Ground, type ReadBack, unknown } from "./read-back-ground.js";

type AreaProfile = NonNullable<Awaited<ReturnType<NonNullable<ClaimData["profile"]>>>>;
type AreaIndicator = AreaProfile["indicators"][number];
type Look = "better" | "worse";

/** What the profile of an area says. */
export const profileSentences: readonly ReadBack[] = [
  [
    /^Its clearest (strength|need) is (.+): (.+?) \((.+)\), beside (.+?) in .+\.$/,
    ([, what, ...words], ground) =>
      inProfile(ground, (profile) => isClearest(profile, what === "strength" ? "better" : "worse", words)),
  ],
  [
    /^In no measure is .+ (better|worse) (?:than .+ )?by more than chance\.$/,
    ([, look], ground) => inProfile(ground, (profile) => standOut(profile, look as Look).length === 0),
  ],
  [
    /^In (?:the (one) measure|none of the (\d+) measures) that can be judged.* does (?:not )?.*differ/,
    ([, one, some], ground) =>
      inProfile(
        ground,
        (profile) =>
          standOut(profile, "better", "worse").length === 0 &&
          judgeable(profile).length === (one ? 1 : count(some)),
      ),
  ],
  [
    /^Of (\d+) measures? that can be judged it is better than .+ in (\d+|none) and worse in (\d+|none), by/,
    ([, some, better, worse], ground) =>
      inProfile(
        ground,
        (profile) =>
          judgeable(profile).length === count(some) &&
          standOut(profile, "better").length === count(better) &&
          standOut(profile, "worse").length === count(worse),
      ),
  ],
  [
    /^(.+): (.+?) \((.+)\)(?:, beside (.+?) in .+)?\.$/,
    ([, ...words], ground) => inProfile(ground, (profile) => isWrittenSo(profile, words)),
  ],
  [
    /^No extract gives a figure of how children or services do in .+ yet\.$/,
    (_, ground) => inProfile(ground, (profile) => measuresOf(profile).length === 0),
  ],
];

/** Measures of a profile that have a better side. */
function measuresOf({ indicators }: AreaProfile): AreaIndicator[] {
  return indicators.filter(
    ({ polarity, kind, theme }) =>
      polarity !== "none" && kind !== "count" && !["deprivation", "people"].includes(theme),
  );
}

/** Those of them that can be told from chance: both figures are there, and chance has a part in the area's own. */
function judgeable(profile: AreaProfile): AreaIndicator[] {
  return measuresOf(profile).filter((one) => lookOf(one) !== undefined);
}

function standOut(profile: AreaProfile, ...looks: Look[]): AreaIndicator[] {
  return measuresOf(profile).filter((one) => looks.some((look) => look === lookOf(one)));
}

function lookOf({ own, all, country, unit, chance, polarity }: AreaIndicator): Look | "even" | undefined {
  const beside = (all ?? country)?.value;
  if (chance === "no" || !hasValue(own)) return undefined;
  const side = beyondChance(own, beside, unit);
  if (side === "unknown") return undefined;
  if (side !== "higher" && side !== "lower") return "even";
  return (side === "higher") === (polarity === "high") ? "better" : "worse";
}

function isClearest(profile: AreaProfile, look: Look, [name, ...words]: readonly string[]): boolean {
  const apart = standOut(profile, look);
  const named = apart.find((one) => inSentence(one.shortName) === name);
  return (
    named !== undefined &&
    isWrittenSo(profile, [named.shortName, ...words]) &&
    apart.every((one) => clearness(one) <= clearness(named))
  );
}

function isWrittenSo(
  profile: AreaProfile,
  [name, own, period, beside]: readonly (string | undefined)[],
): boolean {
  return measuresOf(profile).some(
    (one) =>
      one.shortName === name &&
      one.period === period &&
      formatValue(one.own, one.unit) + rateWords(one.unit) === own &&
      (beside === undefined || formatValue((one.all ?? one.country)!, one.unit) === beside),
  );
}

async function inProfile(ground: Ground, isSo: (profile: AreaProfile) => boolean): Promise<Finding> {
  const { area, indicators, data } = ground;
  const profile = area === undefined ? undefined : await data.profile?.(area);
  if (!profile) return unknown(ground);
  const figures = profile.indicators
    .filter(({ id, own }) => indicators.includes(id) && hasValue(own))
    .map(({ shortName, own, unit, period, source, asOf }) => ({
      ...{ what: `${shortName}, ${profile.name}`, text: formatValue(own, unit), period, source, asOf },
    }));
  return found(ground, isSo(profile), figures);
}
