import { slope as drawSlope, type Slope } from "../charts/slope.js";
import { pick } from "../figures/observations.js";
import { areaOfRow } from "../tables/table.js";
import { capital, plural } from "../words/format.js";
import { newcombe, z998 } from "../words/intervals.js";
import { yearBefore } from "../words/lead.js";
import { suggestion } from "../words/nearest.js";
import { formatNumber } from "../words/numbers.js";
import { notesOn } from "../words/series-notes.js";
import { hasValue, type Observation } from "../words/status.js";
import type { Asked } from "./asked.js";
import { drawn, notAvailable, nothing } from "./drawn.js";
import type { OptionsOf } from "./options.js";

/** The areas at two times, a line each: those that changed by more than chance are coloured and named. */
export function slope(asked: Asked, options: OptionsOf<"slope"> = {}): HTMLElement {
  return drawn("slope", asked, options, () => (now, { title, from }) => {
    if (!now.available) return notAvailable(now);
    const { indicator, areas, period, measure, shown, series, group, chosen, offers } = now;
    const periods = offers.period.map(({ value }) => value);
    if (from !== undefined && !periods.includes(from))
      return nothing(`slope(…): there is no period “${from}”.${suggestion(from, periods)}`);
    const earlier = from ?? earlierOf(now);
    if (earlier === undefined || earlier === period)
      return nothing(`There is no figure before ${period} to set beside it.`);
    const before = new Map(
      pick(series, { period: earlier, category: group })
        .filter(hasValue)
        .map((o) => [o.area, o]),
    );
    const both = shown.filter(hasValue).filter(({ code }) => before.has(code));
    if (both.length === 0) return nothing(`No ${areas[0]} has a figure both in ${earlier} and in ${period}.`);
    const slopes = both.map((row): Slope => {
      const then = before.get(row.code)!;
      return {
        code: row.code,
        name: row.name,
        from: then.value,
        to: row.value,
        clearly: indicator.chance === "no" ? "no" : clearChange(then, row, indicator.unit),
      };
    });
    return {
      ...now.provenanceOf([...both, ...both.map(({ code }) => before.get(code)!)]),
      notes: notesOn(now.about.notes, indicator.id, both),
      title: title ?? changeTitle(slopes, areas, earlier),
      subject: `${measure}, ${earlier} and ${period}`,
      unit: `${now.provenance.unit}. Coloured and thick: changed by more than chance (99.8% limits)`,
      description: slopes
        .filter(({ clearly }) => clearly !== "no")
        .map(
          (one) =>
            `${one.name}: ${formatNumber(one.from, indicator.unit)}, then ${formatNumber(one.to, indicator.unit)}.`,
        )
        .concat(`${plural(slopes.length, ...areas)} have a figure at both times.`)
        .join(" "),
      chart: (width) =>
        drawSlope({
          slopes,
          periods: [earlier, period],
          unit: indicator.unit,
          polarity: indicator.polarity,
          width,
          chosen,
        }),
      table: {
        columns: [
          { key: "name", label: capital(areas[0]) },
          { key: "before", label: earlier, unit: indicator.unit },
          { key: "now", label: period, unit: indicator.unit },
        ],
        areaOf: areaOfRow,
        rows: both.map((row) => ({
          name: row.name,
          area: row.code,
          before: before.get(row.code)!,
          now: row,
        })),
      },
    };
  });
}

// The same time of the year before, where there is one: terms differ by themselves.
function earlierOf({ rows, series, group, offers, period }: Asked): string | undefined {
  const own = pick(series, { category: group });
  const [first] = rows.filter(hasValue);
  const before = first && yearBefore(pick(own, { area: first.area }), first);
  if (before) return before.period;
  const names = offers.period.map(({ value }) => value);
  return names[names.indexOf(period) + 1];
}

function clearChange(then: Observation, now: Observation, unit: string): Slope["clearly"] {
  if (unit !== "percent") return "no";
  const counts = [now, then].map(({ numerator, denominator }) => [numerator, denominator] as const);
  if (counts.some(([x, n]) => x === null || n === null || n <= 0 || x > n)) return "no";
  const { lower, upper } = newcombe(counts[0] as [number, number], counts[1] as [number, number], z998);
  if (lower > 0) return "up";
  return upper < 0 ? "down" : "no";
}

function changeTitle(slopes: readonly Slope[], areas: [string, string], since: string): string {
  const count = (which: Slope["clearly"]) => slopes.filter(({ clearly }) => clearly === which).length;
  const [up, down] = [count("up"), count("down")];
  if (up + down === 0) return `No ${areas[0]} has changed by more than chance since ${since}`;
  const [went, n, other] = up > 0 ? ["up", up, down] : ["down", down, up];
  const rest = up > 0 ? "down" : "up";
  return `Since ${since}, ${plural(n, ...areas)} went ${went} by more than chance and ${other || "none"} went ${rest}`;
}
