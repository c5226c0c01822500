import { join } from "node:path";
import iconv from "iconv-lite";
import { z } from "zod";
import { repositoryRoot } from "../store/paths.js";
import { type Column, column, columnName, type columnTypes, text, unpivot } from "./column.js";
import { columnMistakes } from "./column-mistakes.js";
import { cadences, datesSchema, shelfLife } from "./dates.js";
import { location } from "./location.js";
import { RegistryError, readYamlFolder } from "./read-yaml.js";
import { retentionSchema, whileInUse } from "./retention.js";
import { sampleColumn } from "./sample-mark.js";
import { isSchedule } from "./schedule.js";

const id = text.regex(
  /^[a-z][a-z0-9-]*$/,
  "must be lower-case words joined by hyphens, as in health-visiting-reviews.",
);
const isoDate = z.iso.date("must be a date as year-month-day, as in 2026-12-01.");

const team = z.strictObject({
  /** The body that it belongs to. */
  organisation: text,
  /** The part of that body, as its own people call it. */
  team: text,
  /** Who answers there. A role and not a person: people change. */
  role: text,
  /** An address that the role keeps. */
  email: z.email("must be an e-mail address, as in early.years@example.org."),
  /** The number of that office. */
  phone: text.regex(/^[+0-9 ()]+$/, "must be a telephone number: digits and spaces.").optional(),
});

const governance = z.strictObject({
  /** Who decides why and how the data are used (UK GDPR Article 4(7)). */
  controller: text,
  /** On what ground of law the data are used here. */
  lawfulBasis: text,
  /** The agreement under which they are shared, or why none is needed. */
  sharingAgreement: text,
  /** Reference of the data protection impact assessment, or why none is needed. */
  dpiaReference: text,
  /** How long an extract is kept after the last day that it covers. A refresh removes what is older. */
  retention: retentionSchema,
  /**
   * How long an extract is still kept, after it came, when a newer one has taken its place, so that it can be told what was known
   * on a day. Where left out only one stays to fall back on. Retention ends it, too, and the erasure of a child.
   */
  history: retentionSchema.optional(),
});

const cadence = z.strictObject({
  /** How often an extract comes. */
  every: z.enum(cadences),
  /** When the next extract is due; left out where nobody knows. */
  nextDue: isoDate.optional(),
  /**
   * How long after the end of the period that it covers an extract counts as in date, as in 18 months. Where left out it is
   * about two intervals of a regular cadence; what comes irregularly cannot be judged without it.
   */
  shelfLife: shelfLife.optional(),
});

const lines = {
  /** Rows that make the header: the texts over a column are joined, from the top. */
  header: z.int().min(1).max(4).default(1),
  /** Where the table ends: blank row, or a regular expression that the first text of a row fits. */
  stop: text
    .refine(
      (value) => value === "blank row" || isRegExp(value),
      "must be blank row, or a regular expression.",
    )
    .optional(),
  /** Rows to pass over: totals, notes, headers, or regular expressions that their first text fits. */
  ignore: z
    .array(
      text
        .refine(isRegExp, "must be totals, notes, headers, or a regular expression.")
        .refine(
          (one) => !/^(total|note|header)$/.test(one),
          "must have an s at its end: totals, notes or headers.",
        ),
    )
    .optional(),
  /**
   * Whether a row that says that it is a total is one like others, as in figures by group. Where left out, one that begins so
   * is set aside, and one such as Aston Total among rows of Aston; any other is told.
   */
  totals: z.literal("rows").optional(),
};
const csv = z.strictObject({
  /** What kind of file an extract is. */
  type: z.literal("csv"),
  /** Found from the header line where left out. */
  delimiter: z.enum([",", ";", "\t", "|"], 'must be one of: ",", ";", "\\t", "|".').optional(),
  /** A label of the WHATWG Encoding Standard. Where left out: a BOM's, UTF-8 where valid, else windows-1252. */
  encoding: text
    .refine(iconv.encodingExists, "must be the name of an encoding, as in windows-1252.")
    .optional(),
  /** Lines before the header; the header is searched for in the first twenty lines where left out. */
  preambleRows: z.int().min(0).optional(),
  /**
   * exact: a row has as many cells as the header. short: rows may leave out empty cells at their end. delimiter: each row ends
   * with a delimiter that the header lacks.
   */
  rowEnds: z.enum(["exact", "short", "delimiter"]).default("exact"),
  ...lines,
});
const xlsx = z.strictObject({
  type: z.literal("xlsx"),
  /** The sheet of a workbook, by its name; the first visible one with the header where left out. */
  sheet: text.optional(),
  /** Whether the rows of all visible sheets with the header are read, or of the first alone. */
  sheets: z.enum(["first", "all"]).default("first"),
  preambleRows: z.int().min(0).optional(),
  /** Whether rows that are hidden or filtered out are read, too. */
  hiddenRows: z.enum(["read", "leave"]).default("read"),
  ...lines,
});
const json = z.strictObject({
  type: z.literal("json"),
  /** Dot path to the list of rows; the document itself where left out. */
  rows: text.regex(/^(?![$/])[^[\]]+$/, "must be keys with dots between them, as in data.rows.").optional(),
});
const jsonLines = z.strictObject({ type: z.literal("json-lines") });
const xml = z.strictObject({
  type: z.literal("xml"),
  /**
   * The name of the element that a row is made of, without a prefix. Headers are the paths of texts in it, as in HEADER.UPN or
   * HEADER.@code, and of texts before it in an element around it, as in CHILD.HEADER.UPN where that is CHILD.
   */
  record: text.regex(
    /^[^\s:./<>]+$/,
    "must be the name of an element, without a prefix or a path, as in Child.",
  ),
});
const parquet = z.strictObject({ type: z.literal("parquet") });
const geojson = z.strictObject({ type: z.literal("geojson") });

