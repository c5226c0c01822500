import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { JSDOM, VirtualConsole } from "jsdom";
import { searchAtFirst } from "../address-at-first.js";
import { Room } from "./keep-room.js";
import type { Modules } from "./modules.js";

export interface PageToRun {
  /** The page's path below the site's folder. */
  page: string;
  html: string;
  /** The script that defines its cells, as functionOf gives it. */
  script: string;
}

/** A page with what its cells drew. */
export interface DrawnPage {
  html: string;
  /** The addresses that its cells read first, as the page has them. */
  first: string[];
}

export interface SiteToRun {
  /** The built site's folder. */
  folder: string;
  /** When it is in the pages, in milliseconds since 1970. */
  now: number;
  /** The site's modules, as functionsOf gives them. */
  texts: ReadonlyMap<string, string>;
}

/** The origin of a page that is run here. It is nobody's, so that it is noticed wherever it gets to. */
export const origin = "https://page.invalid";

/**
 * Charts are drawn to these widths, in pixels, to learn how their height depends on it, and left at the last: a telephone, a
 * page with one column, a page with two.
 */
const widths = [340, 1100, 540] as const;

/** Milliseconds: how long nothing must change, and how long something may go on moving when no cell is at work. */
const patience = { still: 30, moving: 1_000 };

/**
 * Runs a built page's cells in a document without a screen, and gives its window when they have drawn, and the addresses
 * that they had read by then. Cells that fail, or that wait for what is not here, have drawn nothing.
 */
export async function runPage(
  { folder, now }: SiteToRun,
  modules: Modules,
  { page, html, script }: PageToRun,
): Promise<{ window: Window; first: string[] }> {
  const dom = new JSDOM(html.replace(/<script\b[\s\S]*?<\/script>/g, ""), {
    url: `${origin}/${page.replace(/(?:(^|\/)index)?\.html$/, "$1")}${searchAtFirst(html)}`,
    runScripts: "outside-only",
    pretendToBeVisual: true,
    // What goes wrong in a page is the browser's to tell.
    virtualConsole: new VirtualConsole(),
  });
  const { window } = dom;
  const asked = new Set<string>();
  const read = (address: string) => {
    asked.add(address);
    return readBuilt(folder, address);
  };
  Object.assign(window, { TextDecoder, TextEncoder, Headers, pageHost: { read, now, width: widths[0] } });
  modules.run(dom.getInternalVMContext(), page, script);
  await untilStill(window);
  const first = [...asked];
  // Tables that are made when they are asked for are asked for: a page without script has nothing else.
  for (const details of window.document.querySelectorAll("details"))
    details.dispatchEvent(new window.Event("toggle"));
  const room = new Room();
  for (const width of widths) {
    window.pageWorld.resize(width);
    await untilStill(window);
    room.measure(width, window.pageWorld.drawn());
  }
  room.keep();
  return { window, first };
}

async function untilStill(window: Window & typeof globalThis): Promise<void> {
  let changedAt = performance.now();
  const observer = new window.MutationObserver(() => {
    changedAt = performance.now();
  });
  observer.observe(window.document, {
    subtree: true,
    childList: true,
    attributes: true,
    characterData: true,
  });
  let idleFrom = performance.now();
  for (;;) {
    await sleep(5);
    const at = performance.now();
    if (window.pageWorld.pending > 0) idleFrom = at;
    const isStill = at - Math.max(changedAt, idleFrom) > patience.still;
    if (isStill || at - idleFrom > patience.moving) break;
  }
  observer.disconnect();
}

/** A file of the built site, as its server would find it; nothing else. */
function readBuilt(folder: string, address: string): Uint8Array | undefined {
  const { origin: from, pathname } = new URL(address);
  if (from !== origin) return undefined;
  const path = decodeURIComponent(pathname);
  const file = [path, `${path}.html`, `${path}/index.html`]
    .map((name) => join(folder, name))
    .find((name) => existsSync(name) && statSync(name).isFile());
  return file ? readFileSync(file) : undefined;
}
