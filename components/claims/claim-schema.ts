import type { z as Zod } from "zod";

/** What a finding says of a figure. "clearly" is by more than chance, as funnel plots have it. */
export const relations = [
  "higher",
  "lower",
  "clearly higher",
  "clearly lower",
  "not clearly different",
  "highest",
  "lowest",
  "within its interval",
] as const;

/** Levels whose areas can be counted. */
export const countedLevels = ["ward", "locality", "lsoa", "msoa"] as const;

/**
 * What a claim is tested by, as a schema of the given Zod: pages have theirs from the site, and what runs outside a browser
 * has the package.
 */
export function claimSchema(z: typeof Zod) {
  const name = z.string().min(1).optional();
  return z.strictObject({
    indicator: z.string().min(1).describe("The indicator, by its id"),
    is: z.enum(relations).describe("What the figure is"),
    than: name.describe(
      "What it is set beside: city for all areas together, or an area's code or name. Nothing for the highest and the lowest",
    ),
    value: z.number().optional().describe("A number that it is set beside, in place of an area"),
    since: name.describe("An earlier period that it is set beside, as it is written, or: a year before"),
    area: name.describe("The area that is told of, by its code or name; else the city"),
    areas: z
      .enum(countedLevels)
      .optional()
      .describe("In place of one area, all of this level: they are counted"),
    atLeast: z.int().min(0).optional().describe("How many of them there must be at least; else one"),
    atMost: z.int().min(0).optional().describe("How many of them there may be at most"),
    period: name.describe("The period, as it is written; else the newest whole one"),
    breakdown: name.describe("A breakdown, where it is told of one group"),
    group: name.describe("The group of the breakdown"),
    thanGroup: name.describe("Another group of the breakdown that it is set beside, in the same area"),
    confirmed: confirmedSchema(z),
  });
}

function confirmedSchema(z: typeof Zod) {
  return z
    .strictObject({
      on: z.string().regex(/^\d{4}-\d{2}-\d{2}$/, "must be a date, as in 2026-11-30"),
      by: z.string().min(1),
      figures: z.string().min(1),
    })
    .optional()
    .describe(
      "Who stands by the sentence though the figures say otherwise, when, and by which figures: npm run check says how to write it",
    );
}

/** A test in SQL over the page data sets of the claim's audience: see loaders/claims/query-claims.ts. */
export function sqlClaimSchema(z: typeof Zod) {
  return z.strictObject({
    sql: z.string().min(1).describe("A query that gives one row with a column called holds"),
    confirmed: confirmedSchema(z),
  });
}

/** The test of a claim, as its schema has it. */
export type ClaimTest = Zod.input<ReturnType<typeof claimSchema>>;

/** A test in SQL, as its schema has it. */
export type SqlClaimTest = Zod.input<ReturnType<typeof sqlClaimSchema>>;

/** Whether a test is one in SQL. */
export function isSql(test: ClaimTest | SqlClaimTest): test is SqlClaimTest {
  return "sql" in test;
}

/** What is wrong with a test beyond its options one by one: a sentence with the remedy, or nothing. */
export function contradiction(test: ClaimTest): string | undefined {
  const { is, than, value, since, thanGroup, area, areas, atLeast, atMost, breakdown, group } = test;
  const beside = [than, value, since, thanGroup].filter((one) => one !== undefined).length;
  if (is === "highest" || is === "lowest") {
    if (beside > 0)
      return `“${is}” is told of all areas of a level: take out than, thanGroup, value and since.`;
    if (areas !== undefined) return `“${is}” is told of one area: write area in place of areas.`;
    if (area === undefined) return `“${is}” needs an area: write area, its code or name.`;
  } else if (beside !== 1)
    return `“${is}” needs one thing to be set beside: write than (an area), thanGroup (a group), value (a number) or since (a period)${beside > 1 ? ", and only one of them" : ""}.`;
  if (is === "within its interval" && value === undefined)
    return "“within its interval” is told of a number: write it as value.";
  if (areas !== undefined && area !== undefined) return "Write area for one area, or areas to count them.";
  if (areas === undefined && (atLeast !== undefined || atMost !== undefined))
    return "atLeast and atMost count areas: write areas too, such as ward.";
  if (atLeast !== undefined && atMost !== undefined && atLeast > atMost)
    return "atLeast is more than atMost: no number of areas is both.";
  if ((breakdown === undefined) !== (group === undefined))
    return "A group is of a breakdown: write both breakdown and group.";
  if (thanGroup !== undefined && group === undefined)
    return "thanGroup is of a breakdown: write breakdown and group too.";
  return undefined;
}
