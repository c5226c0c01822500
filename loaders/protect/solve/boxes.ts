/**
 * Where the cells of a table lie, and what can move along each of its dimensions: whole numbers that every sum of the
 * dimension keeps.
 */
export interface Grid {
  /** How many categories each dimension has. */
  sizes: readonly number[];
  /** Of each cell its category in each dimension, by number. Cells beyond these lie nowhere. */
  keys: readonly (readonly number[])[];
  /** Of each dimension and category, what may move with it: category and by how much, itself by 1. */
  steps: readonly ((category: number) => readonly Step[])[];
}

export type Step = readonly (readonly [category: number, by: number])[];

/** What boxes need to know of what is suppressed in a component. */
export interface Standing {
  component: {
    units: readonly { cost: number }[];
    unitsOf: readonly (readonly number[])[];
    hidden: { least: ArrayLike<number>; greatest: ArrayLike<number> };
  };
  suppressed: Uint8Array;
  /** How far a cell can be below and above the truth. */
  least(cell: number): number;
  greatest(cell: number): number;
}

/** A movement in whole numbers, and the units that would have to be suppressed for it. */
export interface WholeMovement {
  cells: number[];
  deviations: number[];
  units: number[];
  cost: number;
}

// Of larger tables only the cheapest steps of each dimension are combined.
const mostBoxes = 4000;

/**
 * Movements that are put together of boxes. A box takes one step in each dimension, so that its corners go up and down in
 * turn and every sum stays as it is: the hypercube of Repsilber (1994), and Giessing and Repsilber (2002). They need no
 * solver, and are whole by themselves; whether there are none proves nothing.
 */
export class Boxes {
  private readonly strides: number[];
  /** Of each place of the grid the component's cell; −1 where a cell is that cannot move. */
  private readonly cellAt = new Map<number, number>();
  private readonly codes: (number | undefined)[];
  private readonly keys: (readonly number[] | undefined)[];

  /** `places`: of each cell that moves its place in the grid. */
  constructor(
    places: readonly number[],
    private readonly grid: Grid,
  ) {
    const { sizes, keys } = grid;
    this.strides = sizes.map((_, d) => sizes.slice(0, d).reduce((product, size) => product * size, 1));
    const codeOf = (key: readonly number[]) =>
      key.reduce((sum, category, d) => sum + category * this.strides[d]!, 0);
    for (const key of keys) this.cellAt.set(codeOf(key), -1);
    this.keys = places.map((place) => keys[place]);
    this.codes = this.keys.map((key) => key && codeOf(key));
    for (const [cell, code] of this.codes.entries()) if (code !== undefined) this.cellAt.set(code, cell);
  }

  /**
   * Moves a cell so far in one direction, box upon box, with what is hidden, or with what it costs least to hide where
   * `mayHide`. Gives what was reached, if that is `least` or more.
   */
  move(
    standing: Standing,
    cell: number,
    { sign, needed, least, mayHide }: Aim & { least: number },
  ): WholeMovement | undefined {
    const moved = new Map<number, number>();
    const hiding = new Set<number>();
    const boxes = this.boxesOf(standing, cell, sign, mayHide);
    for (let reached = 0; reached < needed; ) {
      const best = this.best(standing, boxes, moved, hiding, { sign, needed: needed - reached, mayHide });
      if (!best) break;
      reached += best.by;
      for (const [corner, by] of best.box) moved.set(corner, (moved.get(corner) ?? 0) + sign * by * best.by);
      for (const unit of best.units) hiding.add(unit);
    }
    const reached = Math.abs(moved.get(cell) ?? 0);
    if (reached < least) return undefined;
    const { units } = standing.component;
    return {
      cells: [...moved.keys()],
      deviations: [...moved.values()],
      units: [...hiding].sort((a, b) => a - b),
      cost: [...hiding].reduce((sum, u) => sum + units[u]!.cost, 0),
    };
  }

  private best(
    standing: Standing,
    boxes: readonly Box[],
    moved: ReadonlyMap<number, number>,
    hiding: ReadonlySet<number>,
    { sign, needed, mayHide }: Aim,
  ): { box: Box; by: number; units: number[] } | undefined {
    let best: { box: Box; by: number; units: number[] } | undefined;
    let least = Number.POSITIVE_INFINITY;
    for (const box of boxes) {
      const by = this.room(standing, box, moved, { sign, needed, mayHide });
      if (by < 1) continue;
      const units = mayHide ? this.unitsFor(standing, box, moved, hiding, sign * by) : [];
      const cost = units.reduce((sum, u) => sum + standing.component.units[u]!.cost, 0);
      // What is free goes first, the furthest of it before all.
      const price = cost > 0 ? cost / by : -by;
      if (price >= least) continue;
      least = price;
      best = { box, by, units };
      if (price === -needed) break;
    }
    return best;
  }

