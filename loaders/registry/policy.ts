import { basename, join } from "node:path";
import { z } from "zod";
import { repositoryRoot } from "../store/paths.js";
import { breakdowns } from "./indicator.js";
import { RegistryError, readYaml, readYamlFolder } from "./read-yaml.js";

const text = z.string().trim().min(1, "must not be empty.");
const id = text.regex(
  /^[a-z][a-z0-9-]*$/,
  "must be lower-case words joined by hyphens, as in hospital-statistics.",
);

const mayPublish = z.array(z.enum(breakdowns));

/** The levels that may be published, each with the breakdowns that may be published there. */
const levels = z.strictObject({
  /** For the city: by what it may be divided; an empty list is undivided, left out is not at all. */
  city: mayPublish.optional(),
  /** The same for localities. */
  locality: mayPublish.optional(),
  /** The same for wards. */
  ward: mayPublish.optional(),
  /** The same for small areas. */
  lsoa: mayPublish.optional(),
});

/** What is different for one indicator. */
const exception = z.strictObject({
  /**
   * Whether a small rest, those who were counted out of but not counted, is a secret. It is where not to be counted is a
   * harm, as not to reach a goal; it is not where it is a choice, as not to take up a place. Nobody and all of a small
   * group are then told apart as well: only that nobody was counted stays suppressed.
   */
  smallRest: z.enum(["suppressed", "shown"]).default("suppressed"),
  /** In place of the levels and breakdowns of all. */
  levels: levels.optional(),
});

const categories = z.array(text).min(1, "must name at least one child.");

/** What is true of every rule, whatever tables it is for. */
const rule = {
  /** Counts from 1 up to, but not including, this one are suppressed, wherever they stand: above, below or what is left. */
  smallestCount: z.int().min(2, "must be 2 or more: with 1 a single child would be shown."),
  /**
   * What must remain unknown of every suppressed count: the greatest less the least whole number that it can still be,
   * after all that is published and known has been taken together.
   */
  protectionInterval: z.int().min(1, "must be 1 or more: with 0 a suppressed count could be worked out."),
  /** Counts are rounded to the nearest multiple; 1 leaves them exact. */
  roundTo: z.int().min(1),
  /** Whether a count of nobody is shown as 0. */
  zeros: z.enum(["shown", "suppressed"]),
  /**
   * “None of them” and “all of them” tell something about every child of a group. They are suppressed in groups
   * smaller than this; left out, they are treated as any other figure.
   */
  allOrNothingFrom: z.int().min(2).optional(),
  /**
   * For tables in files: what a row that is not there says. As tables are counted there is no row for nobody, so it is
   * zero, and everyone knows it; unknown where rows were left out for other reasons.
   */
  missing: z.enum(["zero", "unknown"]).default("zero"),
  /**
   * For tables in files: whom the counts are kept from. own-cell: also from one who knows one suppressed count, because it
   * is of that one alone: a count of 1, or one with a single contributor. Left out: from outsiders.
   */
  insiders: z.enum(["own-cell"]).optional(),
  /**
   * A count with fewer contributors (settings, schools) is suppressed, as it would be one's own result. They are known of
   * tables in files with a column `contributors`, and of indicators whose `records` name a `contributor`.
   */
  leastContributors: z.int().min(2).optional(),
  /**
   * For tables in files: columns of numbers that say what a row is about, such as an age or a year. Any other column of
   * numbers is refused: it would tell what is suppressed beside it.
   */
  dimensions: z.array(text).default([]),
  /**
   * For tables in files: of each dimension the categories that are sums, and of what. A category may have several
   * parents. A dimension that is not named here has at most one sum: the category that is called Total or All. An empty
   * block says that nothing adds up there.
   */
  hierarchies: z.record(text, z.record(text, categories)).default({}),
};

/**
 * Where others publish figures exactly, so that a reader can set them beside ours. It makes a figure known only where an
 * open source in the store does publish its count, and just as it is counted here: see loaders/protect/known.ts.
 */
