// Runs in a page's own world, before its cells: what a page finds in a browser and jsdom does not have. It reads nothing but
// the files of the built site, its clock stands at the last refresh, and its chances fall the same every time.

declare global {
  // Given by whoever runs the page (run-page.ts), and taken away here.
  var pageHost: { read(address: string): Uint8Array | undefined; now: number; width: number } | undefined;
  // What whoever runs the page asks of it: how many cells are being worked out, and what is drawn to a width.
  var pageWorld: { pending: number; resize(width: number): void; drawn(): Drawn[] };
}

/** What is drawn to a width, and the charts in it. */
export interface Drawn {
  target: Element;
  charts: SVGSVGElement[];
}

interface Cell {
  body: (...inputs: unknown[]) => unknown;
}

const { read, now, width } = globalThis.pageHost!;
delete globalThis.pageHost;

const pageWide = 1080;
const watched = new Map<Element, Set<ResizeObserverCallback>>();
let chartWidth = width;

globalThis.pageWorld = {
  pending: 0,
  resize(width) {
    chartWidth = width;
    for (const target of watched.keys()) tell(target);
  },
  drawn() {
    return [...watched.keys()]
      .filter((target) => target.isConnected && target.localName !== "main")
      .map((target) => ({ target, charts: [...target.querySelectorAll("svg")] }));
  },
};

/** Takes the place of components/site/drawn-cells.ts: counts the cells that are being worked out. */
export function replacing<C extends Cell>(define: (cell: C) => void): (cell: C) => void {
  return (cell) =>
    define({
      ...cell,
      body: (...inputs: unknown[]) => during(() => cell.body(...inputs)),
    });
}

function during<T>(work: () => T): T {
  pageWorld.pending += 1;
  const end = () => {
    pageWorld.pending -= 1;
  };
  try {
    const value = work();
    Promise.resolve(value).then(end, end);
    return value;
  } catch (error) {
    end();
    throw error;
  }
}

function tell(target: Element): void {
  const width = target.localName === "main" ? pageWide : chartWidth;
  const entry = { target, contentRect: { width, height: 0 } } as unknown as ResizeObserverEntry;
  for (const callback of watched.get(target) ?? []) callback([entry], {} as ResizeObserver);
}

class StillClock extends Date {
  constructor(...given: unknown[]) {
    super(...((given.length > 0 ? given : [now]) as [number]));
  }
  static override now(): number {
    return now;
  }
}

let chance = 1;

Object.assign(globalThis, {
  Date: StillClock,
  fetch: (address: string | URL) => during(() => answer(new URL(address, location.href).href)),
  // As soon as may be: nothing is painted here.
  requestAnimationFrame: (draw: FrameRequestCallback) => setTimeout(() => draw(performance.now()), 0),
  cancelAnimationFrame: clearTimeout,
  ResizeObserver: class {
    readonly #callback: ResizeObserverCallback;
    constructor(callback: ResizeObserverCallback) {
      this.#callback = callback;
    }
    observe(target: Element): void {
      watched.set(target, (watched.get(target) ?? new Set()).add(this.#callback));
      setTimeout(() => tell(target), 0);
    }
    unobserve(target: Element): void {
      watched.get(target)?.delete(this.#callback);
    }
    disconnect(): void {
      for (const callbacks of watched.values()) callbacks.delete(this.#callback);
    }
  },
  IntersectionObserver: class {
    observe(): void {}
    unobserve(): void {}
    disconnect(): void {}
  },
  matchMedia: (media: string) => ({
    media,
    matches: /min-width/.test(media),
    addEventListener() {},
    removeEventListener() {},
  }),
  CSS: { escape: (text: string) => text.replace(/[^\w-]/g, (letter) => `\\${letter}`), supports: () => true },
  structuredClone: (value: unknown) => JSON.parse(JSON.stringify(value)),
  scrollTo() {},
  // What is worked out elsewhere, as by DuckDB, is left to the browser.
  Worker: class {
    constructor() {
      throw new Error("There are no workers at the build.");
    }
  },
});
Object.assign(Element.prototype, { scrollTo() {}, scrollIntoView() {} });
Math.random = () => {
  chance = (chance * 48271) % 2147483647;
  return chance / 2147483647;
};

async function answer(address: string): Promise<Response> {
  const found = read(address);
  const bytes = new Uint8Array(found?.length ?? 0);
  if (found) bytes.set(found);
  const text = () => new TextDecoder().decode(bytes);
  return {
    ok: found !== undefined,
    status: found ? 200 : 404,
    url: address,
    headers: new Headers(),
    arrayBuffer: async () => bytes.buffer,
    text: async () => text(),
    json: async () => JSON.parse(text()),
  } as unknown as Response;
}
