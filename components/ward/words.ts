import type { Summary } from "../../loaders/public/summary.json.js";
import type { WardPage } from "../../loaders/public/ward-[slug].json.js";
import { beyondChance } from "../words/beyond-chance.js";
import { changed } from "../words/change.js";
import { formatList } from "../words/format.js";
import { formatCount } from "../words/numbers.js";
import { hasValue } from "../words/status.js";

type Measure = Summary["measures"][number];
type Point = WardPage["trends"][number]["points"][number];

/** Whether a ward stands apart from the city by more than chance, in a sentence; empty where either has no figure. */
export function differenceWords(measure: Measure, ward: string, city: string): string {
  const [own] = measure.wards;
  if (!own || !hasValue(own) || !measure.city || !hasValue(measure.city)) return "";
  const stands = beyondChance(own, measure.city.value, measure.unit);
  switch (stands) {
    case "similar":
      return `The difference between ${ward} and ${city} is small enough to be chance.`;
    case "higher":
    case "lower":
      return `${ward} is ${stands} than ${city} by more than chance. That says where to look, not why.`;
    default:
      return "";
  }
}

/** How a ward's figures went, in a sentence; empty where fewer than two periods have one. */
export function trendWords(points: readonly Point[], unit: string): string {
  const known = points.filter(hasValue).slice(-4);
  const [first, last] = [known[0], known.at(-1)];
  if (!first || !last || first === last) return "";
  const list = formatList(known.map(({ value, period }) => `${formatCount(value)} in every 100 (${period})`));
  const change = changed(last, first, unit);
  const how =
    change === "up" || change === "down"
      ? `That is ${change} by more than chance.`
      : "A change this small can be chance.";
  return `Over time: ${list}. ${how}`;
}

/** What each measure means, and what it does not say. */
export const meanings: Record<string, { means: string; unknown: string }> = {
  "two-year-old-take-up": {
    means: "A free place at two helps children to learn to talk and play with others.",
    unknown: "We do not know why a family has no place: none near, none wanted, or none known of.",
  },
  "three-and-four-year-old-take-up": {
    means: "Every child of three or four can have free hours, whatever its parents earn.",
    unknown: "Children who go to a nursery in another city are counted there, not here.",
  },
  "asq-all-domains": {
    means:
      "At about two, a health visitor asks parents what their child can do: talk, move, play, solve small problems.",
    unknown: "Children who had no review are not in this. They may do better or worse.",
  },
  "good-level-of-development": {
    means: "At the end of Reception teachers say whether a child does what most children of that age do.",
    unknown: "It does not say how good a school is, nor how a child will do later.",
  },
};