const known = z.strictObject({
  /** The indicators that they are figures of. */
  indicators: z.array(id).min(1, "must name at least one indicator."),
  /** The levels that they are given for. */
  levels: z.array(z.enum(["city", "locality", "ward", "lsoa"])).min(1, "must name at least one level."),
  /** By what they are divided; all where they are not. */
  breakdowns: z.array(z.enum(["all", ...breakdowns])).min(1, "must name at least one breakdown."),
  /** Which of the two counts they give. */
  counts: z.array(z.enum(["numerator", "denominator"])).min(1, "must name at least one count."),
  /** Who publishes them, in words for the page that explains the policy. */
  by: text,
});

export const policySchema = z
  .strictObject({
    /** Its short name, which is the file's too. */
    id,
    /** What people call it. */
    title: text,
    /** Where the rule comes from and what it is for. */
    description: text,
    /** The one policy that is in force has true. */
    inUse: z.boolean().default(false),
    ...rule,
    /** Percentages and averages are only given of at least this many children. */
    smallestDenominator: z.int().min(1),
    /** Decimals of a percentage. */
    decimals: z.int().min(0).max(1),
    /** The rounded denominator from which a percentage has one decimal, because less cannot carry it. */
    oneDecimalFrom: z.int().min(1).optional(),
    /** Where outsiders may know a count already. */
    known: z.array(known).default([]),
    /** What may be published at all. */
    publish: z.strictObject({
      /** For which areas, and how divided. */
      levels,
      /**
       * Categories of breakdowns that are not published: “Not known” says nothing about a place, and can be one child.
       * They count in totals.
       */
      withheld: z.partialRecord(z.enum(breakdowns), z.array(text)).default({}),
      /** Which indicators. What is not named is not published. */
      indicators: z.array(id).min(1, "must name at least one indicator."),
      /** What is different for single indicators, by their ids. */
      byIndicator: z.record(id, exception).default({}),
    }),
  })
  .superRefine((policy, context) => {
    for (const [path, message] of ruleMistakes(policy)) wrong(context, path, message);
    if (policy.smallestDenominator < policy.smallestCount)
      wrong(
        context,
        "smallestDenominator",
        "must not be less than smallestCount: the denominator is a count too.",
      );
    const { indicators, byIndicator, levels } = policy.publish;
    for (const [indicator, { levels: own = {} }] of Object.entries(byIndicator)) {
      const place = `publish.byIndicator.${indicator}`;
      if (!indicators.includes(indicator))
        wrong(context, place, "is not one of publish.indicators. Add it there, or remove the exception.");
      for (const level of Object.keys(own))
        if (!levels[level as keyof typeof levels])
          wrong(
            context,
            `${place}.levels`,
            `${level}: is not one of publish.levels. Add it there, or remove it here.`,
          );
    }
  });

/** A policy for a table in a file: the rule alone, without what only the city's own figures need. */
const tablePolicySchema = z
  .looseObject({
    ...rule,
    roundTo: rule.roundTo.default(1),
    zeros: rule.zeros.default("shown"),
  })
  .superRefine((policy, context) => {
    for (const [path, message] of ruleMistakes(policy)) wrong(context, path, message);
    const known = [...Object.keys(rule), ...Object.keys(policySchema.shape)];
    for (const key of Object.keys(policy))
      if (!known.includes(key))
        wrong(context, key, `is not a setting of a policy. Remove it, or correct its spelling.`);
  })
  .transform(
    ({
      smallestCount,
      protectionInterval,
      roundTo,
      zeros,
      allOrNothingFrom,
      missing,
      insiders,
      leastContributors,
      dimensions,
      hierarchies,
    }) => ({
      smallestCount,
      protectionInterval,
      roundTo,
      zeros,
      allOrNothingFrom,
      missing,
      insiders,
      leastContributors,
      dimensions,
      hierarchies,
    }),
  );

type Rule = Pick<z.infer<typeof policySchema>, "smallestCount" | "roundTo" | "hierarchies">;

