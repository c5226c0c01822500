import { renameSync, rmSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { prune } from "../../loaders/pull/prune.js";
import { Desk, sourceFrom } from "../check/desk.js";

let desk: Desk;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-20T09:00:00Z") });
  desk = new Desk();
});
afterEach(() => {
  desk.close();
  vi.useRealTimers();
});

const columns = "columns: [{ name: a, headers: { any: A }, type: text }]";
const dated = sourceFrom(`${columns}
dates:
  covers: [{ fileName: "_(20\\\\d\\\\d-\\\\d\\\\d-\\\\d\\\\d)" }]
  published:
    - { fileName: "out(20\\\\d{6})" }
    - { fixed: 2026-01-05, files: ["*_census*"], reason: The day of the release. }`);

/** Delivers a file that was saved on a day. */
function deliver(path: string, content: string, savedOn: string): string {
  const file = desk.deliver(path, content);
  utimesSync(file, new Date(savedOn), new Date(savedOn));
  return file;
}
const inUse = async () => (await desk.pull(dated)).snapshots[0]!;

describe("the newest extract", () => {
  it("is the one that covers the latest day, whatever was saved last", async () => {
    deliver("visits_2026-08-31.csv", "A\n1\n", "2026-09-01");
    deliver("visits_2021-08-31.csv", "A\n2\n", "2026-11-19");
    expect((await inUse()).name).toBe("visits_2026-08-31.csv");
  });

  it("of the same period is the one published last", async () => {
    deliver("visits_2026-08-31_out20261001.csv", "A\n1\n", "2026-11-01");
    deliver("visits_2026-08-31_out20261015.csv", "A\n2\n", "2026-10-01");
    expect((await inUse()).name).toBe("visits_2026-08-31_out20261015.csv");
  });

  it("is one that came later where nothing tells its dates, until the steward does", async () => {
    deliver("visits_2026-08-31.csv", "A\n1\n", "2026-09-01");
    deliver("visits.csv", "A\n2\n", "2020-01-01");
    expect((await inUse()).name).toBe("visits.csv");
    desk.deliver(
      "visits.csv.dates.yaml",
      "covers: { from: 2020-01-01, to: 2020-06-30 }\nsaidBy: The supplier\n",
    );
    expect((await inUse()).name).toBe("visits_2026-08-31.csv");
  });

  it("stays after retention, though files with older dates were saved later", async () => {
    deliver("visits_2026-08-31.csv", "A\n1\n", "2026-01-01");
    deliver("visits_2025-08-31.csv", "A\n2\n", "2026-02-01");
    deliver("visits_2024-08-31.csv", "A\n3\n", "2026-03-01");
    await desk.pull(dated);
    expect(prune(desk.store, [dated], new Set()).files).toBe(1);
    expect((await inUse()).name).toBe("visits_2026-08-31.csv");
  });
});

describe("the day on which an extract came", () => {
  it("is that on which the store first saw its bytes, whatever the file says and whatever copies come", async () => {
    const file = deliver("visits_2026-08-31.csv", "A\n1\n", "2020-05-05");
    expect((await inUse()).dates.received).toBe("2026-11-20");
    vi.setSystemTime(new Date("2026-12-24T09:00:00Z"));
    deliver("again/visits_2026-08-31.csv", "A\n1\n", "2026-12-23");
    expect((await inUse()).dates.received).toBe("2026-11-20");
    renameSync(file, join(desk.inbox, "visits_moved_2026-08-31.csv"));
    rmSync(join(desk.inbox, "again"), { recursive: true });
    expect((await inUse()).dates.received).toBe("2026-11-20");
    deliver("visits_2026-09-30.csv", "A\n2\n", "2020-05-05");
    expect((await inUse()).dates.received).toBe("2026-12-24");
  });

  it.each([
    ["visits_2027-01-31.csv", { covers: null, published: null }],
    [
      "visits_2026-10-31_out20270105.csv",
      { covers: { from: "2026-10-31", to: "2026-10-31" }, published: null },
    ],
  ])("bounds what the data can cover and when they can have been published: %s", async (name, dates) => {
    deliver(name, "A\n1\n", "2026-11-19");
    expect((await inUse()).dates).toEqual({ ...dates, received: "2026-11-20" });
  });
});

