import { newest, periodsOf, pick, sourcesInWords } from "../figures/observations.js";
import { restsOn } from "../figures/rests-on.js";
import { formerLocalities, someOf } from "../inputs/url-state.js";
import { notKnown } from "../words/composition.js";
import { endsOf, holderOf } from "../words/extremes.js";
import { breakdownName, capital, categoryName, formatDate, levelName, plural } from "../words/format.js";
import { leadOf } from "../words/lead.js";
import { whatIsMissing } from "../words/missing.js";
import { isPooled } from "../words/pooled-period.js";
import { hasValue, type Observation } from "../words/status.js";
import { ungroupedText, unplacedText } from "../words/unplaced.js";
import type {
  About,
  Asked,
  ChoiceName,
  Choices,
  Figure,
  Indicator,
  Offer,
  Offers,
  Refusal,
} from "./asked.js";
import type { DataSets } from "./data-sets.js";
import { Kept } from "./kept.js";

/**
 * Answers a question from page data sets. `usual` is what the page asks where the reader has chosen nothing. A choice that
 * the rest of the question leaves no room for has its usual value instead, and is told among those refused.
 */
export async function answer(choices: Choices, data: DataSets, usual: Choices = {}): Promise<Asked> {
  const [about, places] = await Promise.all([data.indicators(), data.areas()]);
  const refused: Refusal[] = [];
  const fitting: Choices = {};
  const settle = (name: ChoiceName, offers: readonly Pick<Offer, "value">[], otherwise: string): string => {
    const fits = (value: string | undefined) => offers.some((offer) => offer.value === value);
    const [asked, first] = [choices[name], usual[name]];
    if (fits(asked)) {
      fitting[name] = asked!;
      return asked!;
    }
    if (asked !== undefined) refused.push({ name, text: asked });
    if (fits(first)) return first!;
    if (first !== undefined && pageAlone.has(name)) refused.push({ name, text: first, byPage: true });
    return otherwise;
  };

  const indicators = indicatorOffers(about);
  const indicatorId = settle("indicator", indicators, indicators[0]?.value ?? "");
  const indicator = about.indicators.find(({ id }) => id === indicatorId);
  if (!indicator) throw new Error("No indicator is declared yet: put one in data/indicators.");

  const levels = levelOffers(about, indicator);
  const level = settle(
    "level",
    levels,
    levels.find(({ value }) => indicator.levels.includes(value))?.value ?? levels[0]!.value,
  );
  const breakdowns = breakdownOffers(indicator, level);
  const breakdown = settle("breakdown", breakdowns, "all");

  const divided = async () =>
    (await (breakdown === "all" ? data.figures() : data.divided())).get(indicator.id) ?? [];
  const [all, small, shapes] = await Promise.all([
    divided(),
    level === "lsoa"
      ? data.smallFigures(indicator.theme).then((figures) => figures.get(indicator.id) ?? [])
      : [],
    level === "lsoa" || level === "msoa"
      ? data.outlines(level)
      : level === "ward" || level === "locality"
        ? (places[level] as Asked["shapes"])
        : [],
  ]);
  const ofBreakdown = pick(all, { breakdown });
  const series =
    level === "lsoa"
      ? small
      : level === "city"
        ? places.others.flatMap((area) => pick(ofBreakdown, { area: area.code, level: area.level }))
        : pick(ofBreakdown, { level });
  const citySeries = pick(ofBreakdown, { level: "city" });

  const groups = groupOffers(about, indicator, breakdown, citySeries);
  const group = settle("group", groups, groups[0]?.value ?? "none yet");
  const periods = periodsOf(series).map((value) => ({
    value,
    words: isPooled(value) ? `${value}, added up` : value,
  }));
  const period = settle("period", periods, periods[0]?.value ?? "none yet");

  const codes = someOf(
    shapes.map(({ code }) => code),
    level === "locality" ? formerLocalities(shapes) : {},
  );
  const chosen = new Set<string>();
  if (shapes.length > 0) {
    const name = level as ChoiceName;
    const wanted = codes.decode(choices[name] ?? "");
    if (!wanted) refused.push({ name, text: choices[name]! });
    else if (choices[name]) fitting[name] = codes.encode(wanted);
    for (const code of wanted && choices[name] !== undefined
      ? wanted
      : (codes.decode(usual[name] ?? "") ?? []))
      chosen.add(code);
  }
  const show = settle("show", [{ value: "chosen" }, { value: "all" }], "chosen") as Asked["show"];
  if (choices.with) fitting.with = choices.with;

  const measure = `${indicator.shortName}${breakdown === "all" || groups.length === 0 ? "" : ` (${categoryName(breakdown, group)})`}`;
  const unit = indicator.unit;
  const areas: [string, string] =
    level === "city" ? ["area", "areas"] : [levelName(level), levelName(level, true)];
  const originOf: Asked["originOf"] = (o, what = measure) => ({
    measure: what,
    unit,
    source: sourcesInWords([o], about.sourceTitles),
    period: o.period,
    asOf: formatDate(o.as_of),
    note: o.note,
    sample: about.sample,
  });
  const figureOf = (o: Observation): Figure => ({
    ...o,
    code: o.area,
    name: o.area_name ?? o.area,
    unit,
    origin: originOf(o),
  });
  const provenanceOf: Asked["provenanceOf"] = (observations) => ({
    source: sourcesInWords(observations, about.sourceTitles),
    asOf: formatDate(newest(observations) ?? about.asOf),
    unit: unit === "percent" ? "Per cent" : capital(unit),
    sample: about.sample,
    linkage: restsOn(about.linkage, observations),
  });

  const rows = pick(series, { period, category: group }).map(figureOf);
  const cityRow = pick(citySeries, { period, category: group })[0];
  const nobody = (name: string): Figure =>
    figureOf({
      ...blank,
      indicator: indicator.id,
      level,
      area_name: name,
      period,
      breakdown,
      category: group,
    });
  const city = cityRow ? figureOf(cityRow) : nobody(about.city.name);
  // A count grows with an area: the city's is nothing that its areas can be set beside.
  const isComparable = indicator.kind !== "count";
  const ends = endsOf(rows, unit);
  const end = (which: "lowest" | "highest"): Figure =>
    ends
      ? { ...ends[which].rows[0]!, name: holderOf(ends[which], ({ name }) => name, areas) }
      : nobody(`no ${areas[0]}`);
  const lead = leadOf(
    indicator.chance === "no" ? rows.map((o) => ({ ...o, numerator: null, denominator: null })) : rows,
    isComparable && hasValue(city) ? city.value : null,
    unit,
  );
  const counted = (count: number) => ({
    text: plural(count, ...areas),
    origin: originOf(rows[0] ?? city, "Counted from the areas’ figures"),
  });

  return {
    indicator,
    level,
    breakdown,
    group,
    period,
    chosen,
    show,
    with: choices.with,
    rows,
    shown: show === "chosen" && chosen.size > 0 ? rows.filter(({ code }) => chosen.has(code)) : rows,
    series,
    citySeries,
    city,
    lowest: end("lowest"),
    highest: end("highest"),
    clearly: { lower: counted(lead.clearly.lower), higher: counted(lead.clearly.higher) },
    comparator:
      isComparable && level !== "city" && hasValue(city)
        ? { name: level === "lsoa" ? "All small areas together" : "All wards together", value: city.value }
        : undefined,
    elsewhere: places.others.flatMap((area) =>
      pick(ofBreakdown, { area: area.code, level: area.level, period, category: group }).map(figureOf),
    ),
    apart: [
      unplacedText(pick(ofBreakdown, { level: "unplaced", period, category: group })[0], unit),
      breakdown === "all"
        ? undefined
        : ungroupedText(pick(citySeries, { period, category: notKnown })[0], breakdownName(breakdown)),
    ].filter((text) => text !== undefined),
    shapes,
    within: withinOf(level, shapes, places),
    areaOf: areaFinder(level, data),
    around: [
      ...(level === "city" || level === "locality" ? [] : [places.locality]),
      ...(level === "lsoa" || level === "msoa" ? [places.ward] : []),
    ] as Asked["around"],
    areas,
    measure,
    provenance: provenanceOf(rows),
    available: rows.some(hasValue),
    missing: whatIsMissing({
      ways: indicator.ways,
      sources: about.sources,
      level,
      lookups: lookups[level] ?? [],
    }),
    about,
    offers: { indicator: indicators, level: levels, breakdown: breakdowns, group: groups, period: periods },
    choices: fitting,
    refused,
    provenanceOf,
    originOf,
    figureOf,
    divided: data.divided,
    figuresOf: async (id, of = level) => {
      const theme = about.indicators.find((one) => one.id === id)?.theme ?? "";
      const figures = await (of === "lsoa" ? data.smallFigures(theme) : data.figures());
      return pick(figures.get(id) ?? [], { level: of });
    },
    choose: () => {},
    chooseAreas: () => {},
    kept: new Kept(),
  };
}

