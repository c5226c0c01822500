import { homeKinds } from "../../components/directory/service.js";
import { type Breakdown, type Indicator, notKnown, topOf } from "../registry/indicator.js";
import { isRestSecret, mayBePublished, type Policy } from "../registry/policy.js";
import { type Database, identifier, literal } from "../store/database.js";
import { TellableError } from "../store/safe-message.js";
import { tellsOfFew } from "./average.js";
import { type PublicFigure, percentage, publicNotes, ratioOf, rounded } from "./protect-figure.js";
import { publicTables } from "./tables.js";
import { tellingIntervals } from "./telling-intervals.js";

export interface BorderContext {
  policy: Policy;
  indicators: Indicator[];
}

/** Throws unless everything in the publishable database may leave the building. */
export async function checkBorder(publishable: Database, context: BorderContext): Promise<void> {
  const mistakes = await borderMistakes(publishable, context);
  if (mistakes.length)
    throw new TellableError(
      `Nothing is published: what was made for the public does not keep to the policy “${context.policy.id}”.\n${mistakes.join("\n")}`,
    );
}

/**
 * What in the publishable database may not leave the building; empty if all of it may.
 *
 * It looks at the tables as they stand and trusts nothing about how they were made. Messages give table, place and rule,
 * never the value.
 */
export async function borderMistakes(publishable: Database, context: BorderContext): Promise<string[]> {
  const shape = await shapeMistakes(publishable);
  // With the wrong tables or columns the rules below could not even be asked.
  if (shape.length) return shape;
  return [
    ...(await areaMistakes(publishable, context.policy)),
    ...(await textMistakes(publishable)),
    ...(await settingMistakes(publishable)),
    ...(await serviceMistakes(publishable)),
    ...(await figureMistakes(publishable, context)),
  ];
}

async function shapeMistakes(db: Database): Promise<string[]> {
  const mistakes: string[] = [];
  const objects = await db.rows<{ name: string }>(`
    SELECT schema_name || '.' || table_name AS name FROM duckdb_tables() WHERE NOT internal AND database_name = current_database()
    UNION ALL SELECT schema_name || '.' || view_name FROM duckdb_views() WHERE NOT internal AND database_name = current_database()
    ORDER BY 1`);
  const allowed = Object.keys(publicTables).map((t) => `main.${t}`);
  for (const { name } of objects)
    if (!allowed.includes(name)) mistakes.push(`${name}: is not a table of the publishable database.`);
  for (const name of allowed)
    if (!objects.some((o) => o.name === name)) mistakes.push(`${name}: is missing.`);
  const columns = await db.rows<{ table: string; name: string; type: string }>(`
    SELECT table_name AS "table", column_name AS name, data_type AS type FROM duckdb_columns()
    WHERE NOT internal AND database_name = current_database() ORDER BY table_name, column_index`);
  for (const [table, wanted] of Object.entries(publicTables)) {
    const present = columns.filter((c) => c.table === table);
    for (const { name, type } of present)
      if ((wanted as Record<string, string>)[name] !== type)
        mistakes.push(`${table}.${name}: is not a column of the publishable database.`);
    for (const name of Object.keys(wanted))
      if (present.length && !present.some((c) => c.name === name))
        mistakes.push(`${table}.${name}: is missing.`);
  }
  return mistakes;
}

const comparatorLevels = ["region", "country", "neighbour"];

async function areaMistakes(db: Database, policy: Policy): Promise<string[]> {
  const levels = [...Object.keys(policy.publish.levels), ...comparatorLevels].map(literal).join(", ");
  const rules: [table: string, condition: string, message: string][] = [
    ["area", `level NOT IN (${levels})`, "has areas of a level that may not be published"],
    [
      "area_shape",
      `level NOT IN (${levels}) OR code NOT IN (SELECT code FROM area)`,
      "has shapes of areas that may not be published",
    ],
    ["observation", `level NOT IN (${levels})`, "has figures of a level that may not be published"],
    [
      "observation",
      "NOT EXISTS (FROM area AS a WHERE a.code = observation.area AND a.level = observation.level)",
      "has figures of areas that are not in the table area",
    ],
  ];
  const mistakes: string[] = [];
  for (const [table, condition, message] of rules) {
    const { n } = await db.row<{ n: number }>(`SELECT count(*) AS n FROM ${table} WHERE ${condition}`);
    if (n) mistakes.push(`${table}: ${message} (${n} rows).`);
  }
  return mistakes;
}

