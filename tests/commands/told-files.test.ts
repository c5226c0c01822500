import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { name, number, partsIn, postcode, row } from "../marked-child.js";
import { runCommand } from "../run-command.js";

// Files of children, given by mistake or broken, to the commands that read a file by itself.

const folder = mkdtempSync(join(tmpdir(), "told-files-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return name;
};
file("policy.yaml", "smallestCount: 5\nprotectionInterval: 5\n");
file(
  "model.yaml",
  `version: 1
title: Persons
id: [id]
fields:
  surname: {}
comparisons:
  - {name: surname, levels: [{test: exact, m: 0.9, u: 0.1}, {test: else, m: 0.1, u: 0.9}]}
blocking: {rules: [[surname]], most_pairs: 2}
probability_two_records_match: 0.1
training: {passes: [[surname]]}
`,
);

const files: [what: string, text: string][] = [
  ["no header", `${row}\n${row}\n`],
  ["a cell twice where the header should be", `${name},${name},${number}\na,b,c\n`],
  ["her number for a count", `id,count\n${name},${number}\n`],
  ["her name for a count", `id,count\n1,${name}\n`],
  ["her name for a denominator", `id,count,denominator\n1,5,${name}\n`],
  ["her name for a percentage", `id,count,percentage\n1,5,${name}\n`],
  ["her twice", `id,count\n${name},5\n${name},6\n`],
  ["more of her than of all", `id,count,denominator\n1,9434765919,5\n`],
  ["nothing beside her", `id,other,count\n${name},,5\n`],
  ["her in a row too long", `id,count\n${row}\n`],
  ["a mark that is not closed", `id,count\n"${row}\n`],
  [
    "more of her than there may be",
    `id,surname,${name}\n${[1, 2, 3, 4].map((id) => `${id},Quartzwick,${postcode}`).join("\n")}\n`,
  ],
];

test.each(files)("no command that is given a file tells of her: %s", async (_, text) => {
  const table = file("table.csv", text);
  const good = file("good.csv", "id,count\n1,20\n2,30\n");
  const commands = [
    ["protect", "--table", table, "--policy", "policy.yaml", "--output", "out.csv"],
    ["protect", "--table", good, "--policy", "policy.yaml", "--output", "out.csv", "--known", table],
    ["protect", "--table", good, "--policy", "policy.yaml", "--output", "out.csv", "--before", table],
    ["audit", "--table", table, "--policy", "policy.yaml"],
    ["audit", "--table", good, "--policy", "policy.yaml", "--true", table],
    ["link", "--input", table, "--model", "model.yaml", "--output", "pairs.csv"],
  ];
  for (const command of commands) {
    const { status, stdout, stderr } = await runCommand(command, folder);
    expect([command, status, partsIn(stdout + stderr)]).toEqual([command, expect.any(Number), []]);
    expect([command, stdout + stderr]).toEqual([command, expect.stringMatching(/\S{3}/)]);
  }
  for (const [command, ...rest] of [commands[0]!, commands[3]!])
    expect([command, (await runCommand([command!, ...rest], folder)).status]).not.toEqual([command, 0]);
});

test.skipIf(process.platform === "win32")(
  "a pipe or a folder is not waited for where a file is asked for",
  async () => {
    execFileSync("mkfifo", [join(folder, "pipe.csv")]);
    mkdirSync(join(folder, "visits.csv"));
    for (const command of ["try", "describe"])
      for (const path of ["pipe.csv", "visits.csv", "none.csv"]) {
        const { status, stderr } = await runCommand([command, path], folder);
        expect([command, path, status, stderr]).toEqual([
          command,
          path,
          2,
          expect.stringContaining(
            path === "none.csv"
              ? "There is no such file. Check its path."
              : "It is no file but a folder, a pipe, a socket or a device. Name the file itself.",
          ),
        ]);
      }
  },
);
