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

// What a page goes through from somebody's first question to its withdrawal, by four people in a browser, behind a sign-on.
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
  rmSync(copy, { recursive: true, force: true });
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
  opened.setDefaultTimeout(240_000);
  await opened.goto(`http://${host}:${port}${path}`);
  return opened;
}
const button = (opened: Page, name: string) => opened.getByRole("button", { name, exact: true });
const read = (address: string) => readFileSync(join(copy, "docs", `${address}.md`), "utf8");

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
  // The question.
  const ana = await openAs("ana", "/explore/take-up");
  const choose = (label: string, to: { label?: string; index?: number }) =>
    ana.getByLabel(label, { exact: true }).selectOption(to);
  await choose("Indicator", { label: "Good level of development" });
  await choose("Breakdown", { label: "Sex" });
  await choose("Group", { index: 1 });
  await button(ana, "Copy to my pages").click();
  await ana.getByLabel("Title of the copy").fill("Ready for school");
  await button(ana, "Make the copy").click();

  // The story: what is not needed goes, two paragraphs come, with a live number, a claim and a chart.
  await ana.locator(".cm-content").waitFor();
  await clickLine(ana, "## Every indicator");
  await ana.keyboard.press("Home");
  await ana.keyboard.press("Control+Shift+End");
  await ana.keyboard.insertText("## What we found\n\nIn the city it is ");
  await putIn(ana, "A live number", () =>
    ana.getByLabel("What it tells").selectOption({ label: "The figure of all areas together" }),
  );
  await ana.keyboard.insertText(`.\n\n${finding}`);
  await ana.keyboard.press("Home");
  await ana.keyboard.press("Shift+End");
  await button(ana, "Make it a claim").click();
  await ana.getByRole("heading", { name: "What makes it true?" }).waitFor();
  await ana.locator(".claims button", { hasText: "in Birmingham is higher than a year before" }).click();
  await putIn(ana, "Beside other places");
  await shown(ana, finding);
  await ana.getByLabel("What you did, in a line").fill("Write what we found");
  await ana.keyboard.press("Enter");
  await state(ana, /Saved as a version/);

  // Shared, as a link.
  const dee = await openAs("dee", "/explore/ana/ready-for-school");
  await dee.locator(".ey-claim-holds", { hasText: finding }).waitFor();
  await dee.getByText(/In the city it is \d/).waitFor();

  // To the briefings, and asked about.
  await button(ana, "Copies").click();
  await button(ana, "Move to the briefings").click();
  await ana.waitForURL(/briefings/);
  await ana.locator(".cm-content").waitFor();
  await shown(ana, finding);
  await ana.getByRole("link", { name: "Leave" }).click();
  await ana.getByRole("link", { name: "Review", exact: true }).click();
  await ana.getByLabel("A word to whoever reviews it").fill("Ready, I think.");
  await button(ana, "Ask for a review").click();
  await ana.getByText("ana asked for a review").waitFor();

  // Another person reads it as its audience will, says something, and approves what came of it.
  const review = "/_write/review?page=briefings/ready-for-school";
  const bo = await openAs("bo", review);
  const seen = bo.frameLocator("iframe");
  await seen.locator(".ey-claim-holds", { hasText: finding }).waitFor();
  await bo.getByText("Claims: 1 claim, as it should be").waitFor();
  await bo.getByText(/Links: none leads nowhere/).waitFor();
  await bo.getByText(/Accessibility: axe finds nothing serious/).waitFor();
  await seen.getByText("In the city it is").selectText();
  await bo.getByLabel("Comment", { exact: true }).fill("Of whom?");
  await button(bo, "Comment").click();
  await bo.getByText("A comment is not settled yet").waitFor();
  await ana.getByRole("link", { name: "Edit" }).click();
  await ana.locator(".cm-content").waitFor();
  await clickLine(ana, "In the city it is");
  await ana.keyboard.press("Home");
  await ana.keyboard.insertText("Of boys and girls together. ");
  await button(ana, "Save a version").click();
  await state(ana, /Saved as a version/);
  await ana.goto(`http://${host}:${port}${review}`);
  await button(ana, "Settle").click();
  await ana.getByText("1 settled").waitFor();
  await bo.reload();
  await seen.getByText("Of boys and girls together.").waitFor();
  await button(bo, "Approve this text").click();
  await bo.getByText(/Approved as it is by bo/).waitFor();

  // Published.
  const cy = await openAs("cy", "/_write/publishing");
  await publish(cy);
  await cy.getByText(/^Served: /).waitFor();
  expect(site("ready-for-school.html")).toContain(finding);

  // An extract that makes it false is told wherever the finding stands.
  const folder = join(copy, "data", "sample", "eyfsp-return");
  const newest = join(folder, readdirSync(folder).sort().at(-1)!);
  writeFileSync(newest, nobodyReady(readFileSync(newest, "utf8")));
  await dee.goto(`http://${host}:${port}/briefings/ready-for-school`);
  await dee
    .locator(".ey-claim-fails", { hasText: finding })
    .getByText("No longer holds, since")
    .waitFor({ timeout: 240_000 });
  for (const list of ["/explore/claims", "/briefings/claims"]) {
    await dee.goto(`http://${host}:${port}${list}`);
    const row = dee.locator("tr", { hasText: finding });
    await row.getByText("When it held: ").waitFor();
    await row.getByText("ana", { exact: true }).waitFor();
  }
  await ana.goto(`http://${host}:${port}/explore/take-up`);
  await ana.getByRole("link", { name: "1 claim to mend" }).waitFor();
  await bo.goto(`http://${host}:${port}${review}`);
  await bo.getByText("Claims: 1 of 1 to reword, or to stand by").waitFor();

  // It is held back, and what is served stays.
  await cy.reload();
  await cy.getByText(`What it claims does not hold: “${finding}”`).waitFor();
  expect(await button(cy, "Publish the briefings").isDisabled()).toBe(true);
  await cy.evaluate(async () => {
    const { token } = await (await fetch("/_write/session")).json();
    const headers = { "content-type": "application/json", "x-write-token": token };
    await fetch("/_write/publish/start", { method: "POST", headers, body: '{"edition":"briefings"}' });
  });
  await cy.reload();
  await cy.getByText(/has ended, and nothing was changed\. .*does not hold/).waitFor({ timeout: 400_000 });
  await cy.getByText("Attempts (2)").click();
  await cy.getByRole("cell", { name: /is not built with a claim that does not hold/ }).waitFor();
  expect(site("ready-for-school.html")).toContain(finding);

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

async function publish(cy: Page): Promise<void> {
  await button(cy, "Publish the briefings").click();
  // What was begun before is told until then.
  await cy.getByText("Readers go on reading the last one.").waitFor();
  await cy.getByText(/has ended: Published/).waitFor({ timeout: 400_000 });
}

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