function withinOf(
  level: string,
  shapes: readonly (Asked["shapes"][number] & { parent?: string | null })[],
  places: Awaited<ReturnType<DataSets["areas"]>>,
): Asked["within"] {
  const larger = level === "ward" ? places.locality : level === "lsoa" ? places.ward : [];
  return larger
    .map(({ code, name }) => ({
      name,
      codes: shapes.filter(({ parent }) => parent === code).map((shape) => shape.code),
    }))
    .filter(({ codes }) => codes.length > 0);
}

function areaFinder(level: string, { postcodes }: DataSets): Asked["areaOf"] {
  if (!postcodes || (level !== "lsoa" && level !== "ward" && level !== "locality")) return undefined;
  const column = level === "lsoa" ? "code" : level;
  return async (postcode) => {
    const wanted = postcode.toUpperCase().replace(/[^A-Z0-9]/g, "");
    const found = (await postcodes()).find((area) => area.postcodes.split(" ").includes(wanted));
    return found?.[column] ?? undefined;
  };
}

// What does not fit of these is a mistake in the page: of the rest it may be what has changed in the data.
const pageAlone = new Set<ChoiceName>(["indicator", "level"]);

const lookups: Record<string, string[]> = {
  ward: ["lsoa-ward-lookup"],
  lsoa: ["lsoa-ward-lookup"],
  locality: ["lsoa-ward-lookup", "ward-locality-lookup"],
  msoa: ["msoa-boundaries"],
};

