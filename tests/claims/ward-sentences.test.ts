import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { parse } from "yaml";
import { currentStore } from "../../loaders/store/paths.js";
import { claimsOfPage } from "../../workspace/authoring/review/page-claims.js";
import { check } from "../../workspace/commands/check.js";
import { entryOf, manifestOf } from "../site/small-site.js";

// Of 100 children of Ash 10 have a place, which is beyond chance below the city's 50; the figure that is shown to readers, and
// that the summary has, is 50, which is not. What the page of the ward says of it does not hold.
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "ward-sentences-"));
  vi.stubEnv("EARLY_YEARS_STORE", join(folder, "store"));
  vi.stubEnv("EARLY_YEARS_INBOX", join(folder, "inbox"));
  const figure = (numerator: number) => ({
    ...{ numerator, denominator: 100, value: 50, lower: null, upper: null, status: "value" },
  });
  const summary = (numerator: number) => ({
    ...{ city: { code: "C", name: "Treeton" }, sample: false, roundedTo: 5, trends: [] },
    wards: [{ code: "E01", name: "Ash" }],
    measures: [
      {
        ...{ id: "two-year-old-take-up", shortName: "Take-up", unit: "percent", source: "Headcount" },
        ...{ period: "2025/26", periodStart: "2025-09-01", asOf: "2026-08-31", country: null, pooled: null },
        ...{ city: { value: 50, lower: null, upper: null, status: "value" }, wards: [figure(numerator)] },
      },
    ],
  });
  const { messages } = parse(readFileSync("data/translations/en.yaml", "utf8"));
  const sets: Record<string, object> = {
    "public/summary.json": summary(50),
    "public/area-pages.json": [{ slug: "ash" }],
    "public/ward-ash.json": summary(10),
    "public/messages-areas-en.json": { language: "en", awaiting: [], messages: messages.areas },
  };
  const store = currentStore();
  mkdirSync(store.pages, { recursive: true });
  const entries = Object.entries(sets).map(([name, set]) => {
    const text = JSON.stringify(set);
    const entry = entryOf(name, text);
    writeFileSync(join(store.pages, entry.file), text);
    return [name, entry] as const;
  });
  writeFileSync(store.manifest, JSON.stringify(manifestOf(Object.fromEntries(entries))));
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

const untrue = "Ash is lower than Treeton by more than chance. That says where to look, not why.";
const address = "public/areas/[slug]";

test("at its review, the page of a ward is found to say what its figures do not bear out", async () => {
  const found = await claimsOfPage(address, readFileSync(`docs/${address}.md`, "utf8"));
  expect(found.map(({ sentence, state }) => [sentence, state])).toEqual([
    [expect.stringMatching(/^In Ash, about 50 in every 100 two-year-olds/), "holds"],
    [untrue, "fails"],
  ]);
});

test("the check of all pages names the page of a ward, and the sentence", async () => {
  const lines: string[] = [];
  vi.spyOn(console, "log").mockImplementation((line: string) => void lines.push(line));
  try {
    expect(await check.run({ values: {}, positionals: [] })).toBe(1);
  } finally {
    vi.restoreAllMocks();
  }
  expect(lines.filter((line) => line.includes("[slug]"))).toEqual([
    expect.stringContaining(`docs/${address}.md:1: “${untrue}” no longer holds`),
  ]);
});
