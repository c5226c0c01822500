import TinyQueue from "tinyqueue";
import type { Guard } from "./guard.js";

/**
 * The cells nearest to one, itself first, where a cell is the nearer the less it costs to let it move. At most `size`.
 * A movement within them, with all others held, is a movement of the whole.
 */
export function neighbourhood(guard: Guard, from: number, size: number, price: Price): number[] {
  const { rows, rowsOf } = guard.component;
  // The nearest first, and of equally near ones the one with the lowest place.
  const queue = new TinyQueue<[distance: number, cell: number]>([], ([x, i], [y, j]) => x - y || i - j);
  const settled = new Set<number>();
  const crossed = new Set<number>();
  queue.push([0, from]);
  while (settled.size < size) {
    const next = queue.pop();
    if (!next) break;
    const [distance, cell] = next;
    if (settled.has(cell)) continue;
    settled.add(cell);
    for (const r of rowsOf[cell]!) {
      if (crossed.has(r)) continue;
      crossed.add(r);
      const { cells, signs } = rows[r]!;
      for (const [i, other] of cells.entries()) {
        if (settled.has(other)) continue;
        const weight = price(other);
        // A total is nearer than its other parts: it can always go up with one of them.
        if (weight !== undefined) queue.push([distance + (signs[i]! > 0 ? 0.5 : 1) + weight, other]);
      }
    }
  }
  return [...settled];
}

/** What it costs to let a cell move: 0 for a hidden one, undefined for one that cannot move. */
export type Price = (cell: number) => number | undefined;
