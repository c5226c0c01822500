import type { Verdict } from "../../loaders/link/decisions.js";

/** What a record says of who the child is, as it was given, and where it was said. */
export interface Particulars {
  forename: string | null;
  surname: string | null;
  /** Year-month-day. */
  date_of_birth: string | null;
  sex: string | null;
  postcode: string | null;
  nhs_number: string | null;
  upn: string | null;
  seen: Appearance[];
}

/** A source whose extracts hold a record. */
export interface Appearance {
  /** The source's title. */
  source: string;
  /** Oldest first; empty where the source has no periods. */
  periods: string[];
}

export interface Side extends Particulars {
  evidence: string;
  /** Other records that are joined to the same child already: the first few, and how many there are. */
  others: Particulars[];
  otherCount: number;
}

/** What the model sees in one comparison of the two records. */
export interface Finding {
  /** The field that the comparison is about, as the model names it. */
  field: string;
  /** In words: “one letter is different”. */
  says: string;
  /** In bits: each doubles the odds that the records are of one child. */
  weight: number;
}

/** Two records of what are two persons so far, which the model cannot tell for sure. */
export interface ReviewPair {
  left: Side;
  right: Side;
  /** That the two are one child, from 0 to 1. */
  probability: number;
  findings: Finding[];
  /** What else there is to know, in sentences. */
  remarks: string[];
}

export interface Queue {
  /** Those that matter most first. */
  pairs: ReviewPair[];
  /** How many there are in the store, of which `pairs` are the first. */
  total: number;
}

/** A decision as the list of decisions shows it. */
export interface DecisionEntry {
  id: number;
  verdict: Verdict;
  who: string;
  why: string;
  /** ISO time. */
  at: string;
  /** The two children's names; null where no extract says any more what the record said. */
  left: string | null;
  right: string | null;
  /** Whether the persons are as the decision says; `gone` where a record is not there any more. */
  state: "followed" | "waiting" | "gone";
}

export interface DecisionList {
  /** Newest first, without those that were undone. */
  decisions: DecisionEntry[];
  total: number;
}

/** A source, as the registry has it. */
export interface SourceTitle {
  id: string;
  title: string;
}
