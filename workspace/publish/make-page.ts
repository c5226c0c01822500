import { isProtectedTogether } from "../../loaders/store/manifest.js";
import { currentStore } from "../../loaders/store/paths.js";
import { safeMessage, TellableError } from "../../loaders/store/safe-message.js";
import { buildPage } from "../site/build.js";
import { editionNamed } from "../site/edition/editions.js";
import { listedPages } from "../site/edition/pages.js";
import { manifestOf } from "../site/manifest-of.js";

/** What the process that makes a page for review tells: what the gate would say of it, or why it could not be made. */
export type PageOutcome =
  | { faults: { file: string; fault: string }[]; isProtectedTogether: boolean }
  | { failed: string };

// A process of its own, as what a build has loaded would stay in that of the server: make-page.ts <edition> <path> <output>
const [, , edition, path, output] = process.argv;
try {
  const chosen = { ...editionNamed(edition!), output: output! };
  const page = listedPages(chosen).find((one) => one.path === path);
  if (!page)
    throw new TellableError(
      `This page is not meant for the site of the ${edition === "public" ? "public" : "briefings"} yet. Add it to the page’s editions, between the lines --- at its top: editions: [workspace, ${edition}].`,
    );
  const store = currentStore();
  const manifest = manifestOf(store);
  if (!manifest) throw new TellableError("There has been no refresh yet, so there are no figures to show.");
  // What is built beside the messages is nobody's to read.
  console.log = () => {};
  tell({
    faults: await buildPage(chosen, page, { store, manifest }),
    isProtectedTogether: edition !== "public" || manifest.sample || isProtectedTogether(manifest),
  });
} catch (error) {
  tell({ failed: safeMessage(error) });
}

function tell(outcome: PageOutcome): void {
  process.send?.(outcome, () => process.disconnect());
}
