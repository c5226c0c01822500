import { formatCount } from "../../components/words/numbers.js";
import type { Fault } from "./cell.js";
import type { Audit, Finding } from "./finding.js";
import type { Rule } from "./rule.js";

const mostListed = 50;

/** Whether nothing was found. */
export function isSafe({ faults, findings }: Audit): boolean {
  return faults.length === 0 && findings.length === 0;
}

/** The audit in words, a line each. */
export function reportLines(audit: Audit, what: string, rule: Rule): string[] {
  const { cells, suppressed, faults, findings, understood, notes, reservations, assumed } = audit;
  const lines = [
    `${what}: ${formatCount(cells)} cells, ${formatCount(suppressed)} of them suppressed.`,
    `Understood: ${understood.join("; ")}. Any other statistic is refused.`,
    ...notes.map((note) => `Note: ${note}`),
    assumed,
  ];
  if (isSafe(audit))
    return [
      ...lines,
      reservations.length
        ? "Nothing was found, as far as the notes above go: whether all of it holds depends on them."
        : `Nothing is derivable: every suppressed count keeps an interval of at least ${rule.protectionInterval}.`,
    ];
  if (faults.length) {
    lines.push("", `${formatCount(faults.length)} shown though the policy suppresses it:`);
    lines.push(...some(faults.map(faultLine), faults.length));
  }
  if (findings.length) {
    lines.push(
      "",
      `${formatCount(findings.length)} suppressed, but derivable more closely than ${rule.protectionInterval}:`,
    );
    lines.push(...some(findings.flatMap(findingLines), findings.length));
  }
  lines.push("", "Suppress more, or round, and audit again. Nothing of this may be published.");
  return lines;
}

/** What was found, a line each, without what gives it away. */
export function foundLines({ faults, findings }: Audit): string[] {
  const lines = [...faults.map(faultLine), ...findings.map(findingLine)];
  return lines.length <= mostListed
    ? lines
    : [...lines.slice(0, mostListed), `  … and more; ${formatCount(lines.length)} in all.`];
}

function faultLine({ place, cell, problem }: Fault): string {
  return `  ${place}: ${cell}: ${problem}.`;
}

function findingLines(finding: Finding): string[] {
  return [findingLine(finding), ...finding.because.map((why) => `      ${why}`)];
}

function findingLine({ place, cell, derived: { lower, upper, tightness } }: Finding): string {
  const interval = lower === upper ? `is ${lower}` : `is ${lower} to ${upper}`;
  return `  ${place}: ${cell}: ${interval}${tightness === "linear" ? " (by linear programmes)" : ""}`;
}

function some(lines: string[], of: number): string[] {
  const most = mostListed * 6;
  return lines.length <= most ? lines : [...lines.slice(0, most), `  … and more; ${formatCount(of)} in all.`];
}
