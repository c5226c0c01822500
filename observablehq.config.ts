import { safeMessage } from "./loaders/store/safe-message.js";
import { editionNamed } from "./workspace/site/edition/editions.js";
import { readPages } from "./workspace/site/edition/pages.js";
import { refuseUnfit } from "./workspace/site/gate/fit-to-publish.js";
import { knownToFramework } from "./workspace/site/known-to-framework.js";
import { prepare } from "./workspace/site/prepare.js";

// What Framework reads when it is run by itself: EDITION=workspace|briefings|public npx observable preview|build.
// `npm start` and `npm run build` use the same and do more: see workspace/site.
const edition = editionNamed(process.env.EDITION || "workspace");
const isPreview = process.argv.includes("preview") || process.argv.includes("start");
const told = new Set<string>();
function tellOnce(error: unknown): void {
  const message = safeMessage(error);
  if (!told.has(message)) console.error(message);
  told.add(message);
}
// A preview goes on while a page is being written, so a fault in its front matter is only told.
const onFault = isPreview ? tellOnce : undefined;
const pages = readPages(edition, onFault);
// Framework builds every page that it finds.
if (!isPreview) refuseUnfit(edition, pages);
prepare(edition);

export default knownToFramework(edition, pages, onFault);
