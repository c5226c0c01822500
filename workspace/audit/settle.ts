import { prove } from "./attack.js";
import { clashOfPresumptions } from "./clash.js";
import { contradicting } from "./explain.js";
import { extract } from "./extract.js";
import { partsOf } from "./parts.js";
import { propagate } from "./propagate.js";
import { Contradiction, firmnessOf, type System } from "./system.js";

/** What is shown, then presumptions from the firmest to the least firm. */
const firmnesses = [Infinity, 2, 1, 0];

/**
 * Gives up presumptions that what is shown contradicts, until all that is left can be true: of the firmest first, so that
 * none is given up for a less firm one. Returns what was given up, in words.
 * Throws a Contradiction, with equations that cannot all hold, if no presumption is to blame.
 */
export async function settle(system: System): Promise<string[]> {
  const impossible = system.variables.findIndex(({ lower, upper }) => lower > upper);
  if (impossible >= 0) throw new Contradiction([], impossible);
  const given: string[] = [];
  for (const firm of firmnesses) {
    const parts = partsTo(system, firm);
    for (const look of looksFor(firm))
      for (const part of parts)
        for (;;) {
          const groups = await blamed(system, part, look);
          if (!groups.size) break;
          system.giveUp(groups);
          given.push(...[...groups].sort());
        }
  }
  return given;
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

/** A way to find equations that cannot all hold. Finds none if it sees no contradiction. */
type Look = (part: System) => Promise<number[]>;

/** What is plain from single equations comes first: to give that up can settle what only programmes find. */
function looksFor(firm: number): Look[] {
  const exact = [lookBy(propagate), lookBy(prove)];
  // Thousands of counts can have changed, too many to look at their contradictions one by one.
  return firm === 0 ? [(part) => clashOfPresumptions(part, 0), ...exact] : exact;
}

function lookBy(check: (part: System) => unknown): Look {
  return async (part) => {
    try {
      await check(part);
      return [];
    } catch (error) {
      if (!(error instanceof Contradiction)) throw error;
      return contradicting(part, error.equations);
    }
  };
}

/** The least firm presumptions among equations of a part that cannot all hold: their groups. */
async function blamed(system: System, equations: readonly number[], look: Look): Promise<Set<string>> {
  const part = extract(system, equations);
  const wrong = await look(part.system);
  const presumed = wrong.flatMap((e) => part.system.equations[e]!.presumed ?? []);
  if (wrong.length && !presumed.length) throw new Contradiction(wrong.map((e) => part.equations[e]!));
  const least = Math.min(...presumed.map(({ firm }) => firm));
  return new Set(presumed.filter(({ firm }) => firm === least).map(({ group }) => group));
}
