import type { Highs } from "highs";
import { reachByBoxes } from "./by-boxes.js";
import type { Guard, Witness } from "./guard.js";
import { Movements } from "./movement.js";
import { isTimeOver } from "./solver.js";

// Most cells find what they need near by; the sizes are tried in turn.
const sizes = [120, 500];

/**
 * Suppresses what is cheapest, cell after cell, until every hidden cell is known to keep its interval. Gives back the
 * cells that cannot, even with the whole component suppressed; or those that are left when time is over.
 */
export function mend(highs: Highs, guard: Guard, isOver: () => boolean = isTimeOver): number[] {
  const failed = new Set<number>();
  for (;;) {
    const open = guard.unsafe().filter((cell) => !failed.has(cell));
    if (!open.length) return [...failed];
    for (const cell of open) {
      if (isOver()) return guard.unsafe();
      if (guard.isSafe(cell)) continue;
      if (suppressFor(highs, guard, cell)) continue;
      if (!suppressAllFor(highs, guard, cell)) failed.add(cell);
    }
  }
}

/** Suppresses all that can be if that helps a cell; nothing if it does not. */
function suppressAllFor(highs: Highs, guard: Guard, cell: number): boolean {
  const shown = [...guard.component.units.keys()].filter((u) => !guard.suppressed[u]);
  for (const u of shown) guard.suppress(u);
  if (suppressFor(highs, guard, cell)) return true;
  for (const u of shown) guard.reveal(u);
  return false;
}

/** Whether a cell keeps its interval as things stand; a table that shows it is kept. */
export function isKept(highs: Highs, guard: Guard, cell: number): boolean {
  if (guard.isSafe(cell)) return true;
  if (isCornered(guard, cell)) return false;
  if (reachByBoxes(guard, cell)) return true;
  for (const size of sizes) {
    if (isKeptBy(highs, guard, cell, size)) return true;
    if (size >= guard.component.cells.length) break;
  }
  return false;
}

/** As isKept, with the movement of so many cells at most. */
export function isKeptBy(highs: Highs, guard: Guard, cell: number, size: number): boolean {
  const movements = new Movements(highs, guard, cell, { size, mayHide: false });
  movements.reach();
  movements.dispose();
  return guard.isSafe(cell);
}

/** Says whether a cell keeps its interval as things stand, and lets the guard know the tables that show it. */
export type Keeper = (guard: Guard, cell: number) => boolean;

/** Shows again, the dearest first, whatever is not needed to keep the intervals of the rest. */
export function tidy(highs: Highs, guard: Guard, isOver: () => boolean = isTimeOver): void {
  tidyBy((guard, cell) => isKept(highs, guard, cell), guard, isOver);
}

/** As tidy; it ends when it is told that time is over. */
export function tidyBy(isKept: Keeper, guard: Guard, isOver: () => boolean = () => false): void {
  const { units } = guard.component;
  const secondary = [...units.keys()].filter((u) => isSecondary(guard, u));
  secondary.sort((a, b) => units[b]!.cost - units[a]!.cost || b - a);
  for (const unit of secondary) {
    if (isOver()) return;
    if (guard.suppressed[unit]) show(isKept, guard, unit);
  }
}

// A chain of units that only protect each other is shown together; longer ones are not tried.
const longestChain = 12;

// Shows a unit, and with it those that would lose their interval without it; not if one of these is primary.
function show(isKept: Keeper, guard: Guard, unit: number): void {
  const shown: number[] = [];
  const belied: Witness[] = [];
  const touched = new Set<number>();
  const reveal = (u: number) => {
    shown.push(u);
    const gone = guard.reveal(u);
    belied.push(...gone);
    for (const witness of gone) for (const cell of witness.cells) if (!guard.isSafe(cell)) touched.add(cell);
  };
  reveal(unit);
  while (touched.size) {
    const cell = Math.min(...touched);
    touched.delete(cell);
    if (isKept(guard, cell)) continue;
    const next = guard.component.unitsOf[cell]!.filter((u) => isSecondary(guard, u));
    if (next.length && shown.length < longestChain) {
      reveal(next.reduce((a, b) => (cost(guard, b) > cost(guard, a) ? b : a)));
      continue;
    }
    for (const u of shown) guard.suppress(u);
    guard.admitAll(belied);
    return;
  }
}

function isSecondary({ suppressed, component }: Guard, unit: number): boolean {
  return suppressed[unit] === 1 && !component.units[unit]!.primary;
}

function cost({ component }: Guard, unit: number): number {
  return component.units[unit]!.cost;
}

function suppressFor(highs: Highs, guard: Guard, cell: number): boolean {
  if (reachByBoxes(guard, cell)) return true;
  const all = guard.component.cells.length;
  for (const size of [...sizes.filter((s) => s < all), all]) {
    const movements = new Movements(highs, guard, cell, { size, mayHide: true });
    movements.reach();
    const movement = guard.isSafe(cell) ? undefined : movements.cheapest();
    movements.dispose();
    if (movement) {
      for (const unit of movement.units) guard.suppress(unit);
      guard.admit(movement.cells, movement.deviations);
    }
    if (guard.isSafe(cell)) return true;
  }
  return false;
}

// One sum alone, with its other cells as far out as they may be, leaves the cell too little room.
export function isCornered(guard: Guard, cell: number): boolean {
  const { component } = guard;
  return component.rowsOf[cell]!.some((r) => {
    const { cells, signs } = component.rows[r]!;
    const own = signs[cells.indexOf(cell)]!;
    let [least, greatest] = [0, 0];
    for (const [i, other] of cells.entries()) {
      if (other === cell) continue;
      const isOpposite = signs[i]! !== own;
      least += isOpposite ? guard.least(other) : -guard.greatest(other);
      greatest += isOpposite ? guard.greatest(other) : -guard.least(other);
    }
    const room = Math.min(greatest, guard.greatest(cell)) - Math.max(least, guard.least(cell));
    return room < component.width;
  });
}
