import { partsOfPeriod } from "../../components/words/pooled-period.js";
import { type Indicator, topOf } from "../registry/indicator.js";
import { parsePeriod } from "../registry/periods.js";
import { isRestSecret, type Policy } from "../registry/policy.js";
import { pointsAskedFor } from "./average.js";
import type { Before } from "./before.js";
import type { IsKnown } from "./known.js";
import { type Figure, rounded } from "./protect-figure.js";
import type { Cell, Equation, Problem, Range, Unit } from "./solve/problem.js";

/** A figure counted here that may be published, with what the policy alone makes of it. */
export interface Candidate {
  figure: Figure;
  indicator: Indicator;
  /** Whether it is suppressed whatever stands beside it. */
  primary: boolean;
  /** Whether it is never shown, suppressed or not, so that only its sums tell of it. */
  withheld: boolean;
  /** Whether it is shown exactly where the shares of the same children are, so that it is no choice of its own. */
  rides?: boolean;
}

export interface Linked {
  problem: Problem;
  /** The candidate that each unit of the problem stands for, by its place. */
  candidateOf: number[];
  /** What stands behind averages on a scale with an end. */
  averages: Average[];
}

/** An average, by the cells behind it. */
export interface Average {
  /** The place of its candidate. */
  at: number;
  /** The most points that a child can have. */
  top: number;
  /** How many children it is of, and how many points they lack of the most that they could have. */
  whole: number;
  lacking: number;
  /** The shares of the same children that ask for some of these points. */
  shares: Share[];
}

/** A share of children, by its cells: those who have some points, and those left over, who lack one of them at least. */
export interface Share {
  /** The place of its candidate. */
  at: number;
  part: number;
  rest: number;
  /** How many points it asks for. */
  asked: number;
}

export interface LinkedContext {
  policy: Policy;
  /** By code of an area, the area that it is part of. */
  parentOf: ReadonlyMap<string, string>;
  /** Sources that anyone can read, so that what is counted from them is known. */
  open: ReadonlySet<string>;
  /** Counts that others publish exactly. */
  isKnown: IsKnown;
  /** Counts that earlier publications showed. */
  wasShown: Before["wasShown"];
}

/**
 * The counts behind figures as linked tables: a numerator and what is left make the denominator; an area is the sum of
 * its parts, the undivided figure that of its categories, and a pooled period that of its single ones. A count that several
 * figures show is one cell.
 *
 * Where records have no known area or category, the parts do not reach the total.
 */
export function linkedProblem(candidates: readonly Candidate[], context: LinkedContext): Linked {
  const tables = new Tables(context);
  for (const candidate of candidates) tables.learn(candidate);
  for (const candidate of candidates) tables.add(candidate);
  return tables.linked();
}

/** Which count of which children: figures that give the same share a cell. */
interface Place {
  what: string;
  period: string;
  level: string;
  area: string;
  breakdown: string;
  category: string;
}

/** What is known of a count besides what is shown now. The first that is true of any figure that shows it. */
type Kind =
  /** Others publish it exactly. */
  | "known"
  /** It was shown before as it would be now, so that to suppress it hides nothing. */
  | "told"
  /** It is shown or suppressed. */
  | "ours"
  /** It is never shown. */
  | "withheld";

const anything: Range = [0, Infinity];

class Tables {
  private readonly cells: Cell[] = [];
  private readonly places = new Map<string, { place: Place; cell: number }>();
  private readonly units: Unit[] = [];
  private readonly equations: Equation[] = [];
  private readonly candidateOf: number[] = [];
  /** Counts of those of a denominator who have the same value in all of some columns. */
  private readonly narrowed: { part: number; whole: number; columns: string[] }[] = [];
  private readonly kinds = new Map<string, "known" | "told">();
  /** By a period, the pooled ones that it is part of. */
  private readonly pools = new Map<string, Set<string>>();
  /** By the cell of all children, the shares of them. */
  private readonly sharesOf = new Map<number, (Omit<Share, "asked"> & { indicator: Indicator })[]>();
  private readonly averages: { at: number; candidate: Candidate }[] = [];
  private added = 0;

  constructor(private readonly context: LinkedContext) {}

  /** Takes note of which counts are known. To be told of all figures before any is added. */
  learn({ figure, indicator }: Candidate): void {
    if (!indicator.records) return;
    for (const part of partsOfPeriod(figure.period) ?? []) {
      const { label, start } = parsePeriod(indicator.period, part);
      const key = periodKey({ period: label, period_start: start });
      this.pools.set(key, (this.pools.get(key) ?? new Set()).add(periodKey(figure)));
    }
    for (const which of ["numerator", "denominator"] as const) {
      const key = keyOf(placeOf(figure, countOf(indicator, which)));
      if (this.isOpen(indicator.records[which]) || this.context.isKnown(figure, which))
        this.kinds.set(key, "known");
      else if (this.wasShown(figure, which) && !this.kinds.has(key)) this.kinds.set(key, "told");
    }
  }

