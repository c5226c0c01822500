import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, posix } from "node:path";

const styleSheet = /<link rel="stylesheet" href="[^"]+">\n?/g;
const headStyle =
  /<link rel="(?:stylesheet|preload)"(?: as="style"| type="text\/css")? href="([^"]+\.css)">\n?/g;
const registered = /registerFile\("[^"]+", (\{[^\n]*\})\);/g;
const spoken = /\/messages-([\w-]+)-([a-z]{2})\.[0-9a-f]{8}\.json$/;
const endOfHead = "</head>";

/**
 * Has the pages of a built site hold their style sheets, for which a browser would else wait a second time before it shows
 * anything, and ask at once for the data that their cells read first, in the language that the address asks for. A style sheet
 * that every page holds is no file of the site any more. `first`: by path of a page, the addresses that its cells read as they
 * were run at the build. `renew` is given each page that was changed, and gives what is written.
 */
export function loadEarly(
  folder: string,
  first: ReadonlyMap<string, readonly string[]>,
  renew: (html: string) => string,
): void {
  const held = new Set<string>();
  for (const [page, addresses] of first) {
    const styleOf = (href: string): string | undefined => {
      const file = posix.join(posix.dirname(page), href);
      if (!existsSync(join(folder, file))) return undefined;
      held.add(file);
      return readFileSync(join(folder, file), "utf8");
    };
    const html = withStylesInHead(readFileSync(join(folder, page), "utf8"));
    writeFileSync(join(folder, page), renew(withDataEarly(withStylesInside(html, styleOf), addresses)));
  }
  const others = pagesOf(folder).filter((page) => !first.has(page));
  const asked = others.map((page) => readFileSync(join(folder, page), "utf8")).join("\n");
  for (const file of held) if (!asked.includes(posix.basename(file))) rmSync(join(folder, file));
}

/** A page that holds the style sheets that its head asks for. `styleOf`: what stands in one, by its address in the page. */
export function withStylesInside(html: string, styleOf: (href: string) => string | undefined): string {
  return html.replace(headStyle, (link, href: string) => {
    const style = styleOf(href);
    // What asks for something by a way from where it lies has to lie there.
    if (style === undefined || /<\/|@import|url\((?!["']?data:)/i.test(style)) return link;
    return /rel="preload"/.test(link) ? "" : `<style>${style.trim()}</style>\n`;
  });
}

/** A page whose style sheets all stand in its head, in their order. */
export function withStylesInHead(html: string): string {
  const at = html.indexOf(endOfHead);
  const body = html.slice(at);
  const links = [...new Set(body.match(styleSheet) ?? [])].map((link) => link.trim());
  return links.length === 0
    ? html
    : `${html.slice(0, at)}${links.join("\n")}\n${body.replace(styleSheet, "")}`;
}

/** A page that asks in its head for the data that its cells read first, by addresses as the page has them. */
export function withDataEarly(html: string, addresses: readonly string[]): string {
  const files = [...html.matchAll(registered)].map(
    ([, about]) => (JSON.parse(about!) as { path: string }).path,
  );
  const own = addresses.filter((address) => files.includes(address));
  const shared = own.filter((address) => !spoken.test(address));
  const parts = own.flatMap((address) => spoken.exec(address)?.[1] ?? []);
  const byLanguage: Record<string, string[]> = {};
  for (const file of files) {
    const [, part, language] = spoken.exec(file) ?? [];
    if (part && language && parts.includes(part))
      byLanguage[language] = [...(byLanguage[language] ?? []), file];
  }
  const links = shared.map((file) => `<link rel="preload" as="fetch" crossorigin href="${file}">`);
  const script = Object.keys(byLanguage).length > 0 ? `<script>${askFor(byLanguage)}</script>` : "";
  const early = [...links, script].filter(Boolean).join("\n");
  return early === "" ? html : html.replace(endOfHead, () => `${early}\n${endOfHead}`);
}

// As the page itself finds its language (components/messages/languages.ts).
function askFor(byLanguage: Readonly<Record<string, readonly string[]>>): string {
  return `{const all=${JSON.stringify(byLanguage)};for(const href of all[new URLSearchParams(location.search).get("lang")]??all.en??[])document.head.append(Object.assign(document.createElement("link"),{rel:"preload",as:"fetch",crossOrigin:"anonymous",href}))}`;
}

function pagesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => file.endsWith(".html"));
}
