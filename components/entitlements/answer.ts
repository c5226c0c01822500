import type { Day } from "./dates.js";

/** The schemes that the checker knows, in the order in which they are told. */
export const schemes = [
  "universal hours",
  "two-year-old hours",
  "working-parent hours",
  "tax-free childcare",
  "universal credit childcare",
  "healthy start",
  "pupil premium",
  "disability access fund",
] as const;

export type Scheme = (typeof schemes)[number];

/** Why a family cannot have a scheme. */
export type Reason =
  | "too old"
  | "country"
  | "work"
  | "earnings"
  | "too much income"
  | "public funds"
  | "national insurance"
  | "universal credit"
  | "no universal credit"
  | "other help"
  | "foster child"
  | "no ground"
  | "no hours";

/** What an answer turns on that nobody told. */
export type Condition = "low income" | "low pay" | "premium income";

/** What a family can have of a scheme for a child, on a day. */
export interface Answer {
  scheme: Scheme;
  /**
   * `now`: the child is of the age and the family qualifies; a place may still wait for its term, as `useFrom` says.
   * `at birth`: it can be had from the child's birth on. `future`: when the child is older.
   */
  state: "now" | "future" | "at birth" | "not";
  reason?: Reason;
  /** It holds only if these do, which the family did not tell. */
  conditions?: Condition[];
  /** The first day on which one can apply, and the last for `useFrom`. */
  applyFrom?: Day;
  applyBy?: Day;
  /** The first day of use. Left out where one who has no code yet comes too late. */
  useFrom?: Day;
  /** Whether a family that has applied can use it on the day. */
  usable?: boolean;
  /** The first day on which it is over. */
  ends?: Day;
  /** Funded hours a week, and for how many weeks a year. */
  hours?: number;
  weeks?: number;
  confirmEveryMonths?: number;
  /** It lasts only as long as the leave of these parents. */
  endsWithLeaveOf?: ("you" | "partner")[];
  /** It begins when these parents are back at work. */
  waitsForReturnOf?: ("you" | "partner")[];
  /** Of costs: the share that is paid, in percent, and at most so many pounds. */
  percent?: number;
  most?: { pounds: number; per: "year" | "month" };
}

/** That a family cannot have a scheme. */
export function not(scheme: Scheme, reason: Reason): Answer {
  return { scheme, state: "not", reason };
}