const blank = {
  area: "",
  period_start: "",
  value: null,
  status: "not_available",
  numerator: null,
  denominator: null,
  lower: null,
  upper: null,
  note: null,
  as_of: null,
} as const;

// By theme, those without any figure last.
function indicatorOffers({ indicators, themes }: About): Offer[] {
  const there = indicators.filter(({ levels }) => levels.length > 0);
  const missing = indicators.filter(({ levels }) => levels.length === 0);
  return [
    ...there.map(({ id, shortName, theme }) => ({ value: id, words: shortName, heading: themes[theme]! })),
    ...missing.map(({ id, shortName }) => ({ value: id, words: shortName, heading: "No figures yet" })),
  ];
}

// Few figures are published for middle-layer areas: where there are none they are not offered.
function levelOffers({ indicators }: About, indicator: Indicator): Offer[] {
  return ["ward", "locality", "city", "lsoa", "msoa"]
    .filter((level) => level !== "msoa" || indicators.some(({ levels }) => levels.includes(level)))
    .map((level) => {
      const words = levelWords[level] ?? capital(levelName(level, true));
      return { value: level, words: indicator.levels.includes(level) ? words : `${words} (not available)` };
    });
}

const levelWords: Record<string, string> = {
  lsoa: "Small areas (LSOA)",
  msoa: "Middle-layer areas (MSOA)",
  city: "City and comparators",
};

function breakdownOffers(indicator: Indicator, level: string): Offer[] {
  return [
    { value: "all", words: everyone(indicator) },
    ...(level === "lsoa" ? [] : indicator.breakdowns).map((value) => ({
      value,
      words: capital(
        indicator.joined.find((joined) => joined.breakdown === value)?.title ?? breakdownName(value),
      ),
    })),
  ];
}

function groupOffers(
  { categories }: About,
  indicator: Indicator,
  breakdown: string,
  citySeries: readonly Observation[],
): Offers["group"] {
  if (breakdown === "all") return [{ value: "all", words: everyone(indicator) }];
  const there = new Set(citySeries.map(({ category }) => category));
  return (categories[breakdown] ?? [])
    .filter((category) => there.has(category))
    .map((value) => ({ value, words: categoryName(breakdown, value) }));
}

function everyone({ theme }: Indicator): string {
  return theme === "people" || theme === "deprivation" ? "Everyone" : "All children";
}
