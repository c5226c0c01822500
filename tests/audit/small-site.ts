import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll } from "vitest";
import { readIndicators } from "../../loaders/registry/indicator.js";
import { readSources } from "../../loaders/registry/source.js";
import { auditBuilt, type BuiltKnowledge } from "../../workspace/audit/built/audit-built.js";
import type { CityRule } from "../../workspace/audit/built/counts.js";
import { knowledgeOf } from "../../workspace/audit/built/knowledge.js";
import { readBuilt } from "../../workspace/audit/built/read-built.js";

/** As the policy in force. */
export const cityRule: CityRule = {
  smallestCount: 10,
  roundTo: 5,
  zeros: "shown",
  allOrNothingFrom: 50,
  smallestDenominator: 30,
  protectionInterval: 10,
  decimals: 0,
  oneDecimalFrom: 4000,
};

const sources = readSources();
export const knowledge = knowledgeOf(readIndicators(sources), sources);

/** A city C of localities L1 (wards W1, W2) and L2 (wards W3, W4). */
export const areas = `area_code,area_name,level,parent_code
C,City,city,
L1,One,locality,C
L2,Two,locality,C
W1,First,ward,L1
W2,Second,ward,L1
W3,Third,ward,L2
W4,Fourth,ward,L2
`;

/**
 * A file of open data from lines such as "ward W1 sex female 60/105 57 48 66": area, breakdown and category, counts, and
 * perhaps value and interval; "c" where suppressed.
 */
export function figures(
  lines: string[],
  { period = "2024/25", source = "Counted here", basis = "protected" } = {},
): string {
  const rows = lines.map((line) => {
    const [level, area, breakdown, category, counts, value = "", lower = "", upper = ""] = line
      .trim()
      .split(/\s+/);
    const [x, n] = counts === "c" ? ["c", "c"] : counts!.split("/");
    const status = x === "c" ? "suppressed" : "value";
    return [
      area,
      level,
      period,
      breakdown,
      category,
      x,
      n,
      x === "c" ? "c" : value,
      lower,
      upper,
      status,
      basis,
      source,
    ].join(",");
  });
  return `area_code,level,period,breakdown,category,numerator,denominator,value,lower,upper,status,basis,source\n${rows.join("\n")}\n`;
}

const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

/** A new folder, gone after the tests. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "early-years-audit-"));
  made.push(folder);
  return folder;
}

/** Writes files into a new folder, and returns it. */
export function write(files: Record<string, string | Uint8Array>): string {
  const folder = scratchFolder();
  for (const [name, content] of Object.entries({
    "open-data/areas.csv": areas,
    "index.html": "<p>Page</p>",
    ...files,
  })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

export const isIndicator = (id: string): boolean => knowledge.indicators.has(id);

/** What an audit of files, built together, finds: "cell: lower–upper" or "cell: problem". */
export async function foundIn(
  files: Record<string, string | Uint8Array>,
  {
    rule = cityRule,
    before = [],
    known,
  }: { rule?: CityRule; before?: Record<string, string>[] } & Pick<BuiltKnowledge, "known"> = {},
): Promise<string[]> {
  const built = await readBuilt(write(files), isIndicator);
  const earlier = await Promise.all(before.map((old) => readBuilt(write(old), isIndicator)));
  const { faults, findings } = await auditBuilt(built, rule, { knowledge, before: earlier, known });
  return [
    ...faults.map(({ cell, problem }) => `${cell}: ${problem}`),
    ...findings.map(({ cell, derived: { lower, upper } }) => `${cell}: ${lower}–${upper}`),
  ];
}
