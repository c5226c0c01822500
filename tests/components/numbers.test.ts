import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  formatBytes,
  formatCount,
  formatDecimal,
  formatNumber,
  formatSeconds,
  formatShare,
  formatShort,
  formatSigned,
  formatTick,
  shownDifference,
  withDecimals,
} from "../../components/words/numbers.js";
import { repositoryRoot } from "../../loaders/store/paths.js";

const places = fc.integer({ min: 0, max: 4 });
/** Numbers as people write them, with halves among them. */
const written = fc
  .record({ digits: fc.integer({ min: -99_999_999, max: 99_999_999 }), decimals: fc.nat(5) })
  .map(({ digits, decimals }) => ({ digits, decimals, value: Number(`${digits}e-${decimals}`) }));

/** By whole numbers alone: the digits of a written number to so many places, halves away from nought. */
function rounded({ digits, decimals }: { digits: number; decimals: number }, to: number): string {
  const unit = 10n ** BigInt(decimals);
  const scaled = BigInt(Math.abs(digits)) * 10n ** BigInt(to);
  const whole = String((2n * scaled + unit) / (2n * unit)).padStart(to + 1, "0");
  const head = whole.slice(0, whole.length - to).replace(/\B(?=(\d{3})+$)/g, ",");
  const text = to === 0 ? head : `${head}.${whole.slice(-to)}`;
  return digits < 0 && /[1-9]/.test(text) ? `−${text}` : text;
}

const read = (text: string) => Number(text.replace("−", "-").replace(/[^\d.-]/g, ""));

describe("a number for a reader", () => {
  it("is rounded as it is written, halves away from nought, with separators and a true minus", () => {
    fc.assert(
      fc.property(written, places, (number, to) => {
        expect(formatDecimal(number.value, to)).toBe(rounded(number, to));
      }),
    );
    expect([1.005, -1.005, 0.125, 2.5, -2.5].map((value) => formatDecimal(value, 2))).toEqual([
      "1.01",
      "−1.01",
      "0.13",
      "2.50",
      "−2.50",
    ]);
  });

  it("is the same in a sentence as in a file", () => {
    fc.assert(
      fc.property(written, places, ({ value }, to) => {
        expect(read(formatDecimal(value, to))).toBe(withDecimals(value, to));
      }),
    );
  });

  it("of a percentage has one decimal, of a count none, whatever its size or sign", () => {
    fc.assert(
      fc.property(written, ({ value }) => {
        expect(formatNumber(value, "percent")).toMatch(/^−?\d{1,3}(,\d{3})*\.\d%$/);
        expect(formatNumber(value, "children")).toMatch(/^−?\d{1,3}(,\d{3})*$/);
        expect(formatNumber(value, "per 1,000 children")).toBe(formatDecimal(value, 1));
        expect(formatNumber(-value, "percent")).toBe(
          /[1-9]/.test(formatNumber(value, "percent"))
            ? `−${formatNumber(value, "percent")}`.replace("−−", "")
            : formatNumber(value, "percent"),
        );
      }),
    );
    expect([
      formatNumber(1234.4, "pounds"),
      formatNumber(-0.04, "percent"),
      formatNumber(0.355, "places per child"),
    ]).toEqual(["£1,234", "0.0%", "0.36"]);
  });

  it("of a count is whole", () => {
    expect([0, 999.5, 1234567, -1200].map(formatCount)).toEqual(["0", "1,000", "1,234,567", "−1,200"]);
  });

  it("with a sign tells a rise from a fall, and nought from both", () => {
    expect([4.16, -2, 0.04, -0.04, 0].map((value) => formatSigned(value, 1))).toEqual([
      "+4.2",
      "−2.0",
      "0",
      "0",
      "0",
    ]);
    expect(formatSigned(1234, 0)).toBe("+1,234");
  });

  it("on a scale has no more decimals than it needs", () => {
    expect([1200, 0.25, 0.1 + 0.2, -2, -0].map(formatShort)).toEqual(["1,200", "0.25", "0.3", "−2", "0"]);
    expect([formatTick(25, "percent"), formatTick(1200, "per 1,000 children")]).toEqual(["25%", "1,200"]);
  });
});

describe("a share for a reader", () => {
  it("never reads as none where there is some, nor as all where there is less", () => {
    fc.assert(
      fc.property(fc.nat(100_000), fc.nat(100_000), fc.nat(2), (a, b, to) => {
        const [part, whole] = [Math.min(a, b), Math.max(a, b)];
        const text = formatShare(part, whole, to);
        if (text === formatShare(0, 1, to)) expect(part).toBe(0);
        if (text === formatShare(1, 1, to)) expect(part).toBe(whole);
        if (/^\d/.test(text))
          expect(Math.abs(read(text) - (100 * part) / (whole || 1))).toBeLessThanOrEqual(0.5001 / 10 ** to);
      }),
    );
    expect([formatShare(1, 8), formatShare(1, 3000), formatShare(2999, 3000), formatShare(0, 0)]).toEqual([
      "12.5%",
      "less than 0.1%",
      "more than 99.9%",
      "0.0%",
    ]);
    expect([formatShare(1, 300, 0), formatShare(299, 300, 0)]).toEqual(["less than 1%", "more than 99%"]);
  });
});

it("a difference is that of the numbers as they are written", () => {
  fc.assert(
    fc.property(written, written, ({ value: a }, { value: b }) => {
      const shown = shownDifference(a, b, "percent");
      const own = read(formatNumber(a, "percent")) - read(formatNumber(b, "percent"));
      expect(shown).toBeCloseTo(own, 6);
      expect(formatNumber(shown, "percent")).toBe(formatNumber(own, "percent"));
    }),
  );
});

it("a size and a time have two digits or a whole number", () => {
  expect([12, 383_400, 999_700, 1_250_000, 9_960_000, 64_000_000, 1.25e9].map(formatBytes)).toEqual([
    "1 KB",
    "383 KB",
    "1.0 MB",
    "1.3 MB",
    "10 MB",
    "64 MB",
    "1.3 GB",
  ]);
  expect([0, 12_345, 600_049].map(formatSeconds)).toEqual(["0.0 s", "12.3 s", "600.0 s"]);
});

it("no other module writes numbers for people", () => {
  const others = [
    "components/words/numbers.ts",
    // Moments.
    "components/words/format.ts",
    // In other languages than English, by their own rules.
    "components/messages/functions.ts",
    // Lengths in a style, and places on the globe.
    "components/access/choices.ts",
    "components/charts/mini-bars.ts",
    "loaders/briefings/ward-shapes.ts",
  ];
  const writers = ["components", "loaders", "workspace"]
    .flatMap((room) =>
      readdirSync(join(repositoryRoot, room), { recursive: true, encoding: "utf8" }).map(
        (name) => `${room}/${name.replaceAll("\\", "/")}`,
      ),
    )
    .filter((file) => file.endsWith(".ts") && !others.includes(file))
    .filter((file) =>
      /toLocaleString|toFixed\(|Intl\.NumberFormat/.test(readFileSync(join(repositoryRoot, file), "utf8")),
    );
  expect(writers, "write them with components/words/numbers.ts").toEqual([]);
});