// Shapes of things that no public text holds, whatever column they were put in.
const forbiddenTexts: [pattern: string, what: string][] = [
  ["[0-9a-f]{24,}", "what looks like a pseudonym"],
  ["[^\\s@]+@[^\\s@]+\\.[a-z]{2,}", "an e-mail address"],
  ["\\bE01\\d{6}\\b", "the code of a small area"],
];

async function textMistakes(db: Database): Promise<string[]> {
  const mistakes: string[] = [];
  for (const [table, columns] of Object.entries(publicTables))
    for (const [column, type] of Object.entries(columns)) {
      if (type !== "VARCHAR") continue;
      const counts = await db.row<Record<string, number>>(
        `SELECT ${forbiddenTexts.map(([pattern], i) => `count(*) FILTER (regexp_matches(${identifier(column)}, ${literal(pattern)})) AS n${i}`).join(", ")} FROM ${table}`,
      );
      forbiddenTexts.forEach(([, what], i) => {
        if (counts[`n${i}`]) mistakes.push(`${table}.${column}: holds ${what} (${counts[`n${i}`]} rows).`);
      });
    }
  return mistakes;
}

async function settingMistakes(db: Database): Promise<string[]> {
  const { n } = await db.row<{ n: number }>(
    "SELECT count(*) AS n FROM setting WHERE name IS NULL AND (latitude IS NOT NULL OR longitude IS NOT NULL OR ward IS NOT NULL)",
  );
  return n ? [`setting: gives the place of settings whose name is withheld (${n} rows).`] : [];
}

// Who looks after children at home is found by ringing: no public file says where the home is.
async function serviceMistakes(db: Database): Promise<string[]> {
  const homes = homeKinds.map(literal).join(", ");
  const { n } = await db.row<{ n: number }>(`
    SELECT count(*) AS n FROM service
    WHERE (kind IN (${homes}) OR (record ->> 'kind') IN (${homes}))
      AND coalesce(record ->> 'address', record ->> 'postcode', record ->> 'latitude', record ->> 'longitude') IS NOT NULL`);
  return n ? [`service: gives the address of somebody's home (${n} rows).`] : [];
}

async function figureMistakes(db: Database, context: BorderContext): Promise<string[]> {
  const counts = new Map<string, number>();
  const figures = await db.rows<PublicFigure>("FROM observation");
  const broken = [
    ...figures.flatMap((figure) => brokenRules(figure, context)),
    ...averagesAlone(figures, context).map(
      () => "has an average of children whose share is suppressed, which it would tell of",
    ),
    ...tellingIntervals(figures, context.indicators).map(
      () =>
        "has an interval of an average beside a suppressed figure of such children, which it would tell of",
    ),
  ];
  for (const rule of broken) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return [...counts]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([rule, n]) => `observation: ${rule} (${n} rows).`);
}

/** Averages that are shown where a share of the same children is suppressed. */
function averagesAlone(figures: readonly PublicFigure[], { indicators }: BorderContext): PublicFigure[] {
  const countedOf = new Map(
    indicators.flatMap(({ id, kind, period, records }) =>
      records ? [[id, { kind, children: JSON.stringify([period, records.denominator]) }] as const] : [],
    ),
  );
  const keyOf = ({ indicator, level, area, period, breakdown, category }: PublicFigure) =>
    [countedOf.get(indicator)?.children, level, area, period, breakdown, category].join("\u0000");
  const isOf = (figure: PublicFigure, kind: Indicator["kind"]) =>
    figure.basis === "protected" && countedOf.get(figure.indicator)?.kind === kind;
  const hidden = new Set(
    figures.filter((f) => f.status === "suppressed" && isOf(f, "proportion")).map((f) => keyOf(f)),
  );
  return figures.filter((f) => f.value !== null && isOf(f, "mean") && hidden.has(keyOf(f)));
}

