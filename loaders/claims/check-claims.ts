import { type ClaimTest, isSql } from "../../components/claims/claim-schema.js";
import type { KeptClaim, PageClaim } from "../../components/claims/kept-claim.js";
import { confirmable, type Finding, testClaim } from "../../components/claims/test-claim.js";
import { TellableError } from "../store/safe-message.js";
import { audienceData, type ReadDataset } from "./audience-data.js";
import { queryClaim } from "./query-claims.js";
import { readBack } from "./read-back.js";

export interface CheckOptions {
  /** What was found last. */
  before?: readonly KeptClaim[];
  /** ISO time. */
  now: string;
  /** Who wrote a claim of a page that does not say so. It is asked once of each claim. */
  writerOf?: WriterOf | undefined;
}

/** Who wrote a claim; undefined where nobody knows. */
export type WriterOf = (claim: PageClaim) => Promise<string | undefined>;

/**
 * Tests the claims of pages by the data sets that their audiences have. Since when is known by what was
 * found last. A claim whose data are missing is unknown: it is never taken to hold.
 */
export async function checkClaims(
  claims: readonly PageClaim[],
  read: ReadDataset,
  { before = [], now, writerOf }: CheckOptions,
): Promise<KeptClaim[]> {
  const data = {
    explore: audienceData("explore", read),
    briefings: audienceData("briefings", read),
    public: audienceData("public", read),
  };
  const checked: KeptClaim[] = [];
  for (const claim of claims) {
    const found =
      claim.test && isSql(claim.test)
        ? await queryClaim(claim.test.sql, claim.audience, read)
        : await findingOf(claim, data[claim.audience]);
    const last = before.find(({ page, sentence }) => page === claim.page && sentence === claim.sentence);
    const writer = claim.generated ? undefined : (claim.writer ?? last?.writer ?? (await writerOf?.(claim)));
    checked.push({
      ...claim,
      ...(writer !== undefined && { writer }),
      ...found,
      since: last?.state === found.state ? last.since : now,
      held: found.state === "holds" ? found.figures : (last?.held ?? []),
      isConfirmed: found.state !== "holds" && claim.test?.confirmed?.figures === confirmable(found),
    });
  }
  return checked;
}

async function findingOf(
  { sentence, generated, test, fault }: PageClaim,
  data: Parameters<typeof testClaim>[1],
): Promise<Finding> {
  if (!generated && (!test || isSql(test))) return unknown(`As it is written, ${fault}`);
  try {
    return await (generated ? readBack(sentence, generated, data) : testClaim(test as ClaimTest, data));
  } catch (error) {
    if (!(error instanceof TellableError)) throw error;
    return unknown(error.message);
  }
}

function unknown(why: string): Finding {
  return { state: "unknown", why, figures: [], asOf: null, sample: false };
}
