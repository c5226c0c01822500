import { afterEach, expect, test, vi } from "vitest";
import { dueBetween, isSchedule, nextTime } from "../../loaders/registry/schedule.js";
import { type Timetable, watchSchedule } from "../../workspace/serve/schedule.js";

const london = "Europe/London";
const times = (schedule: string, from: string, many = 3) => {
  const found: string[] = [];
  let at = new Date(from);
  for (let i = 0; i < many; i++) {
    at = nextTime(schedule, london, at)!;
    found.push(at.toISOString().slice(0, 16));
  }
  return found;
};

test("six in the morning is six in the morning when clocks go forward and when they go back", () => {
  expect(times("0 6 * * *", "2027-03-27T00:00:00Z")).toEqual([
    "2027-03-27T06:00",
    "2027-03-28T05:00",
    "2027-03-29T05:00",
  ]);
  expect(times("0 6 * * *", "2026-10-24T00:00:00Z")).toEqual([
    "2026-10-24T05:00",
    "2026-10-25T06:00",
    "2026-10-26T06:00",
  ]);
});

test("a time that is skipped is the moment of the change, and one that comes twice counts once", () => {
  expect(times("30 1 * * *", "2027-03-27T12:00:00Z", 2)).toEqual(["2027-03-28T01:00", "2027-03-29T00:30"]);
  expect(times("30 1 * * *", "2026-10-24T12:00:00Z", 2)).toEqual(["2026-10-25T00:30", "2026-10-26T01:30"]);
  expect(times("*/30 * * * *", "2026-10-25T00:10:00Z", 4)).toEqual([
    "2026-10-25T00:30",
    "2026-10-25T01:00",
    "2026-10-25T01:30",
    "2026-10-25T02:00",
  ]);
});

test.each([
  ["0 6 * * 1-5", true],
  ["*/5 * * * *", true],
  ["0 6 * *", false],
  ["0 0 6 * * *", false],
  ["0 25 * * *", false],
  ["0 0 31 2 *", false],
  ["at dawn", false],
])("%s: %s", (text, is) => {
  expect(isSchedule(text)).toBe(is);
});

test("only sources whose time has come are due", () => {
  const sources = [
    { id: "daily", schedule: "0 6 * * *" },
    { id: "weekly", schedule: "0 6 * * 1" },
    { id: "never" },
  ];
  const due = (from: string, to: string) =>
    dueBetween(sources, london, { from: new Date(from), to: new Date(to) });
  expect(due("2026-11-28T05:59:00Z", "2026-11-28T06:00:00Z")).toEqual(["daily"]);
  expect(due("2026-11-28T06:00:00Z", "2026-11-28T23:00:00Z")).toEqual([]);
  // A machine that slept from Saturday to Tuesday.
  expect(due("2026-11-28T06:00:00Z", "2026-12-01T05:00:00Z")).toEqual(["daily", "weekly"]);
});

afterEach(() => {
  vi.useRealTimers();
});

/** A schedule watched by a clock that the test sets, a second a look. */
function watched(onDue: (sources: string[]) => Promise<void> = async () => {}) {
  vi.useFakeTimers();
  const clock = { at: new Date("2026-11-30T05:59:59Z") };
  const table: Timetable = { sources: [{ id: "visits", schedule: "0 6 * * *" }], timeZone: london };
  const set = { table: () => table };
  const calls = vi.fn(onDue);
  const stop = watchSchedule(() => set.table(), calls, { interval: 1000, now: () => clock.at });
  return {
    ...{ calls, set, stop },
    to: async (time: string) => {
      clock.at = new Date(time);
      await vi.advanceTimersByTimeAsync(1000);
    },
  };
}

test("each time comes once, also after a sleep of days, a clock set back, or a registry that is broken for a while", async () => {
  const { calls, set, stop, to } = watched();
  await to("2026-11-30T06:00:00Z");
  await to("2026-11-30T06:00:01Z");
  expect(calls.mock.calls).toEqual([[["visits"]]]);
  await to("2026-12-04T09:00:00Z");
  expect(calls).toHaveBeenCalledTimes(2);
  // A clock that was ahead by a year is set right: the next morning comes all the same.
  await to("2027-12-04T05:00:00Z");
  await to("2026-12-04T09:01:00Z");
  expect(calls).toHaveBeenCalledTimes(3);
  await to("2026-12-05T06:00:00Z");
  expect(calls).toHaveBeenCalledTimes(4);
  const { table } = set;
  set.table = () => {
    throw new Error("a mistake in a file");
  };
  await to("2026-12-05T07:00:00Z");
  set.table = table;
  await to("2026-12-06T06:00:00Z");
  expect(calls).toHaveBeenCalledTimes(5);
  stop();
  await to("2026-12-07T06:00:00Z");
  expect(calls).toHaveBeenCalledTimes(5);
});

test("what passed while one was under way counts as one", async () => {
  let end: () => void = () => {};
  const { calls, to } = watched(() => new Promise((resolve) => (end = resolve)));
  await to("2026-11-30T06:00:00Z");
  await to("2026-12-02T07:00:00Z");
  expect(calls).toHaveBeenCalledTimes(1);
  end();
  await to("2026-12-02T07:00:01Z");
  await to("2026-12-02T07:00:02Z");
  expect(calls).toHaveBeenCalledTimes(2);
});
