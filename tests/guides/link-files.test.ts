import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runCommand } from "../run-command.js";
import { fences } from "./guide.js";

const guide = "link-files.md";
const folder = mkdtempSync(join(tmpdir(), "guide-"));
const outputs: string[] = [];

beforeAll(async () => {
  mkdirSync(join(folder, "example"));
  for (const [kind, name] of [
    ["csv", "example/centre.csv"],
    ["csv", "example/nursery.csv"],
    ["yaml", "example/model.yaml"],
    ["csv", "example/truth.csv"],
  ])
    writeFileSync(join(folder, name!), fences(guide, `${kind} file=${name}`)[0]!);
  for (const command of fences(guide, "sh")) {
    const words = command.trim().split(" ");
    expect(words.slice(0, 4)).toEqual(["npm", "run", "link", "--"]);
    const { status, stdout, stderr } = await runCommand(["link", ...words.slice(4)], folder);
    expect(status, stderr).toBe(0);
    outputs.push(stdout);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("the pairs of the guide come out, to the digits that it shows", () => {
  const [expected] = fences(guide, "csv expect=example/pairs.csv");
  const written = readFileSync(join(folder, "example", "pairs.csv"), "utf8");
  const shown = expected!.trim().split("\n");
  const rows = written.trim().split("\n");
  expect(rows).toHaveLength(shown.length);
  for (const [i, row] of rows.entries()) {
    const cells = shown[i]!.split(",");
    const shortened = row.split(",").map((cell, c) => {
      const decimals = /^\d+\.(\d+)$/.exec(cells[c]!)?.[1]?.length;
      return decimals === undefined ? cell : Number(cell).toFixed(decimals);
    });
    expect(shortened).toEqual(cells);
  }
});

test("each child's records have one number", () => {
  const persons = readFileSync(join(folder, "example", "children.csv"), "utf8")
    .trim()
    .split("\n")
    .slice(1);
  const number = (id: string) => persons.find((row) => row.split(",")[1] === id)!.split(",")[0];
  expect(number("c7")).toBe(number("n7"));
  expect(number("c6")).not.toBe(number("n5"));
});

test("the evaluation prints the guide's line", () => {
  expect(outputs[1]).toContain(fences(guide, "text expect")[0]!.trimEnd());
});
