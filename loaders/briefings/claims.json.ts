import { z } from "zod";
import { isListed, keptClaimSchema } from "../claims/keep-claims.js";
import { pageDataset } from "../page-dataset.js";

const schema = z.object({
  claims: z.array(keptClaimSchema),
});

export type Claims = z.infer<typeof schema>;

export default pageDataset(import.meta.url, {
  title: "Claims of briefings and public pages",
  schema,
  // What analysts claim rests on figures that service managers may not have.
  make: ({ claims }): Claims => ({
    claims: claims.filter((claim) => claim.audience !== "explore" && isListed(claim)) as Claims["claims"],
  }),
});
