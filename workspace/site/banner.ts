import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { escapeUTF8 } from "entities";
import type { Manifest } from "../../loaders/store/manifest.js";
import { currentStore } from "../../loaders/store/paths.js";
import type { Status } from "../authoring/review/page-status.js";
import { type Edition, pageDatasetAt, rootFolder } from "./edition/editions.js";
import { readPages, standingIn } from "./edition/pages.js";
import { valuesIn } from "./edition/parameters.js";
import { manifestOf } from "./manifest-of.js";

/**
 * The notices at the top of a page, or null: that it shows sample data, how far it is from being published, that nobody has
 * looked at it when somebody should have, and which of its data could not be renewed. Framework puts them on every page,
 * from the manifest of the store in use.
 */
export function bannerOf(edition: Edition, path: string, now = new Date()): string | null {
  const store = currentStore();
  const manifest = manifestOf(store);
  const source = sourceOf(edition, path);
  const notices = [
    (manifest?.sample ?? false) && sampleNotice,
    manifest?.knownOn !== undefined && earlierNotice(manifest.knownOn),
    ...standingNotices(edition, source, now),
    ...staleOf(manifest, datasetsIn(edition, path, source)).map(
      ({ title, since }) =>
        `<strong>Out of date</strong> ${escapeUTF8(title)} could not be renewed since ${dayOf(since)}. These are the last good figures.`,
    ),
  ].filter((notice) => notice !== false);
  const { reviewBy } = standingIn(source ?? "");
  // What is built stays as it is, so a day that is to come is shown by the page's own script once it has passed.
  const later =
    reviewBy !== undefined && reviewBy >= now.toISOString().slice(0, 10)
      ? [`<p class="ey-notice" hidden data-review-by="${reviewBy}">${overdue(reviewBy)}</p>`]
      : [];
  const all = [...notices.map((notice) => `<p class="ey-notice">${notice}</p>`), ...later];
  return all.length ? all.join("\n") : null;
}

const sampleNotice =
  '<strong data-say="sampleLabel">Sample data</strong> <span data-say="sample">The children, places and figures here are invented. Nothing on this page describes real services.</span>';

function earlierNotice(day: string): string {
  return `<strong>As it was known on ${dayOf(day)}</strong> Made from what had been delivered by the end of that day, by the definitions and methods of today. Newer figures may be there.`;
}

function staleOf(
  manifest: Manifest | undefined,
  attached: string[] | undefined,
): { title: string; since: string }[] {
  return Object.entries(manifest?.pages ?? {}).flatMap(([name, { title, stale }]) =>
    stale && (attached?.includes(name) ?? true) ? [{ title, since: stale.since }] : [],
  );
}

const unfinished: Partial<Record<Status, string>> = {
  draft: "<strong>Draft</strong> Nobody has asked for a review of this page yet. It is in no published site.",
  "in review": "<strong>In review</strong> Nobody has approved this page as it is here. It may still change.",
  withdrawn: "<strong>Withdrawn</strong> This page is taken out of the published sites.",
};

function overdue(day: string): string {
  return `<strong>Not looked at again</strong> Somebody should have looked at this page again by ${dayOf(day)}. What it says may no longer be right.`;
}

function standingNotices({ name }: Edition, source = "", now: Date): (string | false)[] {
  const { status, reviewBy } = standingIn(source);
  const today = now.toISOString().slice(0, 10);
  return [
    name === "workspace" && status !== undefined && (unfinished[status] ?? false),
    reviewBy !== undefined && reviewBy < today && overdue(reviewBy),
  ];
}

/** The page data sets that a page's source names; undefined where the page has no source of its own. */
function datasetsIn(edition: Edition, path: string, source: string | undefined): string[] | undefined {
  if (source === undefined) return undefined;
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  const names = source.matchAll(/[\w./-]*\bdata\/[\w.-]+/g);
  return [...names].flatMap(
    ([name]) => pageDatasetAt(edition, join("/", folder, name).replaceAll("\\", "/")) ?? [],
  );
}

// Of a page with a parameter in its name, with the values in place.
function sourceOf(edition: Edition, path: string): string | undefined {
  const file = join(rootFolder(edition), `${path}.md`);
  if (existsSync(file)) return readFileSync(file, "utf8");
  for (const page of readPages(edition, () => {})) {
    const values = page.file.endsWith(".md") ? valuesIn(page.path, path) : undefined;
    if (values)
      return readFileSync(join(rootFolder(edition), page.file), "utf8").replace(
        /\$\{observable\.params\.(\w+)\}/g,
        (_, name: string) => values[name] ?? "",
      );
  }
  return undefined;
}

const dayFormat = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "long",
  year: "numeric",
  timeZone: "Europe/London",
});

function dayOf(time: string): string {
  return dayFormat.format(new Date(time));
}
