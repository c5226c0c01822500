import { type Count, runBin, runVitest } from "./run-vitest.js";

export type Part = "types" | "lint" | "unit" | "browser";

/**
 * Runs the parts and prints, as the last line, how many checks passed and failed; each of types and lint counts as one.
 * `args` tells vitest which files and tests to run, and how. Returns the exit code.
 */
export async function runChecks(parts: readonly Part[], args: string[]): Promise<number> {
  const counts = (await Promise.all([checkTypes(parts), checkLintAndCells(parts)])).flat();
  const projects = parts.filter((part) => part === "unit" || part === "browser");
  if (projects.length) counts.push(await runVitest({ projects, args }));
  return tellTotal(counts);
}

/** Prints, as the last line, how many checks passed and failed. Returns the exit code. */
export function tellTotal(counts: Count[]): number {
  const total = (key: keyof Count): number => counts.reduce((sum, count) => sum + count[key], 0);
  const skipped = total("skipped") ? `, ${total("skipped")} skipped` : "";
  console.log(`\n${total("passed")} passed, ${total("failed")} failed${skipped}`);
  return total("failed") ? 1 : 0;
}

// At once with lint and cells, as none of them fills two cores. Each checker more works out again what others did.
async function checkTypes(parts: readonly Part[]): Promise<Count[]> {
  if (!parts.includes("types")) return [];
  return [await check("Types", "typescript", "tsc", ["-p", ".", "--checkers", "2"])];
}

async function checkLintAndCells(parts: readonly Part[]): Promise<Count[]> {
  const counts: Count[] = [];
  if (parts.includes("lint"))
    counts.push(await check("Lint", "@biomejs/biome", "biome", ["check", "--diagnostic-level=error", "."]));
  if (parts.includes("types") || parts.includes("lint")) counts.push(...(await checkCells(parts)));
  return counts;
}

/** Runs a check, and tells all that it says together when it ends, as another may run meanwhile. */
async function check(title: string, ...[name, bin, args]: [string, string, string[]]): Promise<Count> {
  let said = "";
  const heard = (text: string): void => {
    said += text;
  };
  const passed = (await runBin(name, bin, args, { heard })) === 0;
  const told = [title, said.trimEnd(), passed ? "  nothing to complain of" : ""].filter(Boolean);
  console.log(`\n${told.join("\n")}`);
  return { passed: Number(passed), failed: Number(!passed), skipped: 0 };
}

/** The cells of pages, as types and lint see the rest of the code. */
async function checkCells(parts: readonly Part[]): Promise<Count[]> {
  const { tellFault, writeCells } = await import("./cells/check-cells.js");
  const cells = writeCells();
  const counts: Count[] = [];
  try {
    for (const [part, title] of [
      ["types", "Types in the cells of pages"],
      ["lint", "Lint of the cells of pages"],
    ] as const) {
      if (!parts.includes(part)) continue;
      const faults = await cells[part]();
      console.log(`\n${title}`);
      console.log(
        faults.length > 0 ? faults.map((fault) => tellFault(fault)).join("\n") : "  nothing to complain of",
      );
      counts.push({ passed: Number(faults.length === 0), failed: Number(faults.length > 0), skipped: 0 });
    }
  } finally {
    cells.remove();
  }
  return counts;
}
