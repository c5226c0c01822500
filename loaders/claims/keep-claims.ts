import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";
import { claimSchema, sqlClaimSchema } from "../../components/claims/claim-schema.js";
import type { KeptClaim } from "../../components/claims/kept-claim.js";
import type { Store } from "../store/paths.js";
import { writeFileAtomic } from "../store/write-file.js";

const figure = z.object({
  what: z.string(),
  period: z.string(),
  text: z.string(),
  source: z.string(),
  asOf: z.string().nullable(),
});

/** A claim with what was found last, as it is kept and as pages have it. */
export const keptClaimSchema = z.object({
  page: z.string(),
  title: z.string(),
  line: z.int(),
  audience: z.enum(["explore", "briefings", "public"]),
  editions: z.array(z.string()),
  sentence: z.string(),
  test: z.union([claimSchema(z), sqlClaimSchema(z)]).optional(),
  fault: z.string().optional(),
  writer: z.string().optional(),
  generated: z
    .object({
      indicators: z.array(z.string()),
      period: z.string().optional(),
      area: z.string().optional(),
    })
    .optional(),
  state: z.enum(["holds", "fails", "unknown"]),
  why: z.string(),
  figures: z.array(figure),
  asOf: z.string().nullable(),
  sample: z.boolean(),
  since: z.string(),
  held: z.array(figure),
  isConfirmed: z.boolean(),
});

/**
 * Whether a claim stands in the lists of claims. Pages that stand for many areas say the same of each, by components: of these
 * only what is to mend.
 */
export function isListed({
  generated,
  page,
  state,
}: Pick<KeptClaim, "generated" | "page" | "state">): boolean {
  return !generated || !page.includes("[") || state !== "holds";
}

/** What the last refresh found of claims. A file that is damaged counts as none: all is checked again. */
export function readKeptClaims({ claims }: Store): KeptClaim[] {
  if (!existsSync(claims)) return [];
  try {
    const read = z.array(keptClaimSchema).safeParse(JSON.parse(readFileSync(claims, "utf8")));
    return read.success ? (read.data as KeptClaim[]) : [];
  } catch {
    return [];
  }
}

/** Keeps what was found, in one step. */
export function keepClaims(store: Store, found: readonly KeptClaim[]): void {
  writeFileAtomic(store.claims, `${JSON.stringify(found, null, 2)}\n`);
}