  add(candidate: Candidate): void {
    const at = this.added++;
    const { figure, indicator, primary, withheld, rides } = candidate;
    if (indicator.kind === "mean") this.averages.push({ at, candidate });
    if (rides) return;
    const { numerator: x, denominator: n } = figure;
    if (x === null || n === null || !indicator.records || !Number.isInteger(n)) return;
    const kind = withheld ? "withheld" : "ours";
    const least = this.context.policy.zeros === "shown" ? 1 : 0;
    const whole = this.cell(placeOf(figure, countOf(indicator, "denominator")), n, kind, least);
    const cells = [whole];
    if (indicator.kind !== "mean" && Number.isInteger(x)) {
      const part = this.cell(placeOf(figure, countOf(indicator, "numerator")), x, kind, 0);
      const columns = columnsThatHold(indicator.records.numerator);
      if (columns) this.narrowed.push({ part, whole, columns });
      cells.push(part);
      if (indicator.kind === "proportion" && x <= n) {
        const rest = this.rest(whole, part, !withheld && isRestSecret(this.context.policy, indicator.id));
        const shares = this.sharesOf.get(whole) ?? [];
        this.sharesOf.set(whole, shares);
        shares.push({ at, indicator, part, rest });
        cells.push(rest);
      }
    }
    if (cells.every((cell) => !this.cells[cell]!.guarded)) return;
    // Of nobody nothing is hidden: suppressed, it would be taken for somebody.
    if (n === 0 && this.context.policy.zeros === "shown") return;
    this.units.push({ cells, cost: costOf(figure), primary });
    this.candidateOf.push(at);
  }

  linked(): Linked {
    const averages = this.averages.flatMap(({ at, candidate }) => this.average(at, candidate) ?? []);
    this.addSums((place) => this.parentInAreas(place));
    this.addSums((place) => parentInCategories(place));
    this.addSums((place) => this.parentsInPools(place));
    this.addNarrowings();
    const { cells, units, equations, candidateOf } = this;
    return {
      problem: { cells, units, equations, width: this.context.policy.protectionInterval },
      candidateOf,
      averages,
    };
  }

  /** Points that children lack add up as they do, and are never shown as such. */
  private average(at: number, { figure, indicator }: Candidate): Average | undefined {
    const top = topOf(indicator);
    const { numerator: points, denominator: n } = figure;
    if (top === undefined || points === null || n === null) return undefined;
    if (!Number.isInteger(points) || !Number.isInteger(n) || points < 0 || points > top * n) return undefined;
    const whole = this.cell(placeOf(figure, countOf(indicator, "denominator")), n, "ours", 0);
    const lacking = this.cell(
      placeOf(figure, countOf(indicator, "numerator")),
      top * n - points,
      "withheld",
      0,
    );
    const shares = (this.sharesOf.get(whole) ?? []).flatMap(({ indicator: share, ...cells }) => {
      const asked = pointsAskedFor(share, indicator);
      return asked === undefined ? [] : [{ ...cells, asked }];
    });
    return { at, top, whole, lacking, shares };
  }

  /** `least`: what a reader knows that a suppressed count is at least. */
  private cell(place: Place, value: number, otherwise: Kind, least: number): number {
    let key = keyOf(place);
    const kind = this.kinds.get(key) ?? otherwise;
    // Two figures may call for the same count and yet have counted other records, if one of them is not complete.
    for (;;) {
      const known = this.places.get(key);
      if (!known) break;
      if (this.cells[known.cell]!.value === value) return known.cell;
      key += "'";
    }
    const cell = this.push({
      value,
      ...{
        known: { shown: [value, value] as const, hidden: [value, value] as const },
        told: { shown: this.shownRange(value), hidden: this.shownRange(value) },
        withheld: { shown: anything, hidden: anything },
        ours: { shown: this.shownRange(value), hidden: [Math.min(least, value), Infinity] as const },
      }[kind],
      guarded: kind === "ours",
    });
    this.places.set(key, { place, cell });
    return cell;
  }

  /**
   * Those that the denominator has beyond the numerator. They are never shown. Where they are a secret few of them are
   * protected too, so that a reader of a shown figure knows that they are not few.
   */
  private rest(whole: number, part: number, isSecret: boolean): number {
    const value = this.cells[whole]!.value - this.cells[part]!.value;
    const { smallestCount } = this.context.policy;
    const cell = this.push({
      value,
      shown: !isSecret ? anything : value === 0 ? [0, 0] : [Math.min(value, smallestCount), Infinity],
      hidden: anything,
      guarded: isSecret && this.cells[part]!.guarded,
    });
    this.equations.push({ total: whole, parts: [part, cell] });
    return cell;
  }

