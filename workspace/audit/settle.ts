import { prove } from "./attack.js";
import { clashOfPresumptions, failingAlone } from "./clash.js";
import { contradicting } from "./explain.js";
import { extract } from "./extract.js";
import { partsOf } from "./parts.js";
import { propagate } from "./propagate.js";
import { Contradiction, firmnessOf, type Presumption, type System } from "./system.js";

/** What is shown, then presumptions from the firmest to the least firm. */
const firmnesses = [Infinity, 3, 2, 1, 0];

/** What was presumed in one way, and where it had to be given up. */
export interface Given {
  /** What was presumed, in words. */
  group: string;
  about: "sums" | NonNullable<Presumption["about"]>;
  /** In how many places, of those in which it was presumed. */
  given: number;
  of: number;
  /** Whether it, or its like, is seen to fail by itself. Else it is one of several that cannot all hold, and some of them may. */
  isPlain: boolean;
  /** Whether it is what was left when another was given up. */
  isLess: boolean;
}

/** What readers take to hold, and what of it does not. */
export interface Settled {
  /** How much was presumed, by what it is about. */
  presumed: Record<Given["about"], number>;
  given: Given[];
}

/**
 * Gives up presumptions that what is shown contradicts, one by one, until all that is left can be true: of the firmest
 * first, so that none is given up for a less firm one. Where several cannot all hold, those take the blame whose like has
 * failed elsewhere, as a reader would see it; else all of them. What is alike and can hold is still taken to, however much of
 * it has failed: where nobody is missing it tells the truth.
 * Throws a Contradiction, with equations that cannot all hold, if no presumption is to blame.
 */
export async function settle(system: System): Promise<Settled> {
  const impossible = system.variables.findIndex(({ lower, upper }) => lower > upper);
  if (impossible >= 0) throw new Contradiction([], impossible);
  const book = new Book(system);
  for (const firm of firmnesses) {
    const parts = partsTo(system, firm);
    for (const look of looksFor(firm))
      for (const part of parts)
        for (;;) {
          const failing = await failingIn(system, part, look);
          if (!failing.equations.length) break;
          book.giveUp(book.blamed(failing));
        }
  }
  return book.settled();
}

/** Keeps count of what is given up. */
class Book {
  private readonly presumed: Settled["presumed"] = { sums: 0, "missing rows": 0, "unchanged counts": 0 };
  /** By group, the equations that are presumed. */
  private readonly groups = new Map<string, Set<number>>();
  private readonly given = new Map<string, Given>();

  constructor(private readonly system: System) {
    for (const [e, { presumed }] of system.equations.entries()) {
      if (!presumed) continue;
      if (!presumed.isLess) this.presumed[aboutOf(presumed)]++;
      this.enter(presumed.group, e);
    }
  }

  /** Of presumed equations that fail together, those that are to blame. */
  blamed({ equations, isPlain }: Failing): Failing {
    const suspect = equations.filter((e) => this.given.get(this.presumption(e).group)?.isPlain);
    return isPlain || !suspect.length ? { equations, isPlain } : { equations: suspect, isPlain: true };
  }

  /** Gives up presumed equations, and none that are like them. */
  giveUp({ equations, isPlain }: Failing): void {
    const failed = new Set(equations);
    for (const e of failed) this.note(this.presumption(e), isPlain);
    this.system.giveUp(failed);
    for (const e of failed) {
      const less = this.system.equations[e]!.presumed;
      if (less) this.enter(less.group, e);
    }
  }

  settled(): Settled {
    const given = [...this.given.values()].sort((a, b) => (a.group < b.group ? -1 : 1));
    return { presumed: this.presumed, given };
  }

  private presumption(e: number): Presumption {
    return this.system.equations[e]!.presumed!;
  }

  private note(presumed: Presumption, isPlain: boolean): void {
    const { group } = presumed;
    const known = this.given.get(group);
    this.given.set(group, {
      group,
      about: aboutOf(presumed),
      given: (known?.given ?? 0) + 1,
      of: this.groups.get(group)!.size,
      isPlain: isPlain && (known?.isPlain ?? true),
      isLess: presumed.isLess === true,
    });
  }

  private enter(group: string, e: number): void {
    this.groups.set(group, (this.groups.get(group) ?? new Set()).add(e));
  }
}

function aboutOf({ about }: Presumption): Given["about"] {
  return about ?? "sums";
}

/** A Contradiction in words, for the author of a file or policy. */
export function contradictionText(system: System, { equations, variable }: Contradiction): string {
  if (variable !== undefined)
    return `${system.variables[variable]!.name}: what is shown and what is known of it cannot both be true.`;
  const some = equations.slice(0, 12).map((e) => `  ${system.equations[e]!.why}`);
  return `these cannot all be true of whole numbers:\n${some.join("\n")}`;
}

/**
 * Equations at least this firm that hang together, whatever the bounds. Those without any that is just this firm are left
 * out: they can be true, as was seen when what is firmer was looked at.
 */
function partsTo(system: System, firm: number): number[][] {
  const among = system.equations.flatMap((equation, e) => (firmnessOf(equation) >= firm ? [e] : []));
  return partsOf(system, () => true, among)
    .map(({ equations }) => equations)
    .filter((equations) => equations.some((e) => firmnessOf(system.equations[e]!) === firm));
}

/** Equations that fail, and whether each by itself. */
interface Failing {
  equations: number[];
  isPlain: boolean;
}

/** A way to find equations that cannot all hold. Finds none if it sees no contradiction. */
type Look = (part: System) => Promise<Failing>;

/** What is plain from single equations comes first: to give that up can settle what only programmes find. */
function looksFor(firm: number): Look[] {
  const exact = [lookBy(propagate), lookBy(prove)];
  if (firm === Infinity) return exact;
  const alone: Look = async (part) => {
    const equations = failingAlone(part, firm);
    return { equations, isPlain: true };
  };
  // Thousands of counts can have changed, too many to look at their contradictions one by one.
  const together: Look = async (part) => ({
    equations: await clashOfPresumptions(part, firm),
    isPlain: false,
  });
  return firm === 0 ? [alone, together, ...exact] : [alone, ...exact];
}

function lookBy(check: (part: System) => unknown): Look {
  return async (part) => {
    try {
      await check(part);
      return { equations: [], isPlain: false };
    } catch (error) {
      if (!(error instanceof Contradiction)) throw error;
      return { equations: await contradicting(part, error.equations), isPlain: false };
    }
  };
}

/** The least firm presumptions among equations of a part that cannot all hold. */
async function failingIn(system: System, equations: readonly number[], look: Look): Promise<Failing> {
  const part = extract(system, equations);
  const { equations: wrong, isPlain } = await look(part.system);
  const firmness = (e: number) => firmnessOf(part.system.equations[e]!);
  const least = Math.min(...wrong.map(firmness));
  if (wrong.length && least === Infinity) throw new Contradiction(wrong.map((e) => part.equations[e]!));
  const failing = wrong.filter((e) => firmness(e) === least);
  return {
    equations: failing.map((e) => part.equations[e]!),
    // Where one alone is less firm than all else, it is that one.
    isPlain: isPlain || failing.length === 1,
  };
}
