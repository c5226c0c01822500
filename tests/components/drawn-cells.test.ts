import { JSDOM } from "jsdom";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { replacing } from "../../components/site/drawn-cells.js";

/* What was drawn of a cell at the build, so far below the top of the window. */
const place = (id: string, top: number) =>
  `<observablehq-loading data-drawn="${id}" data-top="${top}">English</observablehq-loading>`;
let drawn: string[];

beforeEach(() => {
  const { window } = new JSDOM(
    `<main>${place("above", 10)}${place("below", 2_000)}${place("named", 2_000)}</main>`,
    {
      pretendToBeVisual: true,
    },
  );
  vi.stubGlobal("document", window.document);
  vi.stubGlobal("MutationObserver", window.MutationObserver);
  vi.stubGlobal("Element", window.Element);
  vi.stubGlobal("requestAnimationFrame", (draw: () => void) => setTimeout(draw));
  vi.stubGlobal("innerHeight", 800);
  window.Element.prototype.getBoundingClientRect = function (this: Element) {
    return { width: 1, height: 1, top: Number(this.getAttribute("data-top")) } as DOMRect;
  };
  drawn = [];
});
afterEach(() => vi.unstubAllGlobals());

function draw(): void {
  const define = replacing(({ body }: { id: string; outputs?: string[]; body: () => unknown }) => body());
  for (const [id, outputs] of [["above"], ["below"], ["named", ["answer"]]] as const)
    define({ id, ...(outputs && { outputs: [...outputs] }), body: () => drawn.push(id) });
}

test("in a page's usual language every cell draws at once", () => {
  draw();
  expect(drawn).toEqual(["above", "below", "named"]);
});

test("in another, what only draws something below waits until the first view speaks, and is not waited for", async () => {
  document.documentElement.classList.add("ey-speaking");
  draw();
  expect(drawn).toEqual(["above", "named"]);
  expect(document.querySelector("[data-later]")?.getAttribute("data-drawn")).toBe("below");
  document.documentElement.classList.remove("ey-speaking");
  await vi.waitFor(() => expect(drawn).toEqual(["above", "named", "below"]));
});
