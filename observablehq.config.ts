import { siteConfig } from "./workspace/site/config.js";
import { editionNamed } from "./workspace/site/editions.js";
import { readPages, refuseUnlisted } from "./workspace/site/pages.js";
import { prepare } from "./workspace/site/prepare.js";

// What Framework reads when it is run by itself: EDITION=workspace|briefings|public npx observable preview|build.
// `npm start` and `npm run build` use the same and do more: see workspace/site.
const edition = editionNamed(process.env.EDITION ?? "workspace");
const pages = readPages(edition);
// Framework builds every page that it finds. Only a preview of the workspace may show pages that are in no edition.
const previewsWorkspace = edition.name === "workspace" && !process.argv.includes("build");
if (!previewsWorkspace) refuseUnlisted(edition, pages);
prepare(edition);

export default siteConfig(edition, pages);
