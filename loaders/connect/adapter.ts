import type { Connected, Patience } from "../registry/location.js";
import type { Source } from "../registry/source.js";

/** A source whose extracts are fetched, from one kind of place. */
export type ConnectedSource<L extends Connected = Connected> = Source & { location: L };

/** What was last fetched under a key. */
export interface Known {
  /** What tells that the other side still has the same, as far as it says: an entity tag, size and time, a version. */
  version: string | null;
  sha256: string;
}

/** One extract that the other side has. */
export interface Offer {
  /** What it is called there; one for all that a service answers. */
  key: string;
  /** The file's name, or path, that it gets here. */
  name: string;
  /** As of Known; null where only fetching it tells. */
  version: string | null;
  /**
   * Writes it whole to `file`, which is not there yet. Gives its version, or undefined if it is the one that is known.
   * Throws a TellableError that says what is wrong and what to do if it cannot be had, or is not whole.
   */
  fetch(file: string, known: Known | undefined): Promise<{ version: string | null } | undefined>;
}

/** What an adapter may use of the outside. */
export interface Surroundings {
  /** Ends when the time for the fetch is over. */
  signal: AbortSignal;
  patience: Patience;
  /** Today in the city, as year-month-day. */
  day: string;
  /** What was last fetched of this source, by key. */
  known: ReadonlyMap<string, Known>;
  /** The file that holds what was fetched; undefined if that is not here any more as it came. */
  kept: (known: Known) => string | undefined;
  /** Says something that a steward should know, in a sentence without a value of a record. */
  say: (sentence: string) => void;
}

/**
 * Says what a place has, in the order in which it came. Of a source without periods that is one extract at most, the newest;
 * of one with periods the newest of each. Throws as Offer's fetch.
 */
export type Look<L extends Connected = Connected> = (
  source: ConnectedSource<L>,
  surroundings: Surroundings,
) => Promise<Offer[]>;
