import { z } from "zod";
import { keyFields, keyMistake } from "./keys.js";

const name = z
  .string()
  .regex(/^[a-z][a-z0-9_]*$/, "must be a name of small letters, digits and _, starting with a letter.");
const probability = z.number().min(0).max(1);

const field = z.strictObject({
  /** Headers to look for, the first that a file has; “a + b” joins two columns into one value. Without: the field's own name. */
  from: z.array(z.string().min(1)).min(1).optional(),
  /** How its values are read, and so how they can be compared. */
  kind: z.enum(["forename", "surname", "text", "date", "postcode", "identifier", "email", "number", "raw"]),
  /** How a date with the year at its end is read. */
  order: z.enum(["day-first", "month-first"]).default("day-first"),
  /** Of a date: days of the year that systems and people put for one that they do not know, as month-day. */
  default_days: z
    .array(
      z
        .string()
        .regex(
          /^(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])$/,
          "must be a month and a day, such as “01-01”.",
        ),
    )
    .optional(),
  /** A file may lack it; all that rests on it is then left out. */
  optional: z.boolean().default(false),
});

/** By test: the setting it needs, if any. */
export const testSettings = {
  exact: null,
  alias: null,
  "different-names": null,
  "only-shared": null,
  "part-of": null,
  titles: null,
  initial: null,
  "jaro-winkler": "least",
  levenshtein: "most",
  "damerau-levenshtein": "most",
  "words-shared": "least",
  swapped: "with",
  "half-swapped": "with",
  "day-month-swapped": null,
  "digits-wrong": "most",
  "default-date": null,
  "within-days": "most",
  "same-year-month": null,
  "same-month-day": null,
  "same-year": null,
  sector: null,
  district: null,
  username: null,
  within: "most",
  all: "of",
  any: "of",
  else: null,
} as const;

const test = {
  /** What is looked at; the first level of a comparison whose test holds counts. */
  test: z.enum(Object.keys(testSettings) as [keyof typeof testSettings]),
  /** The field it looks at, if not the comparison's own. */
  field: name.optional(),
  /** For swapped: the other field. */
  with: name.optional(),
  /** The least likeness that will do, from 0 to 1. */
  least: probability.optional(),
  /** The greatest difference that will do. */
  most: z.number().positive().optional(),
};

const plainTest = z.strictObject(test).superRefine(checkSettings);

const level = z
  .strictObject({
    ...test,
    /** For all and any: the tests that they join. */
    of: z.array(plainTest).min(2).optional(),
    /** Agreement on a rare value counts for more, on a common one for less. A number from 0 to 1 tempers it. */
    term_frequency: z.union([z.boolean(), probability]).optional(),
    /** Counts neither for nor against. */
    neutral: z.boolean().optional(),
    /** Two records on this level are never the same person. */
    veto: z.boolean().optional(),
    /** Two records on this level are never joined without a person: at most, they go to review. */
    review: z.boolean().optional(),
    /** How often two records of one person are on this level. Estimated. */
    m: probability.optional(),
    /** How often records of two persons are on this level. Estimated. */
    u: probability.optional(),
  })
  .superRefine(checkSettings);

const comparison = z.strictObject({
  /** Its name, which the output's column has too. */
  name,
  /** The field that the tests look at unless they name another. Without: the field of the comparison's name. */
  field: name.optional(),
  /** How often records of one person are on each level is as written, not estimated: too few of them tell. */
  given: z.boolean().optional(),
  /** What the outcome can be, the best agreement first. */
  levels: z
    .array(level)
    .min(1)
    .refine((levels) => !levels.slice(0, -1).some((l) => l.test === "else"), "must have “else” last."),
});

const key = z.string().superRefine((text, context) => {
  const mistake = keyMistake(text);
  if (mistake) context.addIssue({ code: "custom", message: mistake });
});
const rule = z.array(key).min(1);

