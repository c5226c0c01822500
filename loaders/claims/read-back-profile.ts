import type { ClaimData } from "../../components/claims/claim-data.js";
import type { Finding } from "../../components/claims/test-claim.js";
import { rateWords } from "../../components/words/area-lead.js";
import { clearness } from "../../components/words/area-standing.js";
import { beyondChance } from "../../components/words/beyond-chance.js";
import { changed } from "../../components/words/change.js";
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
    /^(?:Beside .+ it does (best)|It does worst) in (.+): (.+?) \((.+)\), beside (.+?)\.$/,
    ([, best, ...words], ground) => inProfile(ground, (profile) => isFurthest(profile, best ? 1 : -1, words)),
  ],
  [
    /^In (?:no measure does .+ do (better) than .+|none does it do worse)\.$/,
    ([, better], ground) => inProfile(ground, (profile) => onSide(profile, better ? 1 : -1).length === 0),
  ],
  [
    /^Of (\d+) measures? with a figure of .+ it is better in (\d+|none) and worse in (\d+|none); best and worst/,
    ([, some, better, worse], ground) =>
      inProfile(
        ground,
        (profile) =>
          judgeable(profile).length === 0 &&
          measuresOf(profile).filter((one) => awayOf(one) !== undefined).length === count(some) &&
          onSide(profile, 1).length === count(better) &&
          onSide(profile, -1).length === count(worse),
      ),
  ],
  [
    /^By more than chance, (.+) has got (better|worse): (.+?) \((.+)\), from (.+?) in (.+)\.$/,
    ([, name, look, own, period, before, then], ground) =>
      inProfile(ground, (profile) =>
        moved(profile, look as Look).some(
          (one) =>
            inSentence(one.shortName) === name &&
            isWrittenSo(profile, [one.shortName, own, period]) &&
            one.before?.period === then &&
            formatValue(one.before!, one.unit) === before,
        ),
      ),
  ],
  [
    /^(?:No measure|None) has got (better|worse) by more than chance\.$/,
    ([, look], ground) => inProfile(ground, (profile) => moved(profile, look as Look).length === 0),
  ],
  [
    /^No figure of .+ has come to set .+ beside\.$/,
    (_, ground) =>
      inProfile(ground, (profile) => measuresOf(profile).every((one) => awayOf(one) === undefined)),
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

/**
 * How far a measure is on the better side of what it is set beside, as a share of how widely its peers range; below nought on
 * the worse side, undefined where one of the two is not there.
 */
function awayOf({ own, all, country, polarity, range, similar }: AreaIndicator): number | undefined {
  const beside = (all ?? country)?.value ?? null;
  if (beside === null || !hasValue(own)) return undefined;
  const away = polarity === "low" ? beside - own.value : own.value - beside;
  const peers = [own.value, beside, range.least, range.greatest, ...similar.map(({ value }) => value)].filter(
    (value) => value !== null,
  );
  return away === 0 ? 0 : away / (Math.max(...peers) - Math.min(...peers));
}

/** Measures on the better side (1) or the worse (−1) of what they are set beside. */
function onSide(profile: AreaProfile, side: 1 | -1): AreaIndicator[] {
  return measuresOf(profile).filter((one) => Math.sign(awayOf(one) ?? 0) === side);
}

function isFurthest(profile: AreaProfile, side: 1 | -1, [name, ...words]: readonly string[]): boolean {
  if (judgeable(profile).length > 0) return false;
  const some = onSide(profile, side);
  const named = some.find((one) => inSentence(one.shortName) === name);
  return (
    named !== undefined &&
    isWrittenSo(profile, [named.shortName, ...words]) &&
    some.every((one) => side * awayOf(one)! <= side * awayOf(named)!)
  );
}

/** Measures that changed by more than chance, to the better or to the worse. */
function moved(profile: AreaProfile, look: Look): AreaIndicator[] {
  return measuresOf(profile).filter(({ own, before, unit, polarity }) => {
    if (!before || !hasValue(own) || !hasValue(before)) return false;
    return changed(own, before, unit) === ((look === "better") === (polarity === "high") ? "up" : "down");
  });
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
