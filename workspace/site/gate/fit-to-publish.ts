import { readdirSync } from "node:fs";
import { basename } from "node:path";
import { isProtectedTogether, type Manifest } from "../../../loaders/store/manifest.js";
import { TellableError } from "../../../loaders/store/safe-message.js";
import { isDraft } from "../../authoring/drafts.js";
import { type Edition, rootFolder } from "../edition/editions.js";
import { type Page, refuseUnlisted } from "../edition/pages.js";
import { approvedPages } from "./approved.js";

/** The public edition would be of invented data, and nobody said that it may be. */
export class SampleRefused extends TellableError {}

/** Throws if the public edition would be built from sample data without leave. */
export function refuseSample(edition: Edition, sample: boolean, allowed: boolean, how: string): void {
  if (edition.name !== "public" || !sample || allowed) return;
  throw new SampleRefused(
    `The public edition is not built from sample data. Bring in extracts, or, to try it out, ${how}.`,
  );
}

/** Throws if the public edition would show the state of an earlier day. What was published by then is kept by itself. */
export function refuseEarlier(edition: Edition, { knownOn }: Pick<Manifest, "knownOn">): void {
  if (edition.name === "public" && knownOn !== undefined)
    throw new TellableError(
      "The public edition is never made of an earlier state: beside what was published since, hidden figures could be worked out from it. What was published by a day lies in data/publications.",
    );
}

/** Throws if the public edition would show figures that are not protected together. */
export function refuseHalfProtected(edition: Edition, manifest: Manifest): void {
  if (edition.name !== "public" || manifest.sample || isProtectedTogether(manifest)) return;
  throw new TellableError(
    "The public edition needs figures that are protected together, so that none can be worked out from the others. Make it with npm run build or npm run publish, which see to that.",
  );
}

/** Throws if the public edition would be built of real figures, and nobody attacks its files. */
export function refuseUnattacked(edition: Edition, { sample }: Pick<Manifest, "sample">): void {
  if (edition.name === "public" && !sample) throw new TellableError(oneDoor);
}

const oneDoor =
  "The public edition has one door: npm run publish, or npm run build -- public. They protect its figures together, attack the very files that would be served, and refuse if anything can be worked out. Framework by itself does none of this.";

/**
 * Throws if Framework is run by itself to build the public edition, or would build a page that does not list its edition, or
 * what somebody has written and not saved.
 */
export function refuseUnfit(edition: Edition, pages: Page[]): void {
  refuseUnlisted(edition, pages);
  refuseDrafts(edition);
  refuseLeftOut(edition, pages);
  if (edition.name === "public") throw new TellableError(oneDoor);
}

// Framework builds every page that it finds.
function refuseLeftOut(edition: Edition, pages: Page[]): void {
  const listed = pages.filter((page) => !page.draft);
  const kept = approvedPages(edition, listed);
  const out = listed.find((page) => !kept.includes(page));
  if (out)
    throw new TellableError(
      `The ${edition.name} edition would publish what is not finished or was withdrawn, such as ${edition.root}/${out.file}. Build with "npm run build -- ${edition.name}", which leaves it out.`,
    );
}

function refuseDrafts(edition: Edition): void {
  const drafts = readdirSync(rootFolder(edition), { recursive: true, encoding: "utf8" }).filter((file) =>
    isDraft(basename(file)),
  );
  if (drafts.length > 0)
    throw new TellableError(
      `The ${edition.name} edition would publish drafts, such as ${edition.root}/${drafts[0]!.replaceAll("\\", "/")}. Build with "npm run build -- ${edition.name}", which leaves them out.`,
    );
}
