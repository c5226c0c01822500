import type { ChildProcess } from "node:child_process";
import fs, { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import git from "isomorphic-git";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";
import { freePort } from "../review/visit.js";
import { soak } from "../soak.js";
import { axe, startBrowser } from "./harness.js";
import { servePages } from "./served-copy.js";
import { commandLine, copyWorkspace, environmentOf, run } from "./workspace-copy.js";

const page = `---
title: Take-up
editions: [workspace, briefings]
---

# Take-up

Fewer families take the offer up in the north. It was 41% in the spring.
`;
const families = (title: string, text: string) =>
  `---\ntitle: ${title}\neditions: [workspace, public]\n---\n\n# ${title}\n\n${text}\n`;
const host = "workspace.test";
let copy: string;
let browser: Browser;
let child: ChildProcess;
let port: number;
let environment: NodeJS.ProcessEnv;

// One page, and no extract: what is reviewed and published needs none.
beforeAll(async () => {
  copy = copyWorkspace(`reviewing-${process.pid}`);
  for (const folder of ["briefings", "public"])
    for (const name of readdirSync(join(copy, "docs", folder), { withFileTypes: true }))
      rmSync(join(copy, "docs", folder, name.name), { recursive: true });
  writeFileSync(file(), page);
  writeFileSync(forFamilies("index"), families("Help with childcare", "Ask your nursery."));
  writeFileSync(forFamilies("hours"), families("Free hours", "Fifteen hours a week."));
  mkdirSync(join(copy, "inbox"));
  [browser, port] = [await startBrowser([`--host-resolver-rules=MAP ${host} 127.0.0.1`]), await freePort()];
  const roles = "{ reader: [], analyst: [ana], reviewer: [bo], publisher: [cy] }";
  writeFileSync(
    join(copy, "data", "sign-on.yaml"),
    `address: http://${host}:${port}\nproxy: 127.0.0.1\nperson: X-Remote-User\nroles: ${roles}\n`,
  );
  await git.init({ fs, dir: copy, defaultBranch: "main" });
  environment = { ...environmentOf(copy), EARLY_YEARS_INBOX: join(copy, "inbox") };
  const { code, output } = await run(copy, commandLine(copy, "refresh"), environment);
  expect(code, output).toBe(0);
  await servePages(copy, port, environment, (served) => {
    child = served;
  });
});
afterAll(async () => {
  child?.kill("SIGKILL");
  await browser?.close();
  rmSync(copy, { recursive: true, force: true });
});

const forFamilies = (page: string) => join(copy, "docs", "public", `${page}.md`);
const file = () => join(copy, "docs", "briefings", "index.md");
async function openAs(user: string, path: string, width = 1440): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    locale: "en-GB",
    extraHTTPHeaders: { "x-remote-user": user },
  });
  const opened = await context.newPage();
  opened.setDefaultTimeout(120_000);
  await opened.goto(`http://${host}:${port}${path}`);
  return opened;
}
const publications = (edition: string) => {
  const kept = join(copy, "data", "publications");
  const isOfBriefings = (name: string) => name.endsWith("-briefings");
  const name = readdirSync(kept).find((one) => isOfBriefings(one) === (edition === "briefings"));
  return join(kept, name!);
};
const review = "/_write/review?page=briefings/index";
const seen = (opened: Page) => opened.frameLocator("iframe").locator("h1");

soak("a page is asked for, commented on, and approved by another person", async () => {
  const ana = await openAs("ana", "/briefings/");
  await ana.getByRole("link", { name: "Review", exact: true }).click();
  await ana.getByLabel("A word to whoever reviews it").fill("Ready, I think.");
  await ana.getByRole("button", { name: "Ask for a review" }).click();
  await ana.getByText("ana asked for a review").waitFor();

  const bo = await openAs("bo", review);
  await seen(bo).waitFor();
  await bo.getByText(/Links: none leads nowhere/).waitFor();
  await bo.getByText(/Accessibility: axe finds nothing serious/).waitFor();
  await bo.getByText(/Numbers typed by hand: 1, which nothing keeps up to date/).waitFor();
  expect(await axe(bo)).toEqual([]);
  await bo.frameLocator("iframe").getByText("Fewer families").selectText();
  await bo.getByLabel("Comment", { exact: true }).fill("Than where?");
  await bo.getByRole("button", { name: "Comment" }).click();
  await bo.locator("blockquote", { hasText: "Fewer families take the offer up" }).waitFor();
  await bo.getByText("A comment is not settled yet. Settle it first.").waitFor();
  expect(await bo.getByRole("button", { name: "Approve this text" }).isDisabled()).toBe(true);

  writeFileSync(file(), readFileSync(file(), "utf8").replace("north", "north than in the south"));
  await ana.reload();
  await ana.getByRole("button", { name: "Settle" }).click();
  await ana.getByText("1 settled").waitFor();
  expect(await ana.getByRole("button", { name: "Approve this text" }).count()).toBe(0);

  await bo.reload();
  await bo.frameLocator("iframe").getByText("than in the south").waitFor();
  await bo.getByRole("button", { name: "Approve this text" }).click();
  await bo.getByText(/Approved as it is by bo/).waitFor();
  expect(readFileSync(join(copy, "docs/reviews/briefings/index.yaml"), "utf8")).toMatch(
    /approved:\n {2}- at: .*\n {4}by: bo <bo@localhost>\n {4}hash: [0-9a-f]{64}\n/,
  );

  for (const opened of [ana, bo]) await opened.context().close();
});

