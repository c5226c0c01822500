import { basename, join } from "node:path";
import { z } from "zod";
import { repositoryRoot } from "../store/paths.js";
import { breakdowns } from "./indicator.js";
import { RegistryError, readYamlFolder } from "./read-yaml.js";

const text = z.string().trim().min(1, "must not be empty.");
const id = text.regex(
  /^[a-z][a-z0-9-]*$/,
  "must be lower-case words joined by hyphens, as in hospital-statistics.",
);

const mayPublish = z.array(z.enum(breakdowns));

export const policySchema = z
  .strictObject({
    id,
    title: text,
    /** Where the rule comes from and what it is for. */
    description: text,
    /** The one policy that is in force has true. */
    inUse: z.boolean().default(false),
    /** Counts from 1 up to, but not including, this one are suppressed, wherever they stand: above, below or what is left. */
    smallestCount: z.int().min(2, "must be 2 or more: with 1 a single child would be shown."),
    /** Counts are rounded to the nearest multiple; 1 leaves them exact. */
    roundTo: z.int().min(1),
    /** Whether a count of nobody is shown as 0. */
    zeros: z.enum(["shown", "suppressed"]),
    /**
     * “None of them” and “all of them” tell something about every child of a group. They are suppressed in groups
     * smaller than this; left out, they are treated as any other figure.
     */
    allOrNothingFrom: z.int().min(2).optional(),
    /** Percentages and averages are only given of at least this many children. */
    smallestDenominator: z.int().min(1),
    /** Decimals of a percentage … */
    decimals: z.int().min(0).max(1),
    /** … and the rounded denominator from which one decimal is given, because less cannot carry it. */
    oneDecimalFrom: z.int().min(1).optional(),
    publish: z.strictObject({
      /** The levels that may be published, each with the breakdowns that may be published there. */
      levels: z.strictObject({
        city: mayPublish.optional(),
        locality: mayPublish.optional(),
        ward: mayPublish.optional(),
        lsoa: mayPublish.optional(),
      }),
      indicators: z.array(id).min(1, "must name at least one indicator."),
    }),
  })
  .superRefine((policy, context) => {
    const wrong = (path: string, message: string) =>
      context.addIssue({ code: "custom", path: [path], message });
    if (policy.roundTo > policy.smallestCount)
      wrong("roundTo", "must not be greater than smallestCount: a shown count could round to 0.");
    else if (Math.floor(policy.smallestCount / policy.roundTo + 0.5) * policy.roundTo < policy.smallestCount)
      wrong(
        "roundTo",
        `must round smallestCount up: ${policy.smallestCount} would be shown as a smaller count.`,
      );
    if (policy.smallestDenominator < policy.smallestCount)
      wrong("smallestDenominator", "must not be less than smallestCount: the denominator is a count too.");
  });

export type Policy = z.infer<typeof policySchema>;

export const policyFolder = join(repositoryRoot, "data", "policy");

/** All policies in the folder. Throws a RegistryError that tells every mistake. */
export function readPolicies(folder = policyFolder): Policy[] {
  const found = readYamlFolder(folder, policySchema);
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
