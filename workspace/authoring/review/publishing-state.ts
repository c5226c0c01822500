import type { Status } from "./page-status.js";

/** What the publishing page shows. */
export interface PublishingState {
  /** Whether the figures are invented: then nothing of it is for the public. */
  sample: boolean;
  sites: PublishingSite[];
  /** The attempt that was begun from here last. */
  running?: RunningAttempt;
}

/** One site that is published, and what would change if it were now. */
export interface PublishingSite {
  edition: "briefings" | "public";
  pages: {
    address: string;
    title: string;
    status?: Status;
    approved?: { by: string; at: string };
    /** `refused`: nothing is published before it is approved. */
    is: "in" | "out" | "refused";
    change: "none" | "new" | "changed" | "taken away";
    /** What it claims that does not hold, as sentences: nothing is published before. */
    untrue: string[];
  }[];
  /** Why its pages cannot be told. */
  problem?: string;
  served?: { id: string; at: string; asOf: string | null };
  publications: {
    id: string;
    at: string;
    asOf: string | null;
    sample: boolean;
    by?: string;
    /** How many pages with a text of their own. */
    pages: number;
  }[];
  /** The newest first. */
  attempts: {
    id: string;
    at: string;
    by: string;
    what: RunningAttempt["what"];
    result: string;
    ended?: string;
    publication?: string;
    hash?: string;
    audit?: Record<string, unknown>;
    why?: string;
  }[];
}

/** Something that changes what is served, begun from the browser. */
export interface RunningAttempt {
  edition: PublishingSite["edition"];
  what: "publish" | "roll back";
  by: string;
  at: string;
  isUnderWay: boolean;
  /** What it says, the newest last. */
  lines: string[];
}
