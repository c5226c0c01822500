import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Asked } from "../../components/notebook/asked.js";
import { observationTable } from "../../components/tables/table.js";
import type { Observation } from "../../components/words/status.js";
import type { AreaList } from "../../loaders/briefings/area-list.json.js";
import type { AreaPageList } from "../../loaders/public/area-pages.json.js";
import { Random } from "../../workspace/sample/random.js";
import { fences } from "../guides/guide.js";
import { isSoaking, isTimeLeft } from "../soak.js";
import { faultsOf } from "./against-tables.js";
import { standInBrowser } from "./browser-globals.js";
import { briefingQuestionOf, choicesOf, type Setting, takeUpChoices } from "./choices.js";
import { Page } from "./page.js";
import type { Passage, Table } from "./reader.js";
import { asRead } from "./texts.js";
import { isPublishedThere, type PageData, publishedData, sampleData } from "./worlds.js";

standInBrowser();

// The usual run reads the first page for families, take-up and profiles, and one in so many choices; a soak all pages, and one in
// four of all combinations, others each time.
const all = isSoaking;
const usual = ["public/index", "explore/take-up"];
const each = { page: 200, area: 40, ward: 80, indicator: 8 };

/** Faults found in many readings, one of a kind: what differs in numbers alone is the same. */
class Faults {
  readonly #found = new Map<string, string>();
  readings = 0;

  read(passages: readonly Passage[], choices: Setting): void {
    this.readings += 1;
    for (const passage of passages)
      for (const { rule, detail } of faultsOf(passage)) {
        const kind = `${rule}: ${detail.replace(/\d+/g, "#")}`;
        if (!this.#found.has(kind))
          this.#found.set(
            kind,
            `${rule}: ${detail}\n  in “${passage.text}”\n  with ${JSON.stringify(choices)}`,
          );
      }
  }

  told(): string {
    return [...this.#found.values()].slice(0, 20).join("\n");
  }
}

/** The figures of all areas together, which charts are drawn beside. */
function cityOf(choices: Setting): Table[] {
  const asked = choices.asked as Asked | undefined;
  if (!asked?.citySeries) return [];
  const of = (row: Observation) => row.area_name ?? row.area;
  return [
    asRead(observationTable(asked.citySeries, asked.indicator.unit, { label: "Area", of }), "cityRows"),
  ];
}

/** Worlds to read pages over: a title, and how their page data sets come to be. */
const worlds = {
  sample: { title: "over the sample", make: sampleData, there: true },
  published: {
    title: isPublishedThere
      ? "over published data alone"
      : "over published data alone (skipped: the published files are not there; set EARLY_YEARS_REAL)",
    make: publishedData,
    there: isPublishedThere,
  },
};

/**
 * Tests that pages say nothing that their tables deny: with `takeUp` the page of take-up, which has by far the most choices,
 * else all others. A soak reads other combinations with each seed.
 */
export function readPages(world: keyof typeof worlds, { takeUp = false, seed = 1 } = {}): void {
  const { title, make, there } = worlds[world];
  const random = new Random(seed);
  const isPassedOver = (turn: number, each = 1) =>
    isSoaking ? !isTimeLeft() || random.next() > 0.25 : turn % each > 0;
  describe.skipIf(!there)(title, () => {
    let data: PageData;
    beforeAll(async () => {
      data = await make();
    });
    afterAll(() => data?.remove());

    const read = all ? Object.keys(choicesOf) : usual;
    it.each(read.filter((path) => (path === "explore/take-up") === takeUp))(
      "%s says nothing that its tables deny",
      async (path) => {
        const page = await Page.open(path, data.read);
        const faults = new Faults();
        let turn = 0;
        for await (const choices of choicesOf[path]!(page, all)) {
          if (isPassedOver(turn++, each.page) && faults.readings > 0) continue;
          await page.choose(choices);
          faults.read(page.passages({ changed: faults.readings > 0, also: cityOf(choices) }), choices);
        }
        expect(faults.told()).toBe("");
        expect(faults.readings).toBeGreaterThan(0);
      },
    );

    it.skipIf(takeUp)("the profile of every area says nothing that its tables deny", async () => {
      const list = JSON.parse(Buffer.from(data.read("briefings/area-list.json")).toString()) as AreaList;
      const faults = new Faults();
      for (const about of list.filter((_, i) => isSoaking || i % each.area === 0)) {
        const page = await Page.openFor("briefings/areas/[area]", { ...about }, data.read);
        await page.choose();
        faults.read(page.passages(), { area: about.name });
      }
      expect(faults.told()).toBe("");
      expect(faults.readings).toBeGreaterThan(0);
    });

    it.skipIf(takeUp)("the page of a ward says nothing that its tables deny", async () => {
      const list = JSON.parse(Buffer.from(data.read("public/area-pages.json")).toString()) as AreaPageList;
      const faults = new Faults();
      for (const about of list.filter((_, i) => isSoaking || i % each.ward === 0)) {
        const page = await Page.openFor("public/areas/[slug]", { ...about }, data.read);
        await page.choose();
        faults.read(page.passages(), { area: about.name });
      }
      expect(faults.told()).toBe("");
      expect(faults.readings).toBeGreaterThan(0);
    });

    it.runIf(takeUp && isSoaking)("leads and notes say of every choice what its table says", async () => {
      const page = await Page.open("explore/take-up", data.read);
      const faults = new Faults();
      let turn = 0;
      for await (const choices of takeUpChoices(page, all)) {
        if (isPassedOver(turn++)) continue;
        await page.chooseFor(["lead(", "notes("], choices);
        const { asked } = choices;
        const of = (row: Observation) => row.area_name ?? row.area;
        const besides = [asked.rows, asked.citySeries].map((rows, i) =>
          asRead(
            observationTable(rows, asked.indicator.unit, { label: "Area", of }),
            i === 0 ? "current" : "cityRows",
          ),
        );
        faults.read(page.passages({ changed: true, besides }), choices);
      }
      expect(faults.told()).toBe("");
      if (isTimeLeft()) expect(faults.readings).toBeGreaterThan(12);
    });

    it.skipIf(takeUp)("the page of the first guide says nothing that its table denies", async () => {
      const [source] = fences("first-page.md", "md");
      const page = await Page.of(source!, "briefings/my-first-page", data.read);
      const faults = new Faults();
      const question = briefingQuestionOf(page);
      for (const [i, { value: indicator }] of (await question({})).offers.indicator.entries()) {
        if (!isSoaking && i % each.indicator > 0) continue;
        const asked = await question({ indicator });
        await page.choose({ asked });
        faults.read(page.passages({ also: cityOf({ asked }) }), { indicator });
      }
      expect(faults.told()).toBe("");
      expect(faults.readings).toBeGreaterThan(0);
    });
  });
}
