import { FileAttachment } from "observablehq:stdlib";
import type { Indicators } from "../../loaders/explore/indicators.json.js";
import { type AreaMap, type AreaShape, areaMap } from "../charts/area-map.js";
import { element } from "../element.js";
import { type FigureOptions, figureToUpdate } from "../figures/figure.js";
import { restsOn } from "../figures/rests-on.js";
import { oneOf, readAddress, someOf, writeAddress } from "../inputs/url-state.js";
import { sentenceSelect } from "../notebook/select.js";
import type { TableData } from "../tables/table.js";
import { describeAreas } from "../words/describe.js";
import {
  breakdownName,
  capital,
  categoryName,
  formatDate,
  formatList,
  plural,
  unitLabel,
} from "../words/format.js";
import { byar, wilson } from "../words/intervals.js";
import { formatCount, formatNumber } from "../words/numbers.js";
import { type Figured, hasValue, type Status } from "../words/status.js";
import { type ChoiceBar, choiceBars } from "./choice-bars.js";
import {
  type CrossChoice,
  type CrossCount,
  type CrossCounts,
  type CrossView,
  crossCounts,
  crossQuery,
  crossViews,
} from "./cross-counts.js";
import { QueryDatabase } from "./query-database.js";

/** What there is of one indicator and breakdown. */
interface Divided {
  periods: { code: string; start: string }[];
  categories: string[];
  /** What a numerator by its denominator is multiplied with. */
  scale: number;
  sources: string[];
  asOf: string;
}

interface CrossArea {
  code: string;
  name: string;
  ward: string;
}

type Row = ChoiceBar & { numerator: number; lower: number | null; upper: number | null };

/** Names in the address. */
const addressNames: Record<CrossView, string> = { area: "lsoa", period: "period", category: "group" };
const every = 1_000_000;

/**
 * Small areas, periods and groups of one indicator beside each other: what is chosen on one of them counts for the two
 * others at once. Counts are added up, so any areas, periods and groups can be put together. The choices are in the address.
 */
