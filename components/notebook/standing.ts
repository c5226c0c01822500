import { beyondChance, type Comparison } from "../words/beyond-chance.js";
import { rangeMessage, standingMessage, whichMessage } from "../words/message.js";
import { hasValue } from "../words/status.js";
import type { Asked, Figure } from "./asked.js";

/** How an area stands to all areas together: unknown where chance has no part in the figures, or there is nothing to compare. */
export function standingOf(row: Figure, { indicator, comparator }: Asked): Comparison {
  if (indicator.chance === "no" || !hasValue(row)) return "unknown";
  return beyondChance(row, comparator?.value, indicator.unit);
}

/** The message of some areas: how many of them differ by more than chance, else between what their figures lie. */
export function standingTitle(rows: readonly (Figure & { standing: Comparison })[], now: Asked): string {
  const { areas, comparator, measure, period } = now;
  const of = (side: Comparison) => rows.filter(({ standing }) => standing === side).length;
  const judged = rows.filter(hasValue).length;
  if (comparator && of("higher") + of("lower") + of("similar") > 0)
    return standingMessage(
      { lower: of("lower"), higher: of("higher") },
      {
        of: judged,
        areas,
        than: withinSentence(comparator.name),
        some: judged < now.rows.filter(hasValue).length,
      },
    );
  return rangeMessage(rows, { unit: now.indicator.unit, areas }) ?? `${measure}, ${period}`;
}

/** The message of a map: which areas differ by more than chance, else between what the figures lie. */
export function whichTitle(now: Asked): string {
  const { rows, areas, comparator, measure, period, indicator } = now;
  const inOrder = rows.filter(hasValue).sort((a, b) => a.value - b.value);
  const on = (side: Comparison) =>
    inOrder.filter((row) => standingOf(row, now) === side).map(({ name }) => name);
  return (
    (comparator &&
      whichMessage(
        { lower: on("lower"), higher: on("higher").reverse() },
        { areas, than: withinSentence(comparator.name) },
      )) ??
    rangeMessage(rows, { unit: indicator.unit, areas }) ??
    `${measure}, ${period}`
  );
}

function withinSentence(name: string): string {
  return name.replace(/^All/, "all");
}
