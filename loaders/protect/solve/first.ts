import type { Highs } from "highs";
import { hideByBoxes, reachByBoxes } from "./by-boxes.js";
import type { Component } from "./component.js";
import { Guard } from "./guard.js";
import { isCornered, mend, tidy, tidyBy } from "./mend.js";

/**
 * A pattern that keeps the intervals, found in a moment whatever the table's size: box upon box, then without what the
 * boxes do not need, then without what the solver finds not to be needed until it is told to stop. Gives back the cells
 * that nothing helps.
 */
export function firstByBoxes(
  highs: Highs,
  component: Component,
  isOver: () => boolean,
): { guard: Guard; failed: number[] } {
  const guard = new Guard(component);
  mendByBoxes(guard);
  const failed = mend(highs, guard);
  if (failed.length) return { guard, failed };
  tidyBy((_, cell) => isKeptByBoxes(guard, cell), guard);
  tidy(highs, guard, isOver);
  return { guard, failed };
}

/** Suppresses what boxes need; what they cannot help stays as it is. */
export function mendByBoxes(guard: Guard): void {
  const failed = new Set<number>();
  for (;;) {
    const open = guard.unsafe().filter((cell) => !failed.has(cell));
    if (!open.length) return;
    for (const cell of open)
      if (!guard.isSafe(cell) && !reachByBoxes(guard, cell) && !hideByBoxes(guard, cell)) failed.add(cell);
  }
}

function isKeptByBoxes(guard: Guard, cell: number): boolean {
  return guard.isSafe(cell) || (!isCornered(guard, cell) && reachByBoxes(guard, cell));
}