export async function crossFilter(): Promise<HTMLElement> {
  const database = new QueryDatabase();
  const rowsOf = async (sql: string) => (await database.run(sql, every)).rows;
  const [about, shapes, pairs, areas] = await Promise.all([
    FileAttachment("../../data/indicators.json").json<Indicators>(),
    FileAttachment("../../data/small-areas.json").json<AreaShape[]>(),
    database
      .ask("SELECT DISTINCT indicator, breakdown FROM small_area_breakdowns ORDER BY ALL")
      .then(listed<Pair>),
    database
      .ask(
        "SELECT DISTINCT area AS code, area_name AS name, coalesce(ward_name, 'no ward') AS ward FROM small_area_breakdowns ORDER BY ALL",
      )
      .then(listed<CrossArea>),
  ]);
  if (pairs.length === 0)
    return element(
      "p",
      { class: "ey-empty" },
      "There are no figures of small areas by group yet: they need records of children with their addresses.",
    );
  const offered = about.indicators.filter(({ id }) => pairs.some(({ indicator }) => indicator === id));
  const breakdownsOf = (indicator: string) => {
    const order = offered.find(({ id }) => id === indicator)?.breakdowns ?? [];
    return pairs
      .filter((pair) => pair.indicator === indicator)
      .map(({ breakdown }) => breakdown)
      .sort((a, b) => order.indexOf(a) - order.indexOf(b));
  };

  let choice!: CrossChoice;
  let divided!: Divided;
  let turn = 0;

  const indicator = sentenceSelect("Indicator", (id) => void begin({ indicator: id }));
  const breakdown = sentenceSelect("Breakdown", (by) => void begin({ breakdown: by }));
  const ward = sentenceSelect("Ward", (name) => {
    if (name !== "")
      choose(
        "area",
        areas.filter((area) => area.ward === name).map(({ code }) => code),
      );
  });
  const headline = element("p", { class: "ey-narrative ey-cross-headline", role: "status" });
  const clear = element(
    "button",
    { type: "button", onclick: () => void begin({ area: [], period: [], category: [] }) },
    "Choose all again",
  );
  const figures = { area: figureToUpdate(), period: figureToUpdate(), category: figureToUpdate() };
  const bars = {
    period: choiceBars((code) => toggle("period", code)),
    category: choiceBars((code) => toggle("category", code)),
  };
  let map: AreaMap | undefined;
  const control = element(
    "div",
    { class: "ey-cross ey-control" },
    element(
      "p",
      { class: "ey-question" },
      element("span", {}, "Show ", indicator.element),
      element("span", {}, " by ", breakdown.element),
      element("span", {}, " in small areas of ", ward.element),
      clear,
    ),
    headline,
    element(
      "div",
      { class: "ey-columns" },
      element("div", {}, figures.area.element),
      element("div", {}, figures.period.element, figures.category.element),
    ),
  );
  addEventListener("popstate", function moved() {
    if (!control.isConnected) return removeEventListener("popstate", moved);
    void readChoice().then(draw);
  });
  await readChoice();
  await draw();
  return control;

  /** Another question, or another choice of all views: an entry of the history each. */
  async function begin(changes: Partial<CrossChoice>): Promise<void> {
    const next = { ...choice, ...changes };
    if (changes.indicator !== undefined && !breakdownsOf(next.indicator).includes(next.breakdown))
      next.breakdown = breakdownsOf(next.indicator)[0]!;
    // Groups are of a breakdown, periods of an indicator.
    if (changes.breakdown !== undefined || changes.indicator !== undefined) next.category = [];
    if (changes.indicator !== undefined) next.period = [];
    choice = next;
    divided = await dividedOf(choice);
    write();
    await draw();
  }

  function choose(view: CrossView, codes: readonly string[]): void {
    choice = { ...choice, [view]: codes };
    write();
    void draw();
  }

  function toggle(view: CrossView, code: string): void {
    const before = choice[view];
    choose(view, before.includes(code) ? before.filter((one) => one !== code) : [...before, code]);
  }

  async function readChoice(): Promise<void> {
    const { search } = location;
    const read = <T>(name: string, codec: Parameters<typeof readAddress<T>>[2], usual: T): T => {
      const reading = readAddress(search, name, codec);
      return reading.kind === "value" ? reading.value : usual;
    };
    const id = read("indicator", oneOf(offered.map((one) => one.id)), offered[0]!.id);
    const by = read("breakdown", oneOf(breakdownsOf(id)), breakdownsOf(id)[0]!);
    const next = { indicator: id, breakdown: by, area: [], period: [], category: [] };
    divided = await dividedOf(next);
    choice = {
      ...next,
      area: read("lsoa", someOf(areas.map(({ code }) => code)), []),
      period: read("period", someOf(divided.periods.map(({ code }) => code)), []),
      category: read("group", someOf(divided.categories), []),
    };
  }

  function write(): void {
    let search = writeAddress(location.search, "indicator", choice.indicator);
    search = writeAddress(search, "breakdown", choice.breakdown);
    for (const view of crossViews) search = writeAddress(search, addressNames[view], choice[view].join("."));
    if (search !== location.search)
      history.pushState(history.state, "", `${location.pathname}${search}${location.hash}`);
  }

  async function dividedOf({
    indicator,
    breakdown,
  }: Pick<CrossChoice, "indicator" | "breakdown">): Promise<Divided> {
    const rows = await database
      .ask(
        `SELECT period, min(period_start) AS start, category, min(source) AS source, max(as_of) AS as_of,
          max(CASE WHEN numerator > 0 THEN round(value * denominator / numerator, 3) END) AS scale
        FROM small_area_breakdowns WHERE indicator = ? AND breakdown = ?
        GROUP BY period, category ORDER BY start, category`,
        [indicator, breakdown],
      )
      .then(
        listed<{
          period: string;
          start: string;
          category: string;
          source: string;
          as_of: string;
          scale: number | null;
        }>,
      );
    const order = about.categories[breakdown] ?? [];
    const place = (category: string) => (order.includes(category) ? order.indexOf(category) : order.length);
    return {
      periods: [...new Map(rows.map(({ period, start }) => [period, start]))].map(([code, start]) => ({
        code,
        start,
      })),
      categories: [...new Set(rows.map(({ category }) => category))].sort((a, b) => place(a) - place(b)),
      scale: Math.max(...rows.map(({ scale }) => scale ?? 0)) || 1,
      sources: [...new Set(rows.map(({ source }) => source))],
      asOf: rows.reduce((newest, { as_of }) => (as_of > newest ? as_of : newest), ""),
    };
  }

  async function draw(): Promise<void> {
    turn += 1;
    const mine = turn;
    const counts = crossCounts(await rowsOf(crossQuery(choice)).catch(() => []));
    // Another choice may have been made meanwhile.
    if (mine === turn) show(counts);
  }

  function show({ views, whole }: CrossCounts): void {
    const now = offered.find(({ id }) => id === choice.indicator)!;
    const by =
      now.joined.find((one) => one.breakdown === choice.breakdown)?.title ?? breakdownName(choice.breakdown);
    const rowOf = (code: string, name: string, count: CrossCount | undefined): Row => {
      const { numerator, denominator } = count ?? { numerator: 0, denominator: 0 };
      return {
        code,
        name,
        numerator,
        denominator,
        ...figureOf(numerator, denominator, now.kind, divided.scale),
      };
    };
    const rows: Record<CrossView, Row[]> = {
      area: areas.map(({ code, name }) => rowOf(code, name, views.area.get(code))),
      period: divided.periods.map(({ code }) => rowOf(code, code, views.period.get(code))),
      category: divided.categories.map((code) =>
        rowOf(code, categoryName(choice.breakdown, code), views.category.get(code)),
      ),
    };
    const names: Record<CrossView, [string, string]> = {
      area: ["small area", "small areas"],
      period: ["period", "periods"],
      category: ["group", "groups"],
    };
    const chosenIn = (view: CrossView): string => {
      const codes = choice[view];
      if (codes.length === 0) return `all ${names[view][1]}`;
      if (codes.length > 3) return plural(codes.length, ...names[view]);
      return formatList(rows[view].filter(({ code }) => codes.includes(code)).map(({ name }) => name));
    };
    const provenance = {
      unit: unitLabel(now.unit),
      source: formatList(divided.sources.map((id) => about.sourceTitles[id] ?? id)),
      asOf: formatDate(divided.asOf),
      sample: about.sample,
      linkage: restsOn(
        about.linkage,
        divided.periods.map(({ code, start }) => ({
          indicator: choice.indicator,
          breakdown: choice.breakdown,
          level: "city",
          area: about.city.code,
          period: code,
          period_start: start,
        })),
      ),
    };
    const options = (view: CrossView, title: string, chart: FigureOptions["chart"]): FigureOptions => ({
      ...provenance,
      title,
      description: describeAreas(rows[view], { unit: now.unit, areas: names[view] }),
      chart,
      table: tableOf(rows[view], now.unit, capital(names[view][0])),
    });

    indicator.show(
      offered.map(({ id, shortName, theme }) => ({
        value: id,
        words: shortName,
        heading: about.themes[theme] ?? theme,
      })),
      choice.indicator,
    );
    breakdown.show(
      breakdownsOf(choice.indicator).map((one) => ({
        value: one,
        words: now.joined.find((joined) => joined.breakdown === one)?.title ?? breakdownName(one),
      })),
      choice.breakdown,
    );
    showWards();
    const total = rowOf("whole", "", whole);
    headline.textContent = `${now.shortName}: ${
      hasValue(total)
        ? `${formatNumber(total.value, now.unit)} (${formatCount(whole.numerator)} of ${formatCount(whole.denominator)}${limitsOf(total, now.unit)})`
        : "no figure"
    } in ${chosenIn("area")}, ${chosenIn("period")}, ${chosenIn("category")}.`;
    clear.disabled = crossViews.every((view) => choice[view].length === 0);

    if (shapes.length > 0) {
      const drawn = { figures: new Map(rows.area.map((row) => [row.code, row])), unit: now.unit };
      if (map) map.redraw(drawn);
      else {
        const made = areaMap({ shapes, areas: names.area, ...drawn });
        made.addEventListener("input", (event) => {
          event.stopPropagation();
          choose("area", made.value);
        });
        map = made;
      }
      map.value = [...choice.area];
    }
    figures.area.update(
      options(
        "area",
        `${now.shortName}, by small area: ${chosenIn("period")}, ${chosenIn("category")}`,
        map ??
          element(
            "p",
            { class: "ey-empty" },
            "There are no outlines of small areas yet. The table has their figures.",
          ),
      ),
    );
    const top = Math.max(...[...rows.period, ...rows.category].filter(hasValue).map(({ value }) => value), 0);
    for (const view of ["period", "category"] as const) {
      bars[view].redraw(rows[view], { unit: now.unit, top, chosen: new Set(choice[view]) });
      const other = view === "period" ? "category" : "period";
      figures[view].update(
        options(
          view,
          `By ${view === "period" ? "period" : by}: ${chosenIn("area")}, ${chosenIn(other)}`,
          bars[view].element,
        ),
      );
    }
  }

  function showWards(): void {
    const chosen = new Set(choice.area);
    const wards = [...new Set(areas.map((area) => area.ward))].sort((a, b) => a.localeCompare(b, "en-GB"));
    const whole = wards.find((name) => {
      const within = areas.filter((area) => area.ward === name);
      return within.length === chosen.size && within.every(({ code }) => chosen.has(code));
    });
    const usual = chosen.size === 0 ? "all wards" : "your choice";
    ward.show(
      [{ value: "", words: usual }, ...wards.map((name) => ({ value: name, words: name }))],
      whole ?? "",
    );
  }
}

