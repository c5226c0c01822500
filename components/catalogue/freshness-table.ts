import { element } from "../element.js";
import { stackedTable } from "../tables/stacked-table.js";
import { capital, plural } from "../words/format.js";
import {
  ageText,
  asOfText,
  coversText,
  type Delivered,
  dueText,
  type FreshnessState,
  freshnessBadge,
  freshnessOf,
  freshnessStates,
  freshnessWords,
} from "./freshness.js";
import { type Kind, kindWords } from "./source-kinds.js";

export interface FreshSource extends Delivered {
  id: string;
  title: string;
  kind: Kind;
  cadence: string;
}

/** How many sources are in each state on a day. */
export function countStates(sources: readonly Delivered[], day: string): Record<FreshnessState, number> {
  const counts = { current: 0, overdue: 0, old: 0, unknown: 0, refused: 0, missing: 0 };
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

/**
 * The sources by kind, each kind with its states summed up and a table of ages on a day; links lead to the catalogue.
 * On a narrow screen a kind is folded unless somebody is needed.
 */
export function freshnessTables(
  sources: readonly FreshSource[],
  { day, catalogue }: { day: string; catalogue: string },
): HTMLElement {
  const wide = matchMedia("(min-width: 700px)").matches;
  const kinds = Object.keys(kindWords) as Kind[];
  return element(
    "div",
    {},
    ...kinds.flatMap((kind) => {
      const ofKind = sources.filter((source) => source.kind === kind);
      if (ofKind.length === 0) return [];
      const { overdue, old, refused } = countStates(ofKind, day);
      return [
        element(
          "details",
          { class: "ey-fold", open: wide || overdue + old + refused > 0 },
          element(
            "summary",
            {},
            element("strong", {}, kindWords[kind]),
            `: ${plural(ofKind.length, "source")}, ${stateSummary(ofKind, day)}`,
          ),
          freshnessTable(ofKind, kindWords[kind], { day, catalogue }),
        ),
      ];
    }),
  );
}

function freshnessTable(
  sources: readonly FreshSource[],
  caption: string,
  { day, catalogue }: { day: string; catalogue: string },
): HTMLElement {
  const urgency = (source: FreshSource) => attention.indexOf(freshnessOf(source, day));
  return stackedTable(
    `${caption}: what the newest extract in use covers, its age and its date`,
    ["Source", "State", "Covers", "Age", "As of", "Comes", "Next due"],
    [...sources]
      .sort((a, b) => urgency(a) - urgency(b))
      .map((source) => [
        element("a", { href: `${catalogue}#${source.id}` }, source.title),
        freshnessBadge(source, day),
        source.received ? coversText(source.covers) : "–",
        source.received ? ageText(source, day) : "–",
        source.received ? asOfText(source) : "–",
        capital(source.cadence),
        dueText(source.nextDue, day),
      ]),
  );
}

// Those that need somebody come first.
const attention: FreshnessState[] = ["refused", "overdue", "old", "unknown", "current", "missing"];