/** A linkage model: how to read the files, which pairs to compare, how, and what the outcome means. */
export const modelSchema = z
  .strictObject({
    /** The form that the file is written in. */
    version: z.literal(1),
    /** What people call it. */
    title: z.string().optional(),
    /** Which pairs are looked for. Without: within one file, between several. */
    link: z.enum(["between", "within", "within-and-between"]).optional(),
    /** Each input holds a person at most once, so no two of its records are joined. */
    unique_inputs: z.boolean().default(false),
    /** Header of the record's identifier; the first that a file has. */
    id: z.array(z.string()).min(1),
    /** Header of a column whose values are equal for records of one person, where the truth is known. */
    label: z.array(z.string()).default([]),
    /** What a record says of a person, by the names that the rest of the model uses. */
    fields: z.record(name, field),
    /** Which pairs are compared at all. */
    blocking: z.strictObject({
      /** Pairs that agree in all keys of a rule are compared. */
      rules: z.array(rule).min(1),
      /** What is done about a block, the records that agree in all keys of a rule, as it grows with the number of records. */
      split: z
        .strictObject({
          /** More records than these are compared only where they share a further key, too. */
          over: z.int().min(1),
          /** The rules whose blocks are split. */
          by: z
            .array(
              z.strictObject({
                /** The rule, as it stands under rules. */
                rule,
                /** The further keys: the first for every block that is too large, the next for each part that still is. */
                keys: z.array(key).min(1),
              }),
            )
            .min(1),
        })
        .optional(),
      /** Looser rules for small files: each is used if all rules up to it make no more than so many pairs together. */
      further: z
        .strictObject({
          /** The looser rules, the least loose first. */
          rules: z.array(rule).min(1),
          /** So many pairs in all. */
          up_to_pairs: z.int().min(0),
        })
        .optional(),
      /** Up to so many possible pairs in all, each is compared and the rules are not used. */
      compare_all_up_to: z.int().min(0).default(0),
      /** No rule may make more pairs than this. */
      most_pairs: z.int().min(1).default(500_000_000),
    }),
    /** How a pair is compared, particular by particular. */
    comparisons: z.array(comparison).min(1),
    /** How the parameters are estimated. */
    training: z.strictObject({
      /** Rules by whose pairs m is estimated, one after the other. A comparison is not estimated from pairs chosen by its field. */
      passes: z.array(rule).min(1),
      /** Rules that hardly ever pair two persons, and the share of all matches that they find: a first idea of the prior. */
      sure: z
        .strictObject({
          /** The rules. */
          rules: z.array(rule).min(1),
          /** The share of all matches that they find. */
          recall: probability.gt(0),
        })
        .optional(),
      /** From how many pairs taken at random u is estimated. */
      random_pairs: z.int().min(1000).default(1_000_000),
      /** From how many pairs of a pass m is estimated at most. */
      most_pairs: z.int().min(1000).default(1_000_000),
      /** Other pairs are taken at random with another number. */
      seed: z.int().default(1),
    }),
    /** When the parameters were estimated (a day), from how many records, and whose. */
    estimated: z
      .strictObject({
        /** The day. */
        on: z.iso.date(),
        /** How many records they were estimated from. */
        records: z.int().min(1),
        /** Whose records. */
        from: z.string().min(1),
      })
      .optional(),
    /** Probability that two records taken at random are of one person. Estimated. */
    prior: probability.gt(0).lt(1).optional(),
    /** From which probability on a pair counts as what. */
    thresholds: z
      .strictObject({
        /** The same person. */
        match: probability.default(0.95),
        /** To be looked at by a person. */
        potential: probability.default(0.5),
        /** Kept at all. */
        low: probability.default(0.01),
      })
      .prefault({}),
    /** The rarest that a value counts as: what fewer records share says no more. Bounds the adjustment for term frequency. */
    least_frequency: probability.default(0),
    /** Fields whose values all records of a person share: a person never gets two of them. */
    one_value: z.array(name).default([]),
  })
  .superRefine(checkReferences);

export type Model = z.infer<typeof modelSchema>;
export type Field = Model["fields"][string];
export type Comparison = Model["comparisons"][number];
export type Level = Comparison["levels"][number];
export type Test = z.infer<typeof plainTest>;

/** The field a comparison is about. */
export function fieldOf(comparison: Comparison): string {
  return comparison.field ?? comparison.name;
}

/** All fields that a comparison looks at. */
export function fieldsOf(comparison: Comparison): string[] {
  const of = (t: { field?: string; with?: string; of?: Test[] }): (string | undefined)[] => [
    t.field,
    t.with,
    ...(t.of ?? []).flatMap(of),
  ];
  const named = comparison.levels.flatMap(of).filter((f) => f !== undefined);
  return [...new Set([fieldOf(comparison), ...named])];
}

function checkSettings(level: z.infer<typeof plainTest> & { of?: unknown }, context: z.RefinementCtx): void {
  const needed = testSettings[level.test];
  if (needed && level[needed as "least"] === undefined)
    context.addIssue({ code: "custom", path: [needed], message: `is missing; “${level.test}” needs it.` });
  for (const setting of ["least", "most", "with", "of"] as const)
    if (setting !== needed && level[setting] !== undefined)
      context.addIssue({
        code: "custom",
        path: [setting],
        message: `has no meaning for “${level.test}”. Remove it.`,
      });
  const whole = level.test.endsWith("levenshtein") || level.test === "digits-wrong";
  if (whole && level.most !== undefined && !Number.isInteger(level.most))
    context.addIssue({ code: "custom", path: ["most"], message: "must be a whole number." });
}

function checkReferences(model: z.infer<typeof modelSchema>, context: z.RefinementCtx): void {
  const known = new Set(Object.keys(model.fields));
  const check = (used: string, path: PropertyKey[]) => {
    if (!known.has(used))
      context.addIssue({
        code: "custom",
        path,
        message: `names the field “${used}”, which fields does not have. It has: ${[...known].join(", ")}.`,
      });
  };
  const checkRules = (rules: string[][], path: PropertyKey[]) => {
    for (const [i, keys] of rules.entries())
      for (const [j, text] of keys.entries())
        for (const used of keyFields(text)) check(used, [...path, i, j]);
  };
  for (const [i, one] of model.comparisons.entries()) {
    for (const used of fieldsOf(one)) check(used, ["comparisons", i]);
    if (one.given && one.levels.some(({ m }) => m === undefined))
      context.addIssue({
        code: "custom",
        path: ["comparisons", i, "given"],
        message: "needs m on every level.",
      });
    if (model.comparisons.findIndex((other) => other.name === one.name) < i)
      context.addIssue({ code: "custom", path: ["comparisons", i, "name"], message: "is there twice." });
  }
  checkRules(model.blocking.rules, ["blocking", "rules"]);
  const { split, rules } = model.blocking;
  for (const [i, { rule, keys }] of (split?.by ?? []).entries()) {
    checkRules([keys], ["blocking", "split", "by", i]);
    if (!rules.some((one) => JSON.stringify(one) === JSON.stringify(rule)))
      context.addIssue({
        code: "custom",
        path: ["blocking", "split", "by", i, "rule"],
        message: "is none of blocking.rules. Write it as it stands there.",
      });
  }
  if (model.blocking.further) checkRules(model.blocking.further.rules, ["blocking", "further", "rules"]);
  checkRules(model.training.passes, ["training", "passes"]);
  if (model.training.sure) checkRules(model.training.sure.rules, ["training", "sure", "rules"]);
  for (const [i, used] of model.one_value.entries()) check(used, ["one_value", i]);
}
