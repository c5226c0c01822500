import { z } from "zod";
import { expressionMistake } from "./expression.js";
import type { Source } from "./source.js";

export const text = z.string().trim().min(1, "must not be empty.");

export const id = text.regex(
  /^[a-z][a-z0-9-]*$/,
  "must be lower-case words joined by hyphens, as in good-level-of-development.",
);

export const columnName = text.regex(
  /^[a-z][a-z0-9_]*$/,
  "must be a column name: lower-case words joined by underscores.",
);

/** A condition or date in SQL over a source's columns. See expression.ts for what it may contain. */
export const expression = text.superRefine((value, context) => {
  const mistake = expressionMistake(value);
  if (mistake) context.addIssue({ code: "custom", message: mistake });
});

export const periodTypes = ["term", "academic_year", "financial_year", "calendar_year"] as const;
export type PeriodType = (typeof periodTypes)[number];

export const breakdowns = ["sex", "ethnic_group", "fsm", "send", "deprivation_quintile"] as const;
export type Breakdown = (typeof breakdowns)[number];

/** The names that are neither a column of the source that measure may read nor among `derived`, as mistakes. */
export function nameMistakes(
  path: string,
  source: Source,
  names: Iterable<string>,
  derived: readonly string[],
): string[] {
  const columns = source.columns.filter((c) => !c.identifier).map((c) => c.name);
  return [...names]
    .filter(
      (name) =>
        !columns.includes(name.replace(/_status$/, "")) && !columns.includes(name) && !derived.includes(name),
    )
    .map(
      (name) =>
        `${path}: “${name}” is not a column of ${source.id} that measure may read. Use one of: ${columns.join(", ")}.`,
    );
}

/** What an indicator is about, in the order in which pages group them. */
export const themes = {
  services: "Taking up services",
  outcomes: "How children do",
  provision: "Places, schools and spending",
  health: "Health",
  deprivation: "Deprivation",
  people: "People and homes",
  other: "Other measures",
} as const;
export type Theme = keyof typeof themes;

/** The category of those who are in no other, so that the categories of a breakdown add up to all. */
export const notKnown = "Not known";

/** Category values of each breakdown, in the order that pages show them. */
export const categories: Record<Breakdown, string[]> = {
  sex: ["female", "male", notKnown],
  ethnic_group: ["Asian", "Black", "Mixed", "White", "Other", notKnown],
  fsm: ["yes", "no", notKnown],
  send: ["none", "support", "ehcp", notKnown],
  deprivation_quintile: ["1", "2", "3", "4", "5", notKnown],
};
