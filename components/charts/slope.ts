import { markLink } from "../area-link.js";
import { svgElement } from "../element.js";
import { formatNumber } from "../words/numbers.js";
import { lookOf, type Polarity } from "../words/standing-look.js";
import { dot, drawing, fitted, label, line, path, roomFor, scaleOf } from "./marks.js";

/** An area at two times. */
export interface Slope {
  code: string;
  name: string;
  from: number;
  to: number;
  /** Whether it went up or down by more than chance. */
  clearly: "up" | "down" | "no";
}

export interface SlopeOptions {
  slopes: readonly Slope[];
  /** The two times, as they are written. */
  periods: readonly [string, string];
  unit: string;
  polarity: Polarity;
  /** Width in pixels. */
  width: number;
  /** Codes to be named, beside those that changed by more than chance. */
  chosen?: ReadonlySet<string>;
}

const gap = 19;

/**
 * Areas at two times, a line each. Those that changed by more than chance are coloured and thick; they and the chosen ones
 * are named at the ends, as far as there is room; where there are none, the greatest rise and fall.
 */
export function slope({
  slopes,
  periods,
  unit,
  polarity,
  width,
  chosen = new Set(),
}: SlopeOptions): SVGSVGElement {
  const named = namedOf(slopes, chosen);
  const height = Math.max(300, Math.min(560, width * 0.8));
  const text = ({ name, to }: Slope) => `${formatNumber(to, unit)} ${name}`;
  const right = roomFor(named.map(text), 64, width * 0.5) + 14;
  const left = roomFor(
    named.map(({ from }) => formatNumber(from, unit)),
    roomFor([periods[0]], 52, 110) - 16,
    110,
  );
  const [x1, x2] = [left + 8, width - right - 8];
  const { at } = scaleOf(
    slopes.flatMap(({ from, to }) => [from, to]),
    [height - 20, 44],
    5,
  );
  const ends = apart(named, ({ to }) => at(to), height);
  const starts = apart(named, ({ from }) => at(from), height);
  return drawing(
    width,
    height,
    label(periods[0], { x: x1 + 12, y: 14, anchor: "end", looks: "ey-bold" }),
    label(periods[1], { x: x2 - 12, y: 14, looks: "ey-bold" }),
    line(x1, 30, x1, height - 8, "ey-axis"),
    line(x2, 30, x2, height - 8, "ey-axis"),
    ...slopes.filter((one) => !named.includes(one)).map((one) => stroke(one)),
    ...named.map((one) => stroke(one)),
    ...named.flatMap((one) => {
      const looks = chosen.has(one.code) ? "ey-bold" : "";
      return [
        ...textAt(starts, one, formatNumber(one.from, unit), { x: x1 - 10, anchor: "end", looks }),
        ...textAt(ends, one, fitted(text(one), right - 14), { x: x2 + 10, anchor: "start", looks }),
      ];
    }),
  );

  function stroke(one: Slope): Node {
    const look = one.clearly === "no" ? "even" : lookOf(one.clearly === "up" ? "higher" : "lower", polarity);
    const looks = `ey-path ey-is-${look}${named.includes(one) ? " ey-is-named" : ""}${chosen.has(one.code) ? " ey-is-chosen" : ""}${one.clearly === "no" ? "" : " ey-is-clear"}`;
    const dots = [
      dot(x1, at(one.from), 3.5, `ey-dot ey-is-${look}`),
      dot(x2, at(one.to), 3.5, `ey-dot ey-is-${look}`),
    ];
    const both = path(
      [
        [x1, at(one.from)],
        [x2, at(one.to)],
      ],
      looks,
    );
    return markLink(one.code, svgElement("g", {}, both, ...dots));
  }
}

// The chosen ones first. Where few stand out, the greatest rise and the greatest fall do.
function namedOf(slopes: readonly Slope[], chosen: ReadonlySet<string>): Slope[] {
  const byChange = slopes.toSorted((a, b) => a.to - a.from - (b.to - b.from));
  const found = [
    ...slopes.filter(({ code }) => chosen.has(code)),
    ...slopes.filter(({ clearly }) => clearly !== "no"),
  ];
  return [...new Set(found.length > 1 ? found : [...found, ...byChange.slice(0, 1), ...byChange.slice(-1)])];
}

function textAt(
  places: ReadonlyMap<Slope, number>,
  one: Slope,
  text: string,
  look: { x: number; anchor: "start" | "end"; looks: string },
): Node[] {
  const y = places.get(one);
  return y === undefined ? [] : [label(text, { ...look, y })];
}

// Labels that would lie on each other move apart; those for which no room is left are not written.
function apart(slopes: readonly Slope[], at: (one: Slope) => number, height: number): Map<Slope, number> {
  const most = Math.floor((height - 50) / gap);
  const ordered = slopes.slice(0, most).sort((a, b) => at(a) - at(b));
  const places = ordered.map(at);
  for (let i = 1; i < places.length; i++) places[i] = Math.max(places[i]!, places[i - 1]! + gap);
  let limit = height - 10;
  for (let i = places.length - 1; i >= 0; i--) {
    places[i] = Math.min(places[i]!, limit);
    limit = places[i]! - gap;
  }
  return new Map(ordered.map((one, i) => [one, places[i]!]));
}
