import { trend } from "../charts/trend.js";
import { element } from "../element.js";
import { inAddress, someOf, type ViewElement } from "../inputs/url-state.js";
import type { Asked } from "../notebook/asked.js";
import { drawnOver, nothing } from "../notebook/drawn.js";
import { dataTable } from "../tables/data-table.js";
import type { Cell } from "../tables/table.js";
import { describeTrend } from "../words/describe.js";
import { formatList } from "../words/format.js";
import { formatNumber } from "../words/numbers.js";
import { nothingToTell } from "../words/only.js";
import { periodsOnAxis, stepOf } from "../words/periods.js";
import { notesOn } from "../words/series-notes.js";
import { hasValue } from "../words/status.js";
import { type Beside, besideOf, neighbours, type TrendLine, type Trends } from "./sentences.js";
import { areaName, movedText } from "./words.js";

const mostLines = 4;

/** A choice of what the city stands beside: boxes to tick, kept in the address. Its value is their codes. */
export async function chooseBeside(asked: Asked): Promise<ViewElement<string[]>> {
  const offers = await besideOf(asked);
  const usual = offers.filter(({ level }) => level !== "neighbour").map(({ code }) => code);
  if (offers.length === 0)
    return Object.assign(nothingToTell(), { value: [] }) as unknown as ViewElement<string[]>;
  const boxes = offers.map(({ code }) =>
    element("input", { type: "checkbox", value: code, checked: usual.includes(code) }),
  );
  const boxOf = ({ name }: Beside, i: number) => element("label", {}, boxes[i]!, ` ${name}`);
  const isOne = ({ level }: Beside) => level === "neighbour";
  const control = element(
    "fieldset",
    { class: "ey-choose ey-control" },
    element("legend", {}, `${asked.about.city.name} beside`),
    ...offers.flatMap((offer, i) => (isOne(offer) ? [] : [boxOf(offer, i)])),
    offers.some(isOne) &&
      element(
        "details",
        {},
        element("summary", {}, "Each neighbour"),
        ...offers.flatMap((offer, i) => (isOne(offer) ? [boxOf(offer, i)] : [])),
      ),
  );
  const input = Object.defineProperty(control, "value", {
    get: () => boxes.filter(({ checked }) => checked).map(({ value }) => value),
    set: (codes: string[]) => {
      for (const box of boxes) box.checked = codes.includes(box.value);
    },
  }) as unknown as ViewElement<string[]>;
  return inAddress("beside", input, codes(asked));
}

// An area without figures of this indicator is known all the same: the address is kept when another is asked of.
function codes({ about, series }: Asked) {
  const known = [neighbours, about.city.code, ...series.map(({ area }) => area)];
  const codec = someOf(known);
  return {
    encode: (values: string[]) => codec.encode(values) || "none",
    decode: (text: string) =>
      text === "none" ? [] : text.split(".").filter((code) => /^[\w-]+$/.test(code)),
  };
}

/** The lines of all of them, with breaks, gaps, provisional figures and goals. */
export function trendFigure(trends: Trends): HTMLElement {
  return drawnOver("trendFigure", trends.asked.kept, trends, () => (now) => {
    const { asked, own, others, breaks, goals, available, provisional } = now;
    if (!own || !available)
      return nothing("There are not two periods with a figure of the city yet: nothing to draw over time.");
    const { indicator, measure } = asked;
    const all = [own, ...others];
    const lines = all.slice(0, mostLines);
    const observations = lines.flatMap(({ points }) => points.map(({ observation }) => observation));
    const { unit, ...provenance } = asked.provenanceOf(observations);
    const notes = notesOn(asked.about.notes, indicator.id, observations);
    const last = own.points.filter(hasValue).at(-1)!.start;
    const marked = goals.flatMap(({ value, area, periodStart, period }) =>
      value !== undefined && periodStart > last
        ? [{ name: `Goal of ${areaName(now, area)}`, start: periodStart, period, value }]
        : [],
    );
    return {
      ...provenance,
      notes,
      title: `${measure}: ${movedText(now)}`,
      subject: `${measure} over time: ${formatList(lines.map(({ name }) => name))}`,
      unit: [
        unit,
        ...(observations.some(({ lower }) => lower !== null) ? ["Bands are 95% intervals"] : []),
        ...(provisional.length > 0 ? ["A hollow dot is provisional"] : []),
        ...(marked.length > 0 ? ["A diamond is a goal"] : []),
        ...(lines.length < all.length ? [`The first ${lines.length} of ${all.length} are drawn`] : []),
      ].join(". "),
      description: describeTrend(
        lines.map((line) => ({ ...line, observations: line.points.map(({ observation }) => observation) })),
        indicator.unit,
      ),
      chart: (width) =>
        trend({
          ...{ series: lines, unit: indicator.unit, periodType: indicator.periodType, width, breaks },
          notes: notes.map(({ date }) => date),
          goals: marked,
        }),
      table: tableOf(now),
    };
  });
}

/** Every period of every area: also those without a figure, and what is to be known of each. */
export function trendTable(trends: Trends): HTMLElement {
  const { asked, own, others } = trends;
  if (!trends.available || !own) return nothingToTell();
  const observations = [own, ...others].flatMap(({ points }) => points.map(({ observation }) => observation));
  return dataTable({
    ...asked.provenanceOf(observations),
    caption: `${asked.measure} by period`,
    table: tableOf(trends),
  });
}

function tableOf(trends: Trends) {
  const { asked, own, others, breaks, goals } = trends;
  const lines = [own!, ...others];
  const { unit, periodType } = asked.indicator;
  const points = lines.flatMap((line) => line.points);
  const periods = periodsOnAxis(points, stepOf(points, periodType)).reverse();
  return {
    columns: [
      { key: "period", label: "Period" },
      ...lines.map(({ code, name }) => ({ key: code, label: name, unit })),
      { key: "interval", label: `95% interval of ${own!.name}` },
      { key: "remark", label: "To be known" },
    ],
    rows: [
      ...goals.flatMap(({ value, area, period }) =>
        value === undefined
          ? []
          : [
              {
                period,
                interval: "",
                remark: `Goal of ${areaName(trends, area)}: ${formatNumber(value, unit)}`,
              },
            ],
      ),
      ...periods.map(({ period, start }) => {
        const point = own!.points.find((one) => one.period === period);
        const isBreak = breaks.some((one) => one.start === start);
        return {
          period,
          ...Object.fromEntries(lines.map((line): [string, Cell] => [line.code, cellOf(line, period)])),
          interval:
            point?.lower == null || point.upper == null
              ? ""
              : `${formatNumber(point.lower, unit)} to ${formatNumber(point.upper, unit)}`,
          remark: formatList([
            ...(point?.isProvisional ? ["Provisional"] : []),
            ...(isBreak ? ["Method changed: not comparable with before"] : []),
          ]),
        };
      }),
    ],
  };
}

function cellOf({ points }: TrendLine, period: string): Cell {
  const point = points.find((one) => one.period === period);
  return point ? { value: point.value, status: point.status } : { value: null, status: "not_available" };
}
