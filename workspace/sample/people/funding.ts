import { addMonths, ageOn, allTerms, day, receptionStart, terms } from "../calendar.js";
import type { World } from "../world.js";
import { type Child, homeOn, residentOn, type Send } from "./family.js";

export type Entitlement = "two-year-old additional support" | "universal" | "working parents";
export type Basis = "economic" | "ehcp or dla" | "looked after";

/** A funded place of a child in a term: one provider, one entitlement. */
export interface Place {
  provider: string;
  entitlement: Entitlement;
  hours: number;
}

/** A child's funded places in a term. */
export interface Attendance {
  /** Index into `terms`; negative for the terms before them. */
  term: number;
  age: 2 | 3 | 4;
  places: Place[];
}

export interface Funding {
  attendances: Attendance[];
  /** Why the child may have additional support at two, if it may. */
  basis: Basis | undefined;
  /** Terms in which the list of eligible two-year-olds has the child. */
  listed: number[];
}

/** Chances in logits unless said otherwise; tuned so that the city comes out near its published take-up. */
const chances = {
  economicIfPoor: 0.88,
  economicElsewhere: 0.085,
  two: 0.22,
  /** Added in the first, second and later terms after a birthday. */
  ramp: [-0.35, 0.15, 0.4],
  threeAndFour: 2.27,
  older: [-0.75, 0.15, 0.55],
  group: { Asian: -0.3, Black: 0.1, Mixed: 0.15, White: 0.28, Other: -0.55 },
  poor: -0.45,
  /** Probabilities from here on. */
  workingTwo: 0.85,
  outside: 0.55,
  lateForList: 0.09,
  /** Since September 2025 some additional-support places are recorded under the working parents' entitlement. */
  misrecorded: 0.045,
  fewerHours: 0.11,
  twoProviders: 0.035,
  extraElsewhere: 0.2,
  stays: 0.5,
  ownWard: 0.82,
};
const workingParentsFrom = day(2024, 4, 1);
const thirtyHoursFrom = day(2025, 9, 1);
const misrecordedFrom = day(2025, 9, 1);
/** The list is drawn up before the term. */
const listDrawnUp = 40;

/** A child's funded places and entitlements, term by term. */
export function fundingOf(child: Child, world: World): Funding {
  const random = child.family.random.fork(100 + child.id);
  const basis = basisOf(child, random.next());
  const { areas, natures, places, postcodes } = world;
  const home = homeOn(child.family, addMonths(child.birth, 24));
  const area = home.postcode < 0 ? undefined : areas[postcodes.area[home.postcode]!]!;
  const ward = area?.ward ?? random.below(natures.length);
  const unlisted = random.chance(natures[ward]!.unlisted);
  const late = random.chance(chances.lateForList);
  const wardOf = () => (random.chance(chances.ownWard) ? ward : random.below(natures.length));
  const young = places.youngProviders[wardOf()]!.draw(random);
  const older = random.chance(chances.stays) && basis ? young : places.olderProviders[wardOf()]!.draw(random);
  const other = places.olderProviders[wardOf()]!.draw(random);
  const shared = random.chance(chances.twoProviders);
  const extra = random.chance(chances.extraElsewhere) ? other : older;
  const fullHours = random.chance(chances.fewerHours) ? 12 : 15;
  const misrecorded = random.chance(chances.misrecorded);
  const lean = chances.group[child.family.ethnicity.major] + (area?.takeUp ?? 0);
  const funding: Funding = { attendances: [], basis, listed: [] };
  let entitledTerms = 0;
  let olderTerms = 0;
  allTerms.forEach((term, i) => {
    const t = i - (allTerms.length - terms.length);
    const age = ageOn(child.birth, term.start);
    if (age < 2 || age > 4 || term.start >= receptionStart(child.birth)) return;
    if (
      t >= 0 &&
      age === 2 &&
      basis &&
      !unlisted &&
      !(late && entitledTerms === 0) &&
      residentOn(child, term.start - listDrawnUp)
    )
      funding.listed.push(t);
    const here = child.family.outside ? random.chance(chances.outside) : residentOn(child, term.start);
    const rows: Place[] = [];
    if (age === 2) {
      const chance = logistic(chances.two + lean + ramp(chances.ramp, entitledTerms++));
      if (!here) return;
      if (basis && child.reluctance < chance)
        rows.push({
          provider: young,
          entitlement:
            misrecorded && term.start >= misrecordedFrom
              ? "working parents"
              : "two-year-old additional support",
          hours: fullHours,
        });
      else if (
        !basis &&
        child.family.working &&
        term.start >= workingParentsFrom &&
        child.reluctance < chances.workingTwo
      )
        rows.push({
          provider: young,
          entitlement: "working parents",
          hours: term.start >= thirtyHoursFrom ? 30 : 15,
        });
    } else {
      const poor = child.family.poor ? chances.poor : 0;
      const chance = logistic(chances.threeAndFour + lean + poor + ramp(chances.older, olderTerms++));
      if (!here || child.reluctance >= chance) return;
      if (shared && fullHours === 15)
        rows.push(
          { provider: older, entitlement: "universal", hours: 9 },
          { provider: other, entitlement: "universal", hours: 6 },
        );
      else rows.push({ provider: older, entitlement: "universal", hours: fullHours });
      if (child.family.working) rows.push({ provider: extra, entitlement: "working parents", hours: 15 });
    }
    if (rows.length) funding.attendances.push({ term: t, age: age as 2 | 3 | 4, places: rows });
  });
  return funding;
}

/** The child's needs as far as they have been recognised by an age. */
export function recognised(send: Send, age: number, draw: number): Send {
  const byAge = { none: [1, 1, 1], support: [0.25, 0.5, 0.7], ehcp: [0.2, 0.45, 0.65] }[send];
  return draw < byAge[Math.min(2, age - 2)]! ? send : "none";
}

function basisOf(child: Child, draw: number): Basis | undefined {
  if (child.lookedAfter) return "looked after";
  if (child.disability) return "ehcp or dla";
  return draw < (child.family.poor ? chances.economicIfPoor : chances.economicElsewhere)
    ? "economic"
    : undefined;
}

function ramp(steps: number[], term: number): number {
  return steps[Math.min(term, steps.length - 1)]!;
}

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
