import { figureColumns } from "../tables/file-figures.js";

// Names that files of figures do not have, or that a table has for another thing.
const others: Record<string, string> = {
  area: "The code of the area: of the Office for National Statistics, and of localities that of the NHS.",
  ward_name: "The ward that the small area lies in.",
  value: "The figure, in the unit of its indicator. Empty where there is none: see status.",
  joined: "What another source tells of the same children: a breakdown of the indicator.",
  threshold: "How much more likely than not a link must be, in bits; empty for the links in use.",
  within: "A second breakdown, inside of which children are divided; all where there is none.",
  within_category: "Which of its groups.",
};

const ofDocuments: Record<string, string> = {
  id: "What it is called in every file; it stays the same.",
  name: "What it is called in words.",
  short_name: "What it is called where there is little room.",
  title: "What it is called in words.",
  definition: "What it is, in a sentence.",
  numerator: "What is counted.",
  denominator: "What it is counted out of.",
  polarity: "Whether high is good, low is good, or neither.",
  kind: "How it is worked out.",
  unit: "What its numbers are.",
  theme: "What it is about.",
  caveats: "What to bear in mind, as a list.",
  sources: "The ids of the sources that it can come from, as a list.",
  source: "The id of the source.",
  code: "The code of the area.",
  parent: "The code of the area one level up.",
  centre: "A point inside the outline, as longitude and latitude.",
  geometry: "The outline, as GeoJSON.",
};

const figures = new Map(figureColumns.map(({ name, description }) => [name, description]));

/** What a column of a page data set holds, in a sentence; empty where its name has to say it. */
export function meaningOf(column: string): string {
  return others[column] ?? figures.get(column) ?? "";
}

/** As meaningOf, for a column of a document. */
export function documentMeaningOf(column: string): string {
  return ofDocuments[column] ?? "";
}
