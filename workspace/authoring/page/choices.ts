import { periodsOf } from "../../../components/figures/observations.js";
import { readObservations } from "../../../components/figures/read-arrow.js";

/** Something to choose, with the words that say it. */
export interface Choice {
  value: string;
  words: string;
  /** What stands over it and those beside it with the same. */
  heading?: string;
}

/** What there is to ask about in this workspace. */
export interface Choices {
  indicators: Choice[];
  breakdowns: Choice[];
  /** By code. */
  areas: Choice[];
  /** Of an area also its level: `ward.E05011118`. */
  areasByLevel: Choice[];
  sources: Choice[];
  /** The newest first. */
  periods: Choice[];
  /** The tables among the page data sets, as explore/observations.arrow, with their columns. */
  tables: { dataset: string; title: string; columns: string[] }[];
}

interface IndicatorsRead {
  indicators: { id: string; shortName: string; levels: string[] }[];
  categories: Record<string, string[]>;
  sourceTitles: Record<string, string>;
}
type AreasRead = Record<"ward" | "locality", { code: string; name: string }[]>;

interface DictionaryRead {
  tables: { dataset: string; title: string; columns: { name: string }[] }[];
}

let read: Promise<Choices> | undefined;

/** What there is to choose from, as the page data sets of the workspace have it; nothing where there is none yet. */
export function choicesHere(): Promise<Choices> {
  read ??= readChoices().catch(() => {
    read = undefined;
    return {
      indicators: [],
      breakdowns: [],
      areas: [],
      areasByLevel: [],
      sources: [],
      periods: [],
      tables: [],
    };
  });
  return read;
}

async function readChoices(): Promise<Choices> {
  const [about, areas, periods, tables] = await Promise.all([
    dataSet("explore/data/indicators.json").then((answer): Promise<IndicatorsRead> => answer.json()),
    dataSet("explore/data/areas.json").then((answer): Promise<AreasRead> => answer.json()),
    dataSet("explore/data/observations.arrow")
      .then((answer) => answer.arrayBuffer())
      .then((bytes) => periodsOf(readObservations(bytes)))
      // A form without periods is better than none.
      .catch(() => []),
    dataSet("explore/data/data-dictionary.json")
      .then((answer): Promise<DictionaryRead> => answer.json())
      .then(({ tables }) =>
        tables.map(({ columns, ...table }) => ({ ...table, columns: columns.map(({ name }) => name) })),
      )
      .catch(() => []),
  ]);
  const levels = ["locality", "ward"] as const;
  const areasByLevel = levels.flatMap((level) =>
    areas[level].map(({ code, name }) => ({ value: `${level}.${code}`, words: name })),
  );
  return {
    indicators: indicatorChoices(about.indicators),
    breakdowns: Object.keys(about.categories).map((id) => ({ value: id, words: id.replaceAll("-", " ") })),
    areas: areasByLevel.map(({ value, words }) => ({ value: value.replace(/^\w+\./, ""), words })),
    areasByLevel,
    sources: inOrder(Object.entries(about.sourceTitles).map(([value, words]) => ({ value, words }))),
    periods: periods.map((value) => ({ value, words: value })),
    tables,
  };
}

/** Indicators by name, those without any figure last, under a heading that says so. */
function indicatorChoices(indicators: IndicatorsRead["indicators"]): Choice[] {
  const choices = (of: typeof indicators) =>
    inOrder(of.map(({ id, shortName }) => ({ value: id, words: shortName })));
  return [
    ...choices(indicators.filter(({ levels }) => levels.length > 0)),
    ...choices(indicators.filter(({ levels }) => levels.length === 0)).map((choice) => ({
      ...choice,
      heading: "No figures yet",
    })),
  ];
}

function inOrder(choices: Choice[]): Choice[] {
  return choices.sort((a, b) => a.words.localeCompare(b.words));
}

async function dataSet(name: string): Promise<Response> {
  const response = await fetch(`/_file/${name}`);
  if (!response.ok) throw new Error(`${name} was not made.`);
  return response;
}
