import type { Highs } from "highs";
import { type Component, components, knownBy } from "./component.js";
import { firstByBoxes } from "./first.js";
import { Guard, type Witness } from "./guard.js";
import { withoutHopeless } from "./hopeless.js";
import { improve } from "./improve.js";
import { isCornered, mend, tidy } from "./mend.js";
import { presumed } from "./presumed.js";
import { type Problem, Unprotectable } from "./problem.js";
import { isTimeOver, loadSolver, stepsTaken, timeLeft, until } from "./solver.js";
import { sweep } from "./sweep.js";

/** optimal: proved to be the cheapest; searched: a good pattern, not proved. */
export type Method = "optimal" | "searched";

export interface Suppression {
  /** Of each unit, whether it is suppressed. */
  suppressed: Uint8Array;
  /** Of each cell, whether it is hidden. */
  hidden: Uint8Array;
  /** What is lost with all suppressed units, and what at least is lost with any pattern that keeps the intervals. */
  cost: number;
  bound: number;
  /** How many components were solved in which way; those without anything to suppress are not counted. */
  methods: Record<Method, number>;
  /** The tables that prove the intervals. */
  proof: Proof;
  /** Whether it was given up to look for a better pattern, as time was over. */
  isEarly: boolean;
}

/** Tables in whole numbers that readers cannot tell from the true one, as differences from it. */
export interface Proof {
  /** Of readers who know what is missing from totals. */
  tables: Witness[];
  /** Of readers who take nothing to be missing, of each component where something is. */
  presumed: Presumed[];
}

/** The table that readers could take for true, and others; each tells of all cells of its component. */
export interface Presumed {
  base: Witness;
  tables: Witness[];
}

export interface SuppressOptions {
  /**
   * How many steps of the solver may be spent on each component to better what a quick search found, and to prove it;
   * 0 for none. Steps, not seconds: the same problem gives the same pattern on any machine.
   */
  steps?: number;
  /**
   * After how many seconds the best pattern so far is taken. The same problem may then give another pattern on another
   * day. If there is none by then, an Unprotectable is thrown that says that it is early.
   */
  seconds?: number;
  /** Told after each component. */
  progress?: (done: number, of: number) => void;
}

/**
 * Suppresses, beside the primary units, as little as is found to be needed for every hidden, guarded cell to keep the
 * problem's width: there are two tables in whole numbers that agree with all that a reader knows, in which the cell is
 * at least that far apart. Every such table is checked before this returns. Where totals are more than their parts, the
 * same holds for readers who know by how much and for those who take them to be equal; and for each who knows a cell that is
 * their own.
 *
 * Without a limit in seconds the same problem always gives the same pattern. Throws Unprotectable with the cells that cannot keep it.
 */
export async function suppress(problem: Problem, options: SuppressOptions = {}): Promise<Suppression> {
  const { steps = 1_000_000, seconds = Number.POSITIVE_INFINITY, progress = () => {} } = options;
  const start = performance.now();
  const highs = await loadSolver();
  const suppressed = new Uint8Array(problem.units.length);
  const methods: Record<Method, number> = { optimal: 0, searched: 0 };
  let bound = 0;
  const proof: Proof = { tables: [], presumed: [] };
  const parts = components(problem).map(withoutHopeless);
  const failed = parts.flatMap((component) => cellsBeyondHelp(component));
  if (failed.length) throw new Unprotectable(failed.sort((a, b) => a - b));
  for (const [i, component] of parts.entries()) {
    // What time there is goes to each according to what is left.
    const now = performance.now();
    const time = (start + 1000 * seconds - now) / (parts.length - i);
    const solved = until(now + time, () => solve(highs, component, steps, Number.isFinite(seconds)));
    failed.push(...solved.failed.map((cell) => component.cells[cell]!));
    for (const [u, { id }] of component.units.entries()) if (solved.guard.suppressed[u]) suppressed[id] = 1;
    methods[solved.bound >= solved.guard.cost() - 1e-6 ? "optimal" : "searched"]++;
    bound += solved.bound;
    const inProblem = ({ cells, deviations }: Witness): Witness => ({
      cells: cells.map((cell) => component.cells[cell]!),
      deviations,
    });
    proof.tables.push(...solved.guard.all().map(inProblem));
    if (solved.presumed) {
      const { base, tables } = solved.presumed;
      proof.presumed.push({ base: inProblem(base), tables: tables.map(inProblem) });
    }
    progress(i + 1, parts.length);
  }
  const isEarly = performance.now() >= start + 1000 * seconds;
  if (failed.length)
    throw new Unprotectable(
      failed.sort((a, b) => a - b),
      isEarly,
    );
  return {
    suppressed,
    hidden: hiddenCells(problem, suppressed),
    cost: problem.units.reduce((sum, { cost }, u) => sum + (suppressed[u] ? cost : 0), 0),
    bound,
    methods,
    proof,
    isEarly: isEarly && methods.searched > 0,
  };
}

// Found at once, before anything is searched for. The rest of what cannot be protected shows in the search.
function cellsBeyondHelp(component: Component): number[] {
  const all = new Guard(component);
  const wanted = all.unsafe();
  for (const u of component.units.keys()) all.suppress(u);
  return wanted.filter((cell) => isCornered(all, cell)).map((cell) => component.cells[cell]!);
}

// From so many cells on a search with the solver can take minutes to find anything at all.
const manyCells = 300;