soak("what is approved is published to the briefings, and what was changed since is not", async () => {
  const cy = await openAs("cy", "/_write/publishing");
  await cy.getByRole("cell", { name: /approved by bo/ }).waitFor();
  expect(await axe(cy)).toEqual([]);
  await cy.getByRole("button", { name: "Publish the briefings" }).click();
  await cy.getByText(/What cy began on .* has ended: Published/).waitFor();
  await cy.getByText(/^Served: /).waitFor();
  await cy.getByText("Attempts (1)").click();
  await cy.getByRole("cell", { name: /^published: / }).waitFor();
  expect(readFileSync(join(publications("briefings"), "current", "index.html"), "utf8")).toContain(
    "north than in the south",
  );

  writeFileSync(file(), readFileSync(file(), "utf8").replace("Fewer", "Many more"));
  await cy.reload();
  const briefings = cy.locator("section", { has: cy.getByRole("heading", { name: /^Briefings/ }) });
  await briefings.getByText(/Nothing is published before these pages are approved as they are/).waitFor();
  expect(await cy.getByRole("button", { name: "Publish the briefings" }).isDisabled()).toBe(true);
  const bo = await openAs("bo", review);
  await bo.locator("ins", { hasText: "Many more" }).waitFor();
  for (const opened of [bo, cy]) await opened.context().close();
});

soak("a page for families is published, changed, rolled back, withdrawn, and not brought back", async () => {
  const cy = await openAs("cy", "/_write/publishing");
  const site = cy.locator("section", { has: cy.getByRole("heading", { name: "The public site" }) });
  const serves = (page = "index") =>
    readFileSync(join(publications("public"), "current", `${page}.html`), "utf8");
  const publish = async () => {
    await site.getByRole("button", { name: "Publish the public site" }).click();
    await cy.getByText("Readers go on reading the last one.").waitFor();
    await cy.getByText(/has ended: Published/).waitFor();
    await site.getByText(/^Served: /).waitFor();
  };
  const approve = async (page: string, words: string) => {
    const bo = await openAs("bo", `/_write/review?page=public/${page}`);
    await bo.frameLocator("iframe").getByText(words).waitFor();
    await bo.getByRole("button", { name: "Approve this text" }).click();
    await bo.getByText(/Approved as it is by bo/).waitFor();
    await bo.context().close();
    await cy.reload();
  };

  await site.getByText(/Nothing is published before these pages are approved as they are/).waitFor();
  await approve("index", "Ask your nursery.");
  await approve("hours", "Fifteen hours a week.");
  await publish();
  expect(serves()).toContain("Ask your nursery.");

  writeFileSync(forFamilies("index"), families("Help with childcare", "Ask any nursery."));
  await approve("index", "Ask any nursery.");
  await publish();
  expect(serves()).toContain("Ask any nursery.");
  await site.getByText("Attempts (2)").click();
  await site.getByText("Audit", { exact: true }).first().click();
  expect(await axe(cy)).toEqual([]);

  await site.getByText("Publications (2)").click();
  await site
    .getByRole("button", { name: /^Serve .* again$/ })
    .last()
    .click();
  await site.getByText("Attempts (3)").waitFor();
  expect(serves()).toContain("Ask your nursery.");

  await cy.goto(`http://${host}:${port}/_write/review?page=public/hours`);
  await cy.getByRole("button", { name: "Withdraw the page" }).click();
  await cy.getByText("Its front matter says: withdrawn.").waitFor();
  await cy.goto(`http://${host}:${port}/_write/publishing`);
  await publish();
  expect(serves()).toContain("Ask any nursery.");
  expect(() => serves("hours")).toThrow();
  await site.getByText("Publications (3)").click();
  await site
    .getByRole("button", { name: /^Serve .* again$/ })
    .last()
    .click();
  await cy.getByText(/nothing was changed\. .*withdrawn since/).waitFor();
  expect(() => serves("hours")).toThrow();
  await cy.context().close();
});

soak("a narrow screen turns between the page and its review, and nothing lies outside it", async () => {
  const bo = await openAs("bo", review, 390);
  await bo.getByRole("button", { name: "Show the page" }).click();
  await seen(bo).waitFor();
  await bo.getByRole("button", { name: "Show the review" }).click();
  await bo.getByRole("heading", { name: "Decide" }).waitFor();
  expect(await bo.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await bo.goto(`http://${host}:${port}/_write/publishing`);
  await bo.getByRole("heading", { name: "The public site" }).waitFor();
  expect(await bo.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await bo.context().close();
});

soak("what is not somebody's to do is refused by the server, whatever their browser sends", async () => {
  const ana = await openAs("ana", "/briefings/");
  const answers = await ana.evaluate(async () => {
    const { token } = await (await fetch("/_write/session")).json();
    const post = async (name: string, body: object, given: string) => {
      const headers = { "content-type": "application/json", "x-write-token": given };
      const answer = await fetch(`/_write/${name}`, { method: "POST", headers, body: JSON.stringify(body) });
      return answer.status;
    };
    const address = "briefings/index";
    return {
      approve: await post("review/approve", { address, hash: "0".repeat(64), note: "" }, token),
      publish: await post("publish/start", { edition: "briefings" }, token),
      forThePublic: await post("publish/start", { edition: "public" }, token),
      rollBack: await post("publish/roll-back", { edition: "public", id: "2026" }, token),
      withdraw: await post("review/withdraw", { address, note: "" }, token),
      climb: await post("review/comment", { address: "../../data/sign-on", says: "x" }, token),
      withoutToken: await post("review/comment", { address, says: "x" }, "x".repeat(32)),
    };
  });
  expect(answers).toEqual({
    approve: 403,
    publish: 403,
    forThePublic: 403,
    rollBack: 403,
    withdraw: 403,
    climb: 409,
    withoutToken: 403,
  });
  await ana.context().close();
  const nobody = await openAs("mallory", "/briefings/");
  await nobody.getByText("You are signed in, but have no part in this workspace yet.").waitFor();
  await nobody.context().close();
});
