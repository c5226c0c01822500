import type { ClaimTest, SqlClaimTest } from "./claim-schema.js";
import type { ClaimFigure, Finding } from "./test-claim.js";

/** A claim as it stands on a page. */
export interface PageClaim {
  /** The page's file below docs, with forward slashes: "briefings/index.md". */
  page: string;
  /** The page's title. */
  title: string;
  line: number;
  /** Whose data sets it is tested by. */
  audience: "explore" | "briefings" | "public";
  /** The editions that the page is in. */
  editions: readonly string[];
  sentence: string;
  /** Left out where it cannot be read: `fault` then says why. */
  test?: ClaimTest | SqlClaimTest;
  fault?: string;
  /** Who answers for the page, as far as it says so. */
  writer?: string;
  /** Of a title or lead that a component makes from the figures: what it is about, by which its words are read back. */
  generated?: { indicators: readonly string[]; period?: string; area?: string };
}

/** A claim with what its test found, and since when. */
export interface KeptClaim extends PageClaim, Finding {
  /** ISO time of the check that first found what is found now. */
  since: string;
  /** The figures by which it last held; those of now while it holds. */
  held: ClaimFigure[];
  /** Whether somebody stands by it by the very figures of now. */
  isConfirmed: boolean;
}

/** Whether a page with this claim may be published: it holds, or somebody stands by it. */
export function isTenable({ state, isConfirmed }: Pick<KeptClaim, "state" | "isConfirmed">): boolean {
  return state === "holds" || isConfirmed;
}

/** What becomes of a claim, in a word or two. */
export function stateWords({ state, isConfirmed }: Pick<KeptClaim, "state" | "isConfirmed">): string {
  if (state === "holds") return "holds";
  if (isConfirmed) return "confirmed, though figures say otherwise";
  return state === "fails" ? "no longer holds" : "cannot be checked";
}
