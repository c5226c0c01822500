import fc from "fast-check";
import { expect, test } from "vitest";
import { distances, nearest, usualDistance } from "../../loaders/briefings/similar-areas.js";
import { RegistryError } from "../../loaders/registry/read-yaml.js";
import { checkSimilarAreas, readSimilarAreas } from "../../loaders/registry/similar-areas.js";

const areas = ["A", "B", "C", "D"];
const table = { first: [10, 20, 30, 15], second: [1, 1.5, 0.5, 3], third: [300, 100, 250, 120] };
const characteristics = (weights: [number, number, number]) =>
  Object.entries(table).map(([indicator, values], i) => ({
    indicator,
    weight: weights[i]!,
    values: new Map(areas.map((area, j) => [area, values[j]!])),
  }));

// SciPy 1.17: pdist(X, "seuclidean", V=X.var(ddof=1)) / sqrt(3), and minkowski(…, 2, w) / sqrt(sum(w)) of the same in standard deviations.
test("are as far apart as SciPy's standardised Euclidean distance has them", () => {
  const equal = distances(characteristics([1, 1, 1]), areas);
  expect(equal("A", "B").distance).toBeCloseTo(1.38690835, 7);
  expect(equal("B", "D").distance).toBeCloseTo(0.87811861, 7);
  expect(equal("C", "D").distance).toBeCloseTo(1.84489817, 7);
  const weighted = distances(characteristics([3, 1, 1]), areas);
  expect(weighted("A", "B").distance).toBeCloseTo(1.304868, 5);
  expect(weighted("A", "C").distance).toBeCloseTo(1.840271, 5);
  expect(weighted("B", "D").distance).toBeCloseTo(0.774466, 5);
});

test("the nearest come first, each with what it differs in most", () => {
  expect(nearest(characteristics([1, 1, 1]), areas, 2).get("A")).toMatchObject([
    { code: "B", differsIn: "third" },
    { code: "C", differsIn: "first" },
  ]);
  expect(usualDistance(characteristics([1, 1, 1]), areas)).toBeCloseTo((1.38690835 + 1.40967513) / 2, 7);
  expect(usualDistance(characteristics([1, 1, 1]), ["A"])).toBeNull();
});

test("neither units nor a characteristic that is the same everywhere change who is alike", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 99 }), fc.integer({ min: 0, max: 99 })), {
        minLength: 3,
        maxLength: 9,
      }),
      fc.integer({ min: 2, max: 1000 }),
      (rows, scale) => {
        const codes = rows.map((_, i) => `W${i}`);
        const of = (column: 0 | 1, times: number) => ({
          indicator: `c${column}`,
          weight: 1,
          values: new Map(codes.map((code, i) => [code, rows[i]![column] * times])),
        });
        const same = { indicator: "same", weight: 5, values: new Map(codes.map((code) => [code, 7])) };
        const plain = distances([of(0, 1), of(1, 1)], codes);
        const other = distances([of(0, scale), same, of(1, 1)], codes);
        for (const one of codes)
          for (const two of codes) expect(other(one, two).distance).toBeCloseTo(plain(one, two).distance, 9);
      },
    ),
  );
});

test("areas are never alike by what they are compared in", () => {
  const about = ["idaci", "income-deprivation"].map((id) => ({ id, theme: "deprivation" }));
  expect(() => checkSimilarAreas(readSimilarAreas(), about)).toThrow(
    /similar-areas\.yaml: characteristics\.2\.indicator: education-deprivation is not in data\/indicators/,
  );
  const outcomes = { id: "education-deprivation", theme: "outcomes" };
  expect(() => checkSimilarAreas(readSimilarAreas(), [...about, outcomes])).toThrow(RegistryError);
  expect(() => checkSimilarAreas(readSimilarAreas(), [...about, outcomes])).toThrow(
    /is about outcomes\. Areas are alike by who lives there/,
  );
});
