import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  filesOf,
  type Publication,
  publicationFile,
  siteFolder,
} from "../../workspace/publish/publication.js";
import { servedFrom, serveFrom } from "../../workspace/publish/serve-from.js";
import { runCommand } from "../run-command.js";
import { fences } from "./guide.js";

const guide = "publish.md";
const folder = mkdtempSync(join(tmpdir(), "guide-"));
const publications = join(folder, "publications");
const expected = fences(guide, "text expect").map((text) => text.trimEnd());

beforeAll(() => {
  mkdirSync(join(folder, "example"));
  for (const [kind, name] of [
    ["csv", "example/counts.csv"],
    ["yaml", "example/policy.yaml"],
    ["csv", "example/true.csv"],
    ["csv", "example/later.csv"],
    ["csv", "example/ages.csv"],
  ])
    writeFileSync(join(folder, name!), fences(guide, `${kind} file=${name}`)[0]!);
  keep("2026-11-16-161158", true);
  keep("2026-11-17-090412", false);
  keep("2026-11-24-093015", false);
  serveFrom(publications, "2026-11-24-093015");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Keeps a publication of thirty files. */
function keep(id: string, sample: boolean): void {
  const site = join(publications, id, siteFolder);
  mkdirSync(site, { recursive: true });
  for (let i = 0; i < 30; i++) writeFileSync(join(site, i ? `${i}.csv` : "index.html"), `${id} ${i}`);
  const publication: Publication = {
    version: 1,
    id,
    at: `${id.slice(0, 10)}T09:00:00.000Z`,
    asOf: "2026-10-31",
    sample,
    policy: { id: "children", fingerprint: "f" },
    audit: { safe: true },
    edition: "public",
    pages: {},
    files: filesOf(site),
  };
  writeFileSync(join(publications, id, publicationFile), JSON.stringify(publication));
}

/** Runs a command of the guide as it stands there, with more options behind it. */
async function run(command: string, ...more: string[]): Promise<{ status: number; stdout: string }> {
  const [npm, run, name, dashes, ...options] = command.trim().split(" ");
  expect([npm, run, dashes]).toEqual(["npm", "run", "--"]);
  const { status, stdout, stderr } = await runCommand([name!, ...options, ...more], folder);
  expect(stderr).toBe("");
  return { status, stdout: stdout.trimEnd() };
}

const commandOf = (start: string): string => {
  const found = fences(guide, "sh").filter((command) => command.startsWith(`npm run ${start}`));
  expect(found).toHaveLength(1);
  return found[0]!;
};

test("the audit refuses the guide's table in the words that it shows", async () => {
  const [command] = fences(guide, "sh fails");
  expect(await run(command!)).toEqual({ status: 1, stdout: expected[0] });
});

test("protected, the table passes the audit", async () => {
  expect((await run(commandOf("protect -- --table"))).status).toBe(0);
  expect(await run(commandOf("audit"))).toEqual({ status: 0, stdout: expected[1] });
});

test("a later table stays as it was published, in the words that the guide shows", async () => {
  const later = commandOf("protect -- example/later.csv");
  expect(await run(later)).toEqual({ status: 0, stdout: expected[2] });
  const text = (name: string) => readFileSync(join(folder, "example", name), "utf8");
  expect(text("later-safe.csv")).toBe(text("safe.csv"));
});

test("tables that share wards are protected together", async () => {
  expect((await run(commandOf("protect -- example/true.csv"))).status).toBe(0);
  const together = ["true.csv", "ages.csv"].map((name) =>
    readFileSync(join(folder, "example", "together", name), "utf8"),
  );
  expect(together.every((text) => text.includes(",c\n"))).toBe(true);
});

test("the rules' cost is asked for as the guide says, which without figures says what to do first", async () => {
  const [, , name, , ...options] = commandOf("protect -- --preview").trim().split(" ");
  const { status, stderr } = await runCommand([name!, ...options], folder, {
    EARLY_YEARS_STORE: join(folder, "no-store"),
    EARLY_YEARS_INBOX: folder,
  });
  expect(status).toBe(1);
  expect(stderr).toContain("There are no figures yet to try a policy on. Run npm run refresh first.");
});

test("publications are listed as the guide shows, and the one that it names is served again", async () => {
  const list = commandOf("publish -- --list");
  expect(await run(list, "--to", publications)).toEqual({ status: 0, stdout: expected[3] });
  const { status, stdout } = await run(commandOf("publish -- --rollback"), "--to", publications);
  expect([status, stdout]).toEqual([
    0,
    `${join(publications, "current")} serves what was published on 2026-11-17.`,
  ]);
  expect(servedFrom(publications)).toBe("2026-11-17-090412");
});

test("every option that the guide gives to publish is one", async () => {
  const { stdout } = await run("npm run publish -- --help");
  for (const option of ["--allow-sample", "--to", "--list", "--rollback"]) expect(stdout).toContain(option);
});
