import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readPage } from "../../loaders/refresh/page-datasets.js";
import { environmentOf } from "../browser/workspace-copy.js";
import { type ReadyCity, readyCity } from "../ready-city.js";

let city: ReadyCity;
let folder: string;
beforeAll(async () => {
  city = await readyCity();
  folder = mkdtempSync(join(tmpdir(), "loader-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const run = (file: string, ...args: string[]) =>
  execFileSync(process.execPath, ["loaders/refresh/run-loader.js", file, ...args], {
    cwd: city.copy,
    env: environmentOf(city.copy),
    stdio: ["ignore", "pipe", "ignore"],
    maxBuffer: 2 ** 28,
  });

test("Framework is handed the very bytes that the refresh made", () => {
  const { store, manifest } = city;
  const handed = run("loaders/public/rules.json.ts");
  expect(handed.equals(readPage(store, manifest.pages["public/rules.json"]!))).toBe(true);
});

test("the same bytes are handed over again where nothing was touched, and each value of a parameter has its own", () => {
  const { store, manifest } = city;
  const of = (name: string) => readPage(store, manifest.pages[name]!);
  expect(run("loaders/public/rules.json.ts").equals(of("public/rules.json"))).toBe(true);
  expect(
    run("loaders/explore/letter-[letter].json.ts", "--letter=b").equals(of("explore/letter-b.json")),
  ).toBe(true);
});

test("a loader that declares no page data set runs as it stands, with its parameters", () => {
  const file = join(folder, "plain.txt.ts");
  writeFileSync(file, "const told: string[] = process.argv.slice(2);\nprocess.stdout.write(told.join());\n");
  expect(run(file, "--ward=Acorn").toString()).toBe("--ward=Acorn");
});
