import type { Page } from "playwright-core";

/** More stops than any page has: whoever is still on the way then does not get out. */
const most = 1500;

/** What a reader without a mouse would meet as a fault: each with the control that has it. */
export async function keyboardFaults(page: Page): Promise<string[]> {
  const faults = new Set<string>();
  const seen = new Set<string>();
  await page.evaluate(beginWalk);
  let before = "";
  for (let stop = 0; ; stop++) {
    await page.keyboard.press("Tab");
    const here = await page.evaluate(standing);
    if (here === null || (stop > 0 && here.isFirst)) break;
    if (here.at === before) {
      faults.add(`${here.what}: the Tab key does not leave it`);
      break;
    }
    before = here.at;
    if (seen.has(here.at)) {
      faults.add(`${here.what}: the Tab key comes back to it before all others`);
      break;
    }
    seen.add(here.at);
    for (const fault of here.faults) faults.add(`${here.what}: ${fault}`);
    if (stop > most) {
      faults.add(`more than ${most} stops`);
      break;
    }
  }
  if (seen.size === 0) faults.add("the Tab key reaches nothing");
  return [...faults];
}

/** Marks of charts that a reader whose colours are forced cannot tell from the ground, in light and in dark. */
export async function forcedColourFaults(page: Page): Promise<string[]> {
  const faults: string[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ forcedColors: "active", colorScheme });
    for (const fault of await page.evaluate(unseenMarks)) faults.push(`${colorScheme}: ${fault}`);
  }
  await page.emulateMedia({ forcedColors: null, colorScheme: null });
  return faults;
}

declare global {
  interface Window {
    walked: Map<Element, string>;
  }
}

// The three run in the page.

function beginWalk(): void {
  window.walked = new Map();
  (document.activeElement as HTMLElement | null)?.blur();
  getSelection()?.removeAllRanges();
  scrollTo(0, 0);
}

function standing(): { at: string; what: string; isFirst: boolean; faults: string[] } | null {
  const element = document.activeElement;
  if (!element || element === document.body || element === document.documentElement) return null;
  const { walked } = window;
  const isFirst = walked.size > 0 && walked.keys().next().value === element;
  if (!walked.has(element)) walked.set(element, String(walked.size));
  const named = (node: Element): string =>
    (
      node.getAttribute("aria-label") ??
      node
        .getAttribute("aria-labelledby")
        ?.split(" ")
        .map((id) => document.getElementById(id)?.textContent ?? "")
        .join(" ") ??
      ([...((node as HTMLInputElement).labels ?? [])].map((label) => label.textContent).join(" ") ||
        node.querySelector("img[alt], svg[aria-label]")?.getAttribute("alt") ||
        node.textContent ||
        node.getAttribute("title") ||
        "")
    ).trim();
  const tag = element.tagName.toLowerCase();
  const name = named(element);
  const kind = element.getAttribute("class")?.split(" ")[0];
  const what = `<${tag}${kind ? ` class="${kind}"` : ""}> ${name.slice(0, 40)}`;
  const faults: string[] = [];
  // What scrolls is reached to be scrolled: its name says what is in it.
  if (name === "") faults.push("has no name");

  const isLit = (node: Element | null): boolean => {
    if (!node) return false;
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(node);
    return (outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 1) || boxShadow !== "none";
  };
  const around = [
    element,
    element.nextElementSibling,
    element.parentElement,
    element.closest("label"),
    ...((element as HTMLInputElement).labels ?? []),
  ];
  const isOnMap = element.closest("svg")?.querySelector(".ey-focus-outline[d]") != null;
  if (!isOnMap && !around.some(isLit)) faults.push("does not show that it is reached");

  const target = [element, ...((element as HTMLInputElement).labels ?? [])].find((node) => {
    const { width, height } = node.getBoundingClientRect();
    return width > 1 && height > 1;
  });
  const box = target?.getBoundingClientRect();
  if (!target || !box) faults.push("is reached where nothing is seen");
  else if (box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth)
    faults.push("is reached outside the window");
  else {
    // Of what is taller than the window, the part that is in it.
    const [left, right] = [Math.max(0, box.left), Math.min(innerWidth, box.right)];
    const [top, bottom] = [Math.max(0, box.top), Math.min(innerHeight, box.bottom)];
    const points = [0.5, 0.1, 0.9].flatMap((down) =>
      [0.5, 0.1, 0.9].map((across) => [left + (right - left) * across, top + (bottom - top) * down] as const),
    );
    const isSeen = points.some(([x, y]) => {
      const there = document.elementFromPoint(x, y);
      return there !== null && (target.contains(there) || there.contains(target));
    });
    if (!isSeen) faults.push("is reached under something else");
  }
  return { at: walked.get(element)!, what, isFirst, faults };
}

