import { parts } from "../calendar.js";
import type { Major } from "../names/ethnicity.js";
import type { Random } from "../random.js";
import type { World } from "../world.js";
import { type Child, homeOn, seasonOf } from "./family.js";

/** The five domains of ASQ-3, with the sample's own thresholds. */
export const domains = [
  "communication",
  "gross_motor",
  "fine_motor",
  "problem_solving",
  "personal_social",
] as const;

export interface DomainResult {
  /** 0 to 60 in steps of five. */
  score: number;
  expected: boolean;
}

/** The seventeen early learning goals in the order of the profile; the first twelve make a good level of development. */
export const goals = [
  "listening_attention_understanding",
  "speaking",
  "self_regulation",
  "managing_self",
  "building_relationships",
  "gross_motor",
  "fine_motor",
  "comprehension",
  "word_reading",
  "writing",
  "number",
  "numerical_patterns",
  "past_present",
  "people_culture_communities",
  "natural_world",
  "creating_materials",
  "imaginative_expressive",
] as const;
export const goodLevelGoals = 12;

export type Mark = "1" | "2" | "A";

/** Effects in standard deviations of a child's development. */
const effects = {
  female: 0.17,
  poor: -0.26,
  deprivation: -0.35,
  area: 1,
  support: -1.45,
  plan: -3,
  early: 0.045,
  summer: -0.26,
  autumn: 0.24,
  year: { 2023: -0.01, 2024: 0, 2025: 0.01 } as Record<number, number>,
};
const group: Record<Major, number> = { Asian: -0.03, Black: 0.02, Mixed: 0.02, White: 0.04, Other: -0.14 };

const asq = { own: 0.62, chance: 0.785, shared: 0.88, apart: 0.475 };
/** Thresholds in the order of `domains`. */
const asqThresholds = [-1.32, -1.93, -1.96, -1.88, -1.84];
/** Cut-off scores by questionnaire, in months: rounded figures of the sample's, not the questionnaire's. */
const cutOffs: Record<number, number[]> = {
  24: [25, 40, 35, 30, 30],
  27: [25, 30, 20, 30, 25],
  30: [35, 35, 20, 30, 30],
};
const pointsPerDeviation = 11;

const goalSpread = 0.28;
const goalThresholds = [
  -1.21, -1.23, -1.29, -1.37, -1.38, -1.68, -1.35, -1.15, -1.01, -0.89, -1.05, -1.07, -1.19, -1.19, -1.25,
  -1.41, -1.41,
];
const exempt = 0.0012;

/** The results of the five domains on the day of a review. */
export function asqOf(
  child: Child,
  day: number,
  interval: number,
  world: World,
  random: Random,
): DomainResult[] {
  const common = asq.own * (child.ability + leaning(child, day, world)) + asq.chance * random.normal();
  return domains.map((_, d) => {
    const level = asq.shared * common + asq.apart * random.normal();
    const over = level - asqThresholds[d]!;
    const cut = cutOffs[interval]![d]!;
    const score = 5 * Math.round((cut + 2.5 + over * pointsPerDeviation) / 5);
    return over >= 0
      ? { score: Math.min(60, Math.max(cut, score)), expected: true }
      : { score: Math.max(0, Math.min(cut - 5, score)), expected: false };
  });
}

/** The seventeen marks at the end of Reception. `early` is the number of terms with a funded place before it. */
export function marksOf(child: Child, day: number, early: number, world: World, random: Random): Mark[] {
  if (random.chance(exempt)) return goals.map(() => "A");
  const season = seasonOf(child.birth);
  const level =
    child.ability +
    leaning(child, day, world) +
    effects.early * Math.min(early, 6) +
    (season === "summer" ? effects.summer : season === "autumn" ? effects.autumn : 0) +
    (effects.year[parts(day).year - 1] ?? 0);
  return goals.map((_, g) => (level + goalSpread * random.normal() > goalThresholds[g]! ? "2" : "1"));
}

export function hasGoodLevel(marks: Mark[]): boolean {
  return marks.slice(0, goodLevelGoals).every((mark) => mark === "2");
}

function leaning(child: Child, day: number, world: World): number {
  const home = homeOn(child.family, day);
  const area = home.postcode < 0 ? undefined : world.areas[world.postcodes.area[home.postcode]!]!;
  return (
    (child.sex === "female" ? effects.female : -effects.female) +
    (child.family.poor ? effects.poor : 0) +
    (area ? effects.deprivation * (area.deprivation - 0.75) + effects.area * area.development : 0) +
    (child.send === "support" ? effects.support : child.send === "ehcp" ? effects.plan : 0) +
    group[child.family.ethnicity.major]
  );
}
