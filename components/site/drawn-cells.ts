// A built page already shows what its cells drew at the build (workspace/site/prerender), in elements that Framework takes
// for its sign of loading and clears away when a cell first displays something. What is left to do is here.

import { topOf } from "./top-of.js";

interface Cell {
  id: string;
  /** The names that other cells have of it. */
  outputs?: readonly string[];
  // biome-ignore lint/suspicious/noExplicitAny: what a cell is given is its own affair.
  body: (...inputs: any[]) => unknown;
}

const name = "data-drawn";
const drawnCells = `observablehq-loading[${name}]`;
// What is not shown yet keeps nobody waiting.
const busy = '[aria-busy="true"]:not([hidden])';

/**
 * Framework's `define`, which puts a cell in place of what was drawn of it at the build. A cell that displays nothing, as
 * the address may have it, takes away what was drawn.
 */
export function replacing<C extends Cell>(define: (cell: C) => void): (cell: C) => void {
  follow();
  return (cell) => {
    const takeAway = () => document.querySelector(`[${name}="${cell.id}"]`)?.remove();
    define({
      ...cell,
      body(...inputs: unknown[]) {
        measureOnce();
        const value = isForLater(cell) ? firstView().then(() => cell.body(...inputs)) : cell.body(...inputs);
        // A generator displays when it is asked for its values.
        if (!isGenerator(value)) Promise.resolve(value).then(takeAway, () => {});
        return value;
      },
    });
  };
}

function isGenerator(value: unknown): boolean {
  return typeof (value as Iterator<unknown> | undefined)?.next === "function";
}

// A page in another language is not seen until its first view speaks (components/messages/page-language.ts). What only draws
// something below that does so afterwards, so that a reader does not wait for it.
const speaking = "ey-speaking";
const longestWait = 3_000;
let shown: Promise<void> | undefined;

function isForLater({ id, outputs = [] }: Cell): boolean {
  if (outputs.length > 0 || !document.documentElement.classList.contains(speaking)) return false;
  const place = document.querySelector(`[${name}="${id}"]`);
  if (place === null || topOf(place) < innerHeight) return false;
  // What is drawn above may yet bring it into view: it is waited for no more.
  place.setAttribute("data-later", "");
  return true;
}

function firstView(): Promise<void> {
  shown ??= new Promise((resolve) => {
    const root = document.documentElement;
    const observer = new MutationObserver(() => {
      // It is painted before anything else is drawn.
      if (!root.classList.contains(speaking)) requestAnimationFrame(() => setTimeout(resolve));
    });
    observer.observe(root, { attributeFilter: ["class"] });
    setTimeout(resolve, longestWait);
  });
  return shown;
}

let heights: Map<Element, number> | undefined;

// Of the charts drawn at the build, all at once and before the first of them goes.
function measureOnce(): void {
  heights ??= new Map(
    [...document.querySelectorAll(`${drawnCells} .ey-chart`)].map((chart) => [
      chart,
      chart.getBoundingClientRect().height,
    ]),
  );
}

function follow(): void {
  if (!document.querySelector(drawnCells)) return;
  const observer = new MutationObserver((records) => {
    for (const { removedNodes, previousSibling, nextSibling } of records)
      for (const node of removedNodes)
        if (node instanceof Element && node.matches(drawnCells)) {
          replace(node, elementsBetween(previousSibling, nextSibling));
          // If the cell fails and is tried again, Framework shows this as its sign of loading.
          node.removeAttribute(name);
          node.replaceChildren();
        }
    if (!document.querySelector(drawnCells)) observer.disconnect();
  });
  observer.observe(document.body, { childList: true, subtree: true });
}

function elementsBetween(before: Node | null, after: Node | null): HTMLElement[] {
  const found: HTMLElement[] = [];
  for (let node = after?.previousSibling; node && node !== before; node = node.previousSibling)
    if (node instanceof HTMLElement) found.unshift(node);
  return found;
}

// This runs before anything is painted. What has been displayed but waits for its figures is shown once it has them.
function replace(drawn: Element, displayed: HTMLElement[]): void {
  const room = [...drawn.querySelectorAll(".ey-chart")].map((chart) => heights?.get(chart) ?? 0);
  const waiting = new Set(displayed.filter(isBusy));
  const [first] = waiting;
  if (!first) {
    keepRoom(displayed, room);
    return;
  }
  const old = document.createElement("div");
  old.className = "ey-stand-in";
  old.append(...drawn.childNodes);
  first.before(old);
  const observer = new MutationObserver(() => {
    for (const element of waiting)
      if (!isBusy(element)) {
        element.classList.remove("ey-waiting");
        waiting.delete(element);
      }
    if (waiting.size > 0) return;
    keepRoom(displayed, room);
    old.remove();
    observer.disconnect();
  });
  for (const element of waiting) {
    element.classList.add("ey-waiting");
    observer.observe(element, { attributeFilter: ["aria-busy"], subtree: true });
  }
}

function isBusy(element: Element): boolean {
  return element.matches(busy) || element.querySelector(busy) !== null;
}

// A chart is drawn once its width is known. Until then it takes as much room as the one before it (drawn-cells.css).
function keepRoom(displayed: HTMLElement[], room: number[]): void {
  const charts = displayed.flatMap((element) => [...element.querySelectorAll<HTMLElement>(".ey-chart")]);
  charts.forEach((chart, i) => {
    if (room[i]) chart.style.setProperty("--ey-room", `${room[i]}px`);
  });
}
