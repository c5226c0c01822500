import { type Move, moveInWords, verdictOf } from "../../components/words/moves.js";
import { shownDifference } from "../../components/words/numbers.js";
import type { Recipient } from "../../loaders/registry/digests.js";
import { fingerprint } from "../../loaders/store/fingerprint.js";

/** What is known of figures besides themselves. */
export interface Names {
  indicators: ReadonlyMap<
    string,
    { name: string; unit: string; chance: "yes" | "no"; sources: readonly string[] }
  >;
  areas: ReadonlyMap<string, string>;
  /** Source id → title. */
  sources: ReadonlyMap<string, string>;
}

/** A figure that moved, in words. Only its value: a digest never holds what it was counted from. */
export interface MoveInWords {
  indicator: string;
  area: string;
  from: string;
  to: string;
  verdict: string;
  why: string;
  source: string;
}

/** What one recipient is told of one refresh. */
export interface Digest {
  /** The same for the same recipient and the same moves, so that it is known whether it was sent. */
  id: string;
  recipient: string;
  /** ISO time. */
  at: string;
  sample: boolean;
  moves: MoveInWords[];
}

/** What a recipient asked for of what moved; undefined where that is nothing. */
export function digestFor(
  recipient: Recipient,
  moves: readonly Move[],
  names: Names,
  { at, sample }: { at: string; sample: boolean },
): Digest | undefined {
  const wanted = moves
    .filter((move) => isAskedFor(recipient, move, names))
    .map((move) => inWords(move, names));
  if (wanted.length === 0) return undefined;
  return {
    id: fingerprint([recipient.id, at, wanted]).slice(0, 24),
    recipient: recipient.id,
    at,
    sample,
    moves: wanted,
  };
}

/** Whether a recipient is told of a move. */
export function isAskedFor(recipient: Recipient, move: Move, { indicators }: Names): boolean {
  const { areas, indicators: ids, sources, tell, leastCorrection } = recipient;
  const about = indicators.get(move.indicator);
  if (!about) return false;
  if (areas && !areas.includes(move.area)) return false;
  if (ids && !ids.includes(move.indicator)) return false;
  const behind = [...about.sources, move.to?.source, move.from?.source];
  if (sources && !sources.some((id) => behind.includes(id))) return false;
  const verdict = verdictOf(move, about.unit, about.chance);
  const { from, to } = move;
  // Late records change a figure a little every week: that is no news.
  if (from?.value != null && to?.value != null && from.period === to.period && about.unit === "percent")
    return Math.abs(shownDifference(to.value, from.value, about.unit)) >= leastCorrection;
  return tell === "new" || !["unclear", "unknown", "same"].includes(verdict);
}

function inWords(move: Move, { indicators, areas, sources }: Names): MoveInWords {
  const about = indicators.get(move.indicator)!;
  const source = (move.to ?? move.from)!.source;
  return {
    indicator: about.name,
    area: areas.get(move.area) ?? move.area,
    ...moveInWords(move, about),
    source: sources.get(source) ?? source,
  };
}
