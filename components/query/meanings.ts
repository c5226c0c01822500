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
  code: "The code of the area.",
  name: "The name.",
  parent: "The code of the area one level up.",
  centre: "A point inside the outline, as longitude and latitude.",
  geometry: "The outline, as GeoJSON.",
  id: "What it is called in every file; it stays the same.",
  title: "What it is called in words.",
};

const figures = new Map(figureColumns.map(({ name, description }) => [name, description]));

/** What a column of a page data set holds, in a sentence; empty where its name has to say it. */
export function meaningOf(column: string): string {
  return others[column] ?? figures.get(column) ?? "";
}