function unseenMarks(): string[] {
  const probe = document.body.appendChild(document.createElement("div"));
  probe.style.cssText = "background: Canvas; forced-color-adjust: none";
  const canvas = getComputedStyle(probe).backgroundColor;
  probe.remove();
  const paint = document.createElement("canvas").getContext("2d", { willReadFrequently: true })!;
  // Over the ground, so that what is half transparent counts for what is seen of it.
  const lightness = (colour: string, opacity: number): number => {
    paint.globalAlpha = 1;
    paint.fillStyle = canvas;
    paint.fillRect(0, 0, 1, 1);
    paint.globalAlpha = opacity;
    paint.fillStyle = colour;
    paint.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...paint.getImageData(0, 0, 1, 1).data].slice(0, 3).map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    }) as [number, number, number];
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = lightness(canvas, 1);
  const contrast = (colour: string, opacity: string): number => {
    const other = lightness(colour, Number(opacity));
    return (Math.max(ground, other) + 0.05) / (Math.min(ground, other) + 0.05);
  };
  const faults = new Set<string>();
  const marks = document.querySelectorAll<SVGGraphicsElement>(
    "#observablehq-main figure svg :is(rect, circle, path, line)",
  );
  for (const mark of marks) {
    // Patterns, grids and what only keeps the pointer are no marks.
    if (mark.closest('defs, pattern, .ey-grid, [aria-label$="-grid"], [class*=ey-map-hatch], .ey-map-places'))
      continue;
    if (mark.matches(".ey-grid, .ey-chosen-casing, .ey-focus-outline, .ey-map-blank")) continue;
    // What a swatch lies over.
    if (mark.nextElementSibling?.matches(".ey-map-swatch")) continue;
    const { width, height } = mark.getBoundingClientRect();
    if (width < 0.5 && height < 0.5) continue;
    const { fill, stroke, fillOpacity, strokeOpacity, opacity, visibility, strokeWidth } =
      getComputedStyle(mark);
    if (visibility === "hidden" || opacity === "0") continue;
    const isLine = mark.tagName === "line";
    const drawn = [
      ...(isLine || fill === "none" || fillOpacity === "0" ? [] : [[fill, fillOpacity] as const]),
      ...(stroke === "none" || strokeOpacity === "0" || Number.parseFloat(strokeWidth) === 0
        ? []
        : [[stroke, strokeOpacity] as const]),
    ];
    if (drawn.length === 0 || drawn.some(([colour]) => colour.startsWith("url("))) continue;
    if (drawn.every(([, of]) => Number(of) === 0)) continue;
    const best = Math.max(...drawn.map(([colour, of]) => contrast(colour, of)));
    const kind = mark.getAttribute("class") ?? mark.parentElement?.getAttribute("class") ?? "";
    if (best < 1.5)
      faults.add(
        `<${mark.tagName} class="${kind}"> in “${mark.closest("figure")?.querySelector(".ey-title")?.textContent?.slice(0, 40) ?? ""}” has a contrast of ${best.toFixed(2)} with the ground`,
      );
  }
  return [...faults];
}
