import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type * as lastChecks from "../../loaders/refresh/last-check.js";
import { repositoryRoot } from "../../loaders/store/paths.js";

let clone: string;
let checks: typeof lastChecks;
const zone = "Europe/London";
const quiet = { lines: ["Nothing has changed since noon."], news: { unchanged: true } };
const noon = new Date("2040-06-01T12:00:00Z");

// A workspace of the way in alone, whose extracts, registry, code and store are a file each.
beforeEach(async () => {
  clone = mkdtempSync(join(tmpdir(), "clone-"));
  for (const file of ["workspace/run.js", "workspace/last-outcome.js", "loaders/refresh/last-check.js"]) {
    mkdirSync(join(clone, dirname(file)), { recursive: true });
    copyFileSync(join(repositoryRoot, file), join(clone, file));
  }
  mkdirSync(join(clone, "node_modules"));
  symlinkSync(join(repositoryRoot, "node_modules", "tsx"), join(clone, "node_modules", "tsx"), "junction");
  write("package.json", '{"type":"module"}');
  write("package-lock.json", '{"packages":{}}');
  write("node_modules/.package-lock.json", '{"packages":{}}');
  write(
    "workspace/cli.ts",
    'export const runCommandLine = async () => { console.log("loaded"); return 0; };',
  );
  for (const file of ["data/sources/register.yaml", "data/inbox/register.csv", "components/words.ts"])
    write(file, "as it was");
  write("data/store/inbox/manifest.json", "{}");
  for (const name of ["EARLY_YEARS_STORE", "EARLY_YEARS_INBOX"]) vi.stubEnv(name, undefined);
  vi.stubEnv("EARLY_YEARS_KEY_FILE", join(clone, "key", "pseudonym.key"));
  checks = await import(pathToFileURL(join(clone, "loaders/refresh/last-check.js")).href);
  at(noon);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  rmSync(clone, { recursive: true });
});

function write(file: string, content: string): void {
  mkdirSync(dirname(join(clone, file)), { recursive: true });
  writeFileSync(join(clone, file), content);
}

function at(now: Date): void {
  vi.useFakeTimers({ toFake: ["Date"], now });
}

const refreshNow = (...options: string[]) =>
  spawnSync(process.execPath, [join(clone, "workspace", "run.js"), "refresh", ...options], {
    encoding: "utf8",
  }).stdout.trim();

test("what a refresh found nothing to do from is known again, for what was asked and no other", () => {
  expect(checks.lastCheck("refresh")).toBeUndefined();
  checks.beginCheck("refresh").keep(zone, quiet);
  expect(checks.lastCheck("refresh")).toEqual(quiet);
  expect(checks.lastCheck(checks.askedOf(join(clone, "other")))).toBeUndefined();
  expect(checks.lastCheck(checks.pagesAsked)).toBeUndefined();
});

test.each([
  ["an extract that comes", () => write("data/inbox/new.csv", "")],
  ["an extract that goes", () => rmSync(join(clone, "data/inbox/register.csv"))],
  ["the registry", () => write("data/sources/register.yaml", "otherwise")],
  ["code, though as long as before", () => write("components/words.ts", "as it is!")],
  ["the store, though the same is written", () => write("data/store/inbox/manifest.json", "{}")],
  ["the packages", () => write("package-lock.json", '{"packages":{} }')],
  ["the key", () => write("key/pseudonym.key", "00")],
  ["a setting", () => vi.stubEnv("EARLY_YEARS_STORE", join(clone, "data", "store", "."))],
])("%s makes it look anew", (_, change) => {
  checks.beginCheck("refresh").keep(zone, quiet);
  change();
  expect(checks.lastCheck("refresh")).toBeUndefined();
});

test("the next day of the city makes it look anew, as retention ends and rules lapse", () => {
  checks.beginCheck("refresh").keep(zone, quiet);
  at(new Date("2040-06-01T22:59:00Z"));
  expect(checks.lastCheck("refresh")).toEqual(quiet);
  at(new Date("2040-06-01T23:01:00Z"));
  expect(checks.lastCheck("refresh")).toBeUndefined();
});

test("nothing is kept where a file changed meanwhile, or so shortly before that it may change again unseen", () => {
  const check = checks.beginCheck("refresh");
  write("data/inbox/register.csv", "meanwhile");
  check.keep(zone, quiet);
  expect(checks.lastCheck("refresh")).toBeUndefined();
  write("data/inbox/register.csv", "just before");
  at(new Date(statSync(join(clone, "data/inbox/register.csv")).mtimeMs + 1_500));
  checks.beginCheck("refresh").keep(zone, quiet);
  expect(checks.lastCheck("refresh")).toBeUndefined();
});

test("the way in tells it without loading anything else", () => {
  vi.useRealTimers();
  expect(refreshNow()).toBe("loaded");
  at(new Date(Date.now() + 60_000));
  checks.beginCheck("refresh").keep(zone, quiet);
  const other = join(clone, "data", "inbox");
  checks.beginCheck(checks.askedOf(other)).keep(zone, quiet);
  expect(refreshNow()).toBe(quiet.lines[0]);
  expect(refreshNow("--inbox", other)).toBe(quiet.lines[0]);
  expect(refreshNow("--inbox", other, "--help")).toBe("loaded");
  write("data/inbox/new.csv", "");
  expect(refreshNow()).toBe("loaded");
});
