import { z } from "zod";
import {
  breakdowns,
  columnName,
  expression,
  id,
  periodTypes,
  type Theme,
  text,
  themes,
} from "./indicator-fields.js";
import { joinedSchema } from "./joined-breakdown.js";

/** Which period a row counts in. */
const period = z.union([
  /** The extract's own period, as its file name gives it. */
  z.literal("extract"),
  /** Counted at the first day of every period that the other count has: for a register of who is there. */
  z.literal("each"),
  /** The period that a date falls in. */
  z.strictObject({
    /** The period that this date falls in. */
    date: expression,
  }),
  /** The period of the newest of these dates: for a register that tells only how things stand. */
  z.strictObject({
    /** The period of the newest of these dates. */
    newest: columnName,
  }),
  /** A column that holds a year: the latest year up to each period of the other count. */
  z.strictObject({
    /** A column that holds a year: the latest up to each period of the other count. */
    year: columnName,
  }),
]);

/** Counts rows of one source. */
const count = z.strictObject({
  /** The source whose rows are counted. */
  source: id,
  /** The rows that count: a condition in SQL over the source's columns. */
  where: expression.optional(),
  /** Rows in which one of these columns is empty are left out. */
  complete: z.array(columnName).min(1).optional(),
  /** children: distinct children in a period; rows: distinct rows, of which a child may have many, so a rate of them has no interval; sum: the sum of a column. */
  count: z.union([
    z.literal("children"),
    z.literal("rows"),
    z.strictObject({
      /** The column that is added up. */
      sum: columnName,
    }),
  ]),
  /** Of a child's several rows in a period the one with the latest of this date column counts. */
  latest: columnName.optional(),
  /** Which period a row counts in: its extract's, each that the other count has, or that of a date. */
  period,
});

const equal = z.strictObject({
  /** The columns that are looked at. */
  columns: z.array(columnName).min(1),
  /** The value that they are to have. */
  equals: text,
});

/** Counts those children of the denominator that meet a condition; all conditions given must hold. */
const among = z.strictObject({
  /** The children of the denominator, so that one is a part of the other. */
  among: z.literal("denominator"),
  /** The children that count: a condition in SQL over the source's columns. */
  where: expression.optional(),
  /** Every one of the columns has the value. */
  every: equal.optional(),
  /** Adds up, child by child, how many of the columns have the value: for kind mean. */
  total: equal.optional(),
  /** The child has a record in another source, made by a given day. */
  record: z
    .strictObject({
      /** The other source. */
      source: id,
      /** The other source's records that count. */
      where: expression.optional(),
      /** The date column that says when a record was made. */
      date: columnName,
      /** The day before which it must have been made. */
      before: expression,
      /**
       * How many months before a period a record that counts in it may have been made: periods for which the source
       * does not go back as far are left out, as they would seem too low.
       */
      lookBack: z.int().min(0),
    })
    .optional(),
});

