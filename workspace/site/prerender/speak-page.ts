import { escapeUTF8 } from "entities";
import { type DefaultTreeAdapterMap, defaultTreeAdapter, parse } from "parse5";
import { addressIn, addressWithin } from "../../../components/messages/languages.js";

type Node = DefaultTreeAdapterMap["node"];
type Element = DefaultTreeAdapterMap["element"];

interface Edit {
  from: number;
  to: number;
  text: string;
}

/**
 * A page whose cells were drawn in a language, with all else as `document` says it once they have run: the frame around the
 * text, its title and what is told of it elsewhere. All its links keep the language. What is not said otherwise stays as it
 * is, to the letter. Throws if the document is not of this page.
 */
export function speakPage(html: string, document: Document, code: string): string {
  const page = parse(html, { sourceCodeLocationInfo: true });
  const elements = elementsIn(page, () => true);
  const named = (name: string) => elements.find(({ tagName }) => tagName === name)!;
  const main = document.querySelector("main")!;
  return edited(html, [
    ...attributesSaid(named("html"), { lang: code, "data-spoken": code }),
    ...attributesSaid(named("main"), { lang: main.lang, dir: main.dir }),
    ...aboutSaid(elements, document, code),
    ...frameSaid(named("body"), document),
    ...linksWithin(named("main"), code),
  ]);
}

/** What search engines and messages tell of a page: its title, and its lead where that is in the language. */
function aboutSaid(elements: readonly Element[], document: Document, code: string): Edit[] {
  const lead = document.querySelector(`main[lang="${code}"] .ey-lead`)?.textContent?.trim();
  const said = (about: string, now: string): string | undefined => {
    if (about === "og:title") return document.title;
    if (about === "og:url") return addressIn(now, code);
    return /^(?:og:)?description$/.test(about) ? lead : undefined;
  };
  return elements.flatMap((element) => {
    if (element.tagName === "title") return textSaid(element, titleWithin(textOf(element), document.title));
    if (element.tagName !== "meta") return [];
    const { name, property = name, content = "" } = attributesOf(element);
    const now = property && said(property, content);
    return now ? attributesSaid(element, { content: now }) : [];
  });
}

// Behind a page's own title stands the site's.
function titleWithin(title: string, own: string): string {
  const at = title.lastIndexOf(" | ");
  return at < 0 ? own : own + title.slice(at);
}

// Others are made anew by scripts in the browser.
const attributesOfFrame = ["lang", "dir", "href", "aria-label", "placeholder"];

/** What stands around the text of a page, element by element. */
function frameSaid(body: Element, document: Document): Edit[] {
  const frame = elementsIn(body, (element) => element.tagName !== "main").filter(isSaid);
  const said = elementsAround(document.body);
  if (frame.map(({ tagName }) => tagName).join() !== said.map(({ localName }) => localName).join())
    throw new Error("What stands around the page is not what its cells ran in.");
  return frame.flatMap((element, i) => {
    const now = said[i]!;
    const isText = element.childNodes.every((child) => defaultTreeAdapter.isTextNode(child));
    return [
      ...attributesSaid(
        element,
        Object.fromEntries(
          attributesOfFrame.flatMap((name) =>
            now.hasAttribute(name) ? [[name, now.getAttribute(name)!]] : [],
          ),
        ),
      ),
      ...(isText ? textSaid(element, now.textContent ?? "") : []),
    ];
  });
}

function elementsAround(element: globalThis.Element): globalThis.Element[] {
  return [...element.children].flatMap((child) =>
    child.localName === "main" ? [] : [child, ...elementsAround(child)],
  );
}

// The page runs without its scripts.
function isSaid({ tagName }: Element): boolean {
  return !/^(?:script|main)$/.test(tagName);
}

/** The links that stand between what cells have drawn, whose own keep the language. */
function linksWithin(main: Element, code: string): Edit[] {
  return elementsIn(main, ({ tagName }) => tagName !== "observablehq-loading").flatMap((element) => {
    const { href } = attributesOf(element);
    return element.tagName === "a" && href !== undefined
      ? attributesSaid(element, { href: addressWithin(href, code) })
      : [];
  });
}

/** The elements below a node, without those below an element that is not gone into. */
function elementsIn(node: Node, goesInto: (element: Element) => boolean): Element[] {
  const children = "childNodes" in node ? node.childNodes : [];
  return children.flatMap((child) =>
    defaultTreeAdapter.isElementNode(child)
      ? [child, ...(goesInto(child) ? elementsIn(child, goesInto) : [])]
      : [],
  );
}

function attributesOf(element: Element): Record<string, string> {
  return Object.fromEntries(element.attrs.map(({ name, value }) => [name, value]));
}

function textOf(element: Element): string {
  return element.childNodes
    .map((child) => (defaultTreeAdapter.isTextNode(child) ? child.value : ""))
    .join("");
}

function textSaid(element: Element, text: string): Edit[] {
  const { startTag, endTag } = element.sourceCodeLocation!;
  if (!endTag || text === textOf(element)) return [];
  return [{ from: startTag!.endOffset, to: endTag.startOffset, text: escapeUTF8(text) }];
}

function attributesSaid(element: Element, said: Readonly<Record<string, string>>): Edit[] {
  const before = attributesOf(element);
  const { startTag, startOffset, attrs } = element.sourceCodeLocation!;
  return Object.entries(said).flatMap(([name, value]) => {
    if (before[name] === value) return [];
    const text = `${name}="${escapeUTF8(value)}"`;
    const at = attrs?.[name];
    if (at) return [{ from: at.startOffset, to: at.endOffset, text }];
    const end = (startTag ? startTag.startOffset : startOffset) + 1 + element.tagName.length;
    return [{ from: end, to: end, text: ` ${text}` }];
  });
}

function edited(html: string, edits: readonly Edit[]): string {
  return [...edits]
    .sort((a, b) => b.from - a.from)
    .reduce((text, { from, to, text: said }) => text.slice(0, from) + said + text.slice(to), html);
}
