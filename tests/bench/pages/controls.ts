import type { Page } from "playwright-core";

/** How long a page takes to draw after a control was moved: milliseconds of each move. */
export interface Moved {
  control: string;
  /** To the frame that shows all that is in sight. */
  times: number[];
  /** To the frame in which the whole page has followed, parts out of sight too. */
  whole: number[];
}

/**
 * Moves every list, button of a choice, box and slider of a page so many times, one after another, each where a reader sees
 * it.
 */
export async function moveControls(page: Page, moves: number): Promise<Moved[]> {
  await page.evaluate(watchDrawing);
  const count = await page.evaluate(() => window.benchControls().length);
  const moved: Moved[] = [];
  for (let i = 0; i < count; i++) {
    const times: number[] = [];
    const whole: number[] = [];
    let control = "";
    for (let turn = 0; turn < moves; turn++) {
      const one = await page.evaluate(([i, turn]) => window.moveControl(i!, turn!), [i, turn] as const);
      if (!one) break;
      control = one.control;
      if (one.time !== null) times.push(one.time);
      if (one.whole !== null) whole.push(one.whole);
    }
    if (times.length > 0) moved.push({ control, times, whole });
  }
  return moved;
}

/** A share of times that are no longer, as 0.95. */
export function quantile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)]!;
}

/** Milliseconds from a move to the last change in sight, and to the last of all; null where nothing changed. */
interface Drawn {
  time: number | null;
  whole: number | null;
}

declare global {
  interface Window {
    benchControls(): HTMLElement[];
    moveControl(i: number, turn: number): Promise<({ control: string } & Drawn) | null>;
  }
}

// Runs in the page.
function watchDrawing(): void {
  const still = 150;
  const kinds = "select, input[type=range], input[type=checkbox], input[type=radio]";
  window.benchControls = () =>
    [...document.querySelectorAll<HTMLElement>(`#observablehq-main :is(${kinds})`)].filter(
      (control) => !control.matches(":disabled") && control.checkVisibility(),
    );

  const isInSight = ({ target }: MutationRecord): boolean => {
    const element = target instanceof Element ? target : target.parentElement;
    const { width, height, top, bottom } = element?.getBoundingClientRect() ?? new DOMRect();
    // What scrolls by itself hides what is beyond its edge.
    const frame = element?.parentElement?.closest(".ey-scroll")?.getBoundingClientRect();
    const [from, to] = [Math.max(0, frame?.top ?? 0), Math.min(innerHeight, frame?.bottom ?? innerHeight)];
    return width > 0 && height > 0 && bottom > from && top < to;
  };

  const timed = (move: () => void): Promise<Drawn> =>
    new Promise((resolve) => {
      const begun = performance.now();
      const drawn: Drawn = { time: null, whole: null };
      const end = () => {
        observer.disconnect();
        resolve(drawn);
      };
      let timer = setTimeout(end, 1000);
      const observer = new MutationObserver((records) => {
        clearTimeout(timer);
        const inSight = records.some(isInSight);
        requestAnimationFrame(() => {
          const channel = new MessageChannel();
          channel.port1.onmessage = () => {
            drawn.whole = performance.now() - begun;
            if (inSight) drawn.time = drawn.whole;
            clearTimeout(timer);
            timer = setTimeout(end, still);
          };
          channel.port2.postMessage(null);
        });
      });
      observer.observe(document.querySelector("#observablehq-main")!, {
        subtree: true,
        childList: true,
        attributes: true,
        characterData: true,
      });
      move();
    });

  window.moveControl = async (i, turn) => {
    const control = window.benchControls()[i];
    if (!control) return null;
    const { top, bottom } = control.getBoundingClientRect();
    if (top < 0 || bottom > innerHeight) control.scrollIntoView({ block: "center", behavior: "instant" });
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    const name =
      control.getAttribute("aria-label") ??
      control.closest("label")?.textContent?.trim().slice(0, 40) ??
      document.querySelector(`label[for="${control.id}"]`)?.textContent?.trim() ??
      control.closest("form")?.querySelector("label")?.textContent?.trim() ??
      control.tagName.toLowerCase();
    const tell = (type: string) => control.dispatchEvent(new Event(type, { bubbles: true }));
    const move = (): void => {
      if (control instanceof HTMLSelectElement) {
        const options = [...control.options].filter((option) => !option.disabled);
        const at = options.findIndex((option) => option.selected);
        control.value = options[(at + 1 + (turn % 3)) % options.length]!.value;
        tell("input");
        tell("change");
      } else if (control instanceof HTMLInputElement && control.type === "range") {
        const [from, to] = [Number(control.min || 0), Number(control.max || 100)];
        control.value = String(from + ((to - from) * ((turn * 7) % 20)) / 19);
        tell("input");
        tell("change");
      } else control.click();
    };
    if (control instanceof HTMLSelectElement && control.options.length < 2) return null;
    return { control: name, ...(await timed(move)) };
  };
}
