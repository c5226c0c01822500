import { beforeEach, expect, test } from "vitest";
import { bars, summaryInWords } from "../../components/public/summary.js";
import { englishOf } from "../messages/speakers.js";
import { standInBrowser } from "../sentences/browser-globals.js";

beforeEach(() => standInBrowser());

const note = {
  ...{ date: "2026-01-31", indicators: ["two-year-old-take-up"], break: false },
  ...{ text: "The form changed.", writer: "Data steward" },
};
const drawn = (notes?: (typeof note)[]) => {
  const data = {
    ...{ city: { code: "C", name: "Treeton" }, sample: false, wards: [], roundedTo: 5 },
    measures: [
      {
        ...{ id: "two-year-old-take-up", name: "Take-up", shortName: "Take-up", unit: "percent" },
        ...{ period: "2025/26", periodStart: "2025-09-01", source: "Headcount", asOf: "2026-08-31" },
        ...{ city: { value: 62, lower: 61, upper: 63, status: "value" }, country: null, wards: [] },
        ...(notes && { notes }),
      },
    ],
  } as unknown as Parameters<typeof summaryInWords>[0];
  const asked = { ward: "", measure: "", choose: () => {} };
  return bars(summaryInWords(data, englishOf("areas")).measure("two-year-old-take-up", asked)).textContent;
};

test("a note that is meant for the public is drawn with the figures that the public reads, with its writer", () => {
  expect(drawn([note])).toContain("31 January 2026: The form changed. (Data steward)");
  expect(drawn()).not.toContain("(Data steward)");
});
