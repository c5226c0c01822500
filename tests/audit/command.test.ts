import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runCommandLine } from "../../workspace/cli.js";
import { hearConsole } from "../run-command.js";
import { figures, scratchFolder, write } from "./small-site.js";

const said = hearConsole();

const policy = "smallestCount: 3\nprotectionInterval: 2\n";

function files(texts: Record<string, string>): Record<string, string> {
  const folder = scratchFolder();
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => {
      const file = join(folder, name);
      writeFileSync(file, text);
      return [name, file];
    }),
  );
}

async function audit(texts: Record<string, string>, ...more: string[]): Promise<number> {
  const made = files({ "p.yaml": policy, ...texts });
  const known = made["k.csv"] ? ["--known", made["k.csv"]] : [];
  const before = made["old.csv"] ? ["--before", made["old.csv"]] : [];
  return runCommandLine([
    "audit",
    "--table",
    made["t.csv"] ?? "/nowhere.csv",
    "--policy",
    made["p.yaml"]!,
    ...known,
    ...before,
    ...more,
  ]);
}

const rows = (...lines: string[]) => `area,count\n${lines.join("\n")}\n`;

describe("npm run audit -- --table", () => {
  test("is 0 where nothing is derivable", async () => {
    expect(await audit({ "t.csv": rows("a,c", "b,c", "d,5", "Total,12") })).toBe(0);
    expect(said.at(-1)).toBe("Nothing is derivable: every suppressed count keeps an interval of at least 2.");
  });

  test("is 1, with cells, intervals and what gives them away, where something is", async () => {
    expect(await audit({ "t.csv": rows("a,c", "b,4", "Total,6") })).toBe(1);
    expect(said.join("\n")).toBe(`t.csv: 3 cells, 1 of them suppressed.
Understood: counts; denominators and what is left over of them; percentages with their interval; ranks. Any other statistic is refused.
Assumed: nothing but what is shown and what the policy says.

1 suppressed, but derivable more closely than 2:
  t.csv row 2: area a: is 2
      area: Total = a + b

Suppress more, or round, and audit again. Nothing of this may be published.`);
  });

  test("is 1 where what the policy suppresses is shown", async () => {
    expect(await audit({ "t.csv": rows("a,2", "b,4") })).toBe(1);
    expect(said).toContain("  t.csv row 2: area a: is shown as 2, though the policy suppresses 1 to 2.");
  });

  test("takes what is known, and what was published before", async () => {
    expect(await audit({ "t.csv": rows("a,c", "b,c", "Total,12"), "k.csv": rows("b,9") })).toBe(1);
    expect(
      await audit({ "t.csv": rows("a,c", "b,c", "Total,12"), "old.csv": rows("a,c", "b,9", "Total,c") }),
    ).toBe(1);
  });

  test.each([
    ["a file that is not there", {}, /there is no such file\. Check the path given to the table/],
    [
      "no column of counts",
      { "t.csv": "area,n\na,4\n" },
      /t\.csv: has no column “count”, but column 1, “aaaa”; column 2, “a”\. Name/,
    ],
    [
      "a count that is none",
      { "t.csv": rows("a,4", "b,*") },
      /t\.csv: row 3, column count: is neither a whole number from 0 nor c\. Write one/,
    ],
    [
      "a cell twice",
      { "t.csv": rows("a,4", "a,5") },
      /t\.csv: row 3: is the same cell as row 2\. Remove one/,
    ],
    ["a row of another length", { "t.csv": rows("a,4", "b") }, /row 3: has 1 values under 2 headings/],
    [
      "a count above its denominator",
      { "t.csv": "area,count,denominator\na,9,8\n" },
      /row 2: the count is more than its denominator/,
    ],
    ["no dimension", { "t.csv": "count\n4\n" }, /no column besides its counts/],
    [
      "counts that do not add up",
      { "t.csv": rows("a,4", "b,5", "Total,12") },
      /cannot all be true of whole numbers:\n {2}area: Total = a \+ b\nCorrect the counts/,
    ],
    [
      "a mistake in the policy",
      { "t.csv": rows("a,4"), "p.yaml": "smallestCount: 3\n" },
      /p\.yaml.*protectionInterval/,
    ],
    [
      "a hierarchy of another table",
      { "t.csv": rows("a,4"), "p.yaml": `${policy}hierarchies: { ward: { x: [y] } }\n` },
      /t\.csv: has no column “ward”/,
    ],
    [
      "a Total that the hierarchies leave out",
      {
        "t.csv": rows("Total,9", "a,4", "b,5"),
        "p.yaml": `${policy}hierarchies: { area: { Totl: [a, b] } }\n`,
      },
      /t\.csv: column area: has “Total”, of which the policy's hierarchies do not say what it is the sum of\. Add it/,
    ],
    [
      "a number of each row that it cannot judge",
      { "t.csv": "area,count,value\nTotal,9,9\na,c,4\nb,5,5\n" },
      /t\.csv: column value: holds numbers that the audit does not know.*take it out/,
    ],
    [
      "known counts that contradict those shown",
      { "t.csv": rows("a,4", "b,5"), "k.csv": rows("a,7") },
      /t\.csv: area a: what is shown and what is known of it cannot both be true/,
    ],
    [
      "known counts of other columns",
      { "t.csv": rows("a,4"), "k.csv": "ward,count\na,4\n" },
      /k\.csv: has no column “area”/,
    ],
  ] as [string, Record<string, string>, RegExp][])("is 2 for %s", async (_, texts, message) => {
    expect(await audit(texts)).toBe(2);
    expect(said.join("\n")).toMatch(message);
  });

  test("is 2 where it is not told what to do", async () => {
    expect(await runCommandLine(["audit", "--table", "t.csv"])).toBe(2);
    expect(await runCommandLine(["audit", "--table", "t.csv", "--site", "dist"])).toBe(2);
  });
});

describe("npm run audit of a built edition", () => {
  const open = "open-data/good-level-of-development.csv";

  test("is 0 or 1, and says which files were read together", async () => {
    const safe = write({ [open]: figures(["ward W1 all all 60/105 57 48 66"]) });
    expect(await runCommandLine(["audit", "--site", safe])).toBe(0);
    expect(said).toContain(`  ${open}: 1 figures`);
    const unsafe = write({ [open]: figures(["ward W1 all all 4/105"]) });
    expect(await runCommandLine(["audit", "--site", unsafe])).toBe(1);
  });

  test("takes a folder of publications", async () => {
    const total = "locality L1 all all 100/200";
    const now = write({ [open]: figures([total, "ward W1 all all c", "ward W2 all all c"]) });
    const then = write({
      "20261101/site/open-data/areas.csv": "area_code,area_name,level,parent_code\nW1,First,ward,L1\n",
      "20261101/site/index.html": "<p>",
      [`20261101/site/${open}`]: figures([total, "ward W1 all all 45/90", "ward W2 all all c"]),
    });
    expect(await runCommandLine(["audit", "--site", now])).toBe(0);
    // The folder of publications is not itself an edition.
    rmSync(join(then, "index.html"));
    expect(await runCommandLine(["audit", "--site", now, "--before", then])).toBe(1);
  });

  test("is 2 where there is none", async () => {
    expect(await runCommandLine(["audit", "--site", "/nowhere"])).toBe(2);
    expect(said.at(-1)).toMatch(/there is no such folder\. Build the public edition first/);
  });
});
