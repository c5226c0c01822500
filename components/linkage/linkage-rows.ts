import * as Plot from "npm:@observablehq/plot";

/** A row of a chart of rows: a text, and what the chart draws beside it, or a heading over the rows that follow. */
export interface Row {
  key: string;
  label: string;
  heading?: boolean;
}

interface Layout {
  narrow: boolean;
  /** How far below a row's middle its marks lie: on a narrow chart the text takes the upper half. */
  below: number;
  /** Options of the plot: width, height, margins and the scale of rows. */
  options: { width: number; height: number; marginLeft: number; marginRight: number } & Record<
    string,
    unknown
  >;
  labels: Plot.Markish[];
}

/**
 * How a chart of labelled rows is laid out in a width in pixels: texts on the left, or above the marks where it is narrow.
 * `room` is what texts at the right need.
 */
export function rowLayout(rows: readonly Row[], width: number, room = 8): Layout {
  const narrow = width < 560;
  const height = narrow ? 44 : 28;
  const left = Math.min(gutter(rows), width / 2);
  const text = (heading: boolean) =>
    Plot.text(
      rows.filter((row) => (row.heading ?? false) === heading),
      {
        y: "key",
        text: "label",
        frameAnchor: "left",
        textAnchor: narrow || heading ? "start" : "end",
        dx: narrow ? 0 : heading ? -left + 4 : -8,
        dy: narrow && !heading ? -11 : 0,
        fontWeight: heading ? 600 : 400,
        fill: "var(--ey-ink)",
        stroke: "var(--ey-paper)",
        strokeWidth: 3,
        // Only the longest texts do not fit; the table has them whole.
        textOverflow: "ellipsis",
        lineWidth: (narrow || heading ? width : left) / em,
      },
    );
  return {
    narrow,
    below: narrow ? 8 : 0,
    options: {
      width,
      height: rows.length * height + 34,
      marginTop: 26,
      marginBottom: 8,
      marginLeft: narrow ? 6 : left,
      marginRight: room,
      y: { domain: rows.map((row) => row.key), axis: null },
      style: { fontSize: "var(--ey-small)" },
    },
    labels: [text(true), text(false)],
  };
}

/** Pixels of a text’s em as it is reckoned before it is drawn, in the widest of the usual fonts. */
const em = 15.5;

// Pixels of a character at 15 pixels in such a font, on average.
const letter = 7.6;

function gutter(rows: readonly Row[]): number {
  const longest = Math.max(0, ...rows.filter((row) => !row.heading).map((row) => row.label.length));
  return Math.min(360, Math.max(90, longest * letter + 16));
}

/** A bar with its text: from where to where, in the chart's unit. */
export interface Barred {
  key: string;
  from: number;
  to: number;
  text: string;
}

/**
 * The texts of bars, each beside the end that its bar goes to; beside the other end where it would leave the chart, and
 * over the bar where there is no room on either side.
 */
export function textsOfBars(
  bars: readonly Barred[],
  { options: { width, marginLeft, marginRight }, below }: Pick<Layout, "options" | "below">,
  [least, most]: readonly [number, number],
): Plot.Markish[] {
  const at = (value: number) =>
    marginLeft + ((value - least) / (most - least)) * (width - marginLeft - marginRight);
  const placed = bars.map((bar) => {
    const [low, high] = [Math.min(bar.from, bar.to), Math.max(bar.from, bar.to)];
    const room = bar.text.length * letter + 10;
    const fits = { start: at(high) + room <= width, end: at(low) - room >= marginLeft };
    const side = bar.to < bar.from ? "end" : "start";
    const other = side === "end" ? "start" : "end";
    const anchor = fits[side] ? side : fits[other] ? other : undefined;
    return anchor
      ? { ...bar, anchor, x: anchor === "start" ? high : low }
      : { ...bar, anchor: "end" as const, x: most };
  });
  return (["start", "end"] as const).map((anchor) =>
    Plot.text(
      placed.filter((bar) => bar.anchor === anchor),
      {
        y: "key",
        x: "x",
        text: "text",
        textAnchor: anchor,
        dx: anchor === "start" ? 5 : -5,
        dy: below,
        fill: "var(--ey-ink)",
        stroke: "var(--ey-paper)",
        strokeWidth: 3,
        fontVariant: "tabular-nums",
      },
    ),
  );
}