const published = z
  .strictObject({
    /** The source whose table is read; it is skipped until the source has an extract. */
    source: id,
    /**
     * What each row of the query is about. Areas, the usual: any area, of the level that it says. small areas: a small area of 2021 or
     * 2011; middle areas: a middle-layer area of 2021; wards: a ward of any year, also one that is no more. Of the last
     * three, counts are added up to wards, localities and the city, and what is not a count stays where it is: see
     * loaders/measure/roll-up-published.ts.
     */
    of: z.enum(["areas", "small areas", "middle areas", "wards"]).optional(),
    /**
     * An SQL SELECT that gives level (of areas only), area, period, period_start, breakdown, category, numerator,
     * denominator, value, status, note, and may give area_name, lower and upper. Besides the source's table it may read
     * comparator(level, area, area_name, la_number): the city, its country and region, and its neighbours;
     * area_tree(lsoa, ward, locality, city); population(lsoa, year, age, sex, children); extract_day(source, day); and
     * small_area_people(lsoa, people, people_of, children, children_of), which scores are weighted by.
     */
    query: text.regex(/^\s*(select|with|from)\b/i, "must be one SQL SELECT.").optional(),
    /** In place of a query: a measure's short name in the local authority interactive tool. */
    measure: text.optional(),
    /** Which of its figures the publisher still revises: the newest period's, or all. Trends mark them as provisional. */
    provisional: z.enum(["newest", "all"]).optional(),
    /** For a measure: years, as the tool writes them, in which nobody collected it. */
    notCollected: z.array(z.int()).optional(),
    /** For a measure: what must be known of the figures up to a year, or from one on. */
    remarks: z
      .array(
        z.strictObject({
          /** The first year that it is about. */
          from: z.int().optional(),
          /** The last year that it is about. */
          upTo: z.int().optional(),
          /** What must be known, in a sentence. */
          text,
        }),
      )
      .optional(),
  })
  .superRefine((item, context) => {
    const wrong = (path: string, message: string) =>
      context.addIssue({ code: "custom", path: [path], message });
    if ((item.query === undefined) === (item.measure === undefined))
      wrong("query", "must be given, or else measure, and not both.");
    if (item.measure !== undefined && item.of !== undefined)
      wrong("of", "must be left out where a measure is given.");
    if (item.measure === undefined && (item.notCollected || item.remarks))
      wrong("measure", "must be given where notCollected or remarks are.");
  });

/**
 * Years whose counts are also added up and shown as a period of their own, so that wards with few children in each have a
 * figure too. Of a termly indicator the same terms of the years are. Only sound where no child counts in two of them: then
 * the interval is that of all the children, and a small count is one of few children.
 */
const pool = z.strictObject({
  /** How many years. */
  years: z.int().min(2, "must be 2 or more: one year by itself is there already."),
  /**
   * The year in which the first of them begins: 2023 for 2023/24 and for Autumn 2023. The next follow when it is over.
   * Not to be moved once figures are published: of two pools that overlap, one less the other is what lies between.
   */
  from: z.int(),
  /** The breakdowns that are pooled too. */
  breakdowns: z.array(z.enum(breakdowns)).default([]),
});

