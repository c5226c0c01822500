import { attack } from "./attack.js";
import { contradicting } from "./explain.js";
import { Contradiction, type System } from "./system.js";

/**
 * Gives up presumptions that what is shown contradicts, until all that is left can be true. Returns what was given up,
 * in words. Throws a Contradiction, with equations that cannot all hold, if no presumption is to blame.
 */
export async function settle(system: System): Promise<string[]> {
  const given: string[] = [];
  for (;;) {
    try {
      await attack(system, [], { enough: 0 });
      return given;
    } catch (error) {
      if (!(error instanceof Contradiction) || error.variable !== undefined) throw error;
      const wrong = await contradicting(system, error.equations);
      const presumed = wrong.flatMap((e) => system.equations[e]!.presumed ?? []);
      if (!presumed.length) throw new Contradiction(wrong);
      const least = Math.min(...presumed.map(({ firm }) => firm));
      const groups = new Set(presumed.filter(({ firm }) => firm === least).map(({ group }) => group));
      given.push(...giveUp(system, groups));
    }
  }
}

/** A Contradiction in words, for the author of a file or policy. */
export function contradictionText(system: System, { equations, variable }: Contradiction): string {
  if (variable !== undefined)
    return `${system.variables[variable]!.name}: what is shown and what is known of it cannot both be true.`;
  const some = equations.slice(0, 12).map((e) => `  ${system.equations[e]!.why}`);
  return `these cannot all be true of whole numbers:\n${some.join("\n")}`;
}

function giveUp(system: System, groups: ReadonlySet<string>): string[] {
  const given = new Set<string>();
  for (let e = system.equations.length - 1; e >= 0; e--) {
    const { presumed } = system.equations[e]!;
    if (!presumed || !groups.has(presumed.group)) continue;
    given.add(presumed.group);
    if (presumed.else)
      system.equations[e] = {
        ...system.equations[e]!,
        lower: presumed.else[0],
        upper: presumed.else[1],
        presumed: { group: `${presumed.group}, or to less`, firm: presumed.firm },
      };
    else system.equations.splice(e, 1);
  }
  return [...given].sort();
}
