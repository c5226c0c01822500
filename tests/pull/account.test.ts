import { execFileSync } from "node:child_process";
import { symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { checkSource } from "../../loaders/check/check-source.js";
import { accountFor } from "../../loaders/pull/account.js";
import type { Source } from "../../loaders/registry/source.js";
import type { SourceEntry } from "../../loaders/store/manifest.js";
import { statusLines } from "../../workspace/status-lines.js";
import { Desk, sourceFrom } from "../check/desk.js";

let desk: Desk;
beforeEach(() => {
  desk = new Desk();
});
afterEach(() => desk.close());

const visits = sourceFrom(
  'location: { type: inbox, files: ["visits_*.csv"] }\ncolumns: [{ name: a, headers: { any: A }, type: integer, required: true }]',
);

/** What a refresh makes of the source. */
async function refreshed(source: Source): Promise<Record<string, SourceEntry>> {
  const { snapshots } = await desk.pull(source);
  const inputs = { extracts: snapshots.map(({ sha256 }) => sha256).join() };
  const { entry } = await checkSource(source, snapshots, await desk.db(), {
    store: desk.store,
    plan: { code: "c", inputs, fingerprint: JSON.stringify(inputs) },
    log: () => {},
  });
  return { [source.id]: entry };
}

const account = (entries: Record<string, SourceEntry>, source = visits) =>
  accountFor(desk.store, [source], entries).map(({ path, state, why }) => [path, state, why]);

test("every file in the inbox is accounted for", async () => {
  desk.deliver("visits_2026-09.csv", "A\n1\n");
  desk.deliver("visits_2026-10.csv", "A\n2\n");
  desk.deliver("visits_2026-10.csv.dates.yaml", "published: 2026-11-04\nsaidBy: An e-mail\n");
  desk.deliver("visit_2026-11.csv", "A\n3\n");
  desk.deliver("visits_2026-08.csv", "");
  desk.deliver("amira khan.jpg", "x");
  if (process.platform !== "win32") {
    writeFileSync(join(desk.folder, "secret.csv"), "A\n9\n");
    symlinkSync(join(desk.folder, "secret.csv"), join(desk.inbox, "visits_2026-12.csv"));
    symlinkSync(desk.folder, join(desk.inbox, "more"));
  }
  const entries = await refreshed(visits);
  const outside = "It is a link that leads out of the inbox. Put the file itself there.";
  expect(account(entries)).toEqual([
    ["aaaaa aaaa.jpg (1 bytes)", "not recognised", "No source has files of such a name."],
    [
      "aaaaa_2026-11.csv (4 bytes)",
      "not recognised",
      "No source has files of such a name. Nearest is visits, whose files are called “visits_*.csv”. Rename it, or add a pattern under location.files in data/sources/visits.yaml.",
    ],
    ["visits_2026-08.csv", "waiting", "It is empty, still being copied, or came after the last refresh."],
    [
      "visits_2026-09.csv",
      "superseded",
      "visits_2026-10.csv is in use, which covers later days, was published later, or came later.",
    ],
    ["visits_2026-10.csv", "in use", null],
    ["visits_2026-10.csv.dates.yaml", "answer", null],
    ...(process.platform === "win32"
      ? []
      : [
          ["aaaa (0 bytes)", "linked out", outside],
          ["visits_2026-12.csv", "linked out", outside],
        ]),
  ]);
  const lines = statusLines(accountFor(desk.store, [visits], entries), entries);
  expect(lines).toContain("1 in use");
  expect(lines.join("\n")).not.toMatch(/amira/);
});

test("what is hidden or still being copied waits, and what programs write beside files is nothing", () => {
  const names = ["visits_2026-10.csv.part", ".visits_2026-10.csv", ".more/visits_2026-10.csv"];
  for (const name of [...names, "~$visits_2026-10.csv", ".DS_Store", "Thumbs.db"])
    desk.deliver(name, "A\n1\n");
  const why =
    "Its name is that of something hidden, or of a file that is still being copied. If it is whole, rename it.";
  expect(account({})).toEqual([
    [".aaaa/ (0 bytes)", "waiting", why],
    [".visits_2026-10.csv", "waiting", why],
    ["visits_2026-10.csv.aaaa (4 bytes)", "waiting", why],
  ]);
});

test.skipIf(process.platform === "win32")("a pipe or a socket is not read, and is told", async () => {
  desk.deliver("visits_2026-10.csv", "A\n1\n");
  execFileSync("mkfifo", [join(desk.inbox, "visits_2026-11.csv")]);
  symlinkSync("visits_2026-11.csv", join(desk.inbox, "visits_2026-12.csv"));
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(join(desk.inbox, "visits_2026-09.csv"), resolve));
  try {
    const entries = await refreshed(visits);
    const why = "It is no file but a pipe, a socket or a device. Put the file itself there.";
    expect(account(entries)).toEqual([
      ["visits_2026-10.csv", "in use", null],
      ["visits_2026-09.csv", "not recognised", why],
      ["visits_2026-11.csv", "not recognised", why],
      ["visits_2026-12.csv", "not recognised", why],
    ]);
  } finally {
    server.close();
  }
});

test("what is refused says why, and a name without a period waits", async () => {
  desk.deliver("visits_2026-10.csv", "B\n1\n");
  const entries = await refreshed(visits);
  expect(account(entries)).toEqual([
    ["visits_2026-10.csv", "refused", expect.stringMatching(/^It has no column for a\./)],
  ]);
  const terms = { ...visits, location: { ...visits.location, period: "(\\d{4}-[a-z]+)" } };
  expect(account({}, terms)).toEqual([
    ["visits_2026-10.csv", "waiting", expect.stringMatching(/^Its name carries no period\./)],
  ]);
});

test("a day in the name orders extracts, and a clock in the future does not", async () => {
  const later = desk.deliver("visits_2026-10.csv", "A\n2\n");
  const earlier = desk.deliver("visits_2026-09.csv", "A\n1\n");
  utimesSync(later, new Date("2026-10-31"), new Date("2026-10-31"));
  utimesSync(earlier, new Date("2099-01-01"), new Date("2099-01-01"));
  const { snapshots } = await desk.pull(visits);
  expect(snapshots.map(({ name }) => name)).toEqual(["visits_2026-10.csv"]);
});
