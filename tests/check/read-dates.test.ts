import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { checkSource } from "../../loaders/check/check-source.js";
import { learnDates } from "../../loaders/check/read-dates.js";
import { snapshotsInUse } from "../../loaders/pull/choose.js";
import type { Source } from "../../loaders/registry/source.js";
import { soak } from "../soak.js";
import { Desk, sourceFrom } from "./desk.js";

let desk: Desk;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-20T09:00:00Z") });
  desk = new Desk();
});
afterEach(() => {
  desk.close();
  vi.useRealTimers();
});

const planOf = (fingerprint: string) => ({ code: "", inputs: {}, fingerprint });
const log = () => {};

/** What is known of the dates of the extract in use after it has been checked. */
async function datesOf(source: Source, file: string, content: string | Uint8Array) {
  desk.deliver(file, content);
  const { snapshots } = await desk.pull(source);
  const { entry } = await checkSource(source, snapshots, await desk.db(), {
    store: desk.store,
    plan: planOf(content.toString()),
    log,
  });
  expect(entry.refused).toEqual([]);
  const { covers, published } = entry.extracts[0]!;
  return { covers, published, asOf: entry.asOf };
}

const day = "{ name: seen_on, headers: { any: Seen }, type: date }";
const text = (name: string) => `{ name: ${name}, headers: { any: ${name} }, type: text }`;

describe("dates inside an extract", () => {
  it("are from the oldest to the newest day of a column that came before the extract", async () => {
    const source = sourceFrom(`columns: [${day}]\ndates: { covers: [{ column: seen_on }] }`);
    expect(await datesOf(source, "visits.csv", "Seen\n2026-03-05\n2026-01-02\n2062-01-01\n\n")).toEqual({
      covers: { from: "2026-01-02", to: "2026-03-05" },
      published: null,
      asOf: "2026-03-05",
    });
  });

  it("pass over a few days long before all others, which are slips of the pen", async () => {
    const source = sourceFrom(
      `columns: [${day}, ${text("n")}]\ndates: { covers: [{ column: seen_on }] }\nid: visits`,
    );
    const rows = Array.from({ length: 2000 }, (_, i) => `2026-0${1 + (i % 9)}-01,${i}`);
    const { covers } = await datesOf(source, "visits.csv", `Seen,n\n1926-01-01,x\n${rows.join("\n")}\n`);
    expect(covers).toEqual({ from: "2026-01-01", to: "2026-09-01" });
  });

  it("are read from periods written as text, and what reads as none is passed over", async () => {
    const source = sourceFrom(
      `columns: [${text("quarter")}]\ndates: { covers: [{ column: quarter, as: month }] }`,
    );
    const content = "quarter\nJuly 2021 - September 2021\nApril 2021 - June 2021\nAnnual\n";
    expect((await datesOf(source, "visits.csv", content)).covers).toEqual({
      from: "2021-04-01",
      to: "2021-09-30",
    });
  });

  it("pass over periods that begin after the extract came", async () => {
    const source = sourceFrom(
      `columns: [${text("year")}]\ndates: { covers: [{ column: year, as: academic_year }] }`,
    );
    expect((await datesOf(source, "visits.csv", "year\n202122\n206162\n")).covers?.to).toBe("2022-08-31");
  });

  it("of years of a mid-year estimate are its days", async () => {
    const source = sourceFrom(
      `columns: [{ name: year, headers: { any: year }, type: integer }]\ndates: { covers: [{ column: year, as: calendar_year, at: 06-30 }] }`,
    );
    expect((await datesOf(source, "visits.csv", "year\n2024\n2025\n")).covers).toEqual({
      from: "2024-06-30",
      to: "2025-06-30",
    });
  });

  it("stand in a cell above the header, in a sentence", async () => {
    const source = sourceFrom(
      `columns: [${text("a")}]\nformat: { type: csv, preambleRows: 2 }\ndates: { covers: [{ cell: A1, pattern: "as at (.*)" }], published: [{ cell: B2 }] }`,
    );
    const content = '"Visits, as at 31 August 2021"\nPublished,2021-11-15\na,b\n1,2\n';
    expect(await datesOf(source, "visits.csv", content)).toEqual({
      covers: { from: "2021-08-31", to: "2021-08-31" },
      published: "2021-11-15",
      asOf: "2021-11-15",
    });
  });

  it("stand in the head of a JSON document", async () => {
    const source = sourceFrom(
      `columns: [${text("a")}]\nformat: { type: json, rows: rows }\ndates: { covers: [{ cell: head.exported }], published: [{ cell: head.none }] }`,
    );
    const content = '{"rows": [{"a": "1"}], "head": {"exported": "2026-10-31T22:00:00Z"}}';
    expect(await datesOf(source, "visits.json", content)).toMatchObject({
      covers: { from: "2026-10-31", to: "2026-10-31" },
      published: null,
    });
  });

  soak("count only where no earlier way finds any", async () => {
    const source = sourceFrom(
      `columns: [${day}]\ndates: { covers: [{ fileName: "_(\\\\d{4}-\\\\d\\\\d)", as: month }, { column: seen_on }] }`,
    );
    expect((await datesOf(source, "visits_2026-02.csv", "Seen\n2026-03-05\n")).covers?.to).toBe("2026-02-28");
    expect((await datesOf(source, "visits.csv", "Seen\n2026-03-07\n")).covers?.to).toBe("2026-03-07");
  });
});

describe("extracts that tell their dates only inside", () => {
  const source = sourceFrom(`columns: [${day}]\ndates: { covers: [{ column: seen_on }] }`);
  const chosen = () => snapshotsInUse(desk.store, source).map(({ name }) => name);

  soak(
    "are looked into once where they compete, and the one that covers the latest day is chosen",
    async () => {
      desk.deliver("visits_a.csv", "Seen\n2026-09-30\n");
      desk.deliver("visits_b.csv", "Seen\n2021-09-30\n");
      desk.deliver("visits_c.csv", "Other\n1\n");
      await desk.pull(source);
      expect(await learnDates(source, await desk.db(), desk.store, log)).toBe(true);
      expect(await learnDates(source, await desk.db(), desk.store, log)).toBe(false);
      expect(snapshotsInUse(desk.store, source, new Set())[0]!.name).not.toBe("visits_b.csv");
      const { entry } = await checkSource(source, snapshotsInUse(desk.store, source), await desk.db(), {
        store: desk.store,
        plan: planOf("1"),
        log,
      });
      expect(entry.extracts.map(({ name }) => name)).toEqual(["visits_a.csv"]);
      expect(entry.refused.map(({ name }) => name)).toEqual(["visits_c.csv"]);
    },
  );

  it("are not looked into where there is nothing to choose, nor twice", async () => {
    desk.deliver("visits_a.csv", "Seen\n2026-09-30\n");
    await desk.pull(source);
    expect(await learnDates(source, await desk.db(), desk.store, log)).toBe(false);
    desk.deliver("visits_b.csv", "Seen\n2021-09-30\n");
    await desk.pull(source);
    expect(await learnDates(source, await desk.db(), desk.store, log)).toBe(true);
    expect(await learnDates(source, await desk.db(), desk.store, log)).toBe(false);
    expect(chosen()).toEqual(["visits_a.csv"]);
  });
});
