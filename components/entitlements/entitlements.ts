import type { Answer } from "./answer.js";
import { disabilityAccessFund, healthyStart, pupilPremium } from "./beside-hours.js";
import { taxFreeChildcare, universalCreditChildcare } from "./costs.js";
import type { Day } from "./dates.js";
import type { Child, Family } from "./family.js";
import type { Figures } from "./figures.js";
import { twoYearOldHours, universalHours, workingParentHours } from "./funded-hours.js";

/** What a family can have for a child on a day, an answer a scheme, in the order of `schemes`. */
export function entitlements(child: Child, family: Family, figures: Figures, on: Day): Answer[] {
  const hours = [universalHours, twoYearOldHours, workingParentHours].map((scheme) =>
    scheme(child, family, figures, on),
  );
  return [
    ...hours,
    taxFreeChildcare(child, family, figures, on),
    universalCreditChildcare(child, family, figures, on),
    healthyStart(child, family, figures, on),
    pupilPremium(child, family, hours),
    disabilityAccessFund(child, figures, hours),
  ];
}

/**
 * Funded hours a week that a child can use on a day. Those of a two-year-old with extra support come first and the working
 * parents' fill them up, as the universal hours are within these: never more than the greatest of the schemes.
 */
export function hoursOn(answers: readonly Answer[], day: Day): number {
  const inUse = answers.filter(
    ({ state, hours, useFrom, usable, ends }) =>
      state !== "not" &&
      hours !== undefined &&
      (usable || (useFrom !== undefined && useFrom <= day)) &&
      (!ends || day < ends),
  );
  return Math.max(0, ...inUse.map(({ hours }) => hours!));
}