describe("fixed dates", () => {
  it("are for the files that they name", async () => {
    deliver("visits_census_2021-03-21.csv", "A\n1\n", "2026-11-19");
    expect((await inUse()).dates).toMatchObject({
      covers: { from: "2021-03-21", to: "2021-03-21" },
      published: "2026-01-05",
    });
  });
});

describe("the steward's answer", () => {
  const answer =
    "covers: { from: 2026-01-01, to: 2026-03-31 }\npublished: 2026-04-15\nsaidBy: E-mail of the trust\n";

  it("lies beside the extract, is no extract, and outlives both in the inbox", async () => {
    const file = deliver("nhs/visits.csv", "A\n1\n", "2026-11-19");
    const beside = desk.deliver("nhs/visits.csv.dates.yaml", answer);
    const { snapshots, unrecognised } = await desk.pull(dated);
    expect(unrecognised).toEqual([]);
    const dates = {
      covers: { from: "2026-01-01", to: "2026-03-31" },
      published: "2026-04-15",
      received: "2026-11-20",
    };
    expect(snapshots[0]!.dates).toEqual(dates);
    expect(desk.log.at(-1)).toBe(
      "pull      visits: dates of aaa/visits.csv (4 bytes) as the answer beside it says.",
    );
    rmSync(file);
    rmSync(beside);
    expect((await inUse()).dates).toEqual(dates);
  });

  it("is taken back when its file goes and the extract stays", async () => {
    deliver("visits.csv", "A\n1\n", "2026-11-19");
    const beside = desk.deliver("visits.csv.dates.yaml", answer);
    expect((await inUse()).said).not.toBeNull();
    rmSync(beside);
    expect(await inUse()).toMatchObject({ said: null, dates: { covers: null, published: null } });
  });

  it("goes before what the registry finds, and holds for a copy of the extract", async () => {
    deliver("visits_2026-08-31.csv", "A\n1\n", "2026-11-19");
    desk.deliver("visits_2026-08-31.csv.dates.yaml", answer);
    deliver("copy/visits_2026-08-31.csv", "A\n1\n", "2026-11-19");
    expect((await inUse()).dates.covers?.to).toBe("2026-03-31");
  });

  it.each([
    ["published: 2026-04-15\n", "visits.csv.dates.yaml:1: saidBy: is missing; write a text."],
    ["saidBy: The trust\n", "must say covers, published or both."],
    ["covers: { from: 2026-04-01, to: 2026-03-31 }\nsaidBy: T\n", "covers.to: must not be before from."],
    ["published: soon\nsaidBy: T\n", "published: must be a date as year-month-day"],
    ["publisht: 2026-04-15\nsaidBy: T\n", "unknown key “aaaaaaaa”"],
  ])("that cannot be used is told, and changes nothing: %j", async (content, message) => {
    deliver("visits.csv", "A\n1\n", "2026-11-19");
    desk.deliver("visits.csv.dates.yaml", content);
    expect((await inUse()).dates).toMatchObject({ covers: null, published: null });
    expect(desk.log.at(-1)).toContain("pull      visits: the answer was not used: ");
    expect(desk.log.at(-1)).toContain(message);
    expect(desk.log.at(-1)).not.toContain(desk.inbox);
  });

  it("beside nothing is a file that no source recognises", async () => {
    desk.deliver("gone.csv.dates.yaml", answer);
    expect((await desk.pull(dated)).unrecognised).toEqual(["aaaa.csv.dates.yaml (95 bytes)"]);
  });
});
