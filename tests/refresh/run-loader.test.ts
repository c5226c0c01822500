import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readPage } from "../../loaders/refresh/page-datasets.js";
import { readManifest } from "../../loaders/store/manifest.js";
import { repositoryRoot, type Store, storeOf } from "../../loaders/store/paths.js";
import { environmentOf } from "../browser/workspace-copy.js";
import { readyCity } from "../ready-city.js";
import { refreshedCity, type SmallCity, withoutAreas } from "../small-city.js";
import { isSoaking, soak } from "../soak.js";

/** A workspace whose store is current. */
let workspace: { folder: string; environment: NodeJS.ProcessEnv; store: Store };
let city: SmallCity | undefined;
let folder: string;
// A soak in a copy of the workspace, with loaders of many kinds.
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "loader-"));
  if (isSoaking) {
    const { copy, store } = await readyCity();
    workspace = { folder: copy, environment: environmentOf(copy), store };
  } else {
    city = await refreshedCity(withoutAreas);
    const environment = { ...process.env, ...city.environment };
    workspace = { folder: repositoryRoot, environment, store: storeOf(city.inbox) };
  }
});
afterAll(() => {
  city?.remove();
  rmSync(folder, { recursive: true });
});

const run = (file: string, ...args: string[]) =>
  execFileSync(process.execPath, ["loaders/refresh/run-loader.js", file, ...args], {
    cwd: workspace.folder,
    env: workspace.environment,
    stdio: ["ignore", "pipe", "ignore"],
    maxBuffer: 2 ** 28,
  });
const made = (name: string) => readPage(workspace.store, readManifest(workspace.store)!.pages[name]!);

test("Framework is handed the very bytes that the refresh made", () => {
  expect(run("loaders/public/rules.json.ts").equals(made("public/rules.json"))).toBe(true);
});

soak(
  "the same bytes are handed over again where nothing was touched, and each value of a parameter has its own",
  () => {
    expect(run("loaders/public/rules.json.ts").equals(made("public/rules.json"))).toBe(true);
    const handed = run("loaders/explore/letter-[letter].json.ts", "--letter=b");
    expect(handed.equals(made("explore/letter-b.json"))).toBe(true);
  },
);

// In a site that is built: tests/browser/ordinary.test.ts.
soak("a loader that declares no page data set runs as it stands, with its parameters", () => {
  const file = join(folder, "plain.txt.ts");
  writeFileSync(file, "const told: string[] = process.argv.slice(2);\nprocess.stdout.write(told.join());\n");
  expect(run(file, "--ward=Acorn").toString()).toBe("--ward=Acorn");
});
