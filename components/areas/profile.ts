import type { AreaIndicator, AreaProfile } from "../../loaders/briefings/area-schema.js";
import { restsOn } from "../figures/rests-on.js";
import type { FiledFigure } from "../tables/table-data.js";
import { formatDate, formatList, levelName, plural } from "../words/format.js";
import { type Numbered, number, phrase } from "../words/narrative.js";
import { hasValue } from "../words/status.js";
import { besideOf, clearness, lookOfIndicator, standingOf } from "./standing.js";

/** What an area's page data set tells. Whatever it lacks is there too, and not available. */
export interface Area {
  data: AreaProfile;
  name: string;
  /** "Ward in East locality, Birmingham". */
  kind: string;
  /** "all wards together"; of the city "England". */
  beside: string;
  /** The newest day that its figures rest on, in words. */
  asOf: string;
  /** Measures that say how children and services do; they have a better side. */
  measures: AreaIndicator[];
  /** What is known of who lives there. */
  people: AreaIndicator[];
  /** What it does best and what it needs most, in sentences. */
  lead: Node;
  /** How many measures can be told from chance. */
  judged: number;
  /** In how many measures it is better and worse, in a sentence; empty where none can be judged. */
  count: string;
  /** Whether its children's way can be told at any step. */
  followed: boolean;
  available: boolean;
}

/** What is told of an area. */
export function areaOf(data: AreaProfile): Area {
  const isMeasure = ({ polarity, theme, kind }: AreaIndicator) =>
    polarity !== "none" && kind !== "count" && theme !== "deprivation" && theme !== "people";
  const measures = data.indicators.filter(isMeasure);
  const beside = besideName(data);
  const standing = judged(measures);
  return {
    data,
    name: data.name,
    kind: kindOf(data),
    beside,
    asOf: formatDate(data.asOf),
    measures,
    people: data.indicators.filter(({ theme }) => theme === "deprivation" || theme === "people"),
    lead: leadOf(data, measures, standing, beside),
    judged: standing.known.length,
    count: countText(standing, beside),
    followed: data.pathway?.steps.some(({ own }) => own !== null) ?? false,
    available: data.indicators.length > 0,
  };
}

function besideName({ level, country }: AreaProfile): string {
  return level === "city" ? (country ?? "the country") : "all wards together";
}

function kindOf({ level, within, city }: AreaProfile): string {
  if (level === "city") return "City";
  const locality = within.find((one) => one.level === "locality");
  if (level === "locality") return `Locality of ${city.name}`;
  return `Ward ${locality ? `in ${locality.name} locality` : ""}, ${city.name}`.replace(" ,", ",");
}

/** Measures that can be judged, and those of them that stand out, the clearest first. */
interface Judged {
  known: AreaIndicator[];
  better: AreaIndicator[];
  worse: AreaIndicator[];
}

function judged(measures: readonly AreaIndicator[]): Judged {
  const known = measures.filter((one) => standingOf(one) !== "unknown");
  const having = (look: string) =>
    known.filter((one) => lookOfIndicator(one) === look).sort((a, b) => clearness(b) - clearness(a));
  return { known, better: having("better"), worse: having("worse") };
}

function leadOf(
  data: AreaProfile,
  measures: readonly AreaIndicator[],
  { known, better, worse }: Judged,
  beside: string,
): Node {
  if (measures.length === 0)
    return phrase`No extract gives a figure of how children or services do in ${data.name} yet.`;
  if (known.length === 0) return phrase`${beyondNothing(data, measures[0]!, beside)}`;
  if (better.length + worse.length === 0)
    return known.length === 1
      ? phrase`In the one measure that can be judged, ${inSentence(known[0]!)}, ${data.name} does not differ from ${beside} by more than chance.`
      : phrase`In none of the ${known.length} measures that can be judged does ${data.name} differ from ${beside} by more than chance.`;
  const [strength, need] = [better[0], worse[0]];
  return phrase`${strength ? clearest(data, strength, beside, "strength") : phrase`In no measure is ${data.name} better than ${beside} by more than chance.`} ${need ? clearest(data, need, beside, "need") : phrase`In no measure is it worse by more than chance.`}`;
}

// Where chance has no part in a figure it says how much, and no more.
function beyondNothing(data: AreaProfile, one: AreaIndicator, beside: string): Node {
  const other = besideOf(one);
  const own = phrase`${one.shortName}: ${number(told(data, one, one.own))} (${one.period})`;
  return other ? phrase`${own}, beside ${number(told(data, one, other))} in ${beside}.` : phrase`${own}.`;
}

function clearest(data: AreaProfile, one: AreaIndicator, beside: string, what: string): Node {
  const other = besideOf(one)!;
  return phrase`Its clearest ${what} is ${inSentence(one)}: ${number(told(data, one, one.own))} (${one.period}), beside ${number(told(data, one, other))} in ${beside}.`;
}

/** An indicator's name as it stands within a sentence: a word in capitals keeps them. */
export function inSentence({ shortName }: Pick<AreaIndicator, "shortName">): string {
  return /^[A-Z][a-z]/.test(shortName) ? shortName.charAt(0).toLowerCase() + shortName.slice(1) : shortName;
}

function countText({ known, better, worse }: Judged, beside: string): string {
  if (known.length === 0 || better.length + worse.length === 0) return "";
  return `Of ${plural(known.length, "measure")} that can be judged it is better than ${beside} in ${better.length || "none"} and worse in ${worse.length || "none"}, by more than chance.`;
}

/** A figure of an area as it stands in a sentence. */
export function told(
  { sample }: AreaProfile,
  { name, unit, period, source, asOf }: AreaIndicator,
  figure: AreaIndicator["own"],
): Numbered & { available: boolean } {
  return {
    ...figure,
    available: hasValue(figure),
    origin: { measure: name, unit, period, note: figure.note, source, asOf: formatDate(asOf), sample },
  };
}

/** Where some indicators of an area come from, as each figure says it. */
export function originOf(
  { sample, linkage, level }: AreaProfile,
  indicators: readonly AreaIndicator[],
): { source: string; asOf: string; sample: boolean; linkage: string | undefined } {
  const days = indicators.map(({ asOf }) => asOf).filter((day) => day !== null);
  return {
    source: formatList([...new Set(indicators.map(({ source }) => source))]),
    asOf: formatDate(days.sort().at(-1)),
    sample,
    linkage: restsOn(
      linkage,
      indicators.map(({ id, period }) => ({
        indicator: id,
        period,
        period_start: "",
        level,
        breakdown: "all",
      })),
    ),
  };
}

/** A figure of an area, or of all together, as a cell of a table and a row of its download. */
export function filed(
  { code, name, level, city }: AreaProfile,
  one: AreaIndicator,
  figure: AreaIndicator["own"] | null,
  isAll = false,
): FiledFigure | null {
  if (!figure) return null;
  return {
    ...figure,
    indicator: one.id,
    indicator_name: one.name,
    source: one.sourceId,
    source_id: one.sourceId,
    source_title: one.source,
    level: isAll ? "city" : level,
    area: isAll ? city.code : code,
    area_name: isAll ? city.name : name,
    period: one.period,
    period_start: one.start,
    breakdown: "all",
    category: "all",
    as_of: one.asOf,
    unit: one.unit,
  };
}

/** "wards", as its peers are called. */
export function peersOf({ level }: AreaProfile): string {
  return level === "city" ? levelName("neighbour", true) : levelName(level, true);
}
