import type { Audit, Finding } from "./audit-table.js";
import type { Rule } from "./rule.js";

const mostListed = 50;

/** Whether nothing was found. */
export function isSafe({ faults, findings }: Audit): boolean {
  return faults.length === 0 && findings.length === 0;
}

/** The audit in words, a line each. */
export function reportLines(audit: Audit, what: string, rule: Rule): string[] {
  const { cells, suppressed, faults, findings, notes } = audit;
  const lines = [
    `${what}: ${told(cells)} cells, ${told(suppressed)} of them suppressed.`,
    ...notes.map((note) => `Note: ${note}`),
  ];
  if (isSafe(audit))
    return [
      ...lines,
      `Nothing is derivable: every suppressed count keeps an interval of at least ${rule.protectionInterval}.`,
    ];
  if (faults.length) {
    lines.push("", `${told(faults.length)} shown though the policy suppresses it:`);
    lines.push(
      ...some(
        faults.map(({ place, cell, problem }) => `  ${place}: ${cell}: ${problem}.`),
        faults.length,
      ),
    );
  }
  if (findings.length) {
    lines.push(
      "",
      `${told(findings.length)} suppressed, but derivable more closely than ${rule.protectionInterval}:`,
    );
    lines.push(...some(findings.flatMap(findingLines), findings.length));
  }
  lines.push("", "Suppress more, or round, and audit again. Nothing of this may be published.");
  return lines;
}

function findingLines({ place, cell, derived: { lower, upper, tightness }, because }: Finding): string[] {
  const interval = lower === upper ? `is ${lower}` : `is ${lower} to ${upper}`;
  return [
    `  ${place}: ${cell}: ${interval}${tightness === "linear" ? " (by linear programmes)" : ""}`,
    ...because.map((why) => `      ${why}`),
  ];
}

function some(lines: string[], of: number): string[] {
  const most = mostListed * 6;
  return lines.length <= most ? lines : [...lines.slice(0, most), `  … and more; ${told(of)} in all.`];
}

const told = (n: number): string => n.toLocaleString("en-GB");