function brokenRules(figure: PublicFigure, { policy, indicators }: BorderContext): string[] {
  const { level, breakdown, basis, status, note } = figure;
  const broken: string[] = [];
  const rule = (isBroken: boolean, message: string) => {
    if (isBroken) broken.push(message);
  };
  const indicator = indicators.find((i) => i.id === figure.indicator);
  rule(
    !indicator || !policy.publish.indicators.includes(figure.indicator),
    "has an indicator that may not be published",
  );
  const isComparator = comparatorLevels.includes(level);
  rule(
    policy.publish.indicators.includes(figure.indicator) &&
      !mayBePublished(policy, { ...figure, level: isComparator ? "city" : level }),
    `has a breakdown that may not be published for ${level}`,
  );
  if (basis === "published") {
    rule(level !== "city" && !isComparator, "has unprotected figures below the city");
    return broken;
  }
  rule(basis !== "protected", "has figures of unknown basis");
  rule(
    figure.category === notKnown ||
      (policy.publish.withheld[breakdown as Breakdown]?.includes(figure.category) ?? false),
    `has a category of ${breakdown} that is withheld`,
  );
  rule(isComparator, "has comparators that were not published by their source");
  rule(!isPublicNote(note), "has a note that is not one of protect's sentences");
  const numbers = [figure.numerator, figure.denominator, figure.value, figure.lower, figure.upper];
  rule(
    status !== "value" && status !== "zero" && numbers.some((v) => v !== null),
    "has numbers beside a status that has none",
  );
  for (const count of [figure.numerator, figure.denominator]) {
    if (count === null) continue;
    rule(
      count < 0 || (count > 0 && count < policy.smallestCount),
      "has a count below the smallest that may be shown",
    );
    rule(count !== rounded(count, policy), "has a count that is not rounded");
  }
  if (indicator && figure.value !== null) broken.push(...brokenValue(figure, indicator, policy));
  return broken;
}

// A value must follow from the rounded counts beside it: worked out from exact ones it would give them away.
function brokenValue(figure: PublicFigure, indicator: Indicator, policy: Policy): string[] {
  const { numerator: x, denominator: n, value, lower, upper } = figure;
  switch (indicator.kind) {
    case "proportion": {
      if (x === null || n === null) return ["has a percentage without its rounded counts"];
      const wanted = percentage(x, n, policy);
      const broken =
        value === wanted.value && lower === wanted.lower && upper === wanted.upper
          ? []
          : ["has a percentage or interval that does not follow from its rounded counts"];
      if (n < rounded(policy.smallestDenominator, policy))
        broken.push("has a percentage of too few children");
      if (
        (x === 0 || (x === n && isRestSecret(policy, indicator.id))) &&
        policy.allOrNothingFrom !== undefined &&
        n < rounded(policy.allOrNothingFrom, policy)
      )
        broken.push("says the same of every child of a small group");
      return broken;
    }
    case "ratio":
      return x !== null && n !== null && value === ratioOf(x, n) && lower === null && upper === null
        ? []
        : ["has a ratio that does not follow from its rounded counts"];
    case "mean":
      return brokenMean(figure, topOf(indicator), policy);
    case "gap":
      return x === null &&
        n === null &&
        [value, lower, upper].every((each) => each === null || isShort(each, 1))
        ? []
        : ["has a gap with counts, or with too many decimals"];
    default:
      return [`has an indicator of kind ${indicator.kind}, for which there is no protection`];
  }
}

/**
 * An average tells of children as a count does: how many are away from an end of its scale, and so may its interval. What
 * is shown of it must leave those unknown.
 */
function brokenMean(figure: PublicFigure, top: number | undefined, policy: Policy): string[] {
  const { numerator, denominator: n, value, lower, upper } = figure;
  if (numerator !== null) return ["has the sum behind an average"];
  if (n === null || n < rounded(policy.smallestDenominator, policy) || !isShort(value!, 1))
    return ["has an average of too few children, or with too many decimals"];
  if ((lower === null) !== (upper === null)) return ["has an average with half an interval"];
  const ends = lower === null || upper === null ? [] : [lower, upper];
  if (!ends.every((end) => isShort(end, 1)) || ends[0]! > value! || ends[1]! < value!)
    return ["has an average whose interval has too many decimals, or does not hold it"];
  if (top === undefined) return [];
  if ([value!, ...ends].some((end) => end < 0 || end > top))
    return ["has an average or an interval beyond the scale's end"];
  const isAlike = ends.length ? ends[0] === ends[1] : value === 0 || value === top;
  if (isAlike)
    return policy.allOrNothingFrom !== undefined && n < rounded(policy.allOrNothingFrom, policy)
      ? ["says the same of every child of a small group"]
      : [];
  if (ends.some((end) => end === 0 || end === top))
    return ["has an interval of an average that ends with its scale"];
  return tellsOfFew({ value: value!, lower, upper, denominator: n }, top, policy)
    ? ["has an average that tells how few children are away from an end of its scale"]
    : [];
}

function isShort(value: number, places: number): boolean {
  return Math.abs(value * 10 ** places - Math.round(value * 10 ** places)) < 1e-9;
}

function isPublicNote(note: string | null): boolean {
  return (
    Object.values(publicNotes)
      .reduce<string>((rest, sentence) => rest.replace(sentence, ""), note ?? "")
      .trim() === ""
  );
}
