import type { Figure } from "../../components/words/findings.js";
import type { Briefing } from "../../loaders/briefings/briefing.json.js";

export const gld = "good-level-of-development";

/** A figure of the measure without a value, with what is given. */
export function figure(given: Partial<Figure>): Figure {
  return {
    indicator: gld,
    source: "Profile return",
    level: "ward",
    area: "North",
    period: "2024/25",
    period_start: "2024-09-01",
    breakdown: "all",
    category: "all",
    numerator: null,
    denominator: null,
    value: null,
    lower: null,
    upper: null,
    status: given.value === undefined ? "not_available" : "value",
    note: null,
    as_of: "2026-10-31",
    ...given,
  };
}

/** A briefing of four areas and no figures, with what is given. */
export function briefing(given: Partial<Briefing>): Briefing {
  const indicator = (id: string, polarity: "high" | "low") => ({
    id,
    name: id,
    shortName: id,
    definition: "",
    numerator: "",
    denominator: "",
    kind: "proportion",
    chance: "yes" as const,
    unit: "percent",
    polarity,
    periodType: "academic_year",
    caveats: [],
  });
  return {
    city: { code: "City", name: "City" },
    sample: true,
    indicators: [indicator(gld, "high"), indicator("two-year-old-take-up", "high"), indicator("late", "low")],
    areas: ["North", "South", "East", "City", "England"].map((name) => ({ code: name, name, level: "" })),
    wards: [],
    unplaced: [],
    series: [],
    linkage: [],
    notes: [],
    targets: [],
    joined: null,
    sourceTitles: {},
    profiles: [],
    shapes: [],
    ...given,
  };
}
