import type { Page } from "playwright-core";

/** How long a page takes to draw after a control was moved: milliseconds of each move. */
export interface Moved {
  control: string;
  times: number[];
}

/** Moves every list, button of a choice, box and slider of a page so many times, one after another. */
export async function moveControls(page: Page, moves: number): Promise<Moved[]> {
  await page.evaluate(watchDrawing);
  const count = await page.evaluate(() => window.benchControls().length);
  const moved: Moved[] = [];
  for (let i = 0; i < count; i++) {
    const times: number[] = [];
    let control = "";
    for (let turn = 0; turn < moves; turn++) {
      const one = await page.evaluate(([i, turn]) => window.moveControl(i!, turn!), [i, turn] as const);
      if (!one) break;
      control = one.control;
      if (one.time !== null) times.push(one.time);
    }
    if (times.length > 0) moved.push({ control, times });
  }
  return moved;
}

/** A share of times that are no longer, as 0.95. */
export function quantile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)]!;
}

declare global {
  interface Window {
    benchControls(): HTMLElement[];
    moveControl(i: number, turn: number): Promise<{ control: string; time: number | null } | null>;
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

  // From the move to the frame in which its last change of the page is drawn; null if nothing changed.
  const timed = (move: () => void): Promise<number | null> =>
    new Promise((resolve) => {
      const begun = performance.now();
      let drawn: number | null = null;
      const end = () => {
        observer.disconnect();
        resolve(drawn === null ? null : drawn - begun);
      };
      let timer = setTimeout(end, 1000);
      const observer = new MutationObserver(() => {
        clearTimeout(timer);
        requestAnimationFrame(() => {
          const channel = new MessageChannel();
          channel.port1.onmessage = () => {
            drawn = performance.now();
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
    return { control: name, time: await timed(move) };
  };
}
