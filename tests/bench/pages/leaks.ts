import type { Page } from "playwright-core";

/** What a page holds, after what nobody uses any more was cleared away. */
export interface Held {
  listeners: number;
  nodes: number;
  /** Bytes of JavaScript's objects. */
  heap: number;
}

/** What a page holds before and after so many changes of one list, taken by turns through all that it offers. */
export async function heldAfter(page: Page, label: string, changes: number): Promise<[Held, Held]> {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  // The first time round fills what is kept on purpose: data sets, and what each choice was found to be.
  await change(page, label, 60);
  const before = await held();
  await change(page, label, changes);
  return [before, await held()];

  async function held(): Promise<Held> {
    await session.send("HeapProfiler.collectGarbage");
    const { metrics } = await session.send("Performance.getMetrics");
    const of = (name: string) => metrics.find((metric) => metric.name === name)!.value;
    return { listeners: of("JSEventListeners"), nodes: of("Nodes"), heap: of("JSHeapUsedSize") };
  }
}

async function change(page: Page, label: string, changes: number): Promise<void> {
  await page.evaluate(
    async ([label, changes]) => {
      const control = document.querySelector<HTMLSelectElement>(`select[aria-label="${label}"]`)!;
      for (let i = 0; i < changes; i++) {
        control.selectedIndex = (control.selectedIndex + 1) % control.options.length;
        for (const type of ["input", "change"]) control.dispatchEvent(new Event(type, { bubbles: true }));
        // Until it has been drawn.
        await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 20)));
      }
      await new Promise((resolve) => setTimeout(resolve, 500));
    },
    [label, changes] as const,
  );
}