const accept = z.strictObject({
  /** Least share that a new extract must have of the rows of the last five good ones, of the one with most. */
  leastRows: z.number().min(0).max(1).default(0.5),
  /** Greatest share of rows in quarantine. */
  mostRejected: z.number().min(0).max(1).default(0.2),
  /** An extract without a column that is declared and not required: it is told, or the extract is refused. */
  missingColumns: z.enum(["tell", "refuse", "refuse if there before"]).default("refuse if there before"),
  /** An extract with a column that no earlier one had: it is told, or the extract is refused. */
  newColumns: z.enum(["tell", "refuse"]).default("tell"),
});

const share = z.number().min(0).max(1);

/** What is known of an extract before the first one comes. */
const expects = z.strictObject({
  /** The fewest rows and the most that it has, good and in quarantine together. */
  rows: z
    .tuple([z.int().min(0), z.int().positive()])
    .refine(
      ([least, most]) => least <= most,
      "must be the fewest rows and then the most, as in [9000, 14000].",
    )
    .optional(),
  /** By the name of a column, the least share of good rows in which it is filled, as in 0.95. */
  filled: z.record(columnName, share).optional(),
  /** What becomes of an extract that is otherwise: it is told, or the extract is refused. */
  otherwise: z.enum(["tell", "refuse"]).default("tell"),
});

const act = z.enum(["tell", "refuse"]).default("tell");
const guards = z.strictObject({
  /** Far fewer or far more rows than earlier deliveries had. */
  rows: act,
  /** A column that is empty in many more rows than in any delivery before, or has far fewer or far more different values. */
  distribution: act,
  /** Numbers of another size than before, as when a percentage becomes a share. */
  units: act,
  /** Listed values that no earlier delivery had, or that hardly occur any more. */
  categories: act,
  /** Codes of areas of which hardly any occurred before, as when it is of another city. */
  areas: act,
  /** Days after the one on which it came, where no earlier delivery had any; of birth they are always told. */
  future: act,
  /** A total that the rows above it do not add up to. */
  totals: act,
  /** The same numbers as the extract of another period, as when one was sent again under a new name. */
  duplicate: act,
});

/** What an extract may be at most: one that is more is refused before it fills memory or disk. */
const limits = z.strictObject({
  /** Of a workbook or another archive, once it is unpacked. */
  unpackedMegabytes: z.number().positive().default(200),
  /** Of rows, in whatever format. */
  rows: z.int().positive().default(50_000_000),
  /** Of a workbook. */
  sheets: z.int().positive().default(100),
  /** How deep values of JSON may be nested. */
  depth: z.int().positive().default(32),
});

