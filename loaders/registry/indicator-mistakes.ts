import { expressionNames } from "./expression.js";
import { type Breakdown, categories, nameMistakes } from "./indicator-fields.js";
import type { Count, Indicator } from "./indicator-schema.js";
import { joinedMistakes } from "./joined-breakdown.js";
import type { Source } from "./source.js";

/** Names that expressions may use besides the source's columns; measure supplies them. */
const derivedNames = [
  "birth_month",
  "age_months",
  "reception_start",
  "period_start",
  "period_end",
  "recorded_to",
];

/** What the types of an indicator's keys cannot tell: names that no source, other indicator or breakdown has. */
export function indicatorMistakes(
  indicator: Indicator,
  sources: Source[],
  indicators: Indicator[],
): string[] {
  const mistakes: string[] = [];
  const sourceAt = (path: string, id: string): Source | undefined => {
    const source = sources.find((s) => s.id === id);
    if (!source)
      mistakes.push(`${path}: no source has the id “${id}”. Correct it, or add data/sources/${id}.yaml.`);
    return source;
  };
  const checkNames = (
    path: string,
    source: Source | undefined,
    names: Iterable<string>,
    derived = derivedNames,
  ) => {
    if (source) mistakes.push(...nameMistakes(path, source, names, derived));
  };
  const checkCount = (path: string, part: Count) => {
    const source = sourceAt(`${path}.source`, part.source);
    checkNames(`${path}.where`, source, expressionNames(part.where ?? ""));
    checkNames(`${path}.complete`, source, part.complete ?? []);
    checkNames(`${path}.latest`, source, part.latest ? [part.latest] : []);
    if (typeof part.count === "object") checkNames(`${path}.count.sum`, source, [part.count.sum]);
    if (typeof part.period === "object")
      if ("date" in part.period)
        checkNames(`${path}.period.date`, source, expressionNames(part.period.date), ["birth_month"]);
      else if ("newest" in part.period) checkNames(`${path}.period.newest`, source, [part.period.newest]);
      else checkNames(`${path}.period.year`, source, [part.period.year]);
    if (part.count === "children" && source && source.kind !== "records")
      mistakes.push(`${path}.count: must not be children: ${source.id} does not hold records of children.`);
    for (const breakdown of indicator.breakdowns)
      if (source && !offers(source, breakdown))
        mistakes.push(
          `breakdowns: ${source.id} cannot be divided by ${breakdown}. Remove ${breakdown}, or count from a source that has it.`,
        );
  };
  if (indicator.records) {
    const { numerator, denominator, contributor } = indicator.records;
    checkCount("records.denominator", denominator);
    if (contributor !== undefined)
      checkNames(
        "records.contributor",
        sources.find((s) => s.id === denominator.source),
        [contributor],
        [],
      );
    if ("source" in numerator) checkCount("records.numerator", numerator);
    else {
      const source = sources.find((s) => s.id === denominator.source);
      checkNames("records.numerator.where", source, expressionNames(numerator.where ?? ""));
      checkNames("records.numerator.every.columns", source, numerator.every?.columns ?? []);
      checkNames("records.numerator.total.columns", source, numerator.total?.columns ?? []);
      if (numerator.record) {
        const other = sourceAt("records.numerator.record.source", numerator.record.source);
        checkNames(
          "records.numerator.record.where",
          other,
          expressionNames(numerator.record.where ?? ""),
          [],
        );
        checkNames("records.numerator.record.date", other, [numerator.record.date], []);
        checkNames("records.numerator.record.before", source, expressionNames(numerator.record.before));
      }
    }
  }
  mistakes.push(...joinedMistakes(indicator.joined, indicator.records?.denominator.source, sources));
  indicator.joined.forEach((one, i) => {
    const first = indicators.flatMap((other) => other.joined).find((j) => j.breakdown === one.breakdown);
    if (first && JSON.stringify(first) !== JSON.stringify(one))
      mistakes.push(
        `joined.${i}: “${one.breakdown}” means something else in another indicator. Write it the same in both, or rename one.`,
      );
  });
  if (indicator.gap) {
    const { indicator: base, breakdown, of, minus } = indicator.gap;
    const other = indicators.find((i) => i.id === base);
    if (!other) mistakes.push(`gap.indicator: no indicator has the id “${base}”.`);
    else if (other.kind !== "proportion")
      mistakes.push(
        `gap.indicator: “${base}” is not a proportion. A gap is the difference of two percentages.`,
      );
    for (const category of [of, minus])
      if (!categories[breakdown].includes(category))
        mistakes.push(
          `gap: “${category}” is not a category of ${breakdown}. Use one of: ${categories[breakdown].join(", ")}.`,
        );
  }
  indicator.published.forEach((p, i) => {
    sourceAt(`published.${i}.source`, p.source);
  });
  return mistakes;
}

// Sex and ethnic group of records come from the person, whichever source they were best known from.
function offers(source: Source, breakdown: Breakdown): boolean {
  if (breakdown === "deprivation_quintile") return true;
  if (source.kind === "records" && (breakdown === "sex" || breakdown === "ethnic_group")) return true;
  return source.columns.some((c) => c.name === breakdown && !c.identifier);
}
