import { element } from "../element.js";
import { topOf } from "../site/top-of.js";
import { addressIn, languages } from "./languages.js";
import type { Speaker, Values } from "./speaker.js";

/** How a page for families is told in a language. */
export interface SpokenPage extends Pick<Speaker, "code" | "say"> {
  /** A message with links in it, whose addresses are given by name. */
  linked(key: string, addresses: Record<string, string>, values?: Values): HTMLElement;
  /** The choice of a language, and whether this one awaits review. */
  languages(): HTMLElement;
  /** What stays in English, whatever the page speaks: it is marked as that, and says so to who reads another language. */
  english<N extends Node>(content: N): N | HTMLElement;
}

interface Options {
  /** The page's title, which the window has too. */
  title: string;
  /** The way from the page to the folder that the site's pages for families lie in. */
  root?: "./" | "../";
  /** Whether all but the frame of the page is in English alone. */
  englishOnly?: boolean;
}

/** The page of a speaker. Its links keep the language. */
export function spokenPage(
  speaker: Speaker,
  { title, root = "./", englishOnly = false }: Options,
): SpokenPage {
  const { code, direction, say } = speaker;
  return {
    code,
    say,
    linked: (key, addresses, values) =>
      element(
        "span",
        {},
        ...speaker.nodes(
          key,
          Object.fromEntries(
            Object.entries(addresses).map(([name, href]) => [
              name,
              (words: string) => element("a", { href: addressWithin(href, code) }, words),
            ]),
          ),
          values,
        ),
      ),
    languages: () => {
      const main = document.querySelector("main") ?? document.documentElement;
      main.lang = englishOnly ? languages[0].code : code;
      main.dir = englishOnly ? "ltr" : direction;
      document.title = title;
      if (code !== languages[0].code) {
        document.documentElement.lang = code;
        sayFrame(speaker, root);
        keepLanguage(code, root);
      }
      showWhenDrawn();
      return languageChoice(speaker, englishOnly);
    },
    english: (content) =>
      code === languages[0].code || (content instanceof Element && content.matches(".ey-nothing"))
        ? content
        : element(
            "div",
            { class: "ey-in-english", lang: languages[0].code, dir: "ltr" },
            element("p", { class: "ey-note", lang: code, dir: direction }, say("site.inEnglish")),
            content,
          ),
  };
}

function languageChoice(speaker: Speaker, englishOnly: boolean): HTMLElement {
  const { say, code, direction } = speaker;
  const isTranslated = code !== languages[0].code;
  const here = `./${location.pathname.split("/").at(-1)}${location.search}`;
  const keepPlace = ({ currentTarget }: Event): void => {
    const link = currentTarget as HTMLAnchorElement;
    link.href = addressIn(
      `./${location.pathname.split("/").at(-1)}${location.search}${location.hash}`,
      link.lang,
    );
  };
  return element(
    "div",
    { class: "ey-languages", lang: code, dir: direction },
    element(
      "nav",
      { "aria-label": say("site.language") },
      ...languages.map((one) =>
        element(
          "a",
          {
            href: addressIn(here, one.code),
            lang: one.code,
            dir: one.direction,
            "aria-current": one.code === code && "true",
            onclick: keepPlace,
          },
          one.name,
        ),
      ),
    ),
    isTranslated && englishOnly && element("p", { class: "ey-note" }, say("site.onlyEnglish")),
    speaker.awaits() && element("p", { class: "ey-note" }, say("site.awaitingReview")),
  );
}

/** The pages that the frame leads to, with the names of their messages. */
const framePages = {
  "": "home",
  find: "find",
  help: "help",
  "areas/": "areas",
  download: "download",
  accessibility: "accessibility",
  privacy: "privacy",
  contact: "contact",
} as const;

// What Framework writes around a page stands in English in the file, and is said in the page's language once that is known.
function sayFrame({ say, code, direction }: Speaker, root: string): void {
  const named = (selector: string, attribute: "aria-label" | "placeholder", key: string) => {
    for (const node of document.querySelectorAll(selector)) node.setAttribute(attribute, say(key));
  };
  const put = (node: HTMLElement | null, words: string) => {
    if (!node) return;
    node.textContent = words;
    node.lang = code;
    node.dir = direction;
  };
  put(document.querySelector<HTMLElement>(".ey-skip"), say("site.skip"));
  named("#observablehq-sidebar", "aria-label", "site.pages");
  named("#observablehq-sidebar-toggle", "aria-label", "site.showPages");
  named("#observablehq-search input", "aria-label", "site.search");
  named("#observablehq-search input", "placeholder", "site.search");
  const links = [
    ...document.querySelectorAll<HTMLAnchorElement>("#observablehq-sidebar a, #observablehq-footer a"),
  ];
  for (const [page, key] of Object.entries(framePages)) {
    const { pathname } = new URL(root + page, location.href);
    for (const link of links) if (new URL(link.href).pathname === pathname) put(link, say(`site.${key}`));
  }
  for (const node of document.querySelectorAll<HTMLElement>("[data-say]"))
    put(node, say(`site.${node.dataset.say}`, node.dataset.city ? { city: node.dataset.city } : {}));
}

// The page is not seen until its first view speaks (workspace/site/spoken.ts), so that nobody reads it in two languages. What
// was drawn below it in English stays unseen until it is drawn anew (components/site/drawn-cells.css).
function showWhenDrawn(): void {
  const { classList } = document.documentElement;
  if (!classList.contains("ey-speaking")) return;
  const waiting = [...document.querySelectorAll("#observablehq-main observablehq-loading:not([data-later])")];
  if (waiting.some((place) => topOf(place) < innerHeight)) requestAnimationFrame(showWhenDrawn);
  else classList.remove("ey-speaking");
}

/** An address of this site in a language; one of another site, or of a file, as it is. */
function addressWithin(href: string, code: string): string {
  return /^[a-z]+:|^#|\.\w+(?:[?#]|$)/i.test(href) ? href : addressIn(href, code);
}

/** Puts the language into the addresses of all links to pages of the site, those that are drawn later too. */
function keepLanguage(code: string, root: string): void {
  const within = new URL(root, location.href).href;
  const mend = (link: HTMLAnchorElement): void => {
    const href = link.getAttribute("href");
    if (href === null || link.closest(".ey-languages") || !link.href.startsWith(within)) return;
    const mended = addressWithin(href, code);
    if (mended !== href) link.setAttribute("href", mended);
  };
  const all = (node: ParentNode) => {
    for (const link of node.querySelectorAll<HTMLAnchorElement>("a[href]")) mend(link);
  };
  all(document);
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes)
      for (const node of addedNodes) {
        if (!(node instanceof HTMLElement)) continue;
        if (node.matches("a[href]")) mend(node as HTMLAnchorElement);
        all(node);
      }
  }).observe(document.body, { subtree: true, childList: true });
}
