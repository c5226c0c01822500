import { type DefaultTreeAdapterMap, defaultTreeAdapter, parse } from "parse5";

type Node = DefaultTreeAdapterMap["node"];

/** An element of a page as a browser reads it. Names are in lower case; of an attribute given twice the first counts. */
export interface HtmlElement {
  /** `img`, `use`, … */
  name: string;
  /** By name; of SVG's `xlink:href` the name is `xlink:href`. */
  attributes: ReadonlyMap<string, string>;
  /** Its own text and that of what is in it. */
  readonly text: string;
}

/** All elements of a page in its order, those in templates and frames' own documents among them. */
export function elementsOf(html: string): readonly HtmlElement[] {
  const page = readPage(html);
  page.elements ??= elementsIn(page.document);
  return page.elements;
}

function elementsIn(document: Node): HtmlElement[] {
  const found: HtmlElement[] = [];
  visit(document, (node) => {
    if (!defaultTreeAdapter.isElementNode(node)) return;
    const attributes = new Map(
      node.attrs.map(({ prefix, name, value }) => [
        (prefix ? `${prefix}:${name}` : name).toLowerCase(),
        value,
      ]),
    );
    found.push({
      name: node.tagName.toLowerCase(),
      attributes,
      get text() {
        return textIn(node);
      },
    });
    const inner = attributes.get("srcdoc");
    if (inner !== undefined) found.push(...elementsOf(inner));
  });
  return found;
}

/** The texts of the scripts that stand in a page itself and that a browser runs. */
export function inlineScripts(html: string): string[] {
  return elementsOf(html)
    .filter(({ name, attributes }) => name === "script" && !attributes.has("src") && isRun(attributes))
    .map(({ text }) => text);
}

/** All that a page says: its texts with nothing between them, so that a name that is partly in bold is one name. */
export function textOf(html: string): string {
  return textIn(readPage(html).document);
}

/** The values of all attributes and the comments of a page: what it says besides its text. */
export function asideOf(html: string): string[] {
  const said: string[] = [];
  visit(readPage(html).document, (node) => {
    if (defaultTreeAdapter.isElementNode(node)) said.push(...node.attrs.map(({ value }) => value));
    if (defaultTreeAdapter.isCommentNode(node)) said.push(node.data);
  });
  return said;
}

interface ReadPage {
  html: string;
  document: DefaultTreeAdapterMap["document"];
  elements?: readonly HtmlElement[];
}

// The gate looks at a page from several sides, one after the other.
let last: ReadPage | undefined;

// With scripting off, what is there for browsers without scripts is read as elements too.
function readPage(html: string): ReadPage {
  if (last?.html !== html) last = { html, document: parse(html, { scriptingEnabled: false }) };
  return last;
}

/** The texts of a page, one a block: what is only marked up within a line is not divided. */
export function linesOf(html: string): string[] {
  let text = "";
  const see = (node: Node): void => {
    if (defaultTreeAdapter.isTextNode(node)) text += node.value;
    const divides = defaultTreeAdapter.isElementNode(node) && !inline.test(node.tagName);
    if (divides) text += "\n";
    for (const child of childrenOf(node)) see(child);
    if (divides) text += "\n";
  };
  see(readPage(html).document);
  return text.split("\n").filter((line) => line.trim());
}

const inline = /^(?:a|abbr|b|code|em|i|mark|small|span|strong|sub|sup|tspan|u)$/i;

/** The JSON in a page's script elements, JSON-LD among it. */
export function dataScripts(html: string): string[] {
  return elementsOf(html)
    .filter(
      ({ name, attributes }) =>
        name === "script" && /^\s*application\/(?:\w+\+)?json\s*(?:;|$)/i.test(attributes.get("type") ?? ""),
    )
    .map(({ text }) => text);
}

/** A table of a page. */
export interface PageTable {
  /** What its caption says, and that of the figure that it stands in. */
  title: string;
  /** The texts of its cells, a list a row. */
  rows: string[][];
}

/** A page's tables. */
export function tablesOf(html: string): PageTable[] {
  const tables: PageTable[] = [];
  visit(readPage(html).document, (node) => {
    if (!defaultTreeAdapter.isElementNode(node)) return;
    if (node.tagName === "table") tables.push({ title: captionOfFigure(node), rows: [] });
    const table = tables.at(-1);
    if (node.tagName === "caption" && table) table.title += `\n${textIn(node).trim()}`;
    if (node.tagName === "tr") table?.rows.push([]);
    if (/^t[hd]$/.test(node.tagName)) table?.rows.at(-1)?.push(textIn(node).trim());
  });
  return tables;
}

function captionOfFigure(node: Node): string {
  for (let at: Node | null = node; at; at = "parentNode" in at ? at.parentNode : null) {
    if (!defaultTreeAdapter.isElementNode(at) || at.tagName !== "figure") continue;
    const captions = at.childNodes.filter((child) => child.nodeName === "figcaption");
    return captions.flatMap((caption) => childrenOf(caption).map(textIn)).join("\n");
  }
  return "";
}

// Data and templates in script elements are not run.
function isRun(attributes: ReadonlyMap<string, string>): boolean {
  const type = attributes.get("type")?.trim().toLowerCase();
  return !type || type === "module" || type === "importmap" || /(?:java|ecma)script/.test(type);
}

function textIn(node: Node): string {
  let text = "";
  visit(node, (inner) => {
    if (defaultTreeAdapter.isTextNode(inner)) text += inner.value;
  });
  return text;
}

function visit(node: Node, see: (node: Node) => void): void {
  const waiting: Node[] = [node];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    see(next);
    const children = childrenOf(next);
    for (let i = children.length - 1; i >= 0; i--) waiting.push(children[i]!);
  }
}

function childrenOf(node: Node): readonly Node[] {
  if ("content" in node) return [node.content];
  return "childNodes" in node ? node.childNodes : [];
}
