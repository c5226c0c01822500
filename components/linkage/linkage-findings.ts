import type { Linkage } from "../../loaders/briefings/linkage.json.js";
import { beyondChance } from "../words/beyond-chance.js";
import { notKnown } from "../words/composition.js";
import { categoryName } from "../words/format.js";

export type Group = Linkage["groups"][number];

/** What a record can come to, in the order of the page, with what it means. */
export const outcomeWords: Record<string, string> = {
  match:
    "Joined to at least one other record of the same child, by exact rules, by probability or by a person’s review.",
  "potential match": "Like another record, but not enough to be joined. Waits for a person to look at it.",
  "low confidence": "A little like another record. Too unlikely to be worth a person’s time; not joined.",
  "many matches": "Fits several children equally well. Nobody can tell which, so it was joined to none.",
  "no match":
    "No other record is like it: the only one of its child, or written too differently to be found.",
};

/** Sources whose own records name children, each with its link rate with the register; the register itself is left out. */
export function ratesWithRegister({ sources, pairs, register }: Linkage) {
  return sources
    .map((source) => ({
      ...source,
      rate: pairs.find((pair) => pair.source === source.id && pair.other === register),
    }))
    .filter((source) => source.id !== register && source.follows === null && source.rate !== undefined)
    .map((source) => ({ ...source, rate: source.rate! }));
}

/** A source's groups by one breakdown that have any child. */
export function groupsOf({ groups }: Linkage, source: string, breakdown: string): Group[] {
  return groups.filter((g) => g.source === source && g.breakdown === breakdown && g.persons > 0);
}

/** All children of a source. */
export function wholeOf(linkage: Linkage, source: string): Group | undefined {
  return groupsOf(linkage, source, "all")[0];
}

/** Breakdowns by which linkage is judged. Years of birth say whom a source holds, not how well it links. */
export const judged = ["ethnic_group", "deprivation_quintile", "sex"] as const;

/** Groups below the rate of all children of their source by more than chance, the lowest first. “Not known” is no group. */
export function behind(linkage: Linkage, source: string, breakdowns: readonly string[] = judged): Group[] {
  const whole = wholeOf(linkage, source)?.value;
  if (whole === undefined || whole === null) return [];
  return breakdowns
    .flatMap((breakdown) => groupsOf(linkage, source, breakdown))
    .filter(({ category }) => category !== notKnown)
    .filter(
      (group) =>
        beyondChance({ ...group, numerator: group.linked, denominator: group.persons }, whole, "percent") ===
        "lower",
    )
    .sort((a, b) => a.value! - b.value!);
}

/** A group's name in a sentence or a chart. */
export function groupName(
  linkage: Pick<Linkage, "shapes">,
  { breakdown, category }: Pick<Group, "breakdown" | "category">,
): string {
  if (category === "Not known")
    return breakdown === "ward" || breakdown === "deprivation_quintile"
      ? "Not known, or outside the city"
      : "Not known";
  if (breakdown === "ward") return linkage.shapes.find((shape) => shape.code === category)?.name ?? category;
  return categoryName(breakdown, category);
}

/** Records by outcome, of all sources together. */
export function outcomeTotals({ outcomes }: Linkage): { outcome: string; records: number }[] {
  return Object.keys(outcomeWords).map((outcome) => ({
    outcome,
    records: outcomes.filter((row) => row.outcome === outcome).reduce((sum, row) => sum + row.records, 0),
  }));
}

/** By source and threshold, how far the link rate lies from the one at the threshold in use, in percentage points. */
export function changesByThreshold({ thresholds, settings, sources }: Linkage) {
  const inUse = settings.match ?? 0.95;
  return sources.flatMap(({ id, title }) => {
    const own = thresholds.filter((row) => row.source === id && row.value !== null);
    const now = nearest(own, inUse);
    if (!now) return [];
    return [
      {
        key: id,
        label: title,
        now,
        shifted: own
          .filter((row) => row !== now)
          .map((row) => ({
            key: id,
            label: title,
            threshold: row.threshold,
            change: row.value! - now.value!,
          })),
      },
    ];
  });
}

function nearest<T extends { threshold: number }>(rows: readonly T[], threshold: number): T | undefined {
  return [...rows].sort((a, b) => Math.abs(a.threshold - threshold) - Math.abs(b.threshold - threshold))[0];
}