  // How often a box can be added.
  private room(
    standing: Standing,
    box: Box,
    moved: ReadonlyMap<number, number>,
    { sign, needed, mayHide }: Aim,
  ): number {
    let by = needed;
    for (const [cell, times] of box) {
      const bound = this.bound(standing, cell, sign * times > 0, mayHide);
      const left = Math.abs(bound - (moved.get(cell) ?? 0));
      by = Math.min(by, Math.floor(left / Math.abs(times)));
      if (by < 1) return 0;
    }
    return by;
  }

  private unitsFor(
    standing: Standing,
    box: Box,
    moved: ReadonlyMap<number, number>,
    hiding: ReadonlySet<number>,
    by: number,
  ): number[] {
    const units = new Set<number>();
    for (const [cell, times] of box) {
      const deviation = (moved.get(cell) ?? 0) + times * by;
      if (deviation >= standing.least(cell) && deviation <= standing.greatest(cell)) continue;
      for (const u of standing.component.unitsOf[cell]!)
        if (!standing.suppressed[u] && !hiding.has(u)) units.add(u);
    }
    return [...units];
  }

  // All boxes with the cell in a corner that can move at all.
  private boxesOf(standing: Standing, cell: number, sign: 1 | -1, mayHide: boolean): Box[] {
    const key = this.keys[cell];
    const code = this.codes[cell];
    if (!key || code === undefined) return [];
    const steps = key.map((category, d) => this.grid.steps[d]!(category));
    const most = Math.max(2, Math.floor(mostBoxes ** (1 / steps.length)));
    const isMany = steps.reduce((product, of) => product * of.length, 1) > mostBoxes;
    const taken = steps.map((of, d) => (isMany ? this.cheapest(standing, of, code, key[d]!, d, most) : of));
    const boxes: Box[] = [];
    // What stands in a face of a box stands in the box: where a corner cannot move, no box has that face.
    const add = (d: number, corners: Corner[], box: [cell: number, by: number][]) => {
      if (d === taken.length) {
        boxes.push(box);
        return;
      }
      for (const step of taken[d]!) {
        const more: Corner[] = [];
        const cells: [number, number][] = [];
        let isOpen = true;
        for (const [category, times] of step) {
          if (category === key[d]) continue;
          for (const [at, by] of corners) {
            const corner = at + (category - key[d]!) * this.strides[d]!;
            more.push([corner, by * times]);
            const other = this.cellAt.get(corner);
            // No cell stands there, so no sum holds it.
            if (other === undefined) continue;
            isOpen = other >= 0 && this.bound(standing, other, sign * by * times > 0, mayHide) !== 0;
            if (!isOpen) break;
            cells.push([other, by * times]);
          }
          if (!isOpen) break;
        }
        if (isOpen) add(d + 1, [...corners, ...more], [...box, ...cells]);
      }
    };
    add(0, [[code, 1]], [[cell, 1]]);
    return boxes;
  }

  // How far up or down a cell may be.
  private bound(standing: Standing, cell: number, up: boolean, mayHide: boolean): number {
    const { unitsOf, hidden } = standing.component;
    if (mayHide && unitsOf[cell]!.length > 0) return (up ? hidden.greatest : hidden.least)[cell]!;
    return up ? standing.greatest(cell) : standing.least(cell);
  }

  // The steps whose cells in the line of the given one cost least to hide.
  private cheapest(
    standing: Standing,
    steps: readonly Step[],
    code: number,
    own: number,
    d: number,
    most: number,
  ): readonly Step[] {
    const { units, unitsOf } = standing.component;
    const costOf = (step: Step) =>
      step.reduce((sum, [category]) => {
        const cell = this.cellAt.get(code + (category - own) * this.strides[d]!);
        if (cell === undefined) return sum;
        if (cell < 0) return Number.POSITIVE_INFINITY;
        return unitsOf[cell]!.reduce((more, u) => more + (standing.suppressed[u] ? 0 : units[u]!.cost), sum);
      }, 0);
    return steps
      .map((step, i) => ({ step, i, cost: costOf(step) }))
      .sort((a, b) => a.cost - b.cost || a.i - b.i)
      .slice(0, most)
      .map(({ step }) => step);
  }
}

interface Aim {
  sign: 1 | -1;
  needed: number;
  mayHide: boolean;
}

type Corner = readonly [code: number, by: number];
type Box = (readonly [cell: number, by: number])[];
