import { categories, type Indicator, notKnown } from "../../../loaders/registry/indicator.js";
import type { Source } from "../../../loaders/registry/source.js";
import type { BuiltFigure } from "./built-figure.js";

/** What outsiders know besides the files: definitions, and which sources have published their figures themselves. */
export interface Knowledge {
  indicators: ReadonlyMap<string, Indicator>;
  /** Ids and titles of open sources. */
  open: ReadonlySet<string>;
}

export function knowledgeOf(indicators: readonly Indicator[], sources: readonly Source[]): Knowledge {
  return {
    indicators: new Map(indicators.map((indicator) => [indicator.id, indicator])),
    open: new Set(
      sources.filter((s) => s.kind !== "records" && s.sensitivity === "open").flatMap((s) => [s.id, s.title]),
    ),
  };
}

/** Levels whose figures are made here. */
export const ownLevels = ["city", "locality", "ward", "lsoa"];

/** A figure that its source has published for everyone: of other places, or for the city by an open source. */
export function isPublished({ level, basis, source }: BuiltFigure, { open }: Knowledge): boolean {
  if (!ownLevels.includes(level)) return true;
  const titles = (source ?? "").split("; ");
  return level === "city" && basis !== "protected" && titles.some((title) => open.has(title));
}

/** What is counted: two indicators with the same definition of it have the same count. */
export interface Definition {
  kind: Indicator["kind"];
  numerator: string;
  denominator: string;
  /** Whether those counted are among the denominator, so that what is left over is a count of children too. */
  isPart: boolean;
}

export function definitionOf(id: string, { indicators }: Knowledge): Definition {
  const indicator = indicators.get(id);
  const records = indicator?.records;
  if (!indicator || !records)
    return { kind: indicator?.kind ?? "proportion", numerator: id, denominator: id, isPart: !indicator };
  const { numerator, denominator } = records;
  return {
    kind: indicator.kind,
    numerator: "among" in numerator ? id : JSON.stringify(sorted(numerator)),
    denominator: JSON.stringify([indicator.period, sorted(denominator)]),
    isPart: "among" in numerator,
  };
}

/** Of indicators with one denominator, those whose count is among another's: all areas at the level, and one of them. */
export function nestedIn({ indicators }: Knowledge): { inner: string; outer: string }[] {
  const list = [...indicators.values()];
  return list.flatMap((inner) =>
    list.flatMap((outer) => {
      const [a, b] = [inner.records, outer.records];
      if (inner === outer || !a || !b || !("among" in a.numerator) || !("among" in b.numerator)) return [];
      const { every } = a.numerator;
      const { where } = b.numerator;
      const isWithin =
        every?.equals === "true" && where !== undefined && every.columns.includes(where.trim());
      const same = JSON.stringify(sorted(a.denominator)) === JSON.stringify(sorted(b.denominator));
      return isWithin && same ? [{ inner: inner.id, outer: outer.id }] : [];
    }),
  );
}

/**
 * The categories of a breakdown that a reader takes to add up to all. Of many children no ethnic group is known, and
 * readers know that; of other groups they take those that are shown to be all.
 */
export function categoriesOf(breakdown: string, seen: Iterable<string>): string[] {
  const registered = ((categories as Record<string, string[]>)[breakdown] ?? []).filter(
    (category) => category !== notKnown || breakdown === "ethnic_group",
  );
  return [...new Set([...registered, ...seen])];
}

/** The same definition has the same text, in whatever order it was written. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted).sort();
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inner]) => [name, sorted(inner)]),
  );
}
