import { element } from "../element.js";
import { formatList, levelName } from "./format.js";

/** A source as pages name it where something would come from it. */
export interface SourceToAsk {
  title: string;
  /** Whether an extract of it is in use. */
  there: boolean;
  /** The team that can bring it, with its organisation. */
  team: string;
  email: string;
}

/** Sources which together give an indicator, and the levels that they give it for. */
export interface Way {
  sources: string[];
  levels: string[];
}

export interface MissingOptions {
  ways: readonly Way[];
  /** Source id → what is known of it. */
  sources: Readonly<Record<string, SourceToAsk>>;
  level: string;
  /** Look-ups without which there are no areas of the level; those that are there are left out of what is said. */
  lookups?: readonly string[];
}

/** Why there is no figure at a level, and the ids of the sources that would bring one. */
export interface Missing {
  why: string;
  sources: string[];
}

/**
 * Works out why an indicator has no figure at a level. Where several ways would give one, the one that fewest extracts are
 * missing for is told.
 */
export function whatIsMissing({ ways, sources, level, lookups = [] }: MissingOptions): Missing {
  const absent = (ids: readonly string[]) => [...new Set(ids)].filter((id) => !sources[id]?.there);
  const words = (one: string) => (one === "city" ? "the city" : levelName(one, true));
  const areas = words(level);
  const fitting = ways
    .filter((way) => way.levels.includes(level))
    .map((way) => absent([...way.sources, ...lookups]))
    .sort((a, b) => a.length - b.length);
  const [nearest] = fitting;
  if (!nearest) {
    const levels = [...new Set(ways.flatMap((way) => way.levels))].map(words);
    return {
      why:
        levels.length > 0
          ? `Its sources do not tell it for ${areas}, only for ${formatList(levels)}.`
          : "No source is named for it.",
      sources: [],
    };
  }
  if (nearest.length === 0)
    return { why: `The extracts that are in use hold no figure of it for ${areas}.`, sources: [] };
  return { why: "No extract of what it is made from has come.", sources: nearest };
}

/**
 * Says in a paragraph that something is not available, why, and what would bring it: which source, whom to ask, with a
 * link to the catalogue, whose address is `catalogue`.
 */
export function missingNote(
  what: string,
  { why, sources: ids }: Missing,
  { sources, catalogue }: { sources: Readonly<Record<string, SourceToAsk>>; catalogue: string },
): HTMLElement {
  const wanted = ids.flatMap((id) => (sources[id] ? [{ id, ...sources[id] }] : []));
  return element(
    "p",
    { class: "ey-empty" },
    `${what}: not available. ${why}`,
    ...(wanted.length > 0
      ? [
          " It would come with ",
          ...wanted.flatMap(({ id, title, team, email }, i) => [
            i === 0 ? "" : i === wanted.length - 1 ? " and " : ", ",
            element("a", { href: `${catalogue}#${id}` }, title),
            " (ask ",
            element("a", { href: `mailto:${email}` }, team),
            ")",
          ]),
          ".",
        ]
      : []),
  );
}
