import * as jsdom from "jsdom";

/**
 * Gives this process the parts of a browser that components use to make a page, without one that draws: texts and
 * tables are made, charts that wait for a width are not.
 */
export function standInBrowser(): void {
  const { window } = new jsdom.JSDOM("<!doctype html><body>", {
    url: "http://127.0.0.1/",
    pretendToBeVisual: true,
  });
  // Plot moves lines by half a pixel on a coarse screen, and asks once, when it is loaded: with or without this window alike.
  Object.defineProperty(window, "devicePixelRatio", { value: 2 });
  const names = [
    "window",
    "document",
    "location",
    "history",
    "Node",
    "Element",
    "HTMLElement",
    "SVGElement",
    "HTMLInputElement",
    "DocumentFragment",
    "NodeList",
    "HTMLCollection",
    "Text",
    "Event",
    "CustomEvent",
    "EventTarget",
    "NodeFilter",
    "MutationObserver",
    "FormData",
    "addEventListener",
    "removeEventListener",
    "requestAnimationFrame",
    "cancelAnimationFrame",
  ] as const;
  const target = globalThis as unknown as Record<string, unknown>;
  const source = window as unknown as Record<string, unknown>;
  for (const name of names) {
    const value = source[name];
    const isClass = typeof value === "function" && /^[A-Z]/.test(name);
    Object.defineProperty(target, name, {
      value: typeof value === "function" && !isClass ? value.bind(window) : value,
      configurable: true,
      writable: true,
    });
  }
  Object.assign(target, {
    matchMedia: () => ({ matches: true, addEventListener: () => {} }),
    ResizeObserver: class {
      observe(): void {}
      disconnect(): void {}
    },
    CSS: { escape: (text: string) => text },
  });
}
