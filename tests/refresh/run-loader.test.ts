import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readPage } from "../../loaders/refresh/page-datasets.js";
import { refresh } from "../../loaders/refresh/refresh.js";
import { repositoryRoot } from "../../loaders/store/paths.js";
import { type SmallCity, smallCity } from "../small-city.js";

let city: SmallCity;
let folder: string;
beforeAll(async () => {
  city = await smallCity();
  folder = mkdtempSync(join(tmpdir(), "loader-"));
}, 120_000);
afterAll(() => {
  city.remove();
  rmSync(folder, { recursive: true });
});

const runner = join(repositoryRoot, "loaders/refresh/run-loader.ts");
const run = (file: string, ...args: string[]) =>
  execFileSync(process.execPath, ["--import", "tsx", runner, file, ...args], {
    cwd: repositoryRoot,
    stdio: ["ignore", "pipe", "ignore"],
    maxBuffer: 2 ** 28,
  });

test("Framework is handed the very bytes that the refresh made", async () => {
  const { store, manifest } = await refresh();
  const handed = run("loaders/public/rules.json.ts");
  expect(handed.equals(readPage(store, manifest.pages["public/rules.json"]!))).toBe(true);
}, 120_000);

test("a loader that declares no page data set runs as it stands, with its parameters", () => {
  const file = join(folder, "plain.txt.ts");
  writeFileSync(file, "const told: string[] = process.argv.slice(2);\nprocess.stdout.write(told.join());\n");
  expect(run(file, "--ward=Acorn").toString()).toBe("--ward=Acorn");
});
