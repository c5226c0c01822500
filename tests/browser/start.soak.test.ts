// From the first start on, while extracts come and pages are written; and what Framework builds by itself.
import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { repositoryRoot } from "../../loaders/store/paths.js";
import { freePort } from "../review/visit.js";
import { fewSources, leaveSources } from "../small-city.js";
import { axe, openPage, settled, sharedBrowser } from "./harness.js";
import { commandLine, copyWorkspace, environmentOf, run } from "./workspace-copy.js";

let copy: string;
let browser: Browser;
let served: Served | undefined;
let port: number;

beforeAll(async () => {
  port = await freePort();
  copy = copyWorkspace(`start-${process.pid}`);
  browser = await sharedBrowser();
  const { code, output } = await run(copy, commandLine(copy, "sample", "--children", "1000"));
  if (code !== 0) throw new Error(output);
  // Figures of areas take most of a refresh's time, and what starts needs none.
  leaveSources(join(copy, "data", "sample"), [...fewSources, "childrens-centre-attendances"]);
});
afterAll(async () => {
  await served?.stop();
  rmSync(copy, { recursive: true, force: true });
});

interface Served {
  /** What it has written so far. */
  output: () => string;
  /** As Ctrl-C does. Gives the exit code. */
  stop: () => Promise<number | null>;
}

/** Starts the workspace and waits until it says where it is. */
function start(): Promise<Served> {
  const [command, args] = commandLine(copy, "start", "--port", String(port));
  const child: ChildProcess = spawn(command, args, {
    cwd: copy,
    env: environmentOf(copy),
  });
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  let output = "";
  return new Promise((resolve, reject) => {
    const heard = (text: Buffer): void => {
      output += text;
      if (!output.includes("The workspace is at ")) return;
      const stop = (): Promise<number | null> => {
        child.kill("SIGINT");
        return ended;
      };
      resolve({ output: () => output, stop });
    };
    child.stdout!.on("data", heard);
    child.stderr!.on("data", heard);
    void ended.then((code) => reject(new Error(`It ended with ${code}:\n${output}`)));
  });
}

const address = (path: string): string => `http://127.0.0.1:${port}${path}`;

test("the first start refreshes with progress, and says at the end where the workspace is", async () => {
  served = await start();
  expect(served.output()).toMatch(/^link +done/m);
  expect(served.output()).toMatch(/Refreshed in [\d.]+ s: \d+ page data sets are new\./);
  expect(served.output().trimEnd()).toMatch(
    new RegExp(`The workspace is at ${address("/")} {2}\\(stop it with Ctrl-C\\)$`),
  );
});

test("a second start with nothing changed refreshes nothing and says so", async () => {
  expect(await served!.stop()).toBe(0);
  served = await start();
  expect(served.output()).toMatch(/Nothing has changed since \d+ \w+ \d{4} at \d\d:\d\d\./);
  expect(served.output()).not.toContain("Refreshed in");
});

test("pages have the same shell, notices and accessibility as when they are built", async () => {
  const { page, faults, close } = await openPage(browser, address("/briefings/catalogue"));
  expect(faults).toEqual([]);
  expect(await page.locator("html").getAttribute("lang")).toBe("en-GB");
  expect(await page.getByText("Sample data").first().isVisible()).toBe(true);
  expect(await axe(page)).toEqual([]);
  await close();
});

test("another site's page can read nothing under another name", async () => {
  const answer = await fetch(address("/"), { headers: { origin: "https://example.org" } });
  expect(answer.status).toBe(403);
});

test("a new extract is on an open page soon after, without loading the page again", async () => {
  const { page, close } = await openPage(browser, address("/briefings/catalogue"));
  await page.evaluate(() => Object.assign(window, { stayed: true }));
  const before = await page.locator("main").textContent();
  const folder = join(copy, "data", "sample", "childrens-centre-attendances");
  const file = join(folder, readdirSync(folder)[0]!);
  const lines = readFileSync(file, "latin1").trimEnd().split("\n");
  writeFileSync(file, `${lines.slice(0, -100).join("\n")}\n`, "latin1");
  await page.waitForFunction((text) => document.querySelector("main")!.textContent !== text, before, {
    timeout: 90_000,
  });
  expect(await page.evaluate(() => "stayed" in window)).toBe(true);
  await close();
});

test("a new page is in the sidebar soon after, and a wrong one does no harm and is named", async () => {
  const { page, close } = await openPage(browser, address("/"));
  const folder = join(copy, "docs", "explore");
  writeFileSync(join(folder, "mine.md"), "# My own page\n");
  await page.getByRole("link", { name: "My own page (unpublished)" }).waitFor({ timeout: 60_000 });
  await settled(page);
  writeFileSync(join(folder, "wrong.md"), "---\neditions: [pubic]\n---\n\n# Wrong\n");
  await page.getByRole("link", { name: "/explore/wrong (unpublished)" }).waitFor({ timeout: 60_000 });
  expect(served!.output()).toContain(
    'docs/explore/wrong.md: front matter, editions.0: "pubic" is not an edition.',
  );
  await close();
});

