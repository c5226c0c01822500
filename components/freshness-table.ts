import { element } from "./element.js";
import { capital, formatDate } from "./format.js";
import {
  ageText,
  type Delivered,
  dueText,
  type FreshnessState,
  freshnessBadge,
  freshnessOf,
  freshnessStates,
  freshnessWords,
} from "./freshness.js";
import { stackedTable } from "./stacked-table.js";

export interface FreshSource extends Delivered {
  id: string;
  title: string;
  cadence: string;
}

/** How many sources are in each state on a day. */
export function countStates(sources: readonly Delivered[], day: string): Record<FreshnessState, number> {
  const counts = { current: 0, overdue: 0, refused: 0, missing: 0 };
  for (const source of sources) counts[freshnessOf(source, day)] += 1;
  return counts;
}

/** "12 in date, 2 overdue, 1 newest extract refused": the states that occur, worst last. */
export function stateSummary(sources: readonly Delivered[], day: string): string {
  const counts = countStates(sources, day);
  return freshnessStates
    .filter((state) => counts[state] > 0)
    .map((state) => `${counts[state]} ${freshnessWords[state].toLowerCase()}`)
    .join(", ");
}

/** The sources with their age on a day, those that need somebody first, each linked to its entry in the catalogue. */
export function freshnessTable(
  sources: readonly FreshSource[],
  { day, catalogue }: { day: string; catalogue: string },
): HTMLElement {
  const labels = ["Source", "State", "As of", "Age", "Comes", "Next due"];
  const cells = (source: FreshSource): (Node | string)[] => [
    element("a", { href: `${catalogue}#${source.id}` }, source.title),
    freshnessBadge(source, day),
    source.asOf ? formatDate(source.asOf) : "no extract",
    ageText(source.asOf, day),
    capital(source.cadence),
    dueText(source.nextDue, day),
  ];
  const urgency = (source: FreshSource) => attention.indexOf(freshnessOf(source, day));
  return stackedTable(
    "Sources, with the date and age of the newest extract in use",
    labels,
    [...sources].sort((a, b) => urgency(a) - urgency(b)).map(cells),
  );
}

const attention: FreshnessState[] = ["refused", "overdue", "current", "missing"];
