import { z } from "zod";
import { isListed, keptClaimSchema } from "../claims/keep-claims.js";
import { pageDataset } from "../page-dataset.js";

const schema = z.object({ claims: z.array(keptClaimSchema) });

export type Claims = z.infer<typeof schema>;

export default pageDataset(import.meta.url, {
  title: "Claims of all pages",
  schema,
  make: ({ claims }): Claims => ({
    claims: claims.filter(isListed) as Claims["claims"],
  }),
});
