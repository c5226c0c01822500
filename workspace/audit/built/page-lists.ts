/*
 * What search engines ask for of a site: robots.txt, and the list of its pages as sitemaps.org 0.9 has it. They hold addresses of
 * pages and the day on which the site was made. With a word beside them they are files that nobody can vouch for.
 */

const url =
  /<url><loc>https:\/\/[^<>\s]+<\/loc><lastmod>\d{4}-\d\d-\d\d<\/lastmod>(?:<xhtml:link rel="alternate" hreflang="[a-z]{2}" href="https:\/\/[^"<>\s]+"\/>)*<\/url>\n/;

const patterns: Readonly<Record<string, RegExp>> = {
  "robots.txt": /^User-agent: \*\nAllow: \/\nSitemap: https:\/\/\S+\/sitemap\.xml\n$/,
  "sitemap.xml": new RegExp(
    `^<\\?xml version="1\\.0" encoding="UTF-8"\\?>\n<urlset( xmlns(?::xhtml)?="http://www\\.[a-z0-9./]+"){2}>\n(?:${url.source})*</urlset>\n$`,
  ),
};

/** Whether a file is a list of a site's pages and nothing else. `file`: its path below the site's folder. */
export function isPageList(file: string, text: () => string): boolean {
  return patterns[file]?.test(text()) ?? false;
}
