import { afterAll, beforeAll, expect, test } from "vitest";
import { type Delivered, freshnessOf, freshnessText } from "../../components/catalogue/freshness.js";
import { sourceStates } from "../../loaders/briefings/source-states.js";
import { metadataRecord } from "../../loaders/registry/metadata.js";
import { readSources } from "../../loaders/registry/source.js";
import { describeReal, publishedWorld, type World } from "./world.js";

const day = "2026-11-28";

describeReal("the dates of published files", () => {
  let world: World;
  let states: Map<string, Delivered>;
  beforeAll(async () => {
    world = await publishedWorld();
    states = new Map(
      sourceStates(readSources(), { sources: world.entries }).map((state) => [state.id, state]),
    );
  });
  afterAll(() => world?.remove());

  test("a register of 2021 and results of 2021/22 are not in date", () => {
    const text = (id: string) => freshnessText(states.get(id)!, day);
    expect(text("settings-register")).toBe("Out of date since 1 June 2022");
    expect(text("eyfsp-headline")).toBe("Out of date since 1 September 2024");
    expect(text("asq3-by-authority")).toMatch(/^Out of date since/);
    expect(text("postcode-directory")).toBe("Cannot be judged: nothing says what period it covers");
  });

  test("nothing is in date of which nobody says what it covers, and nothing rests on when a file was saved", () => {
    for (const state of states.values()) {
      if (freshnessOf(state, day) === "current") expect(state.covers).not.toBeNull();
      if (state.asOfIs !== "received" && state.asOf) expect(state.asOf < "2026-06-01").toBe(true);
    }
    expect([...states.values()].filter(({ asOfIs }) => asOfIs === "received")).toHaveLength(1);
  });

  test("what files cover and when they were published is what their publishers say", async () => {
    const found = await world.db.rows(`
      SELECT source, min(covers_from)::VARCHAR AS "from", max(covers_to)::VARCHAR AS "to", max(published)::VARCHAR AS published
      FROM extract GROUP BY source ORDER BY source`);
    const known = Object.fromEntries(found.map(({ source, ...dates }) => [source, Object.values(dates)]));
    expect(known).toMatchObject({
      "census-ethnic-group": ["2021-03-21", "2021-03-21", "2022-11-29"],
      "census-overcrowding": ["2021-03-21", "2021-03-21", "2023-01-05"],
      "childminder-register": ["2025-03-31", "2025-03-31", null],
      "deprivation-2025": [null, null, "2025-10-30"],
      "eyfsp-headline": ["2021-09-01", "2022-08-31", "2022-11-24"],
      "eyfsp-headline-2013-2018": ["2012-09-01", "2018-08-31", null],
      lait: ["2013-01-01", "2026-04-08", "2026-04-08"],
      "lsoa-ward-lookup": ["2024-01-01", "2024-12-31", null],
      schools: ["2025-05-24", "2025-05-24", "2025-05-24"],
      "settings-register": ["2021-08-31", "2021-08-31", null],
      "small-area-population-2020": ["2020-06-30", "2020-06-30", null],
      "statistical-neighbours": ["2025-05-01", "2025-05-31", null],
      "ward-boundaries": ["2025-01-01", "2025-12-31", null],
    });
  });

  test("figures and records bear those dates", async () => {
    const dates = await world.db.rows(`
      SELECT DISTINCT source, period, as_of::VARCHAR AS as_of FROM observation
      WHERE source IN ('eyfsp-headline', 'asq3-by-authority', 'eyfsp-headline-2013-2018') AND as_of IS NOT NULL
        AND period IN ('2012/13', '2021/22') ORDER BY ALL`);
    expect(dates.map((row) => Object.values(row))).toEqual([
      ["asq3-by-authority", "2021/22", "2022-03-31"],
      ["eyfsp-headline", "2021/22", "2022-11-24"],
      ["eyfsp-headline-2013-2018", "2012/13", "2018-08-31"],
    ]);
    const source = readSources().find(({ id }) => id === "eyfsp-headline")!;
    expect(metadataRecord(source, world.entries[source.id]!.extracts)).toMatchObject({
      issued: "2022-11-24",
      modified: "2022-11-24",
      description: expect.stringContaining("It covers 2021-09-01 to 2022-08-31.") as string,
    });
  });
});
