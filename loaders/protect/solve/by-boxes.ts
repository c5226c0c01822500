import type { WholeMovement } from "./boxes.js";
import type { Guard } from "./guard.js";

/** Moves a cell by boxes, with what is hidden now, as far up and then down as it needs; says whether it is safe now. */
export function reachByBoxes(guard: Guard, cell: number): boolean {
  const { boxes } = guard.component;
  if (!boxes) return guard.isSafe(cell);
  for (const sign of [1, -1] as const) {
    if (guard.isSafe(cell)) return true;
    const moved = boxes.move(guard, cell, {
      sign,
      needed: needed(guard, cell, sign),
      least: 1,
      mayHide: false,
    });
    if (moved) guard.admit(moved.cells, moved.deviations);
  }
  return guard.isSafe(cell);
}

/** Suppresses what costs least of all that lets boxes give a cell its interval; says whether it is safe now. */
export function hideByBoxes(guard: Guard, cell: number): boolean {
  const { boxes } = guard.component;
  let best: WholeMovement | undefined;
  for (const sign of [1, -1] as const) {
    const far = needed(guard, cell, sign);
    const moved = boxes?.move(guard, cell, { sign, needed: far, least: far, mayHide: true });
    if (moved && (!best || moved.cost < best.cost)) best = moved;
  }
  if (!best) return false;
  for (const unit of best.units) guard.suppress(unit);
  if (guard.admit(best.cells, best.deviations)) return guard.isSafe(cell);
  // There are more sums than those of the table.
  for (const unit of best.units) guard.reveal(unit);
  return false;
}

function needed({ component, low, high }: Guard, cell: number, sign: 1 | -1): number {
  return component.width + sign * (sign > 0 ? low : high)[cell]!;
}
