// Pages write markup with htl; components do not, as it gives no types and goes by innerHTML, which the content policy of
// the review of matches forbids.

type Attributes = Record<string, string | number | boolean | null | undefined | ((event: never) => void)>;
type Child = Node | string | number | null | undefined | false;

/**
 * An HTML element. Attributes that are null, undefined or false are left out, true is written empty;
 * functions named on… become listeners. Texts are never read as markup.
 */
export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const node = document.createElement(name);
  set(node, attributes);
  append(node, children);
  return node;
}

/** As element, for SVG. */
export function svgElement<K extends keyof SVGElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: Child[]
): SVGElementTagNameMap[K] {
  const node = document.createElementNS("http://www.w3.org/2000/svg", name);
  set(node, attributes);
  append(node, children);
  return node;
}

let count = 0;

/** An id that no other element of the page has. */
export function uniqueId(prefix: string): string {
  count += 1;
  return `ey-${prefix}-${count}`;
}

function set(node: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") node.addEventListener(name.slice(2), value as EventListener);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
}

function append(node: Element, children: Child[]): void {
  for (const child of children)
    if (child !== null && child !== undefined && child !== false)
      node.append(typeof child === "number" ? String(child) : child);
}
