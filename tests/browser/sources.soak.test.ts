import { type ChildProcess, spawn } from "node:child_process";
import fs, { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import git from "isomorphic-git";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort } from "../review/visit.js";
import { axe, overflow, startBrowser } from "./harness.js";
import { copyWorkspace, environmentOf, tsx } from "./workspace-copy.js";

const host = "workspace.test";
const server = fileURLToPath(new URL("serve-pages.mts", import.meta.url));
const share = mkdtempSync(join(tmpdir(), "share-"));
const canary = "Xanthippe";
let copy: string;
let browser: Browser;
let child: ChildProcess;
let port: number;

beforeAll(async () => {
  copy = copyWorkspace(`sources-${process.pid}`);
  mkdirSync(join(copy, "inbox"));
  const rows = Array.from({ length: 40 }, (_, i) => `${canary};B8 1AA;${["Mon", "Tue"][i % 2]};${i}\n`);
  writeFileSync(join(share, "groups_2026-10.csv"), `First name;Postcode;Day;Places\n${rows.join("")}`);
  [browser, port] = [await startBrowser([`--host-resolver-rules=MAP ${host} 127.0.0.1`]), await freePort()];
  writeFileSync(
    join(copy, "data", "sign-on.yaml"),
    `address: http://${host}:${port}\nproxy: 127.0.0.1\nperson: X-Remote-User\nroles: { reader: [], analyst: [ana], publisher: [cy] }\n`,
  );
  await git.init({ fs, dir: copy, defaultBranch: "main" });
  const env = { ...environmentOf(copy), EARLY_YEARS_INBOX: join(copy, "inbox") };
  child = spawn(process.execPath, ["--import", tsx, server, String(port)], { cwd: copy, env });
  await new Promise<void>((resolve, reject) => {
    let told = "";
    child.stdout!.on("data", (text) => String(text).includes("serving") && resolve());
    child.stderr!.on("data", (text) => {
      told += text;
    });
    child.on("exit", () => reject(new Error(told)));
  });
});
afterAll(async () => {
  child?.kill("SIGKILL");
  await browser?.close();
  for (const folder of [copy, share]) rmSync(folder, { recursive: true, force: true });
});

async function openAs(user: string, width: number): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    locale: "en-GB",
    extraHTTPHeaders: { "x-remote-user": user },
  });
  const opened = await context.newPage();
  opened.setDefaultTimeout(120_000);
  await opened.goto(`http://${host}:${port}/_write/sources`);
  return opened;
}

test.each([1440, 390])(
  "a source is described from a share, tried and saved, by keys alone, at %s pixels",
  async (width) => {
    const id = `groups-${width}`;
    const cy = await openAs("cy", width);
    await cy.getByLabel("Its name").focus();
    await cy.keyboard.type(id);
    await cy.getByLabel("Kind of place").focus();
    await cy.keyboard.type("A folder");
    await expect.poll(() => cy.getByLabel("The folder (needed)").count()).toBe(1);
    await cy.getByLabel("The folder (needed)").focus();
    await cy.keyboard.type(share);
    await cy.keyboard.press("Tab");
    await cy.keyboard.type("groups*");
    expect(await axe(cy)).toEqual([]);
    expect(await overflow(cy)).toBe(0);
    await cy.getByRole("button", { name: "Try", exact: true }).focus();
    await cy.keyboard.press("Enter");
    const file = cy.getByLabel("The source’s file");
    await file.waitFor();
    const first = await file.inputValue();
    expect(first).toContain("headers: { any: First name }");
    expect(first).toContain(`path: ${share}`);
    expect(`${first}${await cy.locator("main").textContent()}`).not.toContain(canary);

    await cy.getByRole("button", { name: "Save" }).press("Enter");
    await cy.getByText("something still says CHANGE ME").waitFor();
    await file.fill(
      first
        .replaceAll("CHANGE ME", "Anytown")
        .replaceAll("change.me@example.org", "data@example.org")
        .replace(/sensitivity: .*/, "sensitivity: personal"),
    );
    await cy.getByRole("button", { name: "Try", exact: true }).press("Enter");
    await cy.getByText("It can be fetched and read. Nothing was taken yet.").waitFor();
    if (process.env.LOOK) await cy.screenshot({ path: join(process.env.LOOK, `sources-${width}.png`) });
    const said = await cy.getByLabel("What came of trying it").textContent();
    expect(said).toContain(`${id} (Anytown) would take it.`);
    expect(said).toContain("Rows: 40 in use");
    expect(said).not.toContain(canary);
    expect(await axe(cy)).toEqual([]);
    await cy.getByRole("button", { name: "Save" }).press("Enter");
    await cy.getByText(`Described in data/sources/${id}.yaml.`).waitFor();
    expect(readFileSync(join(copy, "data", "sources", `${id}.yaml`), "utf8")).toContain(`id: ${id}`);
    const [last] = await git.log({ fs, dir: copy, depth: 1 });
    expect(last!.commit.message).toBe(`Describe the source ${id}\n`);
    await cy.context().close();
  },
);

test("who does not publish is told so", async () => {
  const ana = await openAs("ana", 1440);
  expect(await ana.locator("body").textContent()).toContain("This is for publishers.");
  await ana.context().close();
});
