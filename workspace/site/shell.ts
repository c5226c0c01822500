import { TellableError } from "../../loaders/store/safe-message.js";

interface Change {
  /** What Framework writes, once a page. */
  from: string;
  to: string;
  /** Text that is only on pages that have this part of the shell. Left out: every page has it. */
  where?: string;
}

const sidebar = '<nav id="observablehq-sidebar">';
const search = '<div id="observablehq-search">';
const toc = '<aside id="observablehq-toc"';

/**
 * Mends what Framework's page shell lacks for people who use a keyboard, a screen reader or large text:
 * language, skip link, zoom, names of the navigations and their controls, lists that hold only items.
 * The same for built pages and for the preview. Throws if the shell is not what Framework 1.13 writes.
 */
export function mendShell(html: string, language: string): string {
  const changes: Change[] = [
    { from: "<html>", to: `<html lang="${language}">` },
    { from: ", maximum-scale=1", to: "" },
    { from: "<body>", to: `<body>\n<a class="ey-skip" href="#observablehq-main">Skip to main content</a>` },
    { from: '<main id="observablehq-main" ', to: '<main id="observablehq-main" tabindex="-1" ' },
    {
      where: sidebar,
      from: '<input id="observablehq-sidebar-toggle" type="checkbox" title="Toggle sidebar">',
      to: '<input id="observablehq-sidebar-toggle" type="checkbox" title="Toggle sidebar" aria-label="List of pages" aria-controls="observablehq-sidebar">',
    },
    { where: sidebar, from: sidebar, to: '<nav id="observablehq-sidebar" aria-label="Pages">' },
    {
      where: sidebar,
      from: '<ol>\n    <label id="observablehq-sidebar-close" for="observablehq-sidebar-toggle"></label>',
      to: '<label id="observablehq-sidebar-close" for="observablehq-sidebar-toggle"></label>\n  <ol>',
    },
    { where: search, from: search, to: '<div id="observablehq-search" role="search">' },
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
    { where: toc, from: toc, to: `<aside role="presentation" id="observablehq-toc"` },
  ];
  const present = changes.filter(({ where }) => !where || html.includes(where));
  return nameSections(present.reduce(apply, html));
}

function apply(html: string, { from, to }: Change): string {
  const at = html.indexOf(from);
  if (at < 0) throw unexpected(from);
  return html.slice(0, at) + to + html.slice(at + from.length);
}

// A section's title is a <summary> outside <details>, and says nothing of the list that follows.
function nameSections(html: string): string {
  const named = html
    .replace(/<section([^>]*)>\s*<summary>([^<]*)<\/summary>\s*<ol>/g, '<section$1>\n    <summary>$2</summary>\n    <ol aria-label="$2">')
    .replace(/(<aside role="presentation" id="observablehq-toc"[^>]*>\s*)<nav>\s*<div>([^<]*)<\/div>/, '$1<nav aria-label="$2">\n<div>$2</div>')
    .replace(/(<aside role="presentation" id="observablehq-toc"[^>]*>\s*)<nav>\s*<\/nav>/, "$1");
  return named.replace(/(<li class="observablehq-link observablehq-link-active"><a )/g, '$1aria-current="page" ');
}

function unexpected(markup: string): Error {
  return new TellableError(
    `The page shell has no ${markup}. Framework's version may have changed: look at workspace/site/shell.ts.`,
  );
}
