import { Boxes } from "./boxes.js";
import type { Equation, Problem, Range } from "./problem.js";

/**
 * Cells that hang together through sums and units, apart from all others. Cells, units and rows have places of their
 * own here. Counts are told by how far they are from the truth: 0 everywhere is the true table.
 */
export interface Component {
  width: number;
  /** The places in the problem. */
  cells: number[];
  units: ComponentUnit[];
  rows: Row[];
  guarded: Uint8Array;
  /** Cells that somebody knows because they are theirs alone, of each who does. */
  own: number[][];
  shown: Deviations;
  hidden: Deviations;
  unitsOf: number[][];
  rowsOf: number[][];
  /** Where the problem says how its cells lie. */
  boxes?: Boxes;
}

export interface ComponentUnit {
  /** The place in the problem. */
  id: number;
  cells: number[];
  cost: number;
  primary: boolean;
}

/** total − parts = 0, or any other such equation of deviations: a cell has the coefficient 1 or −1. */
export interface Row {
  cells: number[];
  signs: number[];
  /** total − parts in the table that deviations are told from. */
  missing: number;
}

export interface Deviations {
  least: Float64Array;
  greatest: Float64Array;
}

/**
 * The parts of a problem that have something to suppress, each by itself. A count that stays the same whatever is
 * suppressed links nothing. Throws an Error if the values contradict the equations or what is known.
 */
export function components(problem: Problem): Component[] {
  const { cells, units, equations } = problem;
  const hasUnit = new Uint8Array(cells.length);
  for (const unit of units) for (const cell of unit.cells) hasUnit[cell] = 1;
  const moves = cells.map(({ shown, hidden }, i) => isOpen(shown) || (hasUnit[i] === 1 && isOpen(hidden)));
  for (const [i, { value, shown, hidden }] of cells.entries())
    if (!(shown[0] <= value && value <= shown[1] && hidden[0] <= shown[0] && shown[1] <= hidden[1]))
      throw new Error(`Cell ${i} is not within what is known of it.`);
  const group = new Groups(cells.length);
  for (const unit of units) for (const cell of unit.cells) group.join(unit.cells[0]!, cell);
  const rows: Row[] = [];
  for (const { total, parts, missing = 0 } of equations) {
    if (cells[total]!.value !== parts.reduce((sum, part) => sum + cells[part]!.value, missing))
      throw new Error(`Cell ${total} is not the sum of its parts.`);
    const row = rowOf({ total, parts, missing }, moves);
    if (row.cells.length === 0) continue;
    for (const cell of row.cells) group.join(row.cells[0]!, cell);
    rows.push(row);
  }
  const wanted = new Set(units.filter((u) => u.primary).flatMap((u) => u.cells.map((c) => group.of(c))));
  const byRoot = new Map<number, Component>();
  const place = new Int32Array(cells.length);
  for (let i = 0; i < cells.length; i++) {
    const root = group.of(i);
    if (!wanted.has(root)) continue;
    const component = byRoot.get(root) ?? empty(problem.width);
    byRoot.set(root, component);
    place[i] = component.cells.length;
    component.cells.push(i);
  }
  for (const [id, { cells: of, cost, primary }] of units.entries()) {
    if (!of.length) continue;
    byRoot
      .get(group.of(of[0]!))
      ?.units.push({ id, cells: [...new Set(of)].map((c) => place[c]!), cost, primary });
  }
  for (const row of rows)
    byRoot.get(group.of(row.cells[0]!))?.rows.push({ ...row, cells: row.cells.map((c) => place[c]!) });
  for (const own of ownCells(problem)) {
    const component = byRoot.get(group.of(own[0]!));
    if (component) component.own.push(own.map((cell) => place[cell]!));
  }
  return [...byRoot.values()].map((component) => finish(component, problem));
}

function isOpen([least, greatest]: Range): boolean {
  return least < greatest;
}

// A cell that stands on both sides of an equation is counted out.
function rowOf({ total, parts, missing = 0 }: Equation, moves: boolean[]): Row {
  const signs = new Map<number, number>();
  for (const [cell, sign] of [[total, 1] as const, ...parts.map((part) => [part, -1] as const)])
    if (moves[cell]) signs.set(cell, (signs.get(cell) ?? 0) + sign);
  const left = [...signs].filter(([, sign]) => sign !== 0).sort(([a], [b]) => a - b);
  const wrong = left.find(([, sign]) => Math.abs(sign) !== 1);
  if (wrong) throw new Error(`Cell ${wrong[0]} stands twice in one sum.`);
  return { cells: left.map(([cell]) => cell), signs: left.map(([, sign]) => sign), missing };
}

