import { describe, expect, it } from "vitest";
import { lookedBefore } from "../../components/briefing/looked.js";
import { movedFigures, movedSince, movesInWords, sinceWhen } from "../../components/briefing/moved.js";
import type { Moves } from "../../loaders/briefings/moves.json.js";
import { faultsOf } from "../sentences/against-tables.js";
import { standInBrowser } from "../sentences/browser-globals.js";
import { sentencesOf } from "../sentences/reader.js";

standInBrowser();

type Move = Moves["moves"][number];

const move = (given: Partial<Move>): Move => ({
  indicator: "gld",
  level: "ward",
  area: "North",
  from: { text: "60.0%", period: "2023/24" },
  to: { text: "70.0%", period: "2024/25" },
  causes: ["period"],
  verdict: "up",
  source: "Profile return",
  ...given,
});

const data: Moves = {
  sample: true,
  city: { code: "C", name: "Birmingham" },
  refreshedAt: "2026-11-20T09:00:00.000Z",
  indicators: [
    { id: "gld", name: "Good level", shortName: "Good level", polarity: "high" },
    { id: "places", name: "Places", shortName: "Places", polarity: "high" },
  ],
  moves: [
    move({
      level: "city",
      area: "Birmingham",
      from: { text: "65.0%", period: "2023/24" },
      to: { text: "66.3%", period: "2024/25" },
      verdict: "unclear",
    }),
    move({}),
    move({ area: "South", verdict: "down" }),
    move({ area: "East", verdict: "down" }),
    move({ indicator: "places", to: null, verdict: "gone", causes: ["withdrawn"] }),
    move({
      indicator: "places",
      area: "East",
      from: { text: "0.40", period: "2024" },
      to: { text: "0.41", period: "2024" },
      causes: ["corrected", "late"],
    }),
    move({ level: "group", area: "Free school meals" }),
  ],
  since: [
    {
      at: "2026-11-20T08:00:00.000Z",
      moves: [0, 1, 2, 3, 6],
      unclear: { gld: 1 },
      unclearGroups: { gld: 2 },
    },
    { at: "2026-11-13T08:00:00.000Z", moves: [0, 1, 2, 3, 4, 5], unclear: { gld: 1 }, unclearGroups: {} },
  ],
};

describe("what moved", () => {
  it("is told since a refresh, the city first, with how much and why", () => {
    const moved = movedSince(movesInWords(data), "2026-11-20T08:00:00.000Z");
    expect(moved.text).toBe("At the refresh of 20 November 2026, the newest figures of 1 indicator moved.");
    expect(moved.items.map(({ text }) => text)).toEqual([
      "Birmingham from 65.0% (2023/24) to 66.3% (2024/25), no clear change: a new period. Up in 1 group: Free school meals. Up in 1 ward: North. Down in 2 wards: South and East. 1 other area in Birmingham has a new figure and no clear change. No clear change in 2 groups of its children.",
    ]);
    const earlier = movedSince(movesInWords(data), "2026-11-13T08:00:00.000Z");
    expect(earlier.items[1]!.text).toBe("Up in 1 ward: East. No figure any more in 1 ward: North.");
    expect(movedFigures(earlier).textContent).toContain("a corrected extract and late records");
  });

  it("leaves out what the reader has seen, and goes back as far as is kept", () => {
    const told = movesInWords(data, { on: "2026-11-14", seen: "2026-11-14T07:00:00.000Z" });
    expect(movedSince(told, "2026-11-14T07:00:00.000Z", true).items).toHaveLength(1);
    expect(movedSince(told, "2026-11-20T08:30:00.000Z", true)).toMatchObject({
      available: false,
      text: "No figure has moved since you last looked. The last refresh that moved any was on 20 November 2026.",
    });
    expect(movedSince(told, "2020-01-01T00:00:00.000Z", true).items).toHaveLength(2);
    const control = sinceWhen(told);
    expect(control.value.items).toHaveLength(1);
    expect(control.textContent).toContain("Since you last looked, on 14 November 2026");
    expect(sinceWhen(movesInWords(data)).textContent).not.toContain("you last looked");
  });

  it("says so where nothing has moved yet, and draws nothing", () => {
    const moved = sinceWhen(movesInWords({ ...data, moves: [], since: [] })).value;
    expect(moved.text).toBe("No refresh has moved a figure yet: these are the first that came.");
    expect(movedFigures(moved).hidden).toBe(true);
  });

  it("is told in sentences that the rules of sentences let pass", () => {
    for (const { at } of data.since) {
      const moved = movedSince(movesInWords(data), at);
      const texts = [moved.text, ...moved.items.map(({ text }) => text)].flatMap(sentencesOf);
      const faults = texts.flatMap((text) => faultsOf({ text, kind: "sentence", beside: [], onPage: [] }));
      expect(faults).toEqual([]);
    }
  });
});

describe("when a reader looked", () => {
  const storage = () => {
    const kept = new Map<string, string>();
    return {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => kept.set(key, value),
    } as unknown as Storage;
  };

  it("is an earlier day’s, however often a page is drawn today", () => {
    const here = storage();
    expect(lookedBefore("first", { storage: here, day: "2026-11-02" })).toBeUndefined();
    expect(lookedBefore("first", { storage: here, day: "2026-11-02" })).toBeUndefined();
    const monday = { on: "2026-11-02", seen: "first" };
    expect(lookedBefore("second", { storage: here, day: "2026-11-09" })).toEqual(monday);
    expect(lookedBefore("third", { storage: here, day: "2026-11-09" })).toEqual(monday);
    expect(lookedBefore("third", { storage: here, day: "2026-11-10" })).toEqual({
      on: "2026-11-09",
      seen: "third",
    });
  });

  it("is not known where the browser keeps nothing, or another thing", () => {
    const refusing = {
      getItem: () => {
        throw new Error("refused");
      },
    } as unknown as Storage;
    expect(lookedBefore("first", { storage: refusing, day: "2026-11-02" })).toBeUndefined();
    const other = storage();
    other.setItem("early-years-briefing-looked", "{");
    expect(lookedBefore("first", { storage: other, day: "2026-11-02" })).toBeUndefined();
  });
});