interface Pair {
  indicator: string;
  breakdown: string;
}

function figureOf(
  x: number,
  n: number,
  kind: string,
  scale: number,
): Figured & { lower: number | null; upper: number | null } {
  if (n <= 0) return { value: null, status: "not_applicable", lower: null, upper: null };
  const status: Status = x === 0 ? "zero" : "value";
  const limits =
    kind === "proportion" && x <= n
      ? wilson(x, n)
      : kind === "rate"
        ? { lower: byar(x).lower / n, upper: byar(x).upper / n }
        : undefined;
  return {
    value: (scale * x) / n,
    status,
    lower: limits ? scale * limits.lower : null,
    upper: limits ? scale * limits.upper : null,
  };
}

function limitsOf({ lower, upper }: Row, unit: string): string {
  return lower === null || upper === null
    ? ""
    : `, 95% interval ${formatNumber(lower, unit)} to ${formatNumber(upper, unit)}`;
}

function tableOf(rows: readonly Row[], unit: string, first: string): TableData {
  return {
    columns: [
      { key: "name", label: first },
      { key: "value", label: `Value (${unitLabel(unit)})`, unit },
      { key: "lower", label: "Lower 95% limit", unit },
      { key: "upper", label: "Upper 95% limit", unit },
      { key: "numerator", label: "Numerator", unit: "count" },
      { key: "denominator", label: "Denominator", unit: "count" },
    ],
    rows: rows.map(({ name, value, status, lower, upper, numerator, denominator }) => ({
      name,
      value: { value, status },
      lower,
      upper,
      numerator,
      denominator,
    })),
  };
}

function listed<T>(table: { toArray(): { toJSON(): unknown }[] }): T[] {
  return table.toArray().map((row) => row.toJSON() as T);
}
