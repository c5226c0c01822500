import type { Indicators } from "../../loaders/explore/indicators.json.js";
import type { JoinedFigure } from "../figures/joined-split.js";
import { newest, pick } from "../figures/observations.js";
import { restsOn } from "../figures/rests-on.js";
import { formatDate, levelName, plural } from "../words/format.js";
import { hasValue, type Observation } from "../words/status.js";
import type { Joined } from "./words.js";

/** What a question about joined children is answered from. */
export interface JoinedData {
  about: Indicators;
  /** Figures by breakdown, that of another source among them. */
  divided: readonly Observation[];
  rows: readonly JoinedFigure[];
}

/** The parts of the question, by the names that the address has for them. What is left out has its usual value. */
export interface JoinedChoices {
  outcome?: string;
  period?: string;
  area?: string;
  probability?: string;
}

/** One of the things that can be chosen: its key, and the words for it. */
type Offer = readonly [key: string, words: string];

/** A question about joined children and all that answers it. */
export interface AskedJoined extends Joined {
  about: Indicators;
  indicator: Indicators["indicators"][number];
  choices: Required<JoinedChoices>;
  offers: Record<keyof JoinedChoices, Offer[]>;
  /** Whether what was asked for is what is shown, by its name of old too. */
  isAsAsked(name: keyof JoinedChoices, text: string): boolean;
  level: string;
  /** The same with links that are surer and surer: as linked first. */
  steps: { name: string; rows: JoinedFigure[] }[];
  /** By what the children can be divided further: breakdowns, all among them. */
  groupings: string[];
  /** The wards or localities, with the figures of their children. */
  areasOf(level: string): { name: string; rows: JoinedFigure[] }[];
  /** Who is in no area's figure, in a sentence; empty where there is nobody. */
  apart: string;
}

/** How links count where no probability is asked for. */
export const asLinked = "as linked";

/** Answers what other sources tell of the children of an outcome. A choice that there is none of has its usual value. */
export function answerJoined(
  { about, divided, rows }: JoinedData,
  breakdown: string,
  wanted: JoinedChoices,
): AskedJoined {
  const outcomes = about.indicators.filter(({ joined }) => joined.some((one) => one.breakdown === breakdown));
  const outcomeOffers = outcomes.map(({ id, shortName }): Offer => [id, shortName]);
  const outcome = settle(wanted.outcome, outcomeOffers);
  const indicator = outcomes.find(({ id }) => id === outcome) ?? about.indicators[0]!;
  const definition = indicator.joined.find((one) => one.breakdown === breakdown);
  const ofOutcome = rows.filter((row) => row.indicator === outcome && row.joined === breakdown);

  const periodOffers = periodsOf(ofOutcome).map((period): Offer => [period, period]);
  const period = settle(wanted.period, periodOffers);
  const places = placesOf(ofOutcome);
  const areaOffers = places.map(
    ({ code, name, level }): Offer => [
      code,
      level === "city" ? `${name}, whole city` : `${name} (${levelName(level)})`,
    ],
  );
  // Addresses once held a locality's name.
  const formerly = places.find(({ level, name }) => level === "locality" && name === wanted.area)?.code;
  const area = settle(formerly ?? wanted.area, areaOffers);
  const place = places.find(({ code }) => code === area);
  const sure = [...new Set(ofOutcome.map(({ threshold }) => threshold))].filter((t) => t !== null);
  const thresholds = [asLinked, ...sure.sort((a, b) => a - b).map(String)];
  const probabilityOffers = thresholds.map(
    (t): Offer => [t, t === asLinked ? "as linked by the last refresh" : `at least ${t} probable`],
  );
  const probability = settle(wanted.probability, probabilityOffers);

  const thresholdOf = (words: string) => (words === asLinked ? null : Number(words));
  const ofPeriod = ofOutcome.filter((row) => row.period === period);
  const here = ofPeriod.filter((row) => row.area === area);
  const undivided = (some: readonly JoinedFigure[], words: string) =>
    some.filter((row) => row.within === "all" && row.threshold === thresholdOf(words));
  const observations = pick(divided, { indicator: outcome, breakdown, period });
  const apart = pick(observations, { level: "unplaced" }).reduce((sum, o) => sum + (o.denominator ?? 0), 0);
  const shown = undivided(here, probability);
  return {
    about,
    indicator,
    definition,
    available: shown.some(hasValue),
    choices: { outcome, period, area, probability },
    isAsAsked: (name, text) =>
      (name === "area" && text === wanted.area && formerly !== undefined) ||
      { outcome, period, area, probability }[name] === text,
    offers: {
      outcome: outcomeOffers,
      period: periodOffers,
      area: areaOffers,
      probability: probabilityOffers,
    },
    period,
    level: place?.level ?? "city",
    where: place?.name ?? about.city.name,
    rows: shown,
    divided: here.filter((row) => row.threshold === null),
    categories: about.categories,
    origin: {
      source: titlesOf(about, [...observations.map(({ source }) => source), definition?.source]),
      asOf: formatDate(newest(observations) ?? about.asOf),
      sample: about.sample,
      linkage: restsOn(about.linkage, observations),
    },
    linkage: about.linkage,
    sureness: probability === asLinked ? "" : `, links at least ${probability} probable`,
    why:
      pick(divided, { indicator: outcome, breakdown, status: "not_available" })[0]?.note ??
      "No extract of both sources has come.",
    steps: thresholds.map((t) => ({
      name: t === asLinked ? asLinked : `${t} and over`,
      rows: undivided(here, t),
    })),
    groupings: ["all", ...indicator.breakdowns.filter((b) => here.some((row) => row.within === b))],
    areasOf: (level) =>
      places
        .filter((one) => one.level === level)
        .map(({ code, name }) => ({
          name,
          rows: undivided(
            ofPeriod.filter((row) => row.area === code),
            probability,
          ),
        })),
    apart:
      apart > 0
        ? `Not counted here, nor in the city as a whole: ${plural(apart, "child", "children")} whose small area is not known or is outside the city.`
        : "",
  };
}

function settle(wanted: string | undefined, offers: readonly Offer[]): string {
  return offers.find(([key]) => key === wanted)?.[0] ?? offers[0]?.[0] ?? "none yet";
}

// Newest first.
function periodsOf(rows: readonly JoinedFigure[]): string[] {
  const starts = new Map(rows.map((row) => [row.period, row.period_start]));
  return [...starts].sort((a, b) => b[1].localeCompare(a[1])).map(([period]) => period);
}

// The city, then localities and wards by name.
function placesOf(rows: readonly JoinedFigure[]): { code: string; name: string; level: string }[] {
  return ["city", "locality", "ward"].flatMap((level) =>
    [...new Map(rows.filter((row) => row.level === level).map((row) => [row.area, row.area_name]))]
      .map(([code, name]) => ({ code, name, level }))
      .sort((a, b) => a.name.localeCompare(b.name, "en-GB")),
  );
}

function titlesOf({ sourceTitles }: Indicators, ids: readonly (string | undefined)[]): string {
  const known = [...new Set(ids)].filter((id) => id !== undefined);
  return known.map((id) => sourceTitles[id] ?? id).join("; ") || "no source yet";
}
