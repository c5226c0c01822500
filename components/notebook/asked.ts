import type { Indicators } from "../../loaders/explore/indicators.json.js";
import type { AreaShape } from "../charts/area-map.js";
import type { Missing } from "../words/missing.js";
import type { Origin } from "../words/narrative.js";
import type { Observation } from "../words/status.js";
import type { Figures } from "./data-sets.js";
import type { Kept } from "./kept.js";

export type About = Indicators;
export type Indicator = About["indicators"][number];

/** A figure that can stand in a sentence: it has its area's name, its unit and where it comes from. */
export interface Figure extends Observation {
  code: string;
  name: string;
  unit: string;
  origin: Origin & { unit: string };
}

/** A number that was counted from figures, as it stands in a sentence: "5 wards". */
export interface Counted {
  text: string;
  origin: Origin & { unit: string };
}

/** The parts of a question, by the names that the address has for them. */
export const choiceNames = [
  "indicator",
  "level",
  "breakdown",
  "group",
  "period",
  /** chosen or all: whether the ranking and the table show the chosen areas alone. */
  "show",
  /** The second indicator of a scatter. */
  "with",
  /** The areas chosen of each level: codes with full stops between them. */
  "ward",
  "locality",
  "lsoa",
  "msoa",
] as const;

export type ChoiceName = (typeof choiceNames)[number];

/** What a reader chooses. What is left out has its usual value. */
export type Choices = { [name in ChoiceName]?: string };

/** One of the things that a reader can choose. */
export interface Offer {
  value: string;
  words: string;
  /** The heading that it stands under in a list. */
  heading?: string;
}

/** What can be chosen for each part of the question, as far as the rest of it goes. */
export interface Offers {
  indicator: Offer[];
  level: Offer[];
  breakdown: Offer[];
  group: Offer[];
  period: Offer[];
}

/** A choice that does not fit, and was left out of the answer. */
export interface Refusal {
  name: ChoiceName;
  text: string;
  /** Set where it is the page itself that asks for it. */
  byPage?: boolean;
}

/** What figures, tables and downloads say of where their numbers come from. */
export interface Provenance {
  source: string;
  asOf: string;
  unit: string;
  sample: boolean;
  linkage: string | undefined;
}

/** A question and all that answers it. Every component of a page takes it whole. */
export interface Asked {
  indicator: Indicator;
  level: string;
  breakdown: string;
  group: string;
  /** As it is written: "Summer 2026". "none yet" where there is no figure. */
  period: string;
  /** Codes of the areas chosen. */
  chosen: ReadonlySet<string>;
  show: "chosen" | "all";
  /** The second indicator that a reader has chosen, if any. */
  with: string | undefined;

  /** The areas' figures of the period and group. */
  rows: Figure[];
  /** Those of them that are chosen; all where none is. */
  shown: Figure[];
  /** Observations of the level in all periods and groups, and the city's. */
  series: readonly Observation[];
  citySeries: readonly Observation[];
  /** The city's figure; without a value where it has none. */
  city: Figure;
  /** The lowest and the highest of the areas; the name says how many where several share it. */
  lowest: Figure;
  highest: Figure;
  /** Areas that lie below or above the comparator by more than chance. */
  clearly: { lower: Counted; higher: Counted };
  /** All areas together, where that is what they can be set beside. */
  comparator: { name: string; value: number } | undefined;
  /** The city and the areas that it is compared with, of the same period and group. */
  elsewhere: Figure[];
  /** Who is not in any area's figure or in any group, in sentences. */
  apart: string[];

  /** Outlines of the areas; none of the city. */
  shapes: readonly AreaShape[];
  /** Larger areas, by name, with the codes of the areas within each: localities of wards, wards of small areas. */
  within: readonly { name: string; codes: readonly string[] }[];
  /**
   * The code of the area around a postcode, which goes nowhere: undefined where the directory does not have it. Left out
   * where areas cannot be found by postcode.
   */
  areaOf: ((postcode: string) => Promise<string | undefined>) | undefined;
  /** Larger areas that they lie in, the largest first. */
  around: readonly (readonly AreaShape[])[];
  /** What the areas are, in the singular and plural. */
  areas: [string, string];
  /** The indicator, with the group that is chosen. */
  measure: string;
  provenance: Provenance;
  /** Whether any area has a figure. */
  available: boolean;
  /** Why there is none, and what would bring one. */
  missing: Missing;
  about: About;

  offers: Offers;
  /** What was chosen of all this and fits: the rest is as usual. */
  choices: Choices;
  refused: Refusal[];
  /** Where some observations come from, and where one does. */
  provenanceOf(observations: readonly Observation[]): Provenance;
  originOf(observation: Observation, measure?: string): Origin & { unit: string };
  /** An observation as a sentence and a ranking take it. */
  figureOf(observation: Observation): Figure;
  /** Figures by breakdown, and those of another indicator at the same or another level: fetched when asked for. */
  divided(): Promise<Figures>;
  figuresOf(indicator: string, level?: string): Promise<readonly Observation[]>;
  /** Chooses something, as a reader does with the controls; an empty text takes a choice back. */
  choose(choices: Choices): void;
  chooseAreas(codes: readonly string[]): void;
  /** What components have drawn before, to be drawn over. */
  kept: Kept;
}
