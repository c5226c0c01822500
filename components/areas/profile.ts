import type { AreaIndicator, AreaProfile } from "../../loaders/briefings/area-schema.js";
import { restsOn } from "../figures/rests-on.js";
import type { FiledFigure } from "../tables/table-data.js";
import { countSentence, judge, leadSentences, type Sentence } from "../words/area-lead.js";
import { formatDate, formatList, levelName } from "../words/format.js";
import { number } from "../words/narrative.js";

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
  /** The titles of the sources of each block of its page. */
  from: Record<"measures" | "people" | "here" | "pathway", string[]>;
  /** Whether its children's way can be told at any step. */
  followed: boolean;
  available: boolean;
}

/** What is told of an area. */
export function areaOf(data: AreaProfile): Area {
  const { measures, beside, known } = judge(data);
  const people = data.indicators.filter(({ theme }) => theme === "deprivation" || theme === "people");
  const titles = (some: readonly AreaIndicator[]) => some.map(({ source }) => source);
  return {
    data,
    name: data.name,
    kind: kindOf(data),
    beside,
    asOf: formatDate(data.asOf),
    measures,
    people,
    from: {
      measures: titles(measures),
      people: titles(people),
      here: [data.settings, data.schools].flatMap((one) => (one ? [one.source] : [])),
      pathway: data.pathway?.sources ?? [],
    },
    lead: sentencesNode(leadSentences(data)),
    judged: known.length,
    count: countSentence(data),
    followed: data.pathway?.steps.some(({ own }) => own !== null) ?? false,
    available: data.indicators.length > 0,
  };
}

function sentencesNode(sentences: readonly Sentence[]): Node {
  const lead = document.createDocumentFragment();
  sentences.forEach((sentence, i) => {
    if (i > 0) lead.append(" ");
    for (const part of sentence) lead.append(typeof part === "string" ? part : number(part));
  });
  return lead;
}

function kindOf({ level, within, city }: AreaProfile): string {
  if (level === "city") return "City";
  const locality = within.find((one) => one.level === "locality");
  if (level === "locality") return `Locality of ${city.name}`;
  return `Ward ${locality ? `in ${locality.name} locality` : ""}, ${city.name}`.replace(" ,", ",");
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
