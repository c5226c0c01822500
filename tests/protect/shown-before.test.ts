import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Figure } from "../../loaders/protect/figure.js";
import { publicationsIn, shownIn } from "../../loaders/protect/shown-before.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "shown-before-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function publish(id: string, ...rows: string[]): void {
  const openData = join(folder, id, "site", "open-data");
  mkdirSync(openData, { recursive: true });
  const header = "area_code,level,period,breakdown,category,numerator,denominator";
  writeFileSync(join(openData, "good-level-of-development.csv"), [header, ...rows].join("\r\n"));
}

const figure = {
  indicator: "good-level-of-development",
  level: "ward",
  area: "W1",
  period: "2024/25",
  breakdown: "all",
  category: "all",
} as Figure;

describe("what was shown before", () => {
  it("is each number of each publication, and no suppressed one", () => {
    publish("2026-09-01-120000", "W1,ward,2024/25,all,all,30,60");
    publish("2026-10-01-120000", "W1,ward,2024/25,all,all,c,65", "W1,ward,2024/25,sex,female,15,30");
    const shown = shownIn(folder);
    expect([30, 60, 65].map((n) => [shown(figure, "numerator", n), shown(figure, "denominator", n)])).toEqual(
      [
        [true, false],
        [false, true],
        [false, true],
      ],
    );
    expect(shown({ ...figure, period: "2025/26" }, "numerator", 30)).toBe(false);
    expect(shown({ ...figure, breakdown: "sex", category: "female" }, "numerator", 15)).toBe(true);
  });

  it("is nothing of a publication that was not finished, or before there is any", () => {
    publish("1790000000000.next", "W1,ward,2024/25,all,all,30,60");
    expect(shownIn(folder)(figure, "numerator", 30)).toBe(false);
    expect(shownIn(join(folder, "none"))(figure, "numerator", 30)).toBe(false);
    publish("2026-09-01-120000", "W1,ward,2024/25,all,all,30,60");
    expect(publicationsIn(folder)).toEqual(["2026-09-01-120000"]);
    expect(publicationsIn(join(folder, "none"))).toEqual([]);
  });
});
