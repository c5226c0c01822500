/** Something to choose, with the words that say it. */
export interface Choice {
  value: string;
  words: string;
}

/** What there is to ask about in this workspace. */
export interface Choices {
  indicators: Choice[];
  breakdowns: Choice[];
  areas: Choice[];
}

interface IndicatorsRead {
  indicators: { id: string; shortName: string }[];
  categories: Record<string, string[]>;
}
interface AreasRead {
  ward: { code: string; name: string }[];
  locality: { code: string; name: string }[];
}

let read: Promise<Choices> | undefined;

/** What there is to choose from, as the page data sets of the workspace have it; nothing where there is none yet. */
export function choicesHere(): Promise<Choices> {
  read ??= readChoices().catch(() => {
    read = undefined;
    return { indicators: [], breakdowns: [], areas: [] };
  });
  return read;
}

async function readChoices(): Promise<Choices> {
  const [about, areas] = await Promise.all([
    dataSet<IndicatorsRead>("explore/data/indicators.json"),
    dataSet<AreasRead>("explore/data/areas.json"),
  ]);
  const named = (list: { code: string; name: string }[]) =>
    list.map(({ code, name }) => ({ value: code, words: name }));
  return {
    indicators: about.indicators
      .map(({ id, shortName }) => ({ value: id, words: shortName }))
      .sort((a, b) => a.words.localeCompare(b.words)),
    breakdowns: Object.keys(about.categories).map((id) => ({ value: id, words: id.replaceAll("-", " ") })),
    areas: [...named(areas.locality), ...named(areas.ward)],
  };
}

async function dataSet<T>(name: string): Promise<T> {
  const response = await fetch(`/_file/${name}`);
  if (!response.ok) throw new Error(`${name} was not made.`);
  return response.json();
}