export const sourceSchema = z
  .strictObject({
    /** Its short name, which is the file's too. */
    id,
    /** What people call it. */
    title: text,
    /** One sentence: what a row is and who it covers. */
    description: text,
    /**
     * records: rows about children; table: reference data or published figures; geography: boundaries and look-ups;
     * directory: services that families use, which the public is shown.
     */
    kind: z.enum(["records", "table", "geography", "directory"]),
    /** Who decides about the data, and whom a reader of the catalogue may ring. */
    owner: team,
    /** Who sees to it that the extract comes and fits. */
    steward: team,
    /** By what right the data are here, and for how long. */
    governance,
    /** How often an extract comes, and how long it keeps. */
    cadence,
    /**
     * When it is looked for by itself while the workspace runs: minute, hour, day of the month, month and day of the week, as
     * cron has them, on the city's clocks. 0 6 * * 1-5 is six in the morning on working days.
     */
    schedule: text
      .refine(
        isSchedule,
        "must be five fields of cron that some day fits, as in 0 6 * * 1-5 for six on working days.",
      )
      .optional(),
    /** Where its extracts come from, and how they are recognised. */
    location,
    /** How the period that an extract covers, and its publisher's date, are found. */
    dates: datesSchema.prefault({}),
    /** How an extract's file is read. */
    format: z.discriminatedUnion("type", [csv, xlsx, json, jsonLines, xml, parquet, geojson]),
    /** The columns that are read. What is not declared is left in the extract. */
    columns: z.array(column).min(1),
    /** For a table with a column for each year or group: makes a row of each. */
    unpivot: unpivot.optional(),
    /** For records that carry only a local identifier: the source whose records carry the child behind it. */
    personFrom: id.optional(),
    /**
     * For a list of children whom nobody may link: those who opted out, or whose parents objected. A column with the role
     * nhs_number or upn names them. Their records leave what is linked.
     */
    optOut: z
      .strictObject({
        /** What the objection is to, as in “use beyond the child's own care”. */
        purpose: text,
      })
      .optional(),
    /** What rows are that are the same in every cell: one row sent again and again, or several events. */
    repeats: z.enum(["duplicates", "events"]).default("duplicates"),
    /** What an extract must be like to be used at all. */
    accept: accept.prefault({}),
    /**
     * What becomes of an extract that is unlike those before it: its steward is told and it is used, or it is refused and the last
     * good one stays.
     */
    guards: guards.prefault({}),
    /** What is known of an extract before the first one comes: each is compared with it. */
    expects: expects.optional(),
    /** What an extract may be at most: one that is more is refused before it fills memory or disk. */
    limits: limits.prefault({}),
    /** On what terms it may be used. */
    licence: text,
    /** How it must be kept: records of children are personal. */
    sensitivity: z.enum(["personal-special-category", "personal", "official", "open"]),
    /** Link to a page about the source, for readers. */
    page: z.url("must be a web address, as in https://example.org/page.").optional(),
    /** Words by which the catalogue finds it. */
    keywords: z.array(text).default([]),
    /** What a reader must know before using it. */
    caveats: z.array(text).default([]),
  })
  .superRefine((source, context) => {
    const wrong = (path: (string | number)[], message: string) =>
      context.addIssue({ code: "custom", path, message });
    const seen = new Map<string, number>();
    source.columns.forEach((c, i) => {
      const rival = source.columns.slice(0, i).find((other) => sharedHeader(c, other) !== undefined);
      if (rival)
        wrong(
          ["columns", i, "headers"],
          `“${sharedHeader(c, rival)}” is a header of ${rival.name}, too, and only one of them can have it. Remove it from one.`,
        );
      if (seen.has(c.name))
        wrong(
          ["columns", i, "name"],
          `“${c.name}” is declared twice. Remove one, or list both spellings under headers.`,
        );
      if (
        Object.values(c.headers)
          .flat()
          .some((header) => header.trim().toLowerCase() === sampleColumn.toLowerCase())
      )
        wrong(
          ["columns", i, "headers"],
          `“${sampleColumn}” marks invented data in every source. Leave it out.`,
        );
      seen.set(c.name, i);
      for (const [key, message] of columnMistakes(c, source)) wrong(["columns", i, key], message);
    });
    for (const key of ["covers", "published"] as const)
      source.dates[key].forEach(({ column, cell, as }, i) => {
        const declared = source.columns.find((c) => c.name === column);
        if (column !== undefined && !declared)
          wrong(["dates", key, i, "column"], `names “${column}”, which is not among the columns.`);
        if (declared?.identifier) wrong(["dates", key, i, "column"], "identifies a child and dates nothing.");
        if (declared && isDated(declared.type) && as !== "day")
          wrong(["dates", key, i, "as"], `must be left out: “${column}” holds days.`);
        if (cell !== undefined && !cellPlaces[source.format.type]?.test(cell))
          wrong(
            ["dates", key, i, "cell"],
            source.format.type in cellPlaces
              ? "must be a cell as in B2, or in JSON a dot path as in header.exported."
              : `cannot be read from ${source.format.type}. Name a column, or a pattern of the file name.`,
          );
      });
    if (
      source.kind === "records" &&
      source.sensitivity !== "personal" &&
      source.sensitivity !== "personal-special-category"
    )
      wrong(
        ["sensitivity"],
        "must be personal or personal-special-category: the source holds records of children.",
      );
    if (source.kind === "records" && source.governance.retention === whileInUse)
      wrong(
        ["governance", "retention"],
        "must be a number of days, months or years, as in 3 years: the source holds records of children.",
      );
    if (source.optOut && source.kind !== "records")
      wrong(["optOut"], "belongs to a source whose kind is records: a row is about a child.");
    if (source.optOut && !source.columns.some(({ role }) => role === "nhs_number" || role === "upn"))
      wrong(["optOut"], "needs a column with the role nhs_number or upn: it names who opted out.");
    for (const name of Object.keys(source.expects?.filled ?? {}))
      if (!seen.has(name)) wrong(["expects", "filled", name], "is not among the columns.");
    const lines = "ignore" in source.format ? source.format : undefined;
    if (lines?.ignore?.includes("totals") && "totals" in lines && lines.totals === "rows")
      wrong(["format", "totals"], "says that totals are rows, and ignore passes them over. Leave one out.");
    for (const [i, one] of (lines?.ignore ?? []).entries())
      if (/^(total|note|header)$/.test(one))
        wrong(["format", "ignore", i], `would fit “${one}” in any text. Write ${one}s, or “^${one}$”.`);
    if (source.format.type === "xlsx" && source.format.sheet !== undefined && source.format.sheets === "all")
      wrong(["format", "sheets"], "reads all sheets, and sheet names one. Leave one out.");
    if (source.unpivot && source.unpivot.into === source.unpivot.values)
      wrong(["unpivot", "values"], "is the column that the header goes into. Name another for the cells.");
    if (source.personFrom === source.id)
      wrong(["personFrom"], "names the source itself. Name another, or remove it.");
    if (source.unpivot)
      for (const key of ["into", "values"] as const)
        if (!seen.has(source.unpivot[key]))
          wrong(
            ["unpivot", key],
            `names “${source.unpivot[key]}”, which is not among the columns. Declare it with headers: {}.`,
          );
  });

