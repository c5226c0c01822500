import { auditTable } from "../../workspace/audit/audit-table.js";
import type { Table } from "../../workspace/audit/read-published.js";
import { decimalsOf } from "../../workspace/audit/read-published.js";
import type { Rule, Shown } from "../../workspace/audit/rule.js";

/** Small counts below 3, exact, zeros shown, two values at least must remain. */
export const exact: Rule = { smallestCount: 3, roundTo: 1, zeros: "shown", protectionInterval: 2 };

/** As the policy in force. */
export const rounding: Rule = {
  smallestCount: 10,
  roundTo: 5,
  zeros: "shown",
  allOrNothingFrom: 50,
  smallestDenominator: 30,
  protectionInterval: 10,
};

/**
 * A table of lines such as "a b 5" or "a b c/40 12.5 4.9-28.2 #3": categories, count, perhaps denominator, percentage,
 * its interval, and rank.
 */
export function table(dimensions: string[], lines: string[], file = "t.csv"): Table {
  const cells = lines.map((line, i) => {
    const words = line.trim().split(/\s+/);
    const [counts = "", ...rest] = words.slice(dimensions.length);
    const [count, denominator] = counts.split("/");
    const rank = rest.find((word) => word.startsWith("#"));
    const [value, interval] = rest.filter((word) => word !== rank);
    const [lower, upper] = interval?.split("-").map(Number) ?? [];
    return {
      row: i + 2,
      categories: words.slice(0, dimensions.length),
      count: shown(count),
      denominator: shown(denominator),
      percentage:
        value === undefined || value === "c"
          ? undefined
          : { value: Number(value), lower, upper, decimals: decimalsOf(value) },
      rank: rank === undefined ? undefined : Number(rank.slice(1)),
    };
  });
  return { file, dimensions, hasDenominator: lines.some((line) => line.includes("/")), cells };
}

function shown(text: string | undefined): Shown {
  return text === undefined ? undefined : text === "c" ? "suppressed" : Number(text);
}

/** What the audit finds, each as "cell: lower–upper" or "cell: problem". */
export async function found(
  published: Table,
  rule: Rule,
  besides: Parameters<typeof auditTable>[2] = {},
): Promise<string[]> {
  const { faults, findings } = await auditTable(published, rule, besides);
  return [
    ...faults.map(({ cell, problem }) => `${cell}: ${problem}`),
    ...findings.map(({ cell, derived: { lower, upper } }) => `${cell}: ${lower}–${upper}`),
  ];
}
