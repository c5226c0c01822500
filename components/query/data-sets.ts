import { FileAttachment } from "observablehq:stdlib";

/** A page data set that can be asked. */
export interface QueryDataSet {
  /** As in explore/observations.arrow. */
  name: string;
  /** As its loader has it. */
  title: string;
  /** What it may be used for, and what to beware of. */
  use: string;
  /** The table that its rows come in; of a JSON document, what the names of its tables begin with. */
  table: string;
  /** Framework finds attachments by their literal names, in modules as in pages. */
  file: () => ReturnType<typeof FileAttachment>;
}

const addCounts = "To put areas or groups together add up numerator and denominator, never percentages.";

/** Every page data set of the workspace but families of them, tables first; a test holds the list to the loaders. */
export const queryDataSets: readonly QueryDataSet[] = [
  {
    name: "explore/observations.arrow",
    title: "Figures for wards, localities, the city and its comparators",
    use: `Compare areas, follow them over time, stand beside England. ${addCounts}`,
    table: "observations",
    file: () => FileAttachment("../../data/observations.arrow"),
  },
  {
    name: "explore/breakdowns.arrow",
    title: "The same figures by sex, ethnic group and other breakdowns",
    use: `Ask which children are left behind. Choose one breakdown at a time: each holds the same children. ${addCounts}`,
    table: "breakdowns",
    file: () => FileAttachment("../../data/breakdowns.arrow"),
  },
  {
    name: "explore/small-area-outcomes.arrow",
    title: "Figures for small areas (LSOA 2021): how children do",
    use: `See what a ward’s figure hides. A small area has few children: look at the limits before the value. ${addCounts}`,
    table: "small_area_outcomes",
    file: () => FileAttachment("../../data/small-area-outcomes.arrow"),
  },
  {
    name: "explore/small-area-observations.arrow",
    title: "Figures for small areas (LSOA 2021): services, places and health",
    use: `See who is reached within a ward. A small area has few children: look at the limits before the value. ${addCounts}`,
    table: "small_area_observations",
    file: () => FileAttachment("../../data/small-area-observations.arrow"),
  },
  {
    name: "explore/small-area-deprivation.arrow",
    title: "Figures for small areas (LSOA 2021): deprivation",
    use: "Find where need is greatest, and join it to other figures by area. Scores and tenths cannot be added up.",
    table: "small_area_deprivation",
    file: () => FileAttachment("../../data/small-area-deprivation.arrow"),
  },
  {
    name: "explore/small-area-people.arrow",
    title: "Figures for small areas (LSOA 2021): people and homes",
    use: "Know who lives in an area, and how many children a figure is out of. Of the census day, not of today.",
    table: "small_area_people",
    file: () => FileAttachment("../../data/small-area-people.arrow"),
  },
  {
    name: "explore/small-area-breakdowns.arrow",
    title: "Figures for small areas (LSOA 2021) by sex, ethnic group and other breakdowns",
    use: `Put small areas together as you like, and ask the same of groups. Most rows count a handful of children: never show one by itself. ${addCounts}`,
    table: "small_area_breakdowns",
    file: () => FileAttachment("../../data/small-area-breakdowns.arrow"),
  },
  {
    name: "explore/joined.arrow",
    title: "Figures by what another linked source tells of the same children",
    use: "Follow the same children from one source to another, and see what changes if links must be surer (threshold).",
    table: "joined_figures",
    file: () => FileAttachment("../../data/joined.arrow"),
  },
  {
    name: "explore/indicators.json",
    title: "Indicator definitions",
    use: "Look up what an indicator counts, out of what, in which unit, and whether high is good.",
    table: "indicators",
    file: () => FileAttachment("../../data/indicators.json"),
  },
  {
    name: "explore/areas.json",
    title: "Wards, localities and comparator areas",
    use: "Names, codes and outlines of areas, and which lies in which.",
    table: "areas",
    file: () => FileAttachment("../../data/areas.json"),
  },
  {
    name: "explore/small-areas.json",
    title: "Small areas (LSOA 2021)",
    use: "Names and outlines of small areas, and the ward that each lies in.",
    table: "small_areas",
    file: () => FileAttachment("../../data/small-areas.json"),
  },
  {
    name: "explore/middle-areas.json",
    title: "Middle-layer areas (MSOA 2021)",
    use: "Names and outlines of middle-layer areas, where the city’s sources have them.",
    table: "middle_areas",
    file: () => FileAttachment("../../data/middle-areas.json"),
  },
  {
    name: "explore/postcodes.json",
    title: "Postcodes in use, by small area",
    use: "Find the small area, ward and locality of a postcode. Postcodes stand without spaces between their halves.",
    table: "postcodes",
    file: () => FileAttachment("../../data/postcodes.json"),
  },
  {
    name: "explore/linkage-model.json",
    title: "The linkage model",
    use: "Judge how pairs of records are compared and what agreement is worth.",
    table: "linkage_model",
    file: () => FileAttachment("../../data/linkage-model.json"),
  },
  {
    name: "explore/data-dictionary.json",
    title: "What is in each table of the page data sets",
    use: "Ask about the tables themselves: their columns, and what these hold.",
    table: "data_dictionary",
    file: () => FileAttachment("../../data/data-dictionary.json"),
  },
  {
    name: "explore/data-quality.json",
    title: "How good the data of each source are",
    use: "Completeness, rows turned away, dates and linkage, source by source.",
    table: "data_quality",
    file: () => FileAttachment("../../data/data-quality.json"),
  },
  {
    name: "explore/deliveries.json",
    title: "What the newest delivery of each source was like beside those before it",
    use: "Rows, empty cells, different values, totals and what was set aside, delivery by delivery. No value of a child is in it.",
    table: "deliveries",
    file: () => FileAttachment("../../data/deliveries.json"),
  },
  {
    name: "explore/pathway.json",
    title: "Children followed from birth to Reception",
    use: "At which steps the same children were met, by school year of birth, area and group, in counts.",
    table: "pathway",
    file: () => FileAttachment("../../data/pathway.json"),
  },
  {
    name: "explore/access.json",
    title: "Where young children and settings are",
    use: "How far it is from small areas to settings, and from which ward to which children go. Few children are told together.",
    table: "access",
    file: () => FileAttachment("../../data/access.json"),
  },
  {
    name: "explore/returns.json",
    title: "Returns set beside each other",
    use: "Counts of children in two places at once, or in one return and not in another.",
    table: "returns",
    file: () => FileAttachment("../../data/returns.json"),
  },
  {
    name: "explore/claims.json",
    title: "Claims of all pages",
    use: "Which findings still hold, since when, and by which figures.",
    table: "claims",
    file: () => FileAttachment("../../data/claims.json"),
  },
  {
    name: "briefings/area-list.json",
    title: "Areas that have a profile",
    use: "Every ward, locality and the city with its code, and the locality that a ward is in.",
    table: "area_list",
    file: () => FileAttachment("../../../briefings/data/area-list.json"),
  },
  {
    name: "briefings/area-outlines.json",
    title: "Outlines of wards, for a small map",
    use: "Draw a small map. The outlines are coarse: for areas and distances take those of explore.",
    table: "area_outlines",
    file: () => FileAttachment("../../../briefings/data/area-outlines.json"),
  },
  {
    name: "briefings/former-wards.json",
    title: "Wards that there were, and what they became",
    use: "Which wards the people of a former ward live in now, and how much of each it makes up. The shares are estimates.",
    table: "former_wards",
    file: () => FileAttachment("../../../briefings/data/former-wards.json"),
  },
  {
    name: "briefings/ward-postcodes.json",
    title: "Postcodes in use, by ward",
    use: "Find the ward of a postcode. What a reader types stays in the browser.",
    table: "ward_postcodes",
    file: () => FileAttachment("../../../briefings/data/ward-postcodes.json"),
  },
  {
    name: "briefings/claims.json",
    title: "Claims of briefings and public pages",
    use: "Which findings of curated pages still hold, since when, and by which figures.",
    table: "briefing_claims",
    file: () => FileAttachment("../../../briefings/data/claims.json"),
  },
  {
    name: "briefings/briefing.json",
    title: "Briefing for service managers",
    use: "The figures behind the briefing, as the briefing words them.",
    table: "briefing",
    file: () => FileAttachment("../../../briefings/data/briefing.json"),
  },
  {
    name: "briefings/moves.json",
    title: "Figures that refreshes moved",
    use: "What each refresh moved, from what to what, and why.",
    table: "moves",
    file: () => FileAttachment("../../../briefings/data/moves.json"),
  },
  {
    name: "briefings/catalogue.json",
    title: "The catalogue of sources",
    use: "Find who owns a source, how to ring them, and what came in when.",
    table: "catalogue",
    file: () => FileAttachment("../../../briefings/data/catalogue.json"),
  },
  {
    name: "briefings/data-protection.json",
    title: "Data protection",
    use: "The legal basis, the agreements and how long each source is kept.",
    table: "data_protection",
    file: () => FileAttachment("../../../briefings/data/data-protection.json"),
  },
  {
    name: "briefings/freshness.json",
    title: "How fresh each source is",
    use: "How old each source is and when the next extract is due.",
    table: "freshness",
    file: () => FileAttachment("../../../briefings/data/freshness.json"),
  },
  {
    name: "briefings/linkage.json",
    title: "What was linked to what, and for whom linkage fails",
    use: "How many records were linked, and for whom that went less well.",
    table: "linkage",
    file: () => FileAttachment("../../../briefings/data/linkage.json"),
  },
  {
    name: "briefings/metadata.json",
    title: "Metadata records of the sources",
    use: "The catalogue in the words of the standards, for machines.",
    table: "metadata",
    file: () => FileAttachment("../../../briefings/data/metadata.json"),
  },
  {
    name: "public/area-pages.json",
    title: "Wards and localities that have a page",
    use: "The addresses of the wards’ pages for families.",
    table: "area_pages",
    file: () => FileAttachment("../../../public/data/area-pages.json"),
  },
  {
    name: "public/contact.json",
    title: "Whom the public may ask",
    use: "The office that takes questions and hears of mistakes.",
    table: "contact",
    file: () => FileAttachment("../../../public/data/contact.json"),
  },
  {
    name: "public/find-places.json",
    title: "Where to look for childcare and support",
    use: "The wards that have places for families, and lines that serve all of the city.",
    table: "find_places",
    file: () => FileAttachment("../../../public/data/find-places.json"),
  },
  {
    name: "public/open-data.json",
    title: "List of open data",
    use: "The files that anybody may use again.",
    table: "open_data",
    file: () => FileAttachment("../../../public/data/open-data.json"),
  },
  {
    name: "public/privacy.json",
    title: "How children’s privacy is kept",
    use: "What the public is told of how figures are protected.",
    table: "privacy",
    file: () => FileAttachment("../../../public/data/privacy.json"),
  },
  {
    name: "public/rules.json",
    title: "Rules of help with childcare",
    use: "The entitlements and amounts that families are told, with their dates.",
    table: "rules",
    file: () => FileAttachment("../../../public/data/rules.json"),
  },
  {
    name: "public/summary.json",
    title: "Summary for families and the public",
    use: "The figures that are published.",
    table: "summary",
    file: () => FileAttachment("../../../public/data/summary.json"),
  },
];
