import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { protectTable } from "../../loaders/protect/solve/table/protect-table.js";
import { readTable } from "../../loaders/protect/solve/table/read-counts.js";
import { readTablePolicy } from "../../loaders/registry/policy.js";
import { repositoryRoot } from "../../loaders/store/paths.js";
import { Search } from "./solve/search.js";

const readme = readFileSync(join(repositoryRoot, "loaders", "protect", "README.md"), "utf8");
const folder = mkdtempSync(join(tmpdir(), "readme-"));
afterAll(() => rmSync(folder, { recursive: true }));

const fence = (info: string): string =>
  new RegExp(`^\`{4}${info}\\n([\\s\\S]*?)^\`{4}$`, "m").exec(readme)![1]!;

test("the worked table is what the code makes of it", async () => {
  const [table, policy] = [join(folder, "table.csv"), join(folder, "policy.yaml")];
  writeFileSync(table, fence("csv file=table"));
  writeFileSync(policy, fence("yaml file=policy"));
  const read = await readTable(table, "--table");
  const { rows, primary, cost, bound, methods } = await protectTable(
    read,
    undefined,
    readTablePolicy(policy),
  );
  expect([primary, methods.optimal]).toEqual([1, 1]);
  const inTable = /with Cedar \| ([\d, ]+) \| ([\d,]+) \|/.exec(readme)!;
  const hidden = read.rows.filter((_, i) => rows[i]!.count === "c");
  expect(hidden.map(({ count }) => count).join(", ")).toBe(inTable[1]);
  expect([cost, bound].map((n) => n.toLocaleString("en-GB"))).toEqual([inTable[2], inTable[2]]);
  const lossOf = (counts: string) =>
    counts.split(", ").reduce((sum, n) => sum + Math.round(100 * Math.log2(2 + Number(n))), 0);
  for (const [, counts, loss] of readme.matchAll(/\| with \w+ \| ([\d, ]+) \| ([\d,]+) \|/g))
    expect(lossOf(counts!).toLocaleString("en-GB")).toBe(loss);

  const place = (ward: string, sex: string) =>
    read.rows.findIndex(({ texts }) => texts.ward === ward && texts.sex === sex);
  const [wards, sexes] = [
    ["Acorn", "Birch", "Cedar"],
    ["girls", "boys"],
  ];
  const isHidden = (i: number) => rows[i]!.count === "c";
  const search = new Search({
    truth: read.rows.map(({ count }) => count),
    least: read.rows.map(({ count }, i) => (isHidden(i) ? 1 : count)),
    greatest: read.rows.map(({ count }, i) => (isHidden(i) ? 177 : count)),
    sums: [
      ...[...wards, "Total"].map((ward) => ({
        total: place(ward, "Total"),
        parts: sexes.map((sex) => place(ward, sex)),
      })),
      ...[...sexes, "Total"].map((sex) => ({
        total: place("Total", sex),
        parts: wards.map((ward) => place(ward, sex)),
      })),
    ],
  });
  const ranges = hidden.map(({ texts }) => {
    const [least, greatest] = search.rangeOf(place(texts.ward!, texts.sex!), Number.POSITIVE_INFINITY);
    return `${texts.ward} ${texts.sex}: ${least} to ${greatest}\n`;
  });
  expect(ranges.join("")).toBe(fence("text expect"));
});

test.each(["loaders/protect", "workspace/audit"])("the files that the page of %s names are there", (room) => {
  const page = readFileSync(join(repositoryRoot, room, "README.md"), "utf8");
  const named = [...page.matchAll(/`((?:[\w-]+\/)*[\w-]+\.ts)`/g)].map((match) => match[1]!);
  expect(named.length).toBeGreaterThan(10);
  const places = ["", `${room}/`, `${room}/solve/`, `${room}/solve/table/`, `${room}/built/`];
  const isThere = (name: string) => places.some((place) => exists(place + name));
  expect(named.filter((name) => !isThere(name))).toEqual([]);
});

function exists(path: string): boolean {
  try {
    readFileSync(join(repositoryRoot, path));
    return true;
  } catch {
    return false;
  }
}
