import type { Highs } from "highs";
import { type Part, partsOf } from "./parts.js";
import { Programme, type Solved, solver } from "./programme.js";
import { type Bounds, propagate, reasons } from "./propagate.js";
import { Contradiction, type System } from "./system.js";

/** What can be derived of a count that is not shown. */
export interface Derived {
  lower: number;
  /** Infinity where nothing bounds it. */
  upper: number;
  /**
   * exact: both ends occur in whole numbers consistent with all that is known. linear: the ends that linear programmes
   * give; whole numbers may be tighter. wider: known to be at least this wide, which was enough.
   */
  tightness: "exact" | "linear" | "wider";
}

export interface AttackOptions {
  /** An interval this wide needs no closer look; without it every interval is made as tight as can be. */
  enough?: number;
  /** Most variables that hang together for which integer programmes are solved. */
  wholeUpTo?: number;
}

const fewVariables = 400;

/**
 * Derives intervals of the given variables from all that the system holds: bounds narrowed by single equations, then
 * linear programmes, then, where few variables hang together, integer programmes. An end is never tighter than the truth.
 * Throws a Contradiction if the system has no solution.
 */
export async function attack(
  system: System,
  targets: readonly number[],
  { enough = Infinity, wholeUpTo = fewVariables }: AttackOptions = {},
): Promise<Map<number, Derived>> {
  const bounds = propagate(system);
  const derived = new Map<number, Derived>();
  for (const t of targets)
    if (bounds.lower[t] === bounds.upper[t])
      derived.set(t, { lower: bounds.lower[t]!, upper: bounds.upper[t]!, tightness: "exact" });
  const wanted = new Set(targets);
  const highs = await solver();
  for (const part of openParts(system, bounds)) {
    const own = part.variables.filter((v) => wanted.has(v));
    if (part.equations.length === 0)
      for (const t of own)
        derived.set(t, { lower: bounds.lower[t]!, upper: bounds.upper[t]!, tightness: "exact" });
    else if (own.length || needsProof(part))
      for (const [t, d] of attackPart(highs, {
        system,
        bounds,
        part,
        own,
        enough,
        isSmall: part.variables.length <= wholeUpTo,
      }))
        derived.set(t, d);
  }
  return derived;
}

/**
 * Throws a Contradiction if the system has no solution: none that propagation and linear programmes allow, or, where few
 * variables hang together, none in whole numbers.
 */
export async function prove(system: System, wholeUpTo = fewVariables): Promise<void> {
  const bounds = propagate(system);
  const highs = await solver();
  for (const part of openParts(system, bounds)) {
    if (!needsProof(part)) continue;
    const most = mostOf(system, bounds, part);
    const programme = new Programme(highs, system, bounds, part.variables, part.equations, most);
    try {
      const solved = programme.least(new Map());
      if (part.variables.length <= wholeUpTo && solved && !isWhole(solved)) {
        programme.whole();
        programme.least(new Map());
      }
      if (programme.isImpossible) throw contradictionIn(system, bounds, part);
    } finally {
      programme.dispose();
    }
  }
}

function openParts(system: System, { lower, upper }: Bounds): Part[] {
  return partsOf(system, (v) => lower[v]! < upper[v]!);
}

// A part without targets still has to have a solution, or what was derived elsewhere rests on a contradiction.
function needsProof(part: Part): boolean {
  return part.equations.length > 1;
}

/** That a part cannot all be true, given the equations that the bounds of its variables rest on. */
function contradictionIn({ equations }: System, bounds: Bounds, part: Part): Contradiction {
  const mentioned = part.equations.flatMap((e) => equations[e]!.terms.map((t) => t.variable));
  const involved = new Set([...part.equations, ...reasons(equations, bounds, mentioned)]);
  return new Contradiction([...involved].sort((a, b) => a - b));
}

interface Case {
  system: System;
  bounds: Bounds;
  part: Part;
  own: number[];
  enough: number;
  isSmall: boolean;
}

/** Values seen in solutions: in any, and in those in whole numbers. */
interface Seen {
  at: number;
  low: number;
  high: number;
  wholeLow: number;
  wholeHigh: number;
  /** Whether the ends are proven: no solution lies beyond. */
  isLow: boolean;
  isHigh: boolean;
}

