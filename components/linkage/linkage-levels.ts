import * as Plot from "npm:@observablehq/plot";
import type { LinkageModel } from "../../loaders/explore/linkage-model.json.js";
import { formatCount, formatShort } from "../words/numbers.js";
import { type Row, rowLayout, textsOfBars } from "./linkage-rows.js";
import { signedWeight } from "./linkage-weight.js";
import { comparisonWords } from "./linkage-words.js";

type Level = LinkageModel["levels"][number];

/** A level as a row under its comparison's heading. */
export interface LevelRow extends Row {
  level?: Level;
}

/** The rows of a chart of levels: each comparison's name, then its levels from agreement down. */
export function levelRows(levels: readonly Level[]): LevelRow[] {
  const comparisons = [...new Set(levels.map((level) => level.comparison))];
  return comparisons.flatMap((comparison) => [
    { key: comparison, label: comparisonWords(comparison), heading: true },
    ...levels
      .filter((level) => level.comparison === comparison)
      .map((level) => ({ key: `${comparison} ${level.level}`, label: level.label, level })),
  ]);
}

/** What a level does, in a word or a weight. */
export function effectText(level: Pick<Level, "weight" | "m">): string {
  if (level.weight === null) return "never one child";
  if (level.m === null) return "counts for nothing";
  return signedWeight(level.weight);
}

/** Bars of log₂(m ÷ u) by level: to the right for one child, to the left against. */
export function weightBars(levels: readonly Level[], width: number): Element {
  const rows = levelRows(levels);
  const { options, labels, below, narrow } = rowLayout(rows, width, 8);
  const drawn = rows.filter((row): row is LevelRow & { level: Level } => row.level !== undefined);
  const barred = drawn.filter((row) => row.level.weight !== null && row.level.m !== null);
  const weights = barred.map((row) => row.level.weight!);
  const [least, most] = [Math.min(0, ...weights), Math.max(0, ...weights)];
  const span = most - least || 1;
  const domain: [number, number] = [least - span * (narrow ? 0.2 : 0.13), most + span * 0.16];
  const texts = drawn.map((row) => ({
    ...{ key: row.key, from: 0, text: effectText(row.level) },
    to: row.level.m === null ? 0 : row.level.weight!,
  }));
  return Plot.plot({
    ...options,
    x: { domain, label: null },
    marks: [
      Plot.axisX({ anchor: "top", ticks: narrow ? 5 : 8, tickSize: 3, tickFormat: formatShort }),
      Plot.gridX({ stroke: "var(--ey-line)", strokeOpacity: 1, ticks: narrow ? 5 : 8 }),
      Plot.barX(barred, {
        y: "key",
        x1: 0,
        x2: (row: LevelRow & { level: Level }) => row.level.weight,
        insetTop: narrow ? 20 : 4,
        insetBottom: narrow ? 4 : 4,
        fill: (row: LevelRow & { level: Level }) =>
          row.level.weight! < 0 ? "var(--ey-third)" : "var(--ey-bar)",
      }),
      Plot.ruleX([0], { stroke: "var(--ey-ink)" }),
      ...textsOfBars(texts, { options, below }, domain),
      ...labels,
    ],
  });
}

/** m and u by level on a scale of powers of ten: the further apart, the more the level tells. */
export function sharesByLevel(levels: readonly Level[], width: number): Element {
  const rows = levelRows(levels).filter(
    (row) => row.heading || (row.level?.m != null && row.level.u != null),
  );
  const { options, labels, below, narrow } = rowLayout(rows, width, 24);
  const drawn = rows.filter((row): row is LevelRow & { level: Level } => row.level !== undefined);
  const positive = drawn.flatMap((row) => [row.level.m!, row.level.u!]).filter((share) => share > 0);
  const least = 10 ** Math.floor(Math.log10(Math.min(0.1, ...positive)));
  const decades = Array.from({ length: Math.round(-Math.log10(least)) + 1 }, (_, i) => 10 ** -i);
  const ticks = decades.filter((_, i) => i % (narrow ? 3 : 2) === 0);
  // A share of nothing has no place on the scale; it lies at its foot.
  const at = (share: number) => Math.max(share, least);
  return Plot.plot({
    ...options,
    x: { type: "log", domain: [least, 1], label: null },
    marks: [
      Plot.axisX({
        anchor: "top",
        ticks,
        tickSize: 3,
        tickFormat: (share: number) => shareText(share),
      }),
      Plot.gridX({ stroke: "var(--ey-line)", strokeOpacity: 1, ticks }),
      Plot.ruleY(drawn, {
        y: "key",
        x1: (row: LevelRow & { level: Level }) => at(row.level.m!),
        x2: (row: LevelRow & { level: Level }) => at(row.level.u!),
        dy: below,
        stroke: "var(--ey-context)",
        strokeWidth: 4,
      }),
      Plot.dot(drawn, {
        y: "key",
        x: (row: LevelRow & { level: Level }) => at(row.level.u!),
        dy: below,
        r: 5,
        symbol: "square",
        fill: "var(--ey-paper)",
        stroke: "var(--ey-third)",
        strokeWidth: 2,
      }),
      Plot.dot(drawn, {
        y: "key",
        x: (row: LevelRow & { level: Level }) => at(row.level.m!),
        dy: below,
        r: 5,
        fill: "var(--ey-bar)",
        stroke: "var(--ey-paper)",
      }),
      ...labels,
    ],
  });
}

/** A share as one in so many: "1 in 1,000"; "all" for 1. */
export function shareText(share: number): string {
  if (share >= 1) return "all";
  return `1 in ${formatCount(1 / share)}`;
}
