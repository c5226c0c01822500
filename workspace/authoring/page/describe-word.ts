/** Words that can be told nothing: what they give. */
export const plainWords: Readonly<Record<string, string>> = {
  lead: "The lead sentences",
  notes: "Who is not counted, and other notes",
  definition: "What it means",
};

const others: Readonly<Record<string, string>> = {
  claim: "A claim",
  ask: "A question that readers can change",
  areaMap: "Map of areas",
  ranking: "Areas in order",
  trend: "Over time",
  table: "Table of all areas",
  compare: "Beside other places",
  breakdown: "By group",
  mix: "With the same mix of groups",
  scatter: "Two indicators",
  tartan: "Areas by indicator",
  strip: "One area among all",
  slope: "Two times",
  funnel: "What may be chance",
  heat: "Areas by period",
  multiples: "A small chart for each area",
};

const alsoCalled: Readonly<Record<string, string>> = {
  claim: "finding sentence test",
  ask: "controls filter select indicator period parameters",
  areaMap: "choropleth wards",
  ranking: "bar chart dots ranked wards highest lowest",
  trend: "line chart time series",
  table: "rows csv wards",
  compare: "benchmark england neighbours comparators",
  breakdown: "bar chart sex ethnic group equality",
  mix: "standardised adjusted",
  scatter: "scatter plot correlation chart",
  tartan: "heat table heatmap scorecard indicators",
  strip: "profile one ward dots scorecard",
  slope: "slope chart change",
  funnel: "funnel plot control limits",
  heat: "heat table heatmap years",
  multiples: "sparklines small multiples line charts wards",
  lead: "text summary paragraph headline",
  notes: "caveats missing",
  definition: "numerator denominator explain",
};

/** Other names under which writers look for a word, in lower case. */
export function alsoCalledOf(word: string): string {
  return `${word.toLowerCase()} ${alsoCalled[word] ?? ""}`.trim();
}

/** What a word of the language of pages gives, as menus and forms say it. */
export function describeWord(word: string): string {
  return plainWords[word] ?? others[word] ?? word;
}
