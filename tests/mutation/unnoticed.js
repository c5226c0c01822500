import { readFileSync } from "node:fs";

/** Tells, as soon as it is known, of each broken line that no test noticed, or that could not be tried to the end. */
class Unnoticed {
  onMutantTested({ fileName, location: { start, end }, replacement, status, statusReason }) {
    if (status === "Killed" || statusReason === "not drawn") return;
    const lines = readFileSync(fileName, "utf8")
      .split("\n")
      .slice(start.line - 1, end.line);
    lines[lines.length - 1] = lines.at(-1).slice(0, end.column - 1);
    lines[0] = lines[0].slice(start.column - 1);
    console.log(
      `\n[${status}] ${fileName}:${start.line}:${start.column}\n- ${lines.join("\n")}\n+ ${replacement}\n`,
    );
  }
}

export const strykerPlugins = [{ kind: "Reporter", name: "unnoticed", injectableClass: Unnoticed }];