export type Source = z.infer<typeof sourceSchema>;
export type Guard = keyof Source["guards"];

export const sourcesFolder = join(repositoryRoot, "data", "sources");

/** Reads the registry. Throws a RegistryError that tells every mistake in every file. */
export function readSources(folder = sourcesFolder): Source[] {
  const found = readYamlFolder(folder, sourceSchema);
  const mistakes: string[] = [];
  const byId = new Map<string, string>();
  for (const { file, value } of found) {
    const name = file.split(/[\\/]/).at(-1)!;
    if (name !== `${value.id}.yaml`)
      mistakes.push(
        `data/sources/${name}: id: is “${value.id}”. Name the file ${value.id}.yaml, or change the id.`,
      );
    byId.set(value.id, name);
  }
  for (const { file, value } of found)
    if (value.personFrom && !byId.has(value.personFrom))
      mistakes.push(
        `data/sources/${file.split(/[\\/]/).at(-1)}: personFrom: no source has the id “${value.personFrom}”.`,
      );
  if (mistakes.length) throw new RegistryError(mistakes.join("\n"));
  return found.map((f) => f.value);
}

/** The table that check writes a source's typed rows to. */
export function tableOf(sourceId: string): string {
  return `src_${sourceId.replaceAll("-", "_")}`;
}

/** A header that two columns have in the same layout, or undefined. */
function sharedHeader(one: Column, other: Column): string | undefined {
  const key = (header: string): string => header.replace(/\s+/g, " ").trim().toLowerCase();
  for (const [layout, spellings] of Object.entries(one.headers)) {
    const theirs = (
      layout === "any" ? Object.values(other.headers) : [other.headers[layout] ?? [], other.headers.any ?? []]
    )
      .flat(2)
      .map(key);
    const shared = [spellings].flat().find((header) => theirs.includes(key(header)));
    if (shared !== undefined) return shared;
  }
  return undefined;
}

function isRegExp(text: string): boolean {
  try {
    new RegExp(text, "iu");
    return true;
  } catch {
    return false;
  }
}

const isDated = (type: (typeof columnTypes)[number]): boolean => type === "date" || type === "datetime";

const cellPlaces: Record<string, RegExp> = {
  csv: /^[A-Z]{1,2}[1-9]\d{0,2}$/,
  xlsx: /^[A-Z]{1,2}[1-9]\d{0,2}$/,
  json: /^\w+(\.\w+)*$/,
};
