import { z } from "zod";
import { expressionNames } from "./expression.js";
import {
  breakdowns,
  columnName,
  expression,
  id,
  nameMistakes,
  periodTypes,
  text,
} from "./indicator-fields.js";
import type { Source } from "./source.js";

/** A breakdown by what another linked source tells of the same child in a window of time. */
export const joinedSchema = z.strictObject({
  /** Its name among the indicator's breakdowns. */
  breakdown: columnName,
  /** In a few words, for a list of breakdowns. */
  title: text,
  /** What is looked for, and when, in words that a reader understands. */
  definition: text,
  /** The other source, of records. */
  source: id,
  /** The other source's records that count. */
  where: expression.optional(),
  /** The day of such a record: the first day of its extract's period, or a date column. */
  date: z.union([
    z.strictObject({
      /** The first day of the extract's period, which is one of these. */
      extract: z.enum(periodTypes),
    }),
    columnName,
  ]),
  /**
   * The days that are looked at, from the first up to but not including the last, reckoned from period_start and
   * period_end. Periods for which the other source does not tell of all these days are left out.
   */
  window: z.strictObject({
    /** The first day that is looked at. */
    from: expression,
    /** The day before which looking ends. */
    before: expression,
  }),
  /** What the three groups of children are called. */
  categories: z.strictObject({
    /** The same child has such a record. */
    found: text,
    /** The child is known to other sources, and has none. */
    notFound: text,
    /** The child could not be joined, so that having none means nothing. */
    notJoined: text,
  }),
});

export type Joined = z.infer<typeof joinedSchema>;

/** Names that a window may use. */
const windowNames = ["period_start", "period_end"];

/** The categories of a joined breakdown, in the order that pages show them. */
export function joinedCategories({ categories: { found, notFound, notJoined } }: Joined): string[] {
  return [found, notFound, notJoined];
}

/** What is wrong with an indicator's joined breakdowns. `own` is the source of the children that are divided. */
export function joinedMistakes(joined: Joined[], own: string | undefined, sources: Source[]): string[] {
  return joined.flatMap((one, i) => {
    const path = `joined.${i}`;
    const names = Object.values(one.categories);
    return [
      ...((breakdowns as readonly string[]).includes(one.breakdown) || one.breakdown === "all"
        ? [
            `${path}.breakdown: must not be ${one.breakdown}, which has a meaning already. Choose another name.`,
          ]
        : []),
      ...(joined.findIndex((other) => other.breakdown === one.breakdown) < i
        ? [`${path}.breakdown: there are two joined breakdowns “${one.breakdown}”. Rename one of them.`]
        : []),
      ...(new Set(names).size < names.length
        ? [`${path}.categories: two have the same words. Give each its own.`]
        : []),
      ...windowMistakes(`${path}.window.from`, one.window.from),
      ...windowMistakes(`${path}.window.before`, one.window.before),
      ...sourceMistakes(path, one, own, sources),
    ];
  });
}

function windowMistakes(path: string, value: string): string[] {
  return expressionNames(value)
    .filter((name) => !windowNames.includes(name))
    .map((name) => `${path}: “${name}” cannot be used here. Reckon from ${windowNames.join(" or ")}.`);
}

function sourceMistakes(path: string, one: Joined, own: string | undefined, sources: Source[]): string[] {
  const source = sources.find((s) => s.id === one.source);
  if (!source)
    return [
      `${path}.source: no source has the id “${one.source}”. Correct it, or add data/sources/${one.source}.yaml.`,
    ];
  if (source.kind !== "records")
    return [`${path}.source: ${source.id} does not hold records of children. Name a source that does.`];
  if (source.id === own)
    return [`${path}.source: is the source that the children come from. Name another one.`];
  const dated =
    typeof one.date === "object" || source.columns.some((c) => c.name === one.date && c.type === "date")
      ? []
      : [
          `${path}.date: “${one.date}” is not a date column of ${source.id}. Name one, or write { extract: term }.`,
        ];
  return [...nameMistakes(`${path}.where`, source, expressionNames(one.where ?? ""), []), ...dated];
}
