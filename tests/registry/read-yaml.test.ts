import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { z } from "zod";
import { parseYaml, readYaml } from "../../loaders/registry/read-yaml.js";
import { repositoryRoot } from "../../loaders/store/paths.js";

const folder = mkdtempSync(join(tmpdir(), "yaml-"));
afterAll(() => rmSync(folder, { recursive: true }));

const schema = z.object({ codes: z.record(z.string(), z.array(z.string())) });

test("a mistake in a file elsewhere is told with all of its path", () => {
  const file = join(folder, "policy.yaml");
  writeFileSync(file, "codes: 3\n");
  expect(() => readYaml(file, schema)).toThrow(`${file}:1: codes: must be a block of keys.`);
});

test("a mistake in a file of the repository is told with its path in it", () => {
  const file = join(repositoryRoot, "package.json");
  expect(() => readYaml(file, schema)).toThrow("package.json:1: codes: is missing");
});

test("a file that is not there, or is a folder, is told", () => {
  for (const file of [join(folder, "none.yaml"), folder])
    expect(() => readYaml(file, schema)).toThrow(`${file}: there is no such file. Correct the path.`);
});

test("what is to be text stays as it is written, keys and values", () => {
  const text = "codes: { 01: [1.0, true, 007, 'x'], all: [~] }\nother: 1\n";
  expect(() => parseYaml(text, schema, "t.yaml")).toThrow("must be a text");
  expect(parseYaml(text, schema, "t.yaml", { asText: ["codes"] })).toEqual({
    codes: { "01": ["1.0", "true", "007", "x"], all: ["~"] },
  });
});

test("what is made to fill memory or stack is told in words", () => {
  const bomb = [
    "a: &a [x, x, x, x, x, x, x, x, x]",
    ...[..."bcdefgh"].map((name, i) => `${name}: &${name} [${`*${"abcdefgh"[i]}, `.repeat(9)}]`),
  ];
  expect(() => parseYaml(bomb.join("\n"), schema, "t.yaml")).toThrow(
    "t.yaml: uses aliases (*name) too often.",
  );
  for (const deep of ["[".repeat(100_000), "{a: ".repeat(100_000), `${"- ".repeat(100_000)}x`])
    expect(() => parseYaml(deep, schema, "t.yaml")).toThrow("t.yaml:1: is nested deeper than 100.");
  const file = join(folder, "large.yaml");
  writeFileSync(file, "# long\n".repeat(400_000));
  expect(() => readYaml(file, schema)).toThrow(`${file}: is larger than 2 MB`);
});

test("a text that is read again says the same, whatever became of what it said before", () => {
  const text = "codes:\n  here: [again]\n";
  const anything = z.any();
  parseYaml(text, anything, "t.yaml").codes.here.push("changed");
  expect(parseYaml(text, anything, "t.yaml")).toEqual({ codes: { here: ["again"] } });
  const numbers = z.object({ codes: z.record(z.string(), z.array(z.number())) });
  expect(() => parseYaml(text, numbers, "other.yaml")).toThrow(
    "other.yaml:2: codes.here.0: must be a number",
  );
});
