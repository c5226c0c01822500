// In a page that is shown beside its text: says every second that it still runs, and of each change what its cells have come
// to; shows the place of a cell when it is asked to.
import type { PageReport } from "../../../components/site/mistakes.js";
import type { CellState, FromPage, ToPage } from "./page-talk.js";

function tell(message: FromPage): void {
  parent.postMessage(message, "*");
}

const reportNode = document.querySelector("#ey-page-report");

function report(): PageReport | undefined {
  try {
    return JSON.parse(reportNode?.textContent ?? "") as PageReport;
  } catch {
    return undefined;
  }
}

/** The elements of cells, by id: a cell's place is a comment behind what it shows. */
function places(): Map<string, Element[]> {
  const found = new Map<string, Element[]>();
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_COMMENT);
  while (walk.nextNode()) {
    const [, id] = /^:(.+):$/.exec(walk.currentNode.nodeValue ?? "") ?? [];
    if (id === undefined) continue;
    const shown: Element[] = [];
    for (let before = walk.currentNode.previousSibling; before; before = before.previousSibling) {
      if (before.nodeType === Node.COMMENT_NODE) break;
      if (before instanceof Element) shown.push(before);
    }
    found.set(id, shown.length > 0 ? shown : [walk.currentNode.parentElement!]);
  }
  return found;
}

function states(): CellState[] {
  const elements = places();
  return (report()?.cells ?? []).map(({ id, line, code, uses, gives }) => {
    const shown = elements.get(id) ?? [];
    const failed = shown.find((element) => element.matches(".observablehq--error"));
    const isRunning = shown.some((element) => element.matches("observablehq-loading"));
    return {
      line,
      code,
      uses,
      gives,
      state: failed ? "failed" : isRunning ? "running" : "done",
      ...(failed && { error: failed.textContent ?? "" }),
    };
  });
}

let timer: ReturnType<typeof setTimeout> | undefined;
function soon(): void {
  clearTimeout(timer);
  timer = setTimeout(() => tell({ earlyYears: "cells", cells: states() }), 150);
}

function point(line: number): void {
  const cell = report()?.cells.find((one) => one.line === line);
  const [element] = (cell && places().get(cell.id)) ?? [];
  if (!element) return;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  element.scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
}

if (window !== top) {
  tell({ earlyYears: "alive" });
  setInterval(() => tell({ earlyYears: "alive" }), 1_000);
  // It is drawn anew where its text was changed while it was not connected.
  addEventListener("pagehide", () => tell({ earlyYears: "leaving" }));
  const watched = { childList: true, subtree: true, characterData: true };
  const main = document.querySelector("#observablehq-main");
  if (main) new MutationObserver(soon).observe(main, watched);
  if (reportNode) new MutationObserver(soon).observe(reportNode, watched);
  addEventListener("message", ({ source, data }: MessageEvent<ToPage>) => {
    if (source === parent && data?.earlyYears === "point") point(data.line);
  });
  soon();
}
