import { TellableError } from "../../../loaders/store/safe-message.js";

interface Change {
  /** What Framework writes. */
  from: string | RegExp;
  to: string;
  /** What is only on pages that have this part of the shell. Left out: every page has it. */
  where?: string | RegExp;
}

const sidebar = '<nav id="observablehq-sidebar">';
const search = '<div id="observablehq-search">';
const toc = '<aside id="observablehq-toc"';
const section = /(<section[^>]*>\n {4}<summary>([^<]*)<\/summary>\s*)<ol>/g;
const contents = "<nav>\n<div>";
const noContents = "<nav>\n</nav>";

const changes: Change[] = [
  { from: ", maximum-scale=1", to: "" },
  { from: "<body>", to: '<body>\n<a class="ey-skip" href="#observablehq-main">Skip to main content</a>' },
  { from: '<main id="observablehq-main" ', to: '<main id="observablehq-main" tabindex="-1" ' },
  {
    where: sidebar,
    from: 'type="checkbox" title="Toggle sidebar">',
    to: 'type="checkbox" title="Toggle sidebar" aria-label="List of pages" aria-controls="observablehq-sidebar">',
  },
  // A list may hold items only. The list stays first, which Framework's styles rest on.
  {
    where: sidebar,
    from: /<ol>\s*(<label id="observablehq-sidebar-close"[^>]*><\/label>)([\s\S]*?<\/ol>)/,
    to: "<ol>$2\n  $1",
  },
  { where: sidebar, from: sidebar, to: '<nav id="observablehq-sidebar" aria-label="Pages">' },
  {
    where: search,
    from: '<input type="search" placeholder="Search">',
    to: '<input type="search" placeholder="Search" aria-label="Search the pages">',
  },
  {
    where: search,
    from: '<div id="observablehq-search-results">',
    to: '<div id="observablehq-search-results" role="region" aria-label="Search results" aria-live="polite">',
  },
  { where: search, from: search, to: '<div id="observablehq-search" role="search">' },
  // A section's title is a <summary> outside <details>, which says nothing of the list that follows it.
  { where: section, from: section, to: '$1<ol aria-label="$2">' },
  {
    where: "observablehq-link-active",
    from: /(observablehq-link-active"[^>]*><a )/g,
    to: '$1aria-current="page" ',
  },
  { where: contents, from: contents, to: '<nav aria-label="On this page">\n<div>' },
  { where: noContents, from: noContents, to: "" },
  { where: toc, from: toc, to: '<aside role="presentation" id="observablehq-toc"' },
];

/**
 * Mends what Framework's page shell lacks for people who use a keyboard, a screen reader or large text:
 * language, skip link, zoom, names of the navigations and their controls, lists that hold only items.
 * The same for built pages and for the preview. Throws if the shell is not what Framework 1.13 writes.
 */
export function mendShell(html: string, language: string): string {
  const all: Change[] = [{ from: "<html>", to: `<html lang="${language}">` }, ...changes];
  return all.filter(({ where }) => !where || has(html, where)).reduce(apply, html);
}

function apply(html: string, { from, to }: Change): string {
  if (!has(html, from))
    throw new TellableError(
      `The page shell has no ${from}. Framework may have been updated: bring workspace/site/framework/shell.ts up to date.`,
    );
  return html.replace(from, to);
}

function has(html: string, what: string | RegExp): boolean {
  return typeof what === "string" ? html.includes(what) : html.search(what) >= 0;
}
