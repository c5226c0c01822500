import type { ClaimData } from "../../components/claims/claim-data.js";
import type { PageClaim } from "../../components/claims/kept-claim.js";
import type { Finding } from "../../components/claims/test-claim.js";
import { briefingSentences } from "./read-back-briefing.js";
import type { ReadBack } from "./read-back-ground.js";
import { profileSentences } from "./read-back-profile.js";
import { publicSentences } from "./read-back-public.js";

// The first that fits is how a sentence is read.
const sentences: readonly ReadBack[] = [...briefingSentences, ...profileSentences, ...publicSentences];

/**
 * Judges a sentence that a component made by what it says, and not by how it was made: its words are read back, and tested as
 * the claims of writers are. A sentence that cannot be read back is unknown.
 */
export async function readBack(
  sentence: string,
  about: NonNullable<PageClaim["generated"]>,
  data: ClaimData,
): Promise<Finding> {
  for (const [pattern, judge] of sentences) {
    const match = pattern.exec(sentence);
    if (match) return judge(match as unknown as string[], { ...about, data });
  }
  return {
    ...{ state: "unknown", figures: [], asOf: null, sample: (await data.indicators()).sample },
    why: "It is made by a component, and nothing here can read it back.",
  };
}
