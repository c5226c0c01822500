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

/** What a word of the language of pages gives, as menus and forms say it. */
export function wordTold(word: string): string {
  return plainWords[word] ?? others[word] ?? word;
}
