import { element } from "../element.js";
import { type JoinedOrigin, pairsFigure, sidesFigure, splitFigure } from "../figures/joined-figures.js";
import type { JoinedDefinition, JoinedFigure } from "../figures/joined-split.js";
import type { Linkage } from "../figures/rests-on.js";
import { breakdownName, capital, categoryName } from "../words/format.js";
import { joinedAnswer } from "../words/joined-text.js";
import type { Origin } from "../words/narrative.js";
import { nothingToTell } from "../words/only.js";
import { hasValue } from "../words/status.js";

/** An outcome of children by what another source tells of the same children. Every word here takes it whole. */
export interface Joined {
  /** Whether there are figures. */
  available: boolean;
  indicator: { id: string; shortName: string; unit: string };
  definition: JoinedDefinition | undefined;
  period: string;
  /** Where the children live: "Birmingham". */
  where: string;
  /** Figures of all of these children. */
  rows: readonly JoinedFigure[];
  /** Figures of these children, within groups too, as linked. */
  divided: readonly JoinedFigure[];
  /** Breakdowns, each with its categories in their order. */
  categories: Readonly<Record<string, readonly string[]>>;
  origin: JoinedOrigin;
  /** What the city's figures rest on. */
  linkage: readonly Linkage[];
  /** How sure links must be, where it is not as linked: ", links at least 0.99 probable". */
  sureness: string;
  /** Why there is no figure, in a sentence. */
  why: string;
}

/** The answer to “are they the same children?”, in paragraphs made from the figures. */
export function answer(joined: Joined): HTMLElement {
  const { indicator, definition, rows, where, period, linkage, origin, sureness } = joined;
  if (!isKnown(joined) || !definition) return notAvailable(joined);
  const originOf = (measure: string): Origin => ({
    measure,
    period,
    ...origin,
    note: sureness && capital(sureness.replace(/^, /, "")),
    ...{ unit: indicator.unit },
  });
  return element(
    "div",
    {},
    ...joinedAnswer({ indicator, definition, rows, place: `in ${where}`, period, linkage, originOf }),
  );
}

/** The outcome of the children who were found in the other source, of those who were not, and of those who could not be joined. */
export function split(joined: Joined, { title }: { title?: string } = {}): HTMLElement {
  const { indicator, definition, rows, where, sureness } = joined;
  if (!isKnown(joined) || !definition) return nothingToTell();
  const usual = `${indicator.shortName} by ${definition.title}, ${where}${sureness}`;
  return splitFigure(rows, { ...joined, definition }, title ?? usual);
}

/** Where the children who did not reach the outcome had been, and those who did. An average has no such sides. */
export function sides(joined: Joined, { title }: { title?: string } = {}): HTMLElement {
  const { definition, rows, where, sureness } = joined;
  if (!isKnown(joined) || !definition) return nothingToTell();
  const usual = `Where the children who did not reach it had been, ${where}${sureness}`;
  return (
    sidesFigure(rows, { ...joined, definition }, title ?? usual) ??
    element(
      "p",
      { class: "ey-hint" },
      "An average cannot be divided into those who reached it and those who did not. Choose a percentage as the outcome.",
    )
  );
}

/** The same within the groups of a breakdown, as linked. */
export function within(joined: Joined, breakdown: string, { title }: { title?: string } = {}): HTMLElement {
  const { indicator, definition, divided, categories, where } = joined;
  if (!isKnown(joined) || !definition) return notAvailable(joined);
  const groups = (categories[breakdown] ?? [])
    .map((category) => ({
      name: categoryName(breakdown, category),
      rows: divided.filter((row) => row.within === breakdown && row.within_category === category),
    }))
    .filter(({ rows }) => rows.length > 0);
  if (groups.length === 0)
    return element(
      "p",
      { class: "ey-empty" },
      breakdown === "all"
        ? "Choose what to divide by."
        : "These children are too few to be divided further. Choose the city or a locality.",
    );
  const by = breakdownName(breakdown);
  return pairsFigure(
    groups,
    { ...joined, definition },
    {
      title: title ?? `${indicator.shortName} by ${definition.title}, within ${by}, ${where}, as linked`,
      label: capital(by),
    },
  );
}

/** Says why there are no figures, in their place. */
export function notAvailable(joined: Joined): HTMLElement {
  const { why } = joined;
  return element("p", { class: "ey-empty" }, `Not available. ${why}`);
}

export function isKnown(joined: Joined): boolean {
  const { rows } = joined;
  return rows.some(hasValue);
}
