import { type DefaultTreeAdapterMap, defaultTreeAdapter, parse, serialize } from "parse5";

type Node = DefaultTreeAdapterMap["node"];

/** Where a cell's drawing goes: Framework's sign of loading, if there is one, and its mark of the cell. */
const places = /(?:<observablehq-loading><\/observablehq-loading>)?<!--:([0-9a-f]{8}(?:-\d+)?):-->/g;

/**
 * A page with what its cells have drawn, each in the element that Framework clears when the cell displays something.
 * What a browser would read as something else there, as a block within a line of text, is left out.
 * `drawn`: HTML by the ids of cells.
 */
export function placeDrawn(html: string, drawn: ReadonlyMap<string, string>): string {
  let left = drawn;
  for (;;) {
    const placed = place(html, left);
    const sound = soundCells(placed, left);
    if (sound.size === left.size) return placed;
    left = sound;
  }
}

function place(html: string, drawn: ReadonlyMap<string, string>): string {
  return html.replace(places, (mark, id: string) => {
    const content = drawn.get(id);
    return content === undefined
      ? mark
      : `<observablehq-loading data-drawn="${id}">${content}</observablehq-loading><!--:${id}:-->`;
  });
}

/** Those of the drawings that a browser reads as they were drawn. */
function soundCells(html: string, drawn: ReadonlyMap<string, string>): Map<string, string> {
  const sound = new Map<string, string>();
  const waiting: Node[] = [parse(html)];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if ("childNodes" in node) waiting.push(...node.childNodes);
    if (!defaultTreeAdapter.isElementNode(node) || node.tagName !== "observablehq-loading") continue;
    const id = node.attrs.find(({ name }) => name === "data-drawn")?.value ?? "";
    const siblings = node.parentNode!.childNodes;
    const mark = siblings[siblings.indexOf(node) + 1];
    const content = drawn.get(id);
    if (
      content !== undefined &&
      mark &&
      defaultTreeAdapter.isCommentNode(mark) &&
      mark.data === `:${id}:` &&
      serialize(node) === content
    )
      sound.set(id, content);
  }
  return sound;
}
