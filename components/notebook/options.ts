import { z } from "npm:zod";
import { claimSchema } from "../claims/claim-schema.js";
import { suggestion } from "../words/nearest.js";

const title = z.string().min(1).optional().describe("The figure's title; else one made from what it shows");
const levels = z.enum(["ward", "locality", "city", "lsoa", "msoa"]);
const controls = z.enum(["indicator", "period", "level", "breakdown", "group", "areas"]);
const indicators = z.array(z.string()).min(1).optional();

/** What each word of the language of pages can be told. Forms, documentation and messages are made from these. */
export const schemas = {
  ask: z.strictObject({
    indicator: z
      .string()
      .optional()
      .describe("The indicator at first, by its id; else the first that has figures"),
    level: levels.optional().describe("Areas at first; else the first level that the indicator has"),
    period: z.string().optional().describe("Period at first, as it is written; else the newest"),
    breakdown: z.string().optional().describe("Breakdown at first; else none"),
    group: z.string().optional().describe("Group of the breakdown at first; else the first"),
    areas: z.array(z.string()).optional().describe("The areas chosen at first, by their codes; else none"),
    controls: z
      .array(controls)
      .optional()
      .describe("What a reader may change, where the rest stays as the page has it; else everything"),
    name: z
      .string()
      .regex(/^[a-z][a-z0-9-]*$/, "must be lower-case letters, figures and hyphens")
      .optional()
      .describe("What its choices begin with in the address, where a page asks more than once"),
  }),
  areaMap: z.strictObject({
    title,
    choose: z.boolean().optional().describe("Whether areas can be chosen on the map; else yes"),
  }),
  ranking: z.strictObject({
    title,
    most: z.int().min(1).optional().describe("How many areas from one end; else all"),
    order: z
      .enum(["highest", "lowest"])
      .optional()
      .describe("Which end, where there are not all; else the highest"),
  }),
  trend: z.strictObject({
    title,
    most: z.int().min(1).max(4).optional().describe("How many lines; else four"),
  }),
  table: z.strictObject({ title }),
  compare: z.strictObject({
    title,
    neighbours: z.boolean().optional().describe("Whether the statistical neighbours are shown; else yes"),
  }),
  breakdown: z.strictObject({
    title,
    by: z.string().optional().describe("The breakdown; else the one chosen, or the indicator's first"),
  }),
  scatter: z.strictObject({
    title,
    with: z
      .string()
      .optional()
      .describe("The second indicator at first, by its id; else good level of development, or another"),
  }),
  mix: z.strictObject({ title }),
  tartan: z.strictObject({
    title,
    indicators: indicators.describe("The indicators, by their ids; else all that these areas have"),
    most: z.int().min(1).optional().describe("How many areas, the worst first; else 80"),
  }),
  strip: z.strictObject({
    title,
    indicators: indicators.describe("The indicators, by their ids; else all that these areas have"),
    area: z
      .string()
      .optional()
      .describe("The area, by its code; else the first that is chosen, or the one with the lowest figure"),
  }),
  slope: z.strictObject({
    title,
    from: z.string().optional().describe("The earlier period, as it is written; else a year before"),
  }),
  funnel: z.strictObject({ title }),
  heat: z.strictObject({
    title,
    most: z.int().min(1).optional().describe("How many areas, the highest first; else 80"),
  }),
  claim: claimSchema(z),
  multiples: z.strictObject({
    title,
    most: z.int().min(1).optional().describe("How many areas, those chosen first; else 12"),
  }),
};

export type Word = keyof typeof schemas;
export type OptionsOf<W extends Word> = z.input<(typeof schemas)[W]>;

/** The options as given. Throws an error in plain words, with the nearest name, where they are not what the word takes. */
export function checked<W extends Word>(word: W, options: OptionsOf<W>): OptionsOf<W> {
  return checkedBy(schemas[word], word, options);
}

/** As checked, of a word with a schema of its own. */
export function checkedBy<T>(schema: z.ZodObject, word: string, options: T): T {
  const read = schema.safeParse(options, { reportInput: true });
  if (read.success) return options;
  throw new Error(read.error.issues.map((issue) => fault(word, Object.keys(schema.shape), issue)).join(" "));
}

function fault(word: string, names: readonly string[], issue: z.core.$ZodIssue): string {
  const place = `${word}(…)`;
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => `${place} has no option “${key}”.${suggestion(key, names)}`).join(" ");
  const option =
    issue.path.length > 0
      ? `${place}: the option “${String(issue.path[0])}”`
      : `${place}: what is in the braces`;
  if (issue.code === "invalid_value")
    return `${option} cannot be “${String(issue.input)}”.${suggestion(String(issue.input), issue.values.map(String))}`;
  if (issue.code === "invalid_type") return `${option} must be ${article(issue.expected)}.`;
  return `${option} ${issue.message
    .replace(/^Too (small|big): expected .+? to be /, "must be ")
    .replace("<=", "at most ")
    .replace(">=", "at least ")
    .replace(/\.?$/, ".")}`;
}

function article(type: string): string {
  const words: Record<string, string> = {
    string: "a text",
    boolean: "true or false",
    array: "a list",
    int: "a whole number",
    object: "options in braces",
  };
  return words[type] ?? `a ${type}`;
}

/** An option of a word as documentation and forms tell it. */
export interface OptionInWords {
  name: string;
  /** What it can be: "true or false", "ward, locality, city". */
  values: string;
  about: string;
}

/** The options of a word, told. */
export function optionsOf(word: Word): OptionInWords[] {
  const { properties = {} } = z.toJSONSchema(schemas[word], { io: "input" }) as {
    properties?: Record<
      string,
      { type?: string; enum?: string[]; description?: string; items?: { enum?: string[] } }
    >;
  };
  return Object.entries(properties).map(([name, { type = "", enum: values, items, description = "" }]) => ({
    name,
    values:
      values?.join(", ") ??
      (items?.enum ? `a list of ${items.enum.join(", ")}` : article(type === "integer" ? "int" : type)),
    about: description,
  }));
}
