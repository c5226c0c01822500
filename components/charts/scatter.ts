import { markLink } from "../area-link.js";
import { svgElement } from "../element.js";
import { formatNumber, formatTick } from "../words/numbers.js";
import { dot, drawing, fitted, label, line, round, scaleOf, tickLabels } from "./marks.js";
import { tellNearest } from "./tip.js";

/** An area with two figures. */
export interface Pair {
  code: string;
  name: string;
  x: number;
  y: number;
}

const margin = { top: 34, right: 20, bottom: 50, left: 56 };
/** More names than these would lie over each other. */
const mostNames = 12;

/** A scatter of areas over two measures. Areas that are chosen are filled and named. */
export function scatter({
  pairs,
  x,
  y,
  width,
  chosen = new Set(),
}: {
  pairs: readonly Pair[];
  x: { label: string; unit: string };
  y: { label: string; unit: string };
  width: number;
  chosen?: ReadonlySet<string>;
}): SVGSVGElement {
  const height = Math.round(Math.min(460, Math.max(300, width * 0.6)));
  const [right, bottom] = [width - margin.right, height - margin.bottom];
  const across = scaleOf(known(pairs.map((pair) => pair.x)), [margin.left, right], width < 520 ? 4 : 7);
  const up = scaleOf(known(pairs.map((pair) => pair.y)), [bottom, margin.top], 6);
  const named = pairs.filter(({ code }) => chosen.has(code));
  const middle = (margin.left + right) / 2;
  const chart = drawing(
    width,
    height,
    ...across.ticks.map((tick) => line(across.at(tick), margin.top, across.at(tick), bottom, "ey-grid")),
    ...up.ticks.map((tick) => line(margin.left, up.at(tick), right, up.at(tick), "ey-grid")),
    ...tickLabels(across.ticks, across.at, bottom + 16, x.unit),
    ...up.ticks.map((tick) =>
      label(formatTick(tick, y.unit), {
        x: margin.left - 8,
        y: round(up.at(tick)),
        anchor: "end",
        looks: "ey-soft-text",
      }),
    ),
    label(fitted(x.label, width), { x: width / 2, y: height - 10, anchor: "middle" }),
    label(fitted(y.label, width), { x: 0, y: 12 }),
    ...pairs.map((pair) =>
      markLink(
        pair.code,
        dot(
          across.at(pair.x),
          up.at(pair.y),
          4.5,
          chosen.has(pair.code) ? "ey-dot ey-is-pair ey-is-chosen" : "ey-dot ey-is-pair",
        ),
      ),
    ),
    // A name stands on the side where it has room.
    svgElement(
      "g",
      {},
      ...(named.length <= mostNames ? named : []).map((pair) => {
        const place = across.at(pair.x);
        return label(pair.name, {
          x: round(place > middle ? place - 9 : place + 9),
          y: round(up.at(pair.y)),
          anchor: place > middle ? "end" : "start",
          looks: "ey-bold ey-halo",
        });
      }),
    ),
  );
  return tellNearest(
    chart,
    pairs.map((pair) => ({
      x: across.at(pair.x),
      y: up.at(pair.y),
      lines: [
        pair.name,
        `${x.label}: ${formatNumber(pair.x, x.unit)}`,
        `${y.label}: ${formatNumber(pair.y, y.unit)}`,
      ],
    })),
  );
}

function known(values: readonly number[]): readonly number[] {
  return values.length > 0 ? values : [0, 1];
}
