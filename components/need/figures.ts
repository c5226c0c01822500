import { type AreaMap, areaMap } from "../charts/area-map.js";
import { bars } from "../charts/bars.js";
import { type Drawing, demandAnswer, drawnOver, nothing } from "../notebook/drawn.js";
import { checkedBy } from "../notebook/options.js";
import { dataTable } from "../tables/data-table.js";
import type { Cell, TableData } from "../tables/table.js";
import { capital, formatList, plural } from "../words/format.js";
import { formatDecimal, withDecimals } from "../words/numbers.js";
import { type NeedOptions, type NeedWord, needSchemas } from "./options.js";
import { ranksChart } from "./ranks-chart.js";
import type { NeedArea, Weighed } from "./weighed.js";
import { carrierOf, firstOf, named } from "./words.js";

/** The areas on a map by their index, the darker the more need, with the first outlined. */
export function needMap(need: Weighed, options: NeedOptions<"needMap"> = {}): HTMLElement {
  return drawnNeed("needMap", need, options, () => {
    let map: AreaMap | undefined;
    let drawnOf: Weighed["shapes"] | undefined;
    return (now, { title }) => {
      const { shapes, around, areas, inOrder } = now;
      if (shapes.length === 0) return nothing(`There are no outlines of ${areas[1]} yet.`);
      const figures = {
        figures: new Map(
          inOrder.map(({ code, index }) => [code, { value: index, status: "value" as const }]),
        ),
        unit: "index",
        polarity: "low" as const,
        chance: "no" as const,
      };
      if (map && drawnOf === shapes) map.redraw(figures);
      else map = areaMap({ shapes, around, areas, choose: false, ...figures });
      drawnOf = shapes;
      const first = firstOf(now);
      map.value = first.map(({ code }) => code);
      return {
        ...now.provenance,
        title: title ?? `Most need: ${named(first, areas)}`,
        subject: `Index of need by ${areas[0]}`,
        unit: `${scaleText(now)}. The first ${now.first} are outlined`,
        description: `${capital(plural(inOrder.length, ...areas))} by an index of need; the first are ${named(first, areas, 10)}.`,
        chart: map,
        table: needTableOf(now, inOrder),
      };
    };
  });
}

/** The areas by rank, with the ranks that the figures' own error and the weights leave open. */
export function needRanking(need: Weighed, options: NeedOptions<"needRanking"> = {}): HTMLElement {
  return drawnNeed("needRanking", need, options, () => (now, { title, most }) => {
    const { inOrder, first, areas } = now;
    const rows = inOrder.slice(0, most ?? inOrder.length);
    const sure = firstOf(now).filter(({ amongFirst }) => amongFirst >= 0.95).length;
    const hasError = now.used.some((one) => one.hasError && one.weight > 0);
    const usual = !hasError
      ? `The first ${first} of ${plural(inOrder.length, ...areas)}`
      : sure === 0
        ? `Chance could move any of the first ${first} from there`
        : `${sure} of the first ${first} ${sure === 1 ? "is" : "are"} there in at least 95 of 100 draws`;
    return {
      ...now.provenance,
      title: title ?? usual,
      subject: `${capital(areas[1])} by rank of need, the most need first`,
      unit: `Rank. Line: ranks within the figures’ own error, 19 of 20. Band: ranks in nine of ten weightings. Filled: among the first ${first} in 95 of 100 draws`,
      description: `${capital(plural(rows.length, ...areas))} in order of need, each with the ranks that it may have.`,
      chart: (width) => ranksChart(rows, { width, first, of: inOrder.length }),
      table: needTableOf(now, rows),
    };
  });
}

/** In which share of all weightings an area is among the first. */
export function weightings(need: Weighed, options: NeedOptions<"weightings"> = {}): HTMLElement {
  return drawnNeed("weightings", need, options, () => (now, { title }) => {
    const { inOrder, first, areas, used } = now;
    if (used.length < 2) return nothing("With one indicator there is nothing to weigh.");
    const own = new Set(firstOf(now).map(({ code }) => code));
    const rows = inOrder
      .filter(({ code, overFirst }) => own.has(code) || overFirst >= 0.05)
      .map((area) => ({
        ...area,
        value: withDecimals(100 * area.overFirst, 1),
        status: "value" as const,
        lower: null,
        upper: null,
      }))
      .sort((a, b) => b.value - a.value);
    const firm = inOrder.filter(({ overFirst }) => overFirst >= 0.9).length;
    return {
      ...now.provenance,
      title:
        title ??
        `${firm === 0 ? `No ${areas[0]} is` : `${plural(firm, ...areas)} ${firm === 1 ? "is" : "are"}`} among the first ${first} whatever the weights`,
      subject: `How often each ${areas[0]} is among the first ${first}, over 1,000 weightings`,
      unit: "% of weightings, each as likely as any other. Marked: among the first at the weights above. Whatever the weights: in at least nine of ten",
      description: `${capital(plural(rows.length, ...areas))} by the share of weightings in which each is among the first ${first}.`,
      chart: (width) =>
        bars({ rows: rows.map((row) => ({ ...row, rank: null })), unit: "percent", width, chosen: own }),
      table: {
        columns: [
          { key: "name", label: capital(areas[0]) },
          { key: "share", label: `Among the first ${first}, % of weightings`, unit: "percent" },
          { key: "rank", label: "Rank at these weights", unit: "count" },
        ],
        areaOf: ({ code }) => (typeof code === "string" ? code : undefined),
        rows: rows.map((row) => ({ code: row.code, name: row.name, share: row, rank: row.rank })),
      },
    };
  });
}