export const indicatorSchema = z
  .strictObject({
    /** Its short name, which is the file's too. */
    id,
    /** In words that a parent understands. */
    name: text,
    /** For chart labels. */
    shortName: text,
    /** What it is about: choosers put indicators of one theme together. */
    theme: z.enum(Object.keys(themes) as [Theme, ...Theme[]]).default("other"),
    /** Order on pages, within its theme. */
    position: z.int().min(1),
    /** What it measures, in full sentences. */
    definition: text,
    /** Whether a high figure is good, a low one, or neither is a judgement. */
    polarity: z.enum(["high", "low", "none"]),
    /** count: a number by itself, which grows with an area and so is compared with none. */
    kind: z.enum(["proportion", "rate", "mean", "ratio", "gap", "count"]),
    /** What a value is: percent, percentage points, or words. */
    unit: text,
    /** For kind rate: per how many of the denominator. */
    per: z.int().min(1).optional(),
    /** What its figures are each about. */
    period: z.enum(periodTypes),
    /** no: chance has no part in it, as all are counted or an index says so; figures then have no interval. */
    chance: z.enum(["yes", "no"]).default("yes"),
    /** Show the period in progress, marked as such. Only sound where the denominator grows with the numerator. */
    inProgress: z.boolean().default(false),
    /** What is counted, in words. */
    numerator: text,
    /** Out of what, in words. */
    denominator: text,
    /** By what else than areas it is divided. */
    breakdowns: z.array(z.enum(breakdowns)).default([]),
    /** Breakdowns by what another source tells of the same child. They are never published. */
    joined: z.array(joinedSchema).default([]),
    /** What a reader must bear in mind, a sentence each. */
    caveats: z.array(text).default([]),
    /** What a service manager asks where an area is worse in it than all together: questions, each with its mark. */
    questions: z.array(text.endsWith("?", "must be a question, and end with its mark.")).default([]),
    /** How it is counted from local extracts; left out where only published figures exist. */
    records: z
      .strictObject({
        /** Whom or what it is counted out of. */
        denominator: count,
        /** Whom or what is counted: some of the denominator, or rows of another source. */
        numerator: z.union([among, count]),
        /**
         * The column of the denominator's source that says who told of each row: a school, a setting. The policy's
         * `leastContributors` goes by it.
         */
        contributor: columnName.optional(),
      })
      .optional(),
    /** For kind gap: category `of` minus category `minus` of another indicator's breakdown. */
    gap: z
      .strictObject({
        /** The indicator whose percentages are taken from each other. */
        indicator: id,
        /** The breakdown that both categories belong to. */
        breakdown: z.enum(breakdowns),
        /** The category that is taken from. */
        of: text,
        /** The category that is taken away. */
        minus: text,
      })
      .optional(),
    /**
     * Years whose counts are added up too, as a period of its own, so that small wards have a figure. Of terms only the same
     * are. Only sound where no child counts in two of them.
     */
    pool: pool.optional(),
    /** Where figures come from that others have published. */
    published: z.array(published).default([]),
  })
  .superRefine((indicator, context) => {
    const wrong = (path: (string | number)[], message: string) =>
      context.addIssue({ code: "custom", path, message });
    if (indicator.kind === "proportion" && indicator.unit !== "percent")
      wrong(["unit"], "must be percent where kind is proportion.");
    if (indicator.kind === "gap" && indicator.unit !== "percentage points")
      wrong(["unit"], "must be percentage points where kind is gap.");
    if ((indicator.kind === "rate") !== (indicator.per !== undefined))
      wrong(["per"], "must be given where kind is rate, as in 1000, and nowhere else.");
    if ((indicator.kind === "gap") !== (indicator.gap !== undefined))
      wrong(["gap"], "must be given where kind is gap, and nowhere else.");
    if (indicator.gap && indicator.records)
      wrong(["records"], "must be left out where kind is gap: a gap is made from another indicator.");
    if (indicator.kind === "count" && indicator.records)
      wrong(["records"], "must be left out where kind is count: a count comes from published figures.");
    if (indicator.pool && !(indicator.records && indicator.kind === "proportion"))
      wrong(["pool"], "must be left out: only proportions that are counted from records are pooled.");
    for (const breakdown of indicator.pool?.breakdowns ?? [])
      if (!indicator.breakdowns.includes(breakdown))
        wrong(
          ["pool", "breakdowns"],
          `${breakdown}: is not one of breakdowns. Add it there, or remove it here.`,
        );
    const numerator = indicator.records?.numerator;
    if (indicator.joined.length && !(numerator && "among" in numerator))
      wrong(
        ["joined"],
        "needs records with a numerator among: denominator, so that it is the same children who are divided.",
      );
    if (numerator && "among" in numerator) {
      if ((indicator.kind === "mean") !== (numerator.total !== undefined))
        wrong(["records", "numerator", "total"], "must be given where kind is mean, and nowhere else.");
      if (!numerator.where && !numerator.every && !numerator.total && !numerator.record)
        wrong(["records", "numerator"], "must give a condition: where, every, total or record.");
      if (indicator.records!.denominator.count !== "children")
        wrong(
          ["records", "denominator", "count"],
          "must be children where the numerator is among: denominator.",
        );
    } else if (numerator && indicator.kind === "mean")
      wrong(["records", "numerator"], "must be among: denominator, with a total, where kind is mean.");
  });

export type Indicator = z.infer<typeof indicatorSchema>;
export type Pool = NonNullable<Indicator["pool"]>;

export type Published = Indicator["published"][number];
export type Count = z.infer<typeof count>;
export type Among = z.infer<typeof among>;
/** An indicator that is counted from local extracts. */
export type Counted = Indicator & { records: NonNullable<Indicator["records"]> };
