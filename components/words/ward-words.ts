import type { Summary } from "../../loaders/public/summary.json.js";
import type { WardPage } from "../../loaders/public/ward-[slug].json.js";
import type { Speaker } from "../messages/speaker-by.js";
import { beyondChance } from "./beyond-chance.js";
import { changed } from "./change.js";
import { hasValue } from "./status.js";

type Measure = Summary["measures"][number];
type Point = WardPage["trends"][number]["points"][number];

/** Whether a ward stands apart from the city by more than chance, in a sentence; empty where either has no figure. */
export function differenceSaid({ say }: Speaker, measure: Measure, ward: string, city: string): string {
  const [own] = measure.wards;
  if (!own || !hasValue(own) || !measure.city || !hasValue(measure.city)) return "";
  const stands = beyondChance(own, measure.city.value, measure.unit);
  switch (stands) {
    case "similar":
      return say("difference.similar", { ward, city });
    case "higher":
    case "lower":
      return say(`difference.${stands}`, { ward, city });
    default:
      return "";
  }
}

/** How a ward's figures went, in a sentence; empty where fewer than two periods have one. */
export function trendSaid({ say, list }: Speaker, points: readonly Point[], unit: string): string {
  const known = points.filter(hasValue).slice(-4);
  const [first, last] = [known[0], known.at(-1)];
  if (!first || !last || first === last) return "";
  const pointsInWords = list(
    known.map(({ value, period }) => say("trend.point", { n: Math.round(value), period })),
  );
  const change = changed(last, first, unit);
  const how = say(change === "up" || change === "down" ? `trend.${change}` : "trend.chance");
  return say("trend", { list: pointsInWords, how });
}
