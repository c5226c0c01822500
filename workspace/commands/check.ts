import { isTenable } from "../../components/claims/kept-claim.js";
import { plural } from "../../components/words/format.js";
import { tellClaim } from "../../loaders/claims/tell-claims.js";
import { type Command, pathOption } from "./command.js";

export const check: Command = {
  summary: "Check the claims of all pages, and titles made from figures, by the newest figures",
  usage: "[--inbox <folder>]",
  options: {
    inbox: {
      type: "string",
      about: "the folder whose figures are used; else those in use",
    },
  },
  async run(given) {
    const { currentStore, storeOf } = await import("../../loaders/store/paths.js");
    const { readManifest, whyNoManifest } = await import("../../loaders/store/manifest.js");
    const { claimsNow } = await import("../../loaders/claims/claims-now.js");
    const { readClaims, readGeneratedClaims } = await import("../../loaders/claims/read-claims.js");
    const { readPageOf } = await import("../../loaders/refresh/page-datasets.js");
    const inbox = pathOption(given, "inbox", "folder");
    const store = inbox === undefined ? currentStore() : storeOf(inbox);
    const manifest = readManifest(store);
    if (!manifest) {
      console.error(whyNoManifest(store, "There are no figures yet. Make them with: npm run refresh"));
      return 1;
    }
    const read = readPageOf(store, manifest.pages);
    const claims = await claimsNow(store, [...readClaims(), ...readGeneratedClaims(read)], read);
    for (const claim of claims)
      if (claim.state !== "holds") for (const line of tellClaim(claim)) console.log(line);
    const untrue = claims.filter((claim) => !isTenable(claim));
    const generated = claims.filter((claim) => claim.generated).length;
    console.log(
      `${plural(claims.length - generated, "claim")} and ${plural(generated, "made title")} on ${plural(new Set(claims.map(({ page }) => page)).size, "page")}: ${untrue.length === 0 ? "nothing to mend" : `${untrue.length} to mend`}.`,
    );
    return untrue.length > 0 ? 1 : 0;
  },
};
