import type { Derived } from "./attack.js";
import type { Fault } from "./cell.js";

/** A count that is not shown, and yet can be derived more closely than the policy allows. */
export interface Finding {
  cell: string;
  place: string;
  derived: Derived;
  /** What gives it away; none of it can be spared. Empty where too many cells were found to explain each. */
  because: string[];
}

export interface Audit {
  cells: number;
  suppressed: number;
  faults: Fault[];
  findings: Finding[];
  /** The statistics that the audit understands, in plain words; what carries another is refused. */
  understood: readonly string[];
  /** What the audit took or did not take to hold. */
  notes: string[];
  /** Those of the notes that leave open whether nothing is derivable. */
  reservations: string[];
  /** In a sentence or two: what was assumed, what of it could not be, and whether that matters. */
  assumed: string;
}

/** A suppressed count that the audit tries to derive. */
export interface Target {
  variable: number;
  name: string;
  place: string;
}
