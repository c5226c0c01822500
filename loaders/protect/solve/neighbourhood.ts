import type { Guard } from "./guard.js";

/**
 * The cells nearest to one, itself first, where a cell is the nearer the less it costs to let it move. At most `size`.
 * A movement within them, with all others held, is a movement of the whole.
 */
export function neighbourhood(guard: Guard, from: number, size: number, price: Price): number[] {
  const { rows, rowsOf } = guard.component;
  const queue = new Queue();
  const settled = new Set<number>();
  const crossed = new Set<number>();
  queue.add(0, from);
  while (settled.size < size) {
    const next = queue.take();
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
        if (weight !== undefined) queue.add(distance + (signs[i]! > 0 ? 0.5 : 1) + weight, other);
      }
    }
  }
  return [...settled];
}

/** What it costs to let a cell move: 0 for a hidden one, undefined for one that cannot move. */
export type Price = (cell: number) => number | undefined;

// The nearest first, and of equally near ones the one with the lowest place.
class Queue {
  private readonly heap: [distance: number, cell: number][] = [];

  add(distance: number, cell: number): void {
    const { heap } = this;
    let at = heap.push([distance, cell]) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!this.isBefore(at, above)) break;
      [heap[at], heap[above]] = [heap[above]!, heap[at]!];
      at = above;
    }
  }

  take(): [distance: number, cell: number] | undefined {
    const { heap } = this;
    const first = heap[0];
    const last = heap.pop();
    if (!first || !last || heap.length === 0) return first;
    heap[0] = last;
    for (let at = 0; ; ) {
      let least = at;
      for (const below of [2 * at + 1, 2 * at + 2])
        if (below < heap.length && this.isBefore(below, least)) least = below;
      if (least === at) return first;
      [heap[at], heap[least]] = [heap[least]!, heap[at]!];
      at = least;
    }
  }

  private isBefore(a: number, b: number): boolean {
    const [[x, i], [y, j]] = [this.heap[a]!, this.heap[b]!];
    return x < y || (x === y && i < j);
  }
}
