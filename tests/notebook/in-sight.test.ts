import { afterEach, expect, test, vi } from "vitest";
import { drawInSight } from "../../components/notebook/in-sight.js";
import { standInBrowser } from "../sentences/browser-globals.js";

standInBrowser();

const observed = new Map<Element, (isIntersecting: boolean) => void>();

class Observer {
  constructor(private readonly tell: (entries: { isIntersecting: boolean }[]) => void) {}
  observe(element: Element): void {
    observed.set(element, (isIntersecting) => this.tell([{ isIntersecting }]));
  }
}

afterEach(() => {
  vi.unstubAllGlobals();
  document.body.replaceChildren();
});

/** Parts of a page by name, what has been drawn of them, and the frames that are waited for. */
function page() {
  const frames: (() => void)[] = [];
  vi.stubGlobal("IntersectionObserver", Observer);
  vi.stubGlobal("requestAnimationFrame", (next: () => void) => frames.push(next));
  vi.stubGlobal("setTimeout", (next: () => void) => next());
  const drawn: string[] = [];
  const failed: string[] = [];
  const part = (name: string) => {
    const holder = document.body.appendChild(document.createElement("div"));
    const draw = drawInSight(holder, (error) => failed.push(error.message));
    draw(() => drawn.push(`${name} first`));
    return {
      holder,
      draw: (what: string) => draw(() => drawn.push(`${name} ${what}`)),
      fail: () =>
        draw(() => {
          throw new Error(`${name} fails`);
        }),
      see: (isSeen: boolean) => observed.get(holder)!(isSeen),
    };
  };
  return { part, drawn, failed, frame: () => frames.shift()?.() };
}

test("a part is drawn at once the first time and where it is in sight, else after the frame, one after another", () => {
  const { part, drawn, frame } = page();
  const [top, below, last] = [part("top"), part("below"), part("last")];
  below.see(false);
  last.see(false);
  drawn.length = 0;
  below.draw("again");
  last.draw("again");
  top.draw("again");
  last.draw("once more");
  expect(drawn).toEqual(["top again"]);
  expect(below.holder.getAttribute("aria-busy")).toBe("true");
  frame();
  expect(drawn).toEqual(["top again", "below again"]);
  frame();
  frame();
  expect(drawn).toEqual(["top again", "below again", "last once more"]);
});

test("a part that comes into sight does not wait, and one that a cell has taken out is as it was", () => {
  const { part, drawn, frame } = page();
  const one = part("one");
  one.see(false);
  one.draw("again");
  one.holder.remove();
  one.see(true);
  expect(drawn).toEqual(["one first"]);
  document.body.append(one.holder);
  one.see(true);
  expect(drawn).toEqual(["one first", "one again"]);
  frame();
  expect(drawn).toHaveLength(2);
});

test("what fails while it is waited for is told in its place, and the next is drawn", () => {
  const { part, drawn, failed, frame } = page();
  const [one, two] = [part("one"), part("two")];
  one.see(false);
  two.see(false);
  one.fail();
  two.draw("again");
  frame();
  frame();
  frame();
  expect(failed).toEqual(["one fails"]);
  expect(drawn.at(-1)).toBe("two again");
});