test("a loader in another language and a page for many areas work while they are written", async () => {
  const write = (file: string, text: string) => writeFileSync(join(copy, file), text);
  write("loaders/explore/plain.csv.sh", "echo name\necho by a shell\n");
  write(
    "docs/explore/[letter].md",
    "---\neditions: [workspace]\neach: ./data/letters.json\n---\n\n# Of {{word}}\n",
  );
  write(
    "docs/explore/plain.md",
    '# Plain\n\n${FileAttachment("./data/plain.csv").csv().then((rows) => rows[0].name)}\n',
  );
  write("loaders/explore/letters.json.sql", "-- Letters\nSELECT 'a' AS letter, 'Acorn' AS word");
  const { page, close } = await openPage(browser, address("/explore/plain"));
  await expect.poll(() => page.locator("main p").textContent(), { timeout: 60_000 }).toBe("by a shell");
  const textOf = async (path: string) => (await fetch(address(path))).text();
  await expect.poll(() => textOf("/explore/a"), { timeout: 60_000 }).toContain("Of Acorn");
  await page.goto(address("/explore/a"));
  expect(await page.locator("h1").textContent()).toBe("Of Acorn");
  // Where pages are written the page itself says so.
  expect(await textOf("/explore/b")).toContain("There is no such page");
  await close();
  for (const file of [
    "loaders/explore/plain.csv.sh",
    "loaders/explore/letters.json.sql",
    "docs/explore/[letter].md",
    "docs/explore/plain.md",
  ])
    rmSync(join(copy, file));
}, 120_000);

test("each mistake of a page is told once at its top, with file, line and the nearest name, until it is mended", async () => {
  const file = join(copy, "docs", "explore", "mistaken.md");
  const mistaken = readFileSync(join(repositoryRoot, "tests", "browser", "ordinary", "mistaken.md"), "utf8");
  writeFileSync(file, mistaken);
  const { page, close } = await openPage(browser, address("/explore/mistaken"));
  const told = page.getByRole("status", { name: "What is wrong with this page" }).getByRole("listitem");
  await expect
    .poll(() => told.allTextContents(), { timeout: 60_000 })
    .toEqual([
      "docs/explore/mistaken.md:4 Front matter: nothing reads “tocs”. Did you mean “toc”?",
      "docs/explore/mistaken.md:12 ./components/notebook.js has no “tabel”. Did you mean “table”?",
      "docs/explore/mistaken.md:16 Nothing on this page is called “askd”. Did you mean “asked”? It is so in one more cell.",
      "docs/explore/mistaken.md:20 ranking(…) has no option “ordr”. Did you mean “order”?",
      "docs/explore/mistaken.md:29 There is no file ./data/aeras.json. Did you mean “areas.json”?",
      "docs/explore/mistaken.md:34 This is not JavaScript: Unexpected token.",
      "docs/explore/mistaken.md:38 There is no column “valu”. Did you mean “value”?",
    ]);
  // The rest only follows from these.
  expect(await page.locator(".observablehq--error:not(.ey-echo)").count()).toBe(3);
  expect(await page.locator(".observablehq--error.ey-echo").count()).toBe(4);
  expect(await page.locator(".ey-bare-note").count()).toBe(1);
  writeFileSync(
    file,
    mistaken
      .replace("askd.period", "asked.period")
      .replace("askd.lowest", "asked.lowest")
      .replace("ordr", "order"),
  );
  await expect.poll(() => told.count(), { timeout: 30_000 }).toBe(5);
  await close();
  rmSync(file);
}, 120_000);

test("a port that is in use is named, with the remedy", async () => {
  const { code, output } = await run(copy, commandLine(copy, "start", "--port", String(port)));
  expect(code).toBe(1);
  expect(output).toContain(
    `Port ${port} is in use by another program. Stop that, or choose another: npm start -- --port ${port + 1}`,
  );
});

test("Ctrl-C ends it", async () => {
  expect(await served!.stop()).toBe(0);
  served = undefined;
});

describe("Framework, run by itself over the same store,", () => {
  const observable = join(
    repositoryRoot,
    "node_modules",
    "@observablehq",
    "framework",
    "dist",
    "bin",
    "observable.js",
  );
  const build = (edition: string, more: NodeJS.ProcessEnv = {}) =>
    run(copy, [process.execPath, [observable, "build"]], { EDITION: edition, ...more });

  test("builds an edition, its loaders streaming what the refresh made", async () => {
    const { code, output } = await build("briefings");
    expect(code, output).toBe(0);
    const manifest = readManifest();
    const folder = join(copy, "dist", "briefings", "_file", "data");
    const file = readdirSync(folder).find((name) => name.startsWith("catalogue"))!;
    const sha256 = createHash("sha256")
      .update(readFileSync(join(folder, file)))
      .digest("hex");
    expect(sha256).toBe(manifest.pages["briefings/catalogue.json"]!.sha256);
  });

  test("is stopped from building the public edition", async () => {
    const alone = await build("public", { ALLOW_SAMPLE: "true" });
    expect(alone.code).not.toBe(0);
    expect(alone.output).toContain("The public edition has one door: npm run publish");
  });

  test("is so without a store, and from an unlisted page", async () => {
    const withoutStore = await build("public", { EARLY_YEARS_STORE: join(copy, "data", "nowhere") });
    expect(withoutStore.code).not.toBe(0);
    expect(withoutStore.output).toContain("The public edition has one door");
    const unlisted = await build("workspace");
    expect(unlisted.code).not.toBe(0);
    writeFileSync(join(copy, "docs", "public", "hidden.md"), "# Hidden\n");
    const hidden = await build("public");
    expect(hidden.code).not.toBe(0);
    expect(hidden.output).toContain("would publish pages that do not list it:\n  docs/public/hidden.md");
  });
});

function readManifest(): { pages: Record<string, { sha256: string }> } {
  return JSON.parse(readFileSync(join(copy, "data", "store", "sample", "manifest.json"), "utf8"));
}