function ruleMistakes({ smallestCount, roundTo, hierarchies }: Rule): [path: string, message: string][] {
  const mistakes: [string, string][] = [];
  if (roundTo > smallestCount)
    mistakes.push(["roundTo", "must not be greater than smallestCount: a shown count could round to 0."]);
  else if (Math.floor(smallestCount / roundTo + 0.5) * roundTo < smallestCount)
    mistakes.push([
      "roundTo",
      `must round smallestCount up: ${smallestCount} would be shown as a smaller count.`,
    ]);
  for (const [dimension, parents] of Object.entries(hierarchies)) {
    const twice = Object.entries(parents).find(([, children]) => new Set(children).size < children.length);
    if (twice)
      mistakes.push(["hierarchies", `${dimension}: “${twice[0]}” names a child twice. Name it once.`]);
    const circle = Object.keys(parents).find((parent) => isBelow(parent, parent, parents));
    if (circle)
      mistakes.push([
        "hierarchies",
        `${dimension}: “${circle}” is a part of itself. Take it out of its parts.`,
      ]);
  }
  return mistakes;
}

function isBelow(
  category: string,
  parent: string,
  parents: Record<string, string[]>,
  seen = new Set<string>(),
): boolean {
  return (parents[parent] ?? []).some((child) => {
    if (child === category) return true;
    if (seen.has(child)) return false;
    seen.add(child);
    return isBelow(category, child, parents, seen);
  });
}

function wrong(context: z.RefinementCtx, path: string, message: string): void {
  context.addIssue({ code: "custom", path: [path], message });
}

export type Policy = z.infer<typeof policySchema>;

/** Whether figures of an indicator may be published at a level, divided by a breakdown or undivided ("all"). */
export function mayBePublished(
  { publish }: Policy,
  { indicator, level, breakdown }: { indicator: string; level: string; breakdown: string },
): boolean {
  const divided = levelsOf(publish, indicator)[level as keyof Policy["publish"]["levels"]];
  return (
    publish.indicators.includes(indicator) &&
    divided !== undefined &&
    (breakdown === "all" || (divided as string[]).includes(breakdown))
  );
}

function levelsOf(publish: Policy["publish"], indicator: string): Policy["publish"]["levels"] {
  return publish.byIndicator[indicator]?.levels ?? publish.levels;
}

/** Whether it is a secret of an indicator that few, or none, were counted out of but not counted. */
export function isRestSecret({ publish }: Pick<Policy, "publish">, indicator: string): boolean {
  return publish.byIndicator[indicator]?.smallRest !== "shown";
}

/** What the protection of a table needs of a policy. */
export type TablePolicy = Pick<
  Policy,
  "smallestCount" | "protectionInterval" | "roundTo" | "zeros" | "allOrNothingFrom" | "hierarchies"
> &
  Partial<Pick<Policy, "missing" | "dimensions" | "insiders" | "leastContributors">>;

// Categories such as 0, 1, 2 are names.
const written = { asText: ["hierarchies"] };

export const policyFolder = join(repositoryRoot, "data", "policy");

/** All policies in the folder. Throws a RegistryError that tells every mistake. */
export function readPolicies(folder = policyFolder): Policy[] {
  const found = readYamlFolder(folder, policySchema, written);
  const mistakes = found
    .filter(({ file, value }) => basename(file) !== `${value.id}.yaml`)
    .map(
      ({ file, value }) =>
        `data/policy/${basename(file)}: id: is “${value.id}”. Name the file ${value.id}.yaml, or change the id.`,
    );
  if (mistakes.length) throw new RegistryError(mistakes.join("\n"));
  return found.map((f) => f.value);
}

/** The policy in force: the one with `inUse: true`. Throws a RegistryError unless there is exactly one. */
export function readPolicy(folder = policyFolder): Policy {
  const inUse = readPolicies(folder).filter((p) => p.inUse);
  if (inUse.length !== 1)
    throw new RegistryError(
      `data/policy: inUse: ${inUse.length ? `${inUse.map((p) => p.id).join(" and ")} are both in use` : "no policy is in use"}. Write inUse: true in exactly one file.`,
    );
  return inUse[0]!;
}

/** One policy file, anywhere. Throws a RegistryError that tells every mistake. */
export function readPolicyFile(file: string): Policy {
  return readYaml(file, policySchema, written);
}

/**
 * The rule of one policy file, anywhere: smallestCount and protectionInterval are needed; left out, roundTo is 1 and
 * zeros are shown. What only the city's figures need may be left out. Throws a RegistryError that tells every mistake.
 */
export function readTablePolicy(file: string): TablePolicy {
  return readYaml(file, tablePolicySchema, written);
}
