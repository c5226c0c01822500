import * as Plot from "npm:@observablehq/plot";
import { formatNumber, formatTick } from "../words/numbers.js";

/** An area with two figures. */
export interface Pair {
  code: string;
  name: string;
  x: number;
  y: number;
}

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
}): Element {
  const named = pairs.filter((p) => chosen.has(p.code));
  const across = pairs.map((p) => p.x);
  const middle = (Math.min(...across) + Math.max(...across)) / 2;
  const axis = (unit: string) => (v: number) => formatTick(v, unit);
  return Plot.plot({
    width,
    height: Math.round(Math.min(460, Math.max(300, width * 0.6))),
    marginLeft: 52,
    marginRight: 20,
    marginTop: 30,
    marginBottom: 46,
    style: { fontSize: "var(--ey-small)" },
    x: {
      nice: true,
      label: x.label,
      labelAnchor: "center",
      labelOffset: 40,
      labelArrow: false,
      ticks: width < 520 ? 4 : 7,
      tickFormat: axis(x.unit),
    },
    y: { nice: true, label: y.label, labelArrow: false, ticks: 6, tickFormat: axis(y.unit) },
    marks: [
      Plot.gridX({ stroke: "var(--ey-line)", strokeOpacity: 1, ticks: width < 520 ? 4 : 7 }),
      Plot.gridY({ stroke: "var(--ey-line)", strokeOpacity: 1, ticks: 6 }),
      Plot.dot(pairs, {
        x: "x",
        y: "y",
        r: 4.5,
        stroke: "var(--ey-main)",
        strokeWidth: 1.5,
        fill: (p: Pair) => (chosen.has(p.code) ? "var(--ey-main)" : "var(--ey-paper)"),
      }),
      // A name stands on the side where it has room.
      ...(named.length <= 12
        ? ([-1, 1] as const).map((side) =>
            Plot.text(
              named.filter((p) => (p.x > middle ? -1 : 1) === side),
              {
                x: "x",
                y: "y",
                text: "name",
                textAnchor: side === 1 ? "start" : "end",
                dx: 9 * side,
                fontWeight: 700,
                stroke: "var(--ey-paper)",
                strokeWidth: 3,
                fill: "var(--ey-ink)",
              },
            ),
          )
        : []),
      Plot.tip(
        pairs,
        Plot.pointer({
          x: "x",
          y: "y",
          title: (p: Pair) =>
            `${p.name}\n${x.label}: ${formatNumber(p.x, x.unit)}\n${y.label}: ${formatNumber(p.y, y.unit)}`,
        }),
      ),
    ],
  });
}