function attackPart(
  highs: Highs,
  { system, bounds, part, own, enough, isSmall }: Case,
): Map<number, Derived> {
  const most = mostOf(system, bounds, part);
  const programme = new Programme(highs, system, bounds, part.variables, part.equations, most);
  const place = new Map(part.variables.map((v, i) => [v, i]));
  const seen = own.map(
    (t): Seen => ({
      at: place.get(t)!,
      low: Infinity,
      high: -Infinity,
      wholeLow: Infinity,
      wholeHigh: -Infinity,
      isLow: false,
      isHigh: false,
    }),
  );
  const solve = (costs: Map<number, number>) => {
    const solved = programme.least(costs);
    if (solved) note(solved, seen);
    return solved;
  };
  try {
    if (!solve(new Map())) throw contradictionIn(system, bounds, part);
    const linearOpen = () => seen.filter((s) => widthOf(s) < enough);
    together(solve, linearOpen, enough);
    for (const s of seen) if (widthOf(s) < enough) alone(solve, s);
    if (isSmall) {
      programme.whole();
      const wholeOpen = () => seen.filter((s) => s.wholeHigh - s.wholeLow < enough && !isExact(s));
      if (wholeOpen().length && !solve(new Map()) && programme.isImpossible)
        throw contradictionIn(system, bounds, part);
      together(solve, wholeOpen, enough);
      for (const s of seen) if (s.wholeHigh - s.wholeLow < enough && !isExact(s)) aloneInWhole(solve, s);
    }
    return new Map(seen.map((s, i) => [own[i]!, conclude(s, enough, most)]));
  } finally {
    programme.dispose();
  }
}

type Solve = (costs: Map<number, number>) => Solved | undefined;

/** Drives all that is open up together, then down: one solution is evidence for many. */
function together(solve: Solve, open: () => Seen[], enough: number): void {
  if (enough === Infinity) return;
  for (let before = Infinity, now = open(); now.length && now.length < 0.8 * before; now = open()) {
    before = now.length;
    solve(new Map(now.map((s) => [s.at, 1])));
    solve(new Map(open().map((s) => [s.at, -1])));
  }
}

function alone(solve: Solve, s: Seen): void {
  const low = solve(new Map([[s.at, 1]]));
  if (low) s.isLow = true;
  const high = solve(new Map([[s.at, -1]]));
  if (high) s.isHigh = true;
}

function aloneInWhole(solve: Solve, s: Seen): void {
  const low = solve(new Map([[s.at, 1]]));
  if (low) s.low = Math.round(low.objective);
  const high = solve(new Map([[s.at, -1]]));
  if (high) s.high = Math.round(-high.objective);
  if (low) s.isLow = true;
  if (high) s.isHigh = true;
}

const near = 1e-6;

/** What the solutions seen leave between their ends, drawn in to whole numbers. */
function widthOf({ low, high }: Seen): number {
  return Math.floor(high + near) - Math.ceil(low - near);
}

function isWhole({ values }: Solved): boolean {
  return values.every((value) => Math.abs(value - Math.round(value)) < near);
}

function note(solved: Solved, seen: Seen[]): void {
  const { values } = solved;
  const inWhole = isWhole(solved);
  for (const s of seen) {
    const value = values[s.at]!;
    s.low = Math.min(s.low, s.isLow ? s.low : value);
    s.high = Math.max(s.high, s.isHigh ? s.high : value);
    if (!inWhole) continue;
    s.wholeLow = Math.min(s.wholeLow, Math.round(value));
    s.wholeHigh = Math.max(s.wholeHigh, Math.round(value));
  }
}

// The ends of the linear interval, drawn in to whole numbers, occur in whole solutions.
function isExact(s: Seen): boolean {
  return (
    s.isLow && s.isHigh && s.wholeLow <= Math.ceil(s.low - near) && s.wholeHigh >= Math.floor(s.high + near)
  );
}

function conclude(s: Seen, enough: number, most: number): Derived {
  const lowest = Math.ceil(s.low - near) + 0;
  const highest = Math.floor(s.high + near) + 0;
  const open = (value: number) => (value >= most - 0.5 ? Infinity : value);
  if (s.isLow && s.isHigh)
    return { lower: lowest, upper: open(highest), tightness: isExact(s) ? "exact" : "linear" };
  if (s.wholeHigh - s.wholeLow >= enough)
    return { lower: s.wholeLow, upper: open(s.wholeHigh), tightness: "wider" };
  return { lower: lowest, upper: open(highest), tightness: "wider" };
}

/** An upper bound, for variables without one, that no end within reach of the numbers shown comes near. */
function mostOf({ equations }: System, { lower, upper }: Bounds, part: Part): number {
  const numbers = [
    ...part.variables.flatMap((v) => [lower[v]!, upper[v]!]),
    ...part.equations.flatMap((e) => [equations[e]!.lower, equations[e]!.upper]),
    ...part.equations.flatMap((e) => equations[e]!.terms.map((t) => upper[t.variable]!)),
  ];
  return 2 * numbers.reduce((most, n) => (Number.isFinite(n) ? Math.max(most, Math.abs(n)) : most), 0) + 1000;
}
