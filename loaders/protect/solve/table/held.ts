import type { TablePolicy } from "../../../registry/policy.js";
import { TellableError } from "../../../store/safe-message.js";
import type { Equation, Problem } from "../problem.js";
import { loadSolver, Solver } from "../solver.js";
import { type Change, isSame, measures, type Series } from "./editions.js";
import { cellName, keyOf, type Table, type TableRow } from "./read-counts.js";
import { shownRange } from "./rules.js";

/** Rows that hang together through sums: what is shown of one block tells nothing of another. */
export interface Block {
  rows: TableRow[];
  /** Keys that were published, but that the table has no longer. */
  gone: string[];
  changes: Change[];
}

/** The blocks of a table beside its earlier editions, by the place of a cell in each. */
export function blocksOf(series: Series, table: Table): Map<number, Block> {
  const parent = [...series.problem.cells.keys()];
  const rootOf = (cell: number): number => {
    let root = cell;
    while (parent[root] !== root) root = parent[root] = parent[parent[root]!]!;
    return root;
  };
  const { equations, units } = series.problem;
  for (const { total, parts } of equations) for (const part of parts) parent[rootOf(part)] = rootOf(total);
  for (const { cells } of units) for (const cell of cells) parent[rootOf(cell)] = rootOf(cells[0]!);
  const blocks = new Map<number, Block>();
  const blockOf = (key: string): Block => {
    const root = rootOf(series.cellOf.get(key)!);
    const block = blocks.get(root) ?? { rows: [], gone: [], changes: [] };
    blocks.set(root, block);
    return block;
  };
  const isRow = new Set<string>();
  for (const row of table.rows) {
    isRow.add(keyOf(row.key));
    blockOf(keyOf(row.key)).rows.push(row);
  }
  for (const [key] of series.cellOf) if (!isRow.has(key)) blockOf(key).gone.push(key);
  for (const change of series.changes) blockOf(change.key).changes.push(change);
  return blocks;
}

/** What was last published of each key. */
export function latestOf(editions: readonly Table[]): ReadonlyMap<string, TableRow> {
  return new Map(editions.flatMap(({ rows }) => rows.map((row) => [keyOf(row.key), row] as const)));
}

/** Whether all that was last shown of a block is as it would be shown now. It then tells nothing new. */
export function isUnchanged(
  { rows, gone }: Block,
  latest: ReadonlyMap<string, TableRow>,
  policy: TablePolicy,
): boolean {
  return (
    !gone.some((key) => latest.has(key)) &&
    rows.every((row) => {
      const then = latest.get(keyOf(row.key));
      return (
        then &&
        measures.every((measure) => {
          const [before, now] = [then[measure], row[measure]];
          if (now === undefined || before === undefined) return now === before;
          return Number.isNaN(before) || isSame(row, measure, before, policy);
        })
      );
    })
  );
}

/** Whether a change by itself shows that a few children came or went. */
export function isTelling({ numbers: [before, now] }: Change, policy: TablePolicy): boolean {
  const [a, b] = [shownRange(before, policy), shownRange(now, policy)];
  return isSmallChange(b[0] - a[1], b[1] - a[0], policy);
}

/**
 * Whether a change within these bounds shows that a few children came or went. A change is a count too: of a few children it
 * must not be known more closely than a shown count is.
 */
export function isSmallChange(
  lower: number,
  upper: number,
  { smallestCount, roundTo }: TablePolicy,
): boolean {
  const isFew = (lower >= 1 && upper < smallestCount) || (upper <= -1 && lower > -smallestCount);
  return isFew && upper - lower < Math.max(roundTo - 1, 1);
}

/** Changes that show, by sums too, that a few children came or went, once some cells are hidden. */
export async function tellingChanges(
  { problem, changes }: Series,
  hidden: Uint8Array,
  policy: TablePolicy,
): Promise<Change[]> {
  const reach = policy.smallestCount + 2 * policy.roundTo;
  const near = changes.filter(
    ({ now, numbers: [before, shown] }) => !hidden[now] && Math.abs(shown - before) < reach,
  );
  if (!near.length) return [];
  const highs = await loadSolver();
  for (const isWhole of [true, false]) {
    const solver = new Solver(highs, programmeOf(problem, hidden, isWhole));
    try {
      const found = near.map((change) => ({ change, range: rangeOf(solver, change) }));
      if (isWhole && found.some(({ range }) => !range)) continue;
      return found.flatMap(({ change, range }) => (range && isSmallChange(...range, policy) ? [change] : []));
    } finally {
      solver.dispose();
    }
  }
  return [];
}

// What is taken to be unchanged can contradict the sums of then; they are then of no use.
function programmeOf({ cells, equations }: Problem, hidden: Uint8Array, isWhole: boolean) {
  const isPlain = ({ total, parts, missing }: Equation) =>
    missing === undefined || [total, ...parts].every((cell) => !hidden[cell]);
  const used = isWhole ? equations : equations.filter(isPlain);
  return {
    costs: cells.map(() => 0),
    least: cells.map((cell, i) => (hidden[i] ? cell.hidden : cell.shown)[0]),
    greatest: cells.map((cell, i) => (hidden[i] ? cell.hidden : cell.shown)[1]),
    rows: used.map(({ total, parts }) => ({
      least: 0,
      greatest: 0,
      columns: [total, ...parts],
      values: [1, ...parts.map(() => -1)],
    })),
  };
}

function rangeOf(solver: Solver, { before, now }: Change): [number, number] | undefined {
  const columns = [before, now].sort((a, b) => a - b);
  const range = [1, -1].map((sign) => {
    solver.setCosts(
      columns,
      columns.map((column) => (column === now ? sign : -sign)),
    );
    return solver.solve();
  });
  solver.setCosts(columns, [0, 0]);
  const [least, greatest] = range;
  if (!least || !greatest) return undefined;
  return [Math.ceil(least.objective - 1e-6), Math.floor(-greatest.objective + 1e-6)];
}

/**
 * The rows of a block as they were last published. Throws a TellableError if one of them never was: then there is nothing
 * that can be published of the block.
 */
export function asPublished(
  block: Block,
  latest: ReadonlyMap<string, TableRow>,
  table: Table,
): Map<TableRow, TableRow> {
  const missing = block.rows.find((row) => {
    const then = latest.get(keyOf(row.key));
    return !then || (then.denominator === undefined) !== (row.denominator === undefined);
  });
  if (missing)
    throw new TellableError(
      `${table.name}: what changed since the last edition would tell of a few children, or of what was suppressed then, so its rows must stay as they were published; but (${cellName(table.dimensions, missing.key)}) never was, or not with the same numbers. Leave out what is new, or round: a larger roundTo in the policy lets counts change unseen.`,
    );
  return new Map(block.rows.map((row) => [row, latest.get(keyOf(row.key))!]));
}
