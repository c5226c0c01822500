import { capital, formatList } from "../words/format.js";
import { formatNumber, shownDifference } from "../words/numbers.js";
import { hasValue } from "../words/status.js";
import { distanceOf, movedOf, type Trends } from "./sentences.js";

/** What a reader of trends is told, each a text that is empty where there is nothing to tell. */
export interface TrendWords {
  /** How the city moved, and where it stands beside the first of what it is set beside. */
  lead: string;
  /** How far it lies from each of the others, and whether that changed. */
  distances: string;
  breaks: string;
  missing: string;
  provisional: string;
  goals: string;
}

/** The sentences of a page about trends. */
export function trendWords(trends: Trends): TrendWords {
  const { available, own, asked, breaks, missing, provisional, goals, others } = trends;
  const nothing = { lead: "", distances: "", breaks: "", missing: "", provisional: "", goals: "" };
  if (!available || !own) return nothing;
  const { unit, shortName } = asked.indicator;
  const written = (value: number) => formatNumber(value, unit);
  return {
    lead: `${shortName} in ${own.name}: ${movedText(trends)}.`,
    distances: others
      .flatMap((other) => {
        const distance = distanceOf(trends, other);
        return distance ? [distanceText(distance, unit)] : [];
      })
      .join(" "),
    breaks: breaks.map(({ start, text }) => `${text} (figures from ${periodFrom(trends, start)})`).join("; "),
    missing: formatList(missing),
    provisional: formatList(provisional),
    goals: goals
      .map((goal) =>
        goal.value === undefined
          ? (goal.missing ?? "")
          : `${capital(goal.setBy ?? "")} set ${written(goal.value)} for ${areaName(trends, goal.area)} by ${goal.period}.`,
      )
      .join(" "),
  };
}

/** From what to what the city moved since figures compare, and whether that may be chance: the message of its line. */
export function movedText(trends: Trends): string {
  const { unit } = trends.asked.indicator;
  const written = ({ value, period }: { value: number; period: string }) =>
    `${formatNumber(value, unit)} in ${period}`;
  const moved = movedOf(trends);
  if (moved)
    return `${written(moved.first)}, ${written(moved.last)}${moved.how ? chanceText[moved.how] : ""}`;
  const newest = trends.own?.points.filter(hasValue).at(-1);
  return newest ? `${written(newest)}, with which no earlier figure compares` : "no figure";
}

const chanceText = {
  up: ", which is more than chance",
  down: ", which is more than chance",
  unclear: ", which may be chance",
  unknown: "",
};

function distanceText(
  { name, now, since, way }: NonNullable<ReturnType<typeof distanceOf>>,
  unit: string,
): string {
  const how = {
    nearer: ", so it has come nearer by more than chance",
    further: ", so it lies further apart by more than chance",
    unclear: ", no clear change",
    unknown: "",
  };
  const before = since ? ` (${apart(since, unit)} in ${since.period}${how[way]})` : "";
  return `${name}, ${now.period}: ${apart(now, unit)}${before}.`;
}

function apart({ own, other }: { own: number; other: number }, unit: string): string {
  const difference = shownDifference(own, other, unit);
  if (difference === 0) return `the same, ${formatNumber(own, unit)}`;
  const between = unit === "percent" ? "percentage points" : unit;
  return `${formatNumber(Math.abs(difference), between)} ${difference > 0 ? "above" : "below"} it`;
}

function periodFrom({ own }: Trends, start: string): string {
  return own?.points.find((point) => point.start === start)?.period ?? start.slice(0, 4);
}

/** What the area of a goal is called. */
export function areaName({ asked, others }: Trends, code: string): string {
  if (code === asked.about.city.code) return asked.about.city.name;
  return others.find((one) => one.code === code)?.name ?? (code.startsWith("E92") ? "England" : "its area");
}
