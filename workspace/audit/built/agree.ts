import type { Fault } from "../cell.js";
import type { Shown } from "../rule.js";
import { type BuiltFigure, keyOf } from "./built-figure.js";

/** One figure, wherever it is shown. */
export interface Merged extends BuiltFigure {
  name: string;
}

/**
 * Brings the places together in which each figure is shown. A number in one place and none, or another, in the next is a
 * fault: the same cell must say the same in every file.
 */
export function mergeFigures(figures: readonly BuiltFigure[]): {
  merged: Map<string, Merged>;
  faults: Fault[];
} {
  const merged = new Map<string, Merged>();
  const faults: Fault[] = [];
  for (const figure of figures) {
    const key = keyOf(figure);
    const known = merged.get(key);
    if (!known) {
      merged.set(key, { ...figure, name: nameOf(figure) });
      continue;
    }
    for (const what of ["numerator", "denominator", "value"] as const) {
      const [a, b] = [known[what], figure[what]];
      if (a === undefined || b === undefined || isSame(a, b, known, figure)) continue;
      faults.push({
        place: `${known.place} and ${figure.place}`,
        cell: known.name,
        problem: `its ${what} is ${words(a)} in one and ${words(b)} in the other`,
      });
    }
    merged.set(key, {
      ...known,
      numerator: number(known.numerator, figure.numerator),
      denominator: number(known.denominator, figure.denominator),
      ...(typeof known.value === "number" && known.decimals >= figure.decimals
        ? {}
        : {
            value: number(figure.value, known.value),
            lower: figure.lower,
            upper: figure.upper,
            decimals: figure.decimals,
          }),
      status: known.status ?? figure.status,
      basis: known.basis ?? figure.basis,
    });
  }
  return { merged, faults };
}

/** The figure of one category that a gap is the difference of; undefined where there is none. */
export function sideOf(
  gap: Merged,
  { indicator, breakdown }: { indicator: string; breakdown: string },
  category: string,
  merged: ReadonlyMap<string, Merged>,
): Merged | undefined {
  return merged.get(keyOf({ ...gap, indicator, breakdown, category }));
}

// A number that is shown anywhere is known, whatever other places say.
function number(a: Shown, b: Shown): Shown {
  return typeof a === "number" ? a : typeof b === "number" ? b : (a ?? b);
}

function isSame(a: Shown, b: Shown, x: BuiltFigure, y: BuiltFigure): boolean {
  if (typeof a !== "number" || typeof b !== "number") return a === b;
  return (
    Math.abs(a - b) <= 0.5 / 10 ** Math.min(x.decimals, y.decimals) + 1e-9 &&
    (a === b || x.decimals !== y.decimals)
  );
}

function words(shown: Shown): string {
  return shown === "suppressed" ? "suppressed" : `shown as ${shown}`;
}

/** "good-level-of-development, ward E05011118, 2024/25, sex female" */
function nameOf({ indicator, level, area, period, breakdown, category }: BuiltFigure): string {
  const group = breakdown === "all" ? "" : `, ${breakdown} ${category}`;
  return `${indicator}, ${level} ${area}, ${period}${group}`;
}