function empty(width: number): Component {
  const none = { least: new Float64Array(), greatest: new Float64Array() };
  return {
    width,
    cells: [],
    units: [],
    rows: [],
    guarded: new Uint8Array(),
    own: [],
    shown: none,
    hidden: none,
    unitsOf: [],
    rowsOf: [],
  };
}

function finish(component: Component, { cells, grid }: Problem): Component {
  const own = component.cells.map((i) => cells[i]!);
  component.guarded = Uint8Array.from(own, (c) => (c.guarded ? 1 : 0));
  component.shown = {
    least: Float64Array.from(own, (c) => c.shown[0] - c.value),
    greatest: Float64Array.from(own, (c) => c.shown[1] - c.value),
  };
  component.hidden = {
    least: Float64Array.from(own, (c) => c.hidden[0] - c.value),
    greatest: Float64Array.from(own, (c) => c.hidden[1] - c.value),
  };
  component.unitsOf = own.map(() => []);
  component.rowsOf = own.map(() => []);
  for (const [u, unit] of component.units.entries())
    for (const cell of unit.cells) component.unitsOf[cell]!.push(u);
  for (const [r, row] of component.rows.entries())
    for (const cell of row.cells) component.rowsOf[cell]!.push(r);
  if (grid) component.boxes = new Boxes(component.cells, grid);
  return component;
}

// A total and its part are of the same one if nobody else is in the total.
function ownCells({ cells, equations }: Problem): number[][] {
  const same = new Groups(cells.length);
  const isOwn = (cell: number) => cells[cell]!.isOwn && cells[cell]!.guarded;
  for (const { total, parts } of equations)
    for (const part of parts)
      if (isOwn(total) && isOwn(part) && cells[total]!.value === cells[part]!.value) same.join(total, part);
  const groups = new Map<number, number[]>();
  for (const cell of cells.keys()) {
    if (!isOwn(cell)) continue;
    const group = groups.get(same.of(cell)) ?? [];
    groups.set(same.of(cell), group);
    group.push(cell);
  }
  return [...groups.values()];
}

/** The same component as one sees it who knows some cells. */
export function knownBy(component: Component, known: readonly number[]): Component {
  const none = (deviations: Float64Array) => deviations.map((x, cell) => (known.includes(cell) ? 0 : x));
  const exactly = ({ least, greatest }: Deviations) => ({ least: none(least), greatest: none(greatest) });
  return {
    ...component,
    guarded: component.guarded.map((guarded, cell) => (known.includes(cell) ? 0 : guarded)),
    shown: exactly(component.shown),
    hidden: exactly(component.hidden),
  };
}

/** The same component with deviations told from another table, which differs so much from the first. */
export function movedBy(component: Component, deviations: readonly number[]): Component {
  const moved = ({ least, greatest }: Deviations): Deviations => ({
    least: least.map((x, i) => x - deviations[i]!),
    greatest: greatest.map((x, i) => x - deviations[i]!),
  });
  return {
    ...component,
    shown: moved(component.shown),
    hidden: moved(component.hidden),
    rows: component.rows.map((row) => ({
      ...row,
      missing: row.cells.reduce((sum, cell, i) => sum + row.signs[i]! * deviations[cell]!, row.missing),
    })),
  };
}

class Groups {
  private readonly parent: Int32Array;
  constructor(length: number) {
    this.parent = Int32Array.from({ length }, (_, i) => i);
  }
  of(i: number): number {
    let root = i;
    while (this.parent[root] !== root) root = this.parent[root]!;
    while (this.parent[i] !== root) {
      const next = this.parent[i]!;
      this.parent[i] = root;
      i = next;
    }
    return root;
  }
  // The smaller place becomes the root, so that components come in the order of their first cells.
  join(a: number, b: number): void {
    const [x, y] = [this.of(a), this.of(b)];
    if (x < y) this.parent[y] = x;
    else this.parent[x] = y;
  }
}
