import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Table } from "../../../loaders/protect/solve/table/read-counts.js";
import { Database, literal } from "../../../loaders/store/database.js";
import { repositoryRoot } from "../../../loaders/store/paths.js";
import { runCommandLine } from "../../../workspace/cli.js";
import { hearConsole } from "../../run-command.js";
import { soak } from "../../soak.js";
import { cube } from "./four-way.js";

let folder: string;
const said = hearConsole();
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "protect-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const file = (name: string) => join(folder, name);
const rule = "smallestCount: 5\nprotectionInterval: 3\nroundTo: 5\n";
const good = "area,sex,count\nNorth,f,2\nNorth,m,14\nSouth,f,31\nSouth,m,25\nTotal,f,33\nTotal,m,39\n";

/** The command's exit code. */
function run(table: string, policy = rule, known?: string): Promise<number> {
  writeFileSync(file("t.csv"), table);
  writeFileSync(file("p.yaml"), policy);
  if (known !== undefined) writeFileSync(file("k.csv"), known);
  return protect("t.csv", "out.csv", ...(known === undefined ? [] : ["--known", file("k.csv")]));
}

function protect(table: string, output: string, ...more: string[]): Promise<number> {
  const files = ["--table", file(table), "--policy", file("p.yaml"), "--output", file(output)];
  return runCommandLine(["protect", ...files, ...more]);
}

function tableText({ columns, rows }: Table): string {
  return [columns, ...rows.map(({ key, count }) => [...key, count])]
    .map((line) => `${line.join()}\n`)
    .join("");
}

/** What the command writes. */
async function written(table: string, policy = rule): Promise<string> {
  expect(await run(table, policy)).toBe(0);
  return readFileSync(file("out.csv"), "utf8");
}