/** What leaving out each indicator does to the order. */
export function carriers(need: Weighed, options: NeedOptions<"carriers"> = {}): HTMLElement {
  return drawnNeed("carriers", need, options, () => (now, { title }) => {
    const { used, areas, first, inOrder } = now;
    const carrier = carrierOf(now);
    if (!carrier) return nothing("With one indicator that counts there is none to leave out.");
    const namesOf = (places: readonly number[]) =>
      formatList(inOrder.filter(({ at }) => places.includes(at)).map(({ name }) => name)) || "nobody";
    return dataTable({
      ...now.provenance,
      caption: title ?? `The order without each indicator, the ${first} first ${areas[1]}`,
      table: {
        columns: [
          { key: "name", label: "Indicator" },
          { key: "need", label: "Need is" },
          { key: "weight", label: "Weight, % of all", unit: "percent" },
          { key: "agreement", label: "Agreement without it (1 is the same order)", unit: "index" },
          { key: "enter", label: `Among the first ${first} without it` },
          { key: "leave", label: "No longer among them" },
        ],
        rows: used.map(({ indicator, share, isLowNeed, without, column }) => ({
          name: `${indicator.shortName}, ${column.period}`,
          need: isLowNeed ? "low" : "high",
          weight: 100 * share,
          agreement: without?.agreement ?? null,
          enter: without ? namesOf(without.enter) : "",
          leave: without ? namesOf(without.leave) : "",
        })),
      },
      chosen: new Set([`${carrier.indicator.shortName}, ${carrier.column.period}`]),
    });
  });
}

/** A word of need, which is drawn over at each change; a note where no area can be placed. */
export function drawnNeed<W extends NeedWord>(
  word: W,
  need: Weighed,
  options: NeedOptions<W>,
  draw: () => (need: Weighed, options: NeedOptions<W>) => Drawing | Promise<Drawing>,
): HTMLElement {
  checkedBy(needSchemas[word], word, options);
  demandAnswer(word, need);
  return drawnOver(word, need.kept, { need, options }, () => {
    const drawing = draw();
    return ({ need: now, options: optionsNow }) =>
      now.available
        ? drawing(now, optionsNow)
        : nothing(`No indicator has figures of ${now.areas[1]} yet, or no weight is more than nought.`);
  });
}

function needTableOf({ areas, first, used }: Weighed, rows: readonly NeedArea[]): TableData {
  const between = ([lower, upper]: readonly [number, number]) =>
    lower === upper ? String(lower) : `${lower} to ${upper}`;
  return {
    columns: [
      { key: "name", label: capital(areas[0]) },
      { key: "rank", label: "Rank", unit: "count" },
      { key: "index", label: "Index", unit: "index" },
      { key: "ranks", label: "Ranks within the figures’ error, 19 of 20" },
      { key: "amongFirst", label: `Among the first ${first}, % of draws`, unit: "percent" },
      { key: "overRanks", label: "Ranks in nine of ten weightings" },
      { key: "overFirst", label: `Among the first ${first}, % of weightings`, unit: "percent" },
      ...used.map(({ indicator, column }) => ({
        key: indicator.id,
        label: `${indicator.shortName}, ${column.period}`,
        unit: indicator.unit,
      })),
    ],
    areaOf: ({ code }) => (typeof code === "string" ? code : undefined),
    rows: rows.map((row) => ({
      code: row.code,
      name: row.name,
      rank: row.rank,
      index: row.index,
      ranks: between(row.ranks),
      amongFirst: 100 * row.amongFirst,
      overRanks: between(row.overRanks),
      overFirst: 100 * row.overFirst,
      ...Object.fromEntries(
        used.map(({ indicator, column }): [string, Cell] => [
          indicator.id,
          column.figures.get(row.code) ?? null,
        ]),
      ),
    })),
  };
}

function scaleText({ way, inOrder }: Weighed): string {
  const ends = inOrder.length > 1 ? [inOrder[0]!.index, inOrder.at(-1)!.index] : [];
  const range = ends.map((end) => formatDecimal(end, 2)).join(" to ");
  const words = {
    deviations: "Weighted mean of standard deviations from the mean",
    range: "Weighted mean of places between the least (0) and the greatest (1)",
    rank: "Weighted mean of the shares of areas with less need",
  };
  return `${words[way]}${range && `, from ${range}`}`;
}
