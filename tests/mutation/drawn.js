import { readFileSync } from "node:fs";
import { relative } from "node:path";

/** Hands on the mutants that were drawn: the range that is given for one takes in those that lie within it. */
class Drawn {
  drawn = new Set(JSON.parse(readFileSync(process.env.MUTATION, "utf8")).drawn);

  async init() {}

  async group(mutants) {
    return [mutants.map(({ id }) => id)];
  }

  async check(mutants) {
    return Object.fromEntries(
      mutants.map((mutant) => [
        mutant.id,
        this.drawn.has(nameOf(mutant))
          ? { status: "passed" }
          : { status: "compileError", reason: "not drawn" },
      ]),
    );
  }
}

/** A mutant's name among those of its room, as in workspace/mutants.ts. */
function nameOf({ fileName, location: { start, end }, mutatorName, replacement }) {
  const file = relative(process.cwd(), fileName).replaceAll("\\", "/");
  return `${file}:${start.line + 1}:${start.column}-${end.line + 1}:${end.column} ${mutatorName} ${replacement}`;
}

export const strykerPlugins = [{ kind: "Checker", name: "drawn", injectableClass: Drawn }];
