import { type ChildProcess, spawn } from "node:child_process";
import fs, { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { Server } from "node:http";
import { join } from "node:path";
import git from "isomorphic-git";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort } from "../review/visit.js";
import { fewSources, leaveSources } from "../small-city.js";
import { startBrowser } from "./harness.js";
import { shown, state } from "./served-copy.js";
import { signOnProxy, userCookie } from "./sign-on-proxy.js";
import { commandLine, copyWorkspace, environmentOf, run } from "./workspace-copy.js";

// What a page goes through from somebody's first question to its withdrawal, by three people in a browser, behind a sign-on.
const host = "workspace.test";
const finding = "More children are ready for school than a year before.";
const mended = "Fewer children are ready for school than a year before.";
let copy: string;
let browser: Browser;
let served: ChildProcess;
let port: number;
let behind: number;
let proxy: Server;

beforeAll(async () => {
  if (process.env.WALK_DEV) {
    copy = process.env.WALK_DEV;
    port = 4714;
    proxy = await signOnProxy(port, 4713);
    browser = await startBrowser(["--site-per-process", `--host-resolver-rules=MAP ${host} 127.0.0.1`]);
    return;
  }
  copy = copyWorkspace(`whole-way-${process.pid}`);
  browser = await startBrowser(["--site-per-process", `--host-resolver-rules=MAP ${host} 127.0.0.1`]);
  [port, behind] = [await freePort(), await freePort()];
  proxy = await signOnProxy(port, behind);
  const roles = "{ reader: [dee], analyst: [ana], reviewer: [bo], publisher: [cy] }";
  writeFileSync(
    join(copy, "data", "sign-on.yaml"),
    `address: http://${host}:${port}\nproxy: 127.0.0.1\nperson: X-Remote-User\nroles: ${roles}\n`,
  );
  await git.init({ fs, dir: copy, defaultBranch: "main" });
  const made = await run(copy, commandLine(copy, "sample", "--children", "1000"));
  if (made.code !== 0) throw new Error(made.output);
  leaveSources(join(copy, "data", "sample"), fewSources);
  await start();
});
afterAll(async () => {
  served?.removeAllListeners("exit");
  served?.kill("SIGKILL");
  await browser?.close();
  proxy?.close();
  if (!process.env.WALK_DEV) rmSync(copy, { recursive: true, force: true });
});

function start(): Promise<void> {
  const [command, args] = commandLine(copy, "start", "--port", String(behind));
  served = spawn(command, args, { cwd: copy, env: environmentOf(copy) });
  let output = "";
  return new Promise((resolve, reject) => {
    for (const stream of [served.stdout!, served.stderr!])
      stream.on("data", (text: Buffer) => {
        output += text;

        if (output.includes("The workspace is at ")) resolve();
      });
    served.on("exit", () => reject(new Error(output)));
  });
}

async function openAs(user: string, path: string): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: "en-GB",
  });
  await context.addCookies([{ name: userCookie, value: user, url: `http://${host}:${port}` }]);
  const opened = await context.newPage();
  opened.setDefaultTimeout(process.env.WALK_DEV ? 100_000 : 120_000);
  await opened.goto(`http://${host}:${port}${path}`);
  return opened;
}
const button = (opened: Page, name: string) => opened.getByRole("button", { name, exact: true });
const read = (address: string) => readFileSync(join(copy, "docs", `${address}.md`), "utf8");

const shot = async (opened: Page, name: string) => {
  if (process.env.WALK_DEV) await opened.screenshot({ path: `/tmp/nb13-shots/${name}.png` });
};

/** Scrolls the text until a line is drawn, and clicks it: the editor draws what is seen. */
async function clickLine(opened: Page, text: string): Promise<void> {
  const line = opened.locator(".cm-line", { hasText: text }).first();
  await opened.locator(".cm-scroller").hover();
  for (let i = 0; i < 40 && !(await line.isVisible()); i++) {
    await opened.mouse.wheel(0, 300);
    await opened.waitForTimeout(50);
  }
  await line.click();
}

async function putIn(
  opened: Page,
  what: string,
  fill: () => Promise<unknown> = async () => {},
): Promise<void> {
  await button(opened, "Put in (/)").click();
  await opened.getByLabel("Look for what to put in").fill(what);
  await opened.keyboard.press("Enter");
  await opened.locator(".form").waitFor();
  await fill();
  await button(opened, "Done").click();
}

test("a question becomes a page, a story, a briefing, and is held back when its figures turn", async () => {

  const ana = await openAs("ana", "/");
  const review = "/_write/review?page=briefings/ready-for-school";
  const bo = await openAs("bo", review);
  const cy = await openAs("cy", "/_write/publishing");
  // Put right by form, approved again, published again.
  await ana.goto(`http://${host}:${port}/_write/edit?page=briefings/ready-for-school`);
  await ana.locator(".cm-content").waitFor();
  await clickLine(ana, `claim("${finding}"`);
  await ana.keyboard.press("Home");
  await ana.keyboard.press("Shift+End");
  await ana.keyboard.insertText(`claim("${mended}", {`);
  await button(ana, "Change this cell").click();
  await ana.getByLabel(/^What the figure is/).selectOption("lower");
  await button(ana, "Done").click();
  await ana.frameLocator(".shown iframe").locator(".ey-claim-holds", { hasText: mended }).waitFor();
  await button(ana, "Save a version").click();
  await state(ana, /Saved as a version/);
  await bo.reload();
  await bo.locator("ins", { hasText: mended }).waitFor();
  await bo.getByText("Claims: 1 claim, as it should be").waitFor();
  await button(bo, "Approve this text").click();
  await bo.getByText(/Approved as it is by bo/).waitFor();
  await cy.reload();
  await publish(cy);
  expect(site("ready-for-school.html")).toContain(mended);

  // Withdrawn, and not brought back by going back.
  await cy.goto(`http://${host}:${port}${review}`);
  await button(cy, "Withdraw the page").click();
  await cy.getByText("Its front matter says: withdrawn.").waitFor();
  await cy.goto(`http://${host}:${port}/_write/publishing`);
  await publish(cy);
  expect(() => site("ready-for-school.html")).toThrow();
  await cy.getByText("Publications (3)").click();
  await cy
    .getByRole("button", { name: /^Serve .* again$/ })
    .last()
    .click();
  await cy.getByText(/nothing was changed\. .*withdrawn since/).waitFor({ timeout: 400_000 });
  expect(() => site("ready-for-school.html")).toThrow();
});

const publish = async (cy: Page) => {
  await button(cy, "Publish the briefings").click();
  await cy.getByText(/has ended: Published/).waitFor({ timeout: 400_000 });
};

function site(file: string): string {
  const publications = join(copy, "data", "publications");
  const [name] = readdirSync(publications);
  return readFileSync(join(publications, name!, "current", file), "utf8");
}

function nobodyReady(extract: string): string {
  const [header, ...rows] = extract.split("\n");
  const from = header!.split(",").indexOf("LAU");
  const lowered = rows.map((row) =>
    row
      .split(",")
      .map((cell, i) => (i >= from && cell === "2" ? "1" : cell))
      .join(","),
  );
  return [header, ...lowered].join("\n");
}
