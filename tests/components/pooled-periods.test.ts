import { describe, expect, it } from "vitest";
import { periodsOf, singlePeriods } from "../../components/figures/observations.js";
import { yearBefore } from "../../components/words/lead.js";
import { periodEnd } from "../../components/words/period-end.js";
import { tellPooled } from "../../components/words/plain-words.js";
import { pooledInWords } from "../../components/words/pooled-period.js";
import type { Observation } from "../../components/words/status.js";

const observation = (period: string, period_start: string) => ({ period, period_start }) as Observation;
const pooled = observation("2023/24 to 2025/26", "2023-09-01");
const [first, second, third] = ["2023", "2024", "2025"].map((year) =>
  observation(`${year}/${Number(year.slice(2)) + 1}`, `${year}-09-01`),
) as [Observation, Observation, Observation];

describe("several periods together, on pages", () => {
  it("come after all others in a choice, so that none is the latest by accident", () => {
    expect(periodsOf([pooled, first, third, second])).toEqual([
      "2025/26",
      "2024/25",
      "2023/24",
      "2023/24 to 2025/26",
    ]);
    expect(singlePeriods([pooled, first])).toEqual([first]);
  });

  it("are never set beside the year before, nor one year beside them", () => {
    expect(yearBefore([pooled, first, second], second)).toBe(first);
    expect(yearBefore([pooled, second], second)).toBeUndefined();
    expect(yearBefore([observation("2022/23", "2022-09-01"), first], pooled)).toBeUndefined();
  });

  it("end with the last of them", () => {
    expect(periodEnd(pooled.period, pooled.period_start)).toBe("2026-08-31");
    expect(periodEnd("Autumn terms 2023 to 2025", "2023-09-01")).toBe("2025-12-31");
  });

  it("are told in plain words", () => {
    expect(pooledInWords("Autumn terms 2023 to 2025")).toBe("the autumn terms 2023 to 2025");
    const figure = { value: 61.4, status: "value" as const };
    expect(tellPooled("two-year-old-take-up", "Acorn", figure, "Autumn terms 2023 to 2025")).toBe(
      "Over the autumn terms 2023 to 2025 taken together: in Acorn, about 61 in every 100 two-year-olds who can have a free place have one.",
    );
    expect(pooledInWords("2023/24 to 2025/26")).toBe("the years 2023/24 to 2025/26");
  });
});
