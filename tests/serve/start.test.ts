import { type ChildProcess, spawn } from "node:child_process";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readPage } from "../../loaders/refresh/page-datasets.js";
import { readManifest } from "../../loaders/store/manifest.js";
import { repositoryRoot, storeOf } from "../../loaders/store/paths.js";
import { freePort } from "../review/visit.js";
import { refreshedCity, type SmallCity, withoutAreas } from "../small-city.js";

// From nothing, with extracts that come and pages that are written: tests/browser/start.soak.test.ts.
let city: SmallCity;
beforeAll(async () => {
  city = await refreshedCity(withoutAreas);
});
afterAll(() => city.remove());

test("started on what is up to date, the workspace says so, serves its pages, and ends when it is told to", async () => {
  const port = await freePort();
  const args = ["workspace/run.js", "start", "--inbox", city.inbox, "--port", String(port)];
  const child = spawn(process.execPath, args, {
    cwd: repositoryRoot,
    env: { ...process.env, ...city.environment },
  });
  const ended = new Promise((resolve) => child.on("close", resolve));
  try {
    const said = await saying(child, "The workspace is at ");
    expect(said).toContain("Nothing has changed since ");
    expect(said).toContain(`http://127.0.0.1:${port}/`);
    const page = await fetch(`http://127.0.0.1:${port}/explore/take-up`);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain("Sample data");
    // What runs loaders hands Framework the very bytes that the refresh made.
    const data = await fetch(`http://127.0.0.1:${port}/_file/briefings/data/freshness.json`);
    const store = storeOf(city.inbox);
    const made = readPage(store, readManifest(store)!.pages["briefings/freshness.json"]!);
    expect(made.equals(Buffer.from(await data.arrayBuffer()))).toBe(true);
  } finally {
    child.kill("SIGINT");
  }
  expect(await ended).toBe(0);
});

/** What a process has written by the time that it has written this. */
function saying(child: ChildProcess, words: string): Promise<string> {
  let said = "";
  return new Promise((resolve, reject) => {
    for (const stream of [child.stdout!, child.stderr!])
      stream.on("data", (text: Buffer) => {
        said += text;
        if (said.includes(words)) resolve(said);
      });
    child.on("close", () => reject(new Error(said)));
  });
}
