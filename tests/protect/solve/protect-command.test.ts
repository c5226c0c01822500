import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Database, literal } from "../../../loaders/store/database.js";
import { protect } from "../../../workspace/commands/protect.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "protect-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const file = (name: string) => join(folder, name);
const rule = "smallestCount: 5\nprotectionInterval: 3\nroundTo: 5\n";
const good = "area,sex,count\nNorth,f,2\nNorth,m,14\nSouth,f,31\nSouth,m,25\nTotal,f,33\nTotal,m,39\n";

async function run(table: string, policy = rule, known?: string): Promise<string> {
  writeFileSync(file("t.csv"), table);
  writeFileSync(file("p.yaml"), policy);
  if (known !== undefined) writeFileSync(file("k.csv"), known);
  await protect.run({
    values: {
      table: file("t.csv"),
      policy: file("p.yaml"),
      output: file("out.csv"),
      ...(known === undefined ? {} : { known: file("k.csv") }),
    },
    positionals: [],
  });
  return readFileSync(file("out.csv"), "utf8");
}

describe("protect", () => {
  it("writes the same rows with c or a rounded number, and the same bytes again", async () => {
    const once = await run(good);
    expect(once.split("\n")[0]).toBe("area,sex,count");
    expect(once.split("\n").slice(1, 3)).toEqual(["North,f,c", "North,m,15"]);
    expect(await run(good)).toBe(once);
  });

  it("loses a row whose rest is small, and keeps a large denominator", async () => {
    const made = await run("area,count,denominator\nNorth,40,42\nSouth,30,70\n");
    expect(made).toBe("area,count,denominator\nNorth,c,40\nSouth,30,70\n");
  });

  it("reads and writes Parquet", async () => {
    writeFileSync(file("t.csv"), good);
    writeFileSync(file("p.yaml"), rule);
    const db = await Database.open(":memory:");
    await db.run(`COPY (FROM read_csv(${literal(file("t.csv"))})) TO ${literal(file("t.parquet"))}`);
    const values = { table: file("t.parquet"), policy: file("p.yaml"), output: file("out.parquet") };
    await protect.run({ values, positionals: [] });
    const rows = await db.rows<{ count: string }>(`FROM ${literal(file("out.parquet"))}`);
    db.close();
    expect(rows.map((r) => r.count).slice(0, 2)).toEqual(["c", "15"]);
  });

  it.each<[string, string, string | undefined, RegExp]>([
    ["a negative count", "a,count\nx,-1\n", undefined, /row 1: count is not a whole number of 0 or more/],
    ["a broken count", "a,count\nx,1.5\n", undefined, /row 1: count is not a whole number of 0 or more/],
    ["a missing count", "a,b,count\nx,y,\n", undefined, /row 1: count is not a whole number/],
    ["a cell twice", "a,count\nx,1\nx,2\n", undefined, /rows 1 and 2 are the same cell \(a x\)/],
    [
      "a denominator below its count",
      "a,count,denominator\nx,9,8\n",
      undefined,
      /row 1: denominator is less than count/,
    ],
    ["no count column", "a,n\nx,1\n", undefined, /has no column “count”, only “a”, “n”/],
    ["no dimension", "count\n1\n", undefined, /has no column that says what a count is of/],
    ["no rows", "a,count\n", undefined, /has a header but no rows/],
    ["an empty file", "", undefined, /the file is empty/],
    [
      "a total that is not the sum",
      "a,count\nTotal,10\nx,3\ny,6\n",
      undefined,
      /\(a Total\) is 10, but its parts \(a x\); \(a y\) are 9 together/,
    ],
    [
      "a hierarchy of an unknown dimension",
      "a,count\nx,3\n",
      `${rule}hierarchies:\n  area:\n    Total: [x]\n`,
      /has no column “area”, which the policy's hierarchies name/,
    ],
    ["a policy without a threshold", "a,count\nx,3\n", "protectionInterval: 3\n", /smallestCount/],
    [
      "a policy with an unknown setting",
      "a,count\nx,3\n",
      `${rule}threshold: 5\n`,
      /threshold: is not a setting of a policy/,
    ],
  ])("refuses %s", async (_name, table, policy, message) => {
    await expect(run(table, policy)).rejects.toThrow(message);
  });

  it("refuses known counts that contradict the table", async () => {
    await expect(run(good, rule, "area,sex,count\nTotal,f,34\n")).rejects.toThrow(
      /what is known contradicts t.csv in \(area Total, sex f\)/,
    );
  });
});
