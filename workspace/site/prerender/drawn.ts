import { origin } from "./run-page.js";

/**
 * What the cells of a page that was run have drawn, as HTML by their ids. `home` leads from the page to the site's start:
 * "./" or "../".
 */
export function drawnCells(window: Window, home: string): Map<string, string> {
  const drawn = new Map<string, string>();
  const { document } = window;
  makeLasting(document);
  const walker = document.createTreeWalker(document.body, 128);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const [, id] = /^:([0-9a-f]{8}(?:-\d+)?):$/.exec((node as Comment).data) ?? [];
    if (!id) continue;
    // Where the site will lie is not known yet.
    const html = htmlOf(node as Root)?.replaceAll(`${origin}/`, home);
    if (html !== undefined && !html.includes(origin)) drawn.set(id, html);
  }
  return drawn;
}

/** Framework's mark of a cell, before which what the cell displays stands. */
interface Root extends Comment {
  _nodes?: ChildNode[];
  _error?: boolean;
}

// A hundredth of a pixel is enough.
const measures = /^(?:d|points|transform|x|y|[xy][12]|[crd][xy]|r|width|height)$/;

// What a script would still do something with is left to the browser, and what failed or is not ready is too.
const unfit = "script, observablehq-loading, .observablehq--error, .observablehq--running";

function htmlOf({ _nodes: nodes = [], _error: failed, ownerDocument }: Root): string | undefined {
  if (failed || nodes.length === 0) return undefined;
  const holder = ownerDocument!.createElement("div");
  for (const node of nodes) holder.append(node.cloneNode(true));
  return holder.querySelector(unfit) ? undefined : holder.innerHTML;
}

/** Puts into attributes what elements only know of themselves, and takes from them what needs a script. */
function makeLasting(document: Document): void {
  for (const option of document.querySelectorAll("option"))
    option.toggleAttribute("selected", option.selected);
  for (const input of document.querySelectorAll("input")) {
    if (/^(?:checkbox|radio)$/.test(input.type)) input.toggleAttribute("checked", input.checked);
    else input.setAttribute("value", input.value);
  }
  for (const area of document.querySelectorAll("textarea")) area.textContent = area.value;
  for (const shape of document.querySelectorAll("svg *"))
    for (const { name, value } of shape.attributes)
      if (measures.test(name)) shape.setAttribute(name, value.replace(/(\.\d\d)\d+/g, "$1"));
  for (const control of document.querySelectorAll("#observablehq-main :is(button, input, select, textarea)"))
    control.toggleAttribute("disabled", true);
  for (const link of document.querySelectorAll('a[href="#"]')) link.removeAttribute("href");
  // What is written into a picture of an editor would be lost.
  for (const editor of document.querySelectorAll("[contenteditable]"))
    editor.removeAttribute("contenteditable");
}
