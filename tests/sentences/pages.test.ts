import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { faultsOf } from "./against-tables.js";
import { standInBrowser } from "./browser-globals.js";
import { choicesOf } from "./choices.js";
import { Page } from "./page.js";
import { isPublishedThere, type PageData, publishedData, sampleData } from "./worlds.js";

standInBrowser();

// EARLY_YEARS_SENTENCES=all reads every combination; the usual run reads every choice at least once.
const all = process.env.EARLY_YEARS_SENTENCES === "all";

function readEveryPage(name: string, make: () => Promise<PageData>, there = true): void {
  describe.skipIf(!there)(
    there ? name : `${name} (skipped: the published files are not there; set EARLY_YEARS_REAL)`,
    () => {
      let data: PageData;
      beforeAll(async () => {
        data = await make();
      });
      afterAll(() => data?.remove());

      it.each(Object.keys(choicesOf))(
        "%s says nothing that its tables deny",
        { timeout: 3_600_000 },
        async (path) => {
          const page = await Page.open(path, data.read);
          const faults = new Map<string, string>();
          let readings = 0;
          const read = new Set<string>();
          for await (const choices of choicesOf[path]!(page, all)) {
            await page.choose(choices);
            for (const passage of page.passages({ changed: readings > 0 }))
              for (const { rule, detail } of faultsOf(passage)) {
                // One of a kind is enough to read.
                const kind = `${rule}: ${detail.replace(/\d+/g, "#")}`;
                if (!faults.has(kind))
                  faults.set(
                    kind,
                    `${rule}: ${detail}\n  in “${passage.text}”\n  with ${JSON.stringify(choices)}`,
                  );
              }
            readings += 1;
            read.add(JSON.stringify(choices));
          }
          expect([...faults.values()].slice(0, 20).join("\n")).toBe("");
          expect(readings).toBeGreaterThan(0);
        },
      );
    },
  );
}

readEveryPage("over the sample", sampleData);
readEveryPage("over published data alone", publishedData, isPublishedThere);
