import { TellableError } from "../../../loaders/store/safe-message.js";
import { hashOfPage } from "../../authoring/review/page-hash.js";
import { approvalOf, readRecord } from "../../authoring/review/review-record.js";
import { type Edition, rootFolder } from "../edition/editions.js";
import type { Page } from "../edition/pages.js";

/** Where a page stands on its way to its audience. */
export interface Standing {
  page: Page;
  /** As the workspace names it: `public/index`. */
  address: string;
  /** Of its text now, as approvals name it; undefined for a page that a program prints. */
  hash?: string;
  /** Who approved this text, and when; undefined if nobody did. */
  approved?: { by: string; at: string };
  /** `in`: it may be built. `out`: it is left out. `refused`: nothing is published before it is approved or withdrawn. */
  is: "in" | "out" | "refused";
}

/**
 * Where each page of an edition stands. What an audience outside the workspace reads has been approved as it is: each page of
 * the public's, and of the briefings each that has a status. A page that is not finished is left out until it was approved
 * once; from then on a text that is not the approved one holds the whole site back, so that no page vanishes unasked.
 */
export function standings(edition: Edition, pages: readonly Page[]): Standing[] {
  return pages.map((page) => standingOf(edition, page));
}

/** The pages that are built. Throws, naming each, if the text of one has to be approved first. */
export function approvedPages(edition: Edition, pages: readonly Page[]): Page[] {
  const all = standings(edition, pages);
  const refused = all.filter(({ is }) => is === "refused");
  if (refused.length > 0)
    throw new TellableError(
      [
        `The ${edition.name} edition would show what nobody has approved:`,
        ...refused.map(({ page, hash }) => `  ${edition.root}/${page.file}${hash ? "" : " (not Markdown)"}`),
        `Let somebody approve each as it is now: Review, at the top of the page in the workspace, or npm run workspace -- approve ${refused.map(({ address }) => address).join(" ")}. Or go back to its approved version, or write "status: withdrawn" in its front matter.`,
      ].join("\n"),
    );
  return all.filter(({ is }) => is === "in").map(({ page }) => page);
}

function standingOf(edition: Edition, page: Page): Standing {
  const address = page.path.slice(1);
  if (edition.name === "workspace") return { page, address, is: "in" };
  // Records and addresses are those of the workspace, whose root is around that of every other edition.
  const folder = rootFolder({ ...edition, root: edition.root.replace(/\/[^/]+$/, "") });
  const whole = `${edition.name}/${address}`;
  const hash = page.file.endsWith(".md") ? hashOfPage(folder, whole) : undefined;
  const record = readRecord(folder, whole);
  const approval = approvalOf(record, hash);
  const isUnfinished = page.status === "draft" || page.status === "in review";
  const isAsked = edition.name === "public" || page.status !== undefined;
  const is = (): Standing["is"] => {
    if (page.status === "withdrawn") return "out";
    if (approval || !isAsked) return "in";
    return isUnfinished && record.approved.length === 0 ? "out" : "refused";
  };
  return {
    page,
    address: whole,
    ...(hash ? { hash } : {}),
    ...(approval ? { approved: { by: approval.by, at: approval.at } } : {}),
    is: is(),
  };
}