  private push(cell: Cell): number {
    return this.cells.push(cell) - 1;
  }

  /** The numbers that round, halves up, to what is shown of a count that is large enough to show. */
  private shownRange(value: number): Range {
    const { roundTo, smallestCount } = this.context.policy;
    if (value === 0) return [0, 0];
    const shown = Math.floor(value / roundTo + 0.5) * roundTo;
    const least = Math.max(shown - Math.floor(roundTo / 2), Math.min(value, smallestCount));
    return [least, shown + Math.ceil(roundTo / 2) - 1];
  }

  private addSums(parentsOf: (place: Place) => Place[]): void {
    const sums = new Map<string, { total: number; parts: number[] }>();
    for (const { place, cell } of this.places.values())
      for (const parent of parentsOf(place)) {
        const total = this.places.get(keyOf(parent))?.cell;
        if (total === undefined) continue;
        // An undivided figure has a sum of its own for each breakdown.
        const name = `${total} ${place.level} ${place.breakdown}`;
        const sum = sums.get(name) ?? { total, parts: [] };
        sum.parts.push(cell);
        sums.set(name, sum);
      }
    for (const { total, parts } of sums.values()) this.addSum(total, parts);
  }

  private addSum(total: number, parts: number[]): void {
    const sum = parts.reduce((all, part) => all + this.cells[part]!.value, 0);
    // Less than nothing is missing where a child with two addresses counts in two areas, and once in the whole.
    this.equations.push({ total, parts, missing: this.cells[total]!.value - sum });
  }

  /** Who has the value in all of five columns has it in one of them: the count of the former is part of the latter's. */
  private addNarrowings(): void {
    const byWhole = new Map<number, typeof this.narrowed>();
    for (const count of this.narrowed) byWhole.set(count.whole, [...(byWhole.get(count.whole) ?? []), count]);
    for (const counts of byWhole.values())
      for (const few of counts)
        for (const many of counts) {
          const isNarrower =
            few.part !== many.part &&
            few.columns.length > many.columns.length &&
            many.columns.every((column) => few.columns.includes(column));
          const value = this.cells[many.part]!.value - this.cells[few.part]!.value;
          if (!isNarrower || value < 0) continue;
          const left = this.push({ value, shown: anything, hidden: anything, guarded: false });
          this.equations.push({ total: many.part, parts: [few.part, left] });
        }
  }

  private parentInAreas(place: Place): Place[] {
    const area = this.context.parentOf.get(place.area);
    const level = { ward: "locality", locality: "city" }[place.level];
    return area === undefined || level === undefined ? [] : [{ ...place, area, level }];
  }

  private parentsInPools(place: Place): Place[] {
    return [...(this.pools.get(place.period) ?? [])].map((period) => ({ ...place, period }));
  }

  // A count that is another by now may be suppressed: what was shown does not tell it.
  private wasShown(figure: Figure, which: "numerator" | "denominator"): boolean {
    const { policy, wasShown } = this.context;
    const count = figure[which];
    return count !== null && wasShown(figure, which, rounded(count, policy));
  }

  private isOpen(counted: NonNullable<Indicator["records"]>["numerator"]): boolean {
    return "source" in counted && this.context.open.has(counted.source);
  }
}

/** The columns that are true of everyone counted, where nothing else is asked. */
function columnsThatHold(numerator: NonNullable<Indicator["records"]>["numerator"]): string[] | undefined {
  if (!("among" in numerator) || numerator.record) return undefined;
  const { every, where } = numerator;
  if (every && every.equals === "true" && where === undefined) return every.columns;
  return !every && where && /^\w+$/.test(where) ? [where] : undefined;
}

/** What is counted: the same text for two figures that count the same. */
function countOf({ period, records }: Indicator, which: "numerator" | "denominator"): string {
  const { numerator, denominator } = records!;
  return JSON.stringify(which === "denominator" ? [period, denominator] : [period, numerator, denominator]);
}

function parentInCategories(place: Place): Place[] {
  return place.breakdown === "all" ? [] : [{ ...place, breakdown: "all", category: "all" }];
}

function placeOf(figure: Figure, what: string): Place {
  const { level, area, breakdown, category } = figure;
  return { what, period: periodKey(figure), level, area, breakdown, category };
}

function periodKey({ period, period_start }: Pick<Figure, "period" | "period_start">): string {
  return `${period_start} ${period}`;
}

function keyOf({ what, period, level, area, breakdown, category }: Place): string {
  return [what, period, level, area, breakdown, category].join("\u0000");
}

const levelCost: Record<string, number> = { city: 100, locality: 10 };

/** What is lost with a figure: most with undivided ones, more with large areas, a little more with many children. */
function costOf({ level, breakdown, denominator }: Figure): number {
  return (levelCost[level] ?? 1) * (breakdown === "all" ? 50 : 1) * (1 + Math.log10(1 + denominator!));
}
