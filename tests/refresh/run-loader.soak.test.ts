import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readPage } from "../../loaders/refresh/page-datasets.js";
import { readManifest } from "../../loaders/store/manifest.js";
import { environmentOf } from "../browser/workspace-copy.js";
import { type ReadyCity, readyCity } from "../ready-city.js";

// In a copy of the workspace that has loaders of many kinds. In a workspace that is served: tests/serve/start.test.ts.
let city: ReadyCity;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "loader-"));
  city = await readyCity();
});
afterAll(() => rmSync(folder, { recursive: true }));

const run = (file: string, ...args: string[]) =>
  execFileSync(process.execPath, ["loaders/refresh/run-loader.js", file, ...args], {
    cwd: city.copy,
    env: environmentOf(city.copy),
    stdio: ["ignore", "pipe", "ignore"],
    maxBuffer: 2 ** 28,
  });
const made = (name: string) => readPage(city.store, readManifest(city.store)!.pages[name]!);

test("Framework is handed the very bytes that the refresh made, again where nothing was touched, and each value of a parameter has its own", () => {
  for (let time = 0; time < 2; time++)
    expect(run("loaders/public/rules.json.ts").equals(made("public/rules.json"))).toBe(true);
  const handed = run("loaders/explore/letter-[letter].json.ts", "--letter=b");
  expect(handed.equals(made("explore/letter-b.json"))).toBe(true);
});

// In a site that is built: tests/browser/ordinary.test.ts.
test("a loader that declares no page data set runs as it stands, with its parameters", () => {
  const file = join(folder, "plain.txt.ts");
  writeFileSync(file, "const told: string[] = process.argv.slice(2);\nprocess.stdout.write(told.join());\n");
  expect(run(file, "--ward=Acorn").toString()).toBe("--ward=Acorn");
});