describe("protect", () => {
  it("writes the same rows with c or a rounded number, and the same bytes again", async () => {
    const once = await written(good);
    expect(once.split("\n")[0]).toBe("area,sex,count");
    expect(once.split("\n").slice(1, 3)).toEqual(["North,f,c", "North,m,15"]);
    expect(await written(good)).toBe(once);
  });

  it("loses a row whose rest is small, and keeps a large denominator", async () => {
    const made = await written("area,count,denominator\nNorth,40,42\nSouth,30,70\n");
    expect(made).toBe("area,count,denominator\nNorth,c,40\nSouth,30,70\n");
  });

  it("reads and writes Parquet", async () => {
    writeFileSync(file("t.csv"), good);
    writeFileSync(file("p.yaml"), rule);
    const db = await Database.open(":memory:");
    await db.run(`COPY (FROM read_csv(${literal(file("t.csv"))})) TO ${literal(file("t.parquet"))}`);
    expect(await protect("t.parquet", "out.parquet")).toBe(0);
    const rows = await db.rows<{ count: string }>(`FROM ${literal(file("out.parquet"))}`);
    db.close();
    expect(rows.map((r) => r.count).slice(0, 2)).toEqual(["c", "15"]);
  });

  it("takes categories that are numbers as the text that they are written as", async () => {
    const policy = "smallestCount: 5\nprotectionInterval: 3\nhierarchies:\n  age:\n    08: [00, 01, 02]\n";
    const made = await written("age,count\n08,31\n00,2\n01,5\n02,24\n", policy);
    // 01 is suppressed because 00 would be what it leaves of 08.
    expect(made).toBe("age,count\n08,31\n00,c\n01,c\n02,24\n");
  });

  it.each<[string, string, string | undefined, RegExp]>([
    ["a thousands separator", 'a,count\nx,"1,234"\n', undefined, /row 2: count is not.*digits alone/],
    ["a suppressed count", "a,count\nx,c\n", undefined, /row 2: count is not.*its true counts/],
    ["a negative count", "a,count\nx,-1\n", undefined, /row 2: count is not a whole number/],
    ["a broken count", "a,count\nx,1.5\n", undefined, /row 2: count is not a whole number/],
    ["a missing count", "a,b,count\nx,y,\n", undefined, /row 2: count is not a whole number/],
    ["a cell twice", "a,count\nx,1\nx,2\n", undefined, /rows 2 and 3 are the same cell\. /],
    [
      "a denominator below its count",
      "a,count,denominator\nx,9,8\n",
      undefined,
      /row 2: denominator is less than count/,
    ],
    ["no count column", "a,n\nx,1\n", undefined, /has no column “count”, only a; column 2, “a”\. /],
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
  ])("is 2 for %s", async (_name, table, policy, message) => {
    expect(await run(table, policy)).toBe(2);
    expect(said.join("\n")).toMatch(message);
  });

  it("says first that a large table takes its time", async () => {
    const rows = Array.from({ length: 1000 }, (_, i) => `area ${i},40\n`);
    await written(`area,count\n${rows.join("")}`);
    expect(said).toEqual([
      "Protecting 1,000 cells. This can take minutes, if no --time-limit is given; Ctrl-C writes nothing.",
      "1,000 cells: 0 suppressed (0.0%), 0 by the rule and 0 beside it, with 0 children in them",
    ]);
  });

  soak(
    "takes the best safe pattern when the time is over, and says what a longer search might save",
    async () => {
      const table = tableText(cube([6, 5, 3, 3], 12));
      writeFileSync(file("t.csv"), table);
      writeFileSync(file("p.yaml"), rule);
      expect(await protect("t.csv", "out.csv", "--time-limit", "1")).toBe(0);
      expect(said[0]).toBe("Protecting 672 cells. This takes up to 1 second; Ctrl-C writes nothing.");
      expect(said.at(-2)).toMatch(
        /^Time was over after 1 second: .* a longer search might save \d+\.\d% of it, or nothing\. .*publish one only, and give it with --before.*$/,
      );
      expect(existsSync(file("out.csv"))).toBe(true);
    },
  );

  soak(
    "leaves nothing behind when it is interrupted",
    async () => {
      writeFileSync(file("t.csv"), tableText(cube([6, 5, 3, 3], 12)));
      writeFileSync(file("p.yaml"), rule);
      const before = readdirSync(folder);
      const args = [
        "workspace/run.js",
        "protect",
        file("t.csv"),
        "--policy",
        file("p.yaml"),
        "--out",
        file("safe"),
      ];
      const child = spawn(process.execPath, args, {
        cwd: repositoryRoot,
        stdio: ["ignore", "ignore", "pipe"],
      });
      child.stderr.once("data", () => child.kill("SIGINT"));
      const [, signal] = await once(child, "exit");
      expect(signal).toBe("SIGINT");
      expect(readdirSync(folder)).toEqual(before);
    },
    60_000,
  );

  it("protects several tables together, each written under its name", async () => {
    writeFileSync(file("p.yaml"), rule);
    writeFileSync(file("sex.csv"), "area,sex,count\nNorth,f,14\nNorth,m,16\nNorth,Total,30\n");
    writeFileSync(file("age.csv"), "age,area,count\n0,North,3\n1,North,27\nTotal,North,30\n");
    const args = [file("sex.csv"), file("age.csv"), "--policy", file("p.yaml")];
    expect(await runCommandLine(["protect", ...args])).toBe(2);
    expect(said.at(-1)).toMatch(/^Say with --out to which folder/);
    expect(await runCommandLine(["protect", ...args, "--out", folder])).toBe(2);
    expect(said.at(-1)).toMatch(/^--out names a file that is read/);
    expect(await runCommandLine(["protect", ...args, "--out", file("safe")])).toBe(0);
    expect(readFileSync(file("safe/sex.csv"), "utf8")).toBe(
      "area,sex,count\nNorth,f,15\nNorth,m,15\nNorth,Total,30\n",
    );
    expect(readFileSync(file("safe/age.csv"), "utf8")).toBe(
      "age,area,count\n0,North,c\n1,North,25\nTotal,North,30\n",
    );
    expect(readdirSync(file("safe"))).toEqual(["age.csv", "sex.csv"]);
  });

  it("is 2 for tables of which one calls by another name what the other has too", async () => {
    writeFileSync(file("p.yaml"), rule);
    writeFileSync(file("sex.csv"), "ward,sex,count\nA,f,14\nA,m,6\nB,f,30\nB,m,30\n");
    const age = "area,age,count\nA,0,14\nA,1,6\nB,0,30\nB,1,30\n";
    writeFileSync(file("age.csv"), age);
    const args = [file("sex.csv"), file("age.csv"), "--policy", file("p.yaml"), "--out", file("safe")];
    expect(await runCommandLine(["protect", ...args])).toBe(2);
    expect(said.at(-1)).toMatch(
      /column ward of the one has the categories of column area.*give both one name/,
    );
    writeFileSync(file("age.csv"), age.replace("area", "ward"));
    expect(await runCommandLine(["protect", ...args])).toBe(0);
    writeFileSync(file("age.csv"), age.replaceAll("A,", "C,"));
    expect(await runCommandLine(["protect", ...args])).toBe(0);
  });

  it("says where nobody looked how many contributors a count has, though the policy asks", async () => {
    const policy = `${rule}leastContributors: 2\n`;
    expect(await run(good, policy)).toBe(0);
    expect(said.at(-1)).toMatch(/^t\.csv: has no column “contributors”, so nobody looked/);
    expect(await run("area,count,contributors\nA,40,3\nB,50,3\n", policy)).toBe(0);
    expect(said.at(-1)).not.toMatch(/nobody looked/);
  });

  it("sets a table beside what was published before: a file, or a folder of them", async () => {
    const exact = "smallestCount: 5\nprotectionInterval: 4\nhierarchies: {ward: {}}\n";
    const cases = join(repositoryRoot, "tests", "protect", "solve", "cases");
    mkdirSync(file("published/2025"), { recursive: true });
    writeFileSync(file("p.yaml"), exact);
    const old = readFileSync(join(cases, "series-1.csv"), "utf8");
    writeFileSync(file("published/2025/t.csv"), old);
    for (const before of ["published", "published/2025/t.csv"]) {
      writeFileSync(file("t.csv"), readFileSync(join(cases, "series-2.csv")));
      expect(await protect("t.csv", "out.csv", "--before", file(before))).toBe(0);
      expect(readFileSync(file("out.csv"), "utf8")).toBe(old);
      expect(said.at(-1)).toMatch(/^3 cells stay as they were published.*They are not the counts of now\./);
    }
    expect(await protect("t.csv", "published/2025/t.csv", "--before", file("published"))).toBe(2);
    expect(said.at(-1)).toMatch(/names a file that is read/);
    writeFileSync(file("published/other.csv"), "month,count\nMay,40\n");
    expect(await protect("t.csv", "out.csv", "--before", file("published"))).toBe(0);
    expect(said.at(-2)).toMatch(/^1 of the tables published before have other columns/);
    expect(await protect("t.csv", "out.csv", "--before", file("published/other.csv"))).toBe(2);
    expect(said.at(-1)).toMatch(/^other\.csv: has the columns month, .*tables of the same columns/);
    writeFileSync(file("bad.csv"), "ward,sex,count\nA,f,few\n");
    expect(await protect("t.csv", "out.csv", "--before", file("bad.csv"))).toBe(2);
    expect(said.at(-1)).toMatch(/bad\.csv: row 2: count is not a whole number.*as they were published/);
  });

  it("is 2 for a time that is none", async () => {
    writeFileSync(file("t.csv"), good);
    writeFileSync(file("p.yaml"), rule);
    expect(await protect("t.csv", "out.csv", "--time-limit", "soon")).toBe(2);
    expect(said.join("\n")).toMatch(/--time-limit is soon: it must be a whole number/);
  });

  it("is 2 for a file that is not there, and says where it looked", async () => {
    writeFileSync(file("t.csv"), good);
    expect(await protect("t.csv", "out.csv")).toBe(2);
    expect(said).toEqual([`${file("p.yaml")}: there is no such file. Correct the path.`]);
  });

  it("is 2 where it is not told what to do", async () => {
    expect(await runCommandLine(["protect", "--table", "t.csv"])).toBe(2);
    expect(said[0]).toMatch(/^Give a policy with --policy/);
  });

  it("is 2 for an output that is a folder, or that would overwrite the true counts", async () => {
    expect(await run(good)).toBe(0);
    expect(await protect("t.csv", ".")).toBe(2);
    expect(said.at(-1)).toMatch(/is a folder\. Name with --output a file to write\./);
    expect(await protect("t.csv", "t.csv")).toBe(2);
    expect(said.at(-1)).toMatch(/would overwrite it\. Name another\./);
    expect(readFileSync(file("t.csv"), "utf8")).toBe(good);
  });

  it("is 1 where the interval cannot be kept, and writes nothing", async () => {
    expect(await run("a,count\nx,2\ny,9\nTotal,11\n", rule, "a,count\ny,9\nTotal,11\n")).toBe(1);
    expect(said.join("\n")).toMatch(/^t\.csv: cannot be protected: with all counts suppressed/);
    expect(existsSync(file("out.csv"))).toBe(false);
  });

  it("is 2 for known counts of a category that neither the table nor the policy has", async () => {
    expect(await run("age,count\n<18,4\n18+,177\n", rule, "age,count\nUnder 18,4\n")).toBe(2);
    expect(said.at(-1)).toMatch(
      /k\.csv: has \(age Under 18\).*Write it as the table does, or name it in hierarchies/,
    );
    const named = `${rule}hierarchies: {age: {Total: [<18, 18+, Under 18]}}\n`;
    expect(await run("age,count\n<18,14\n18+,177\n", named, "age,count\nUnder 18,40\n")).toBe(0);
    writeFileSync(file("a.csv"), "age,count\n<18,c\n18+,177\n");
    const audit = ["audit", "--table", file("a.csv"), "--policy", file("p.yaml"), "--known", file("k.csv")];
    writeFileSync(file("p.yaml"), rule.replace("roundTo: 5\n", ""));
    writeFileSync(file("k.csv"), "age,count\nUnder 18,4\n");
    expect(await runCommandLine(audit)).toBe(2);
    expect(said.at(-1)).toMatch(/k\.csv: row 2: neither a\.csv nor the policy's hierarchies have this age/);
  });

  it("is 2 for known counts that contradict the table", async () => {
    expect(await run(good, rule, "area,sex,count\nTotal,f,34\n")).toBe(2);
    expect(said.join("\n")).toMatch(/what is known contradicts t.csv in \(area Total, sex f\)/);
  });
});
