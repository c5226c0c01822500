import type { KeptClaim, PageClaim } from "../../components/claims/kept-claim.js";
import { confirmable, type Finding, testClaim } from "../../components/claims/test-claim.js";
import { TellableError } from "../store/safe-message.js";
import { audienceData, type ReadDataset } from "./audience-data.js";

/**
 * Tests the claims of pages by the data sets that their audiences have. `before` is what was found last, by which is known
 * since when; `now` is an ISO time. A claim whose data are missing is unknown: it is never taken to hold.
 */
export async function checkClaims(
  claims: readonly PageClaim[],
  read: ReadDataset,
  { before = [], now }: { before?: readonly KeptClaim[]; now: string },
): Promise<KeptClaim[]> {
  const data = {
    explore: audienceData("explore", read),
    briefings: audienceData("briefings", read),
    public: audienceData("public", read),
  };
  const checked: KeptClaim[] = [];
  for (const claim of claims) {
    const found = await findingOf(claim, data[claim.audience]);
    const last = before.find(({ page, sentence }) => page === claim.page && sentence === claim.sentence);
    checked.push({
      ...claim,
      ...found,
      since: last?.state === found.state ? last.since : now,
      held: found.state === "holds" ? found.figures : (last?.held ?? []),
      isConfirmed: found.state !== "holds" && claim.test?.confirmed?.figures === confirmable(found),
    });
  }
  return checked;
}

async function findingOf(
  { test, fault }: PageClaim,
  data: Parameters<typeof testClaim>[1],
): Promise<Finding> {
  if (!test) return unknown(`As it is written, ${fault}`);
  try {
    return await testClaim(test, data);
  } catch (error) {
    if (!(error instanceof TellableError)) throw error;
    return unknown(error.message);
  }
}

function unknown(why: string): Finding {
  return { state: "unknown", why, figures: [], asOf: null, sample: false };
}