function solve(highs: Highs, component: Component, steps: number, isLimited: boolean) {
  const { guard, failed } = first(highs, component, steps, isLimited);
  if (failed.length) return { guard, failed, presumed: undefined, bound: 0 };
  const isMore = component.own.length > 0 || isIncomplete(guard);
  if (!isLimited || !isMore) {
    const isHalfOver = component.boxes && within(steps, 0.5);
    const { guard: best, bound } = improve(highs, guard, within(steps), isHalfOver);
    return { ...againstInsiders(highs, best), bound };
  }
  // What others know asks for more than what is bettered first: there must be something when time is over.
  const safe = againstInsiders(highs, guard);
  if (safe.failed.length) return { ...safe, bound: 0 };
  const { guard: best, bound } = improve(highs, guard, within(steps, 0.5), within(steps, 0.25));
  const better = againstInsiders(highs, best);
  const isBetter = !better.failed.length && better.guard.cost() < safe.guard.cost();
  return { ...(isBetter ? better : safe), bound };
}

function first(highs: Highs, component: Component, steps: number, isLimited: boolean) {
  if (component.boxes && (isLimited || component.cells.length >= manyCells))
    return firstByBoxes(highs, component, within(steps, 0.5));
  const guard = new Guard(component);
  return { guard, failed: complete(highs, guard) };
}

/** Tells when so many steps more have been taken, or when time is over; or a share of both. */
function within(steps: number, share = 1): () => boolean {
  const end = stepsTaken() + share * steps;
  const time = performance.now() + share * timeLeft();
  return () => stepsTaken() >= end || performance.now() >= time;
}

/**
 * Suppresses more until the pattern also holds against each who knows a hidden cell, because it is theirs alone. They know
 * no more than outsiders besides, so what outsiders cannot work out need not be asked again.
 */
function againstInsiders(highs: Highs, start: Guard): Safe {
  let { guard, failed, presumed } = againstPresumption(highs, start);
  const { own } = guard.component;
  // What one calls for hides cells that others know, or may learn.
  for (let sound = 0, i = 0; own.length && sound < own.length && !failed.length; i++) {
    const known = own[i % own.length]!.filter((cell) => guard.hidden[cell]);
    sound++;
    if (!known.length) continue;
    const theirs = new Guard(knownBy(fixed(guard.component, guard), known));
    theirs.admitAll(guard.all());
    failed = complete(highs, theirs);
    if (failed.length || isSame(theirs.suppressed, guard.suppressed)) continue;
    sound = 0;
    const more = new Guard(fixed(guard.component, theirs));
    failed = complete(highs, more);
    if (!failed.length) ({ guard, failed, presumed } = againstPresumption(highs, more));
  }
  return { guard, failed, presumed };
}

/** A pattern, and the cells that it leaves in need of room. */
interface Safe {
  guard: Guard;
  failed: number[];
  presumed: Presumed | undefined;
}

/** Suppresses what the hidden cells need, and no more; gives back the cells that nothing helps. */
function complete(highs: Highs, guard: Guard): number[] {
  if (guard.unsafe().length > guard.component.cells.length / 3) sweep(highs, guard);
  const failed = mend(highs, guard);
  if (!failed.length) tidy(highs, guard);
  return failed;
}

/**
 * Suppresses more until the pattern holds against both kinds of readers: who know what is missing, and who take nothing
 * to be. What one calls for is kept for the other, so it comes to an end.
 */
function againstPresumption(highs: Highs, start: Guard): Safe {
  let guard = start;
  for (;;) {
    const left = guard.unsafe();
    if (left.length) throw new Error("A pattern was to be returned that does not keep the intervals.");
    const other = presumed(highs, guard);
    // With no time to find out what they take to be so, nothing can be said of it.
    const none = { guard, presumed: undefined };
    if (!other) return { ...none, failed: isTimeOver() && isIncomplete(guard) ? hiddenIn(guard) : [] };
    const theirs = new Guard(fixed(other.component, guard));
    const failed = complete(highs, theirs);
    if (failed.length) return { ...none, failed };
    if (isSame(theirs.suppressed, guard.suppressed))
      return { guard, failed, presumed: fromTruth(guard, other.moved, theirs) };
    guard = new Guard(fixed(guard.component, theirs));
    const more = complete(highs, guard);
    if (more.length) return { guard, failed: more, presumed: undefined };
  }
}

/** What readers take for true, and its witnesses, as differences from the truth. */
function fromTruth({ component }: Guard, moved: readonly number[], theirs: Guard): Presumed {
  const cells = Int32Array.from(component.cells.keys());
  return {
    base: { cells, deviations: Int32Array.from(moved) },
    tables: theirs.all().map((witness) => {
      const deviations = Int32Array.from(moved);
      for (const [i, cell] of witness.cells.entries()) deviations[cell]! += witness.deviations[i]!;
      return { cells, deviations };
    }),
  };
}

function isIncomplete({ component }: Guard): boolean {
  return component.rows.some(({ missing }) => missing !== 0);
}

function hiddenIn({ component, hidden }: Guard): number[] {
  return [...component.cells.keys()].filter((cell) => hidden[cell]);
}

/** The component with all that a pattern suppresses made primary. */
function fixed(component: Component, { suppressed }: Guard): Component {
  return {
    ...component,
    units: component.units.map((unit, u) => ({ ...unit, primary: suppressed[u] === 1 })),
  };
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.every((x, i) => x === b[i]);
}

function hiddenCells({ cells, units }: Problem, suppressed: Uint8Array): Uint8Array {
  const hidden = new Uint8Array(cells.length);
  for (const unit of units) for (const cell of unit.cells) hidden[cell] = 1;
  for (const [u, unit] of units.entries())
    if (!suppressed[u]) for (const cell of unit.cells) hidden[cell] = 0;
  return hidden;
}
