import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readIndicators } from "../../loaders/registry/indicator.js";
import { checkTargets, readTargets } from "../../loaders/registry/targets.js";

const indicators = [
  { id: "outcomes", unit: "percent", polarity: "high", period: "academic_year" },
  { id: "places", unit: "ratio", polarity: "high", period: "academic_year" },
];

function read(files: Record<string, string>): string | string[] {
  const folder = mkdtempSync(join(tmpdir(), "targets-"));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const targets = readTargets(folder);
    checkTargets(targets, indicators);
    return targets.map(({ id }) => id);
  } catch (error) {
    return (error as Error).message;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const whole = `
id: a
indicator: outcomes
area: E92000001
value: 75
periodStart: 2027-09-01
setBy: the government
source: { title: A page, page: "https://example.org/" }
checkedOn: 2026-11-29
`;

it("reads the goals that the repository keeps: each has a source, or says what is missing", () => {
  const targets = readTargets();
  checkTargets(targets, readIndicators());
  expect(targets.length).toBeGreaterThan(0);
  for (const { value, source, missing } of targets)
    expect(value === undefined ? missing : source).toBeTruthy();
});

it.each<[string, string, RegExp]>([
  [
    "no source",
    whole.replace(/^source.*\n/m, ""),
    /source: is missing: a goal without a source is not shown/,
  ],
  ["neither value nor why there is none", whole.replace(/^value.*\n/m, ""), /neither value nor missing/],
  ["both", `${whole}missing: Nobody knows.\n`, /both value and missing/],
  ["an indicator that there is not", whole.replace("outcomes", "others"), /no indicator “others”/],
  [
    "one that is no percentage",
    whole.replace("outcomes", "places"),
    /not a percentage of which more is better/,
  ],
  ["a day within a year", whole.replace("2027-09-01", "2028-01-01"), /first day of a school year/],
  ["another id", whole.replace("id: a", "id: b"), /Name the file b\.yaml/],
])("refuses a goal with %s", (_, text, message) => {
  expect(read({ "a.yaml": text })).toMatch(message);
});

it("takes a goal whose value is not known, and says why", () => {
  const open = whole
    .replace("value: 75", "missing: The plan has it.")
    .replace(/^source.*\n|^setBy.*\n/gm, "");
  expect(read({ "a.yaml": open, "b.yaml": whole.replace("id: a", "id: b") })).toEqual(["a", "b"]);
});
