import { startBrowser } from "../browser/harness.js";
import { ServedCopy, shown } from "../browser/served-copy.js";
import { quantile } from "./pages/controls.js";

const edits = 40;
const head = "---\ntitle: Bench\neditions: [workspace]\n---\n\n# Bench\n\nWritten: 0.\n";
const cell = (i: number) => `\n\`\`\`js\nconst value${i} = ${i};\ndisplay(value${i});\n\`\`\`\n`;
const cells = (count: number) => Array.from({ length: count }, (_, i) => cell(i)).join("");

/**
 * How long it takes from the last key of an edit until the page beside the text shows it, on a short page and on one of 40
 * cells: the draft is kept, the preview reads it, and the browser draws what differs.
 */
export default async function writingBench(print: (line: string) => void): Promise<void> {
  const pages = { "explore/bench-short": head + cells(2), "explore/bench-long": head + cells(40) };
  const browser = await startBrowser(["--site-per-process"]);
  const copy = await ServedCopy.of("bench-writing", pages);
  try {
    print(`from an edit to the page that shows it, ${edits} times, in ms`);
    for (const address of Object.keys(pages)) {
      const opened = await copy.open(browser, `/_write/edit?page=${address}`);
      await opened.locator(".cm-line", { hasText: "Written: 0." }).click();
      await opened.keyboard.press("End");
      await shown(opened, "Written: 0.");
      // A page's watchers are set a moment after it is drawn.
      await opened.waitForTimeout(2_000);
      const frame = opened.frames().find((one) => one !== opened.mainFrame())!;
      const taken: number[] = [];
      for (let i = 1; i <= edits; i++) {
        const mark = ` mark-${i}.`;
        const from = performance.now();
        await opened.keyboard.insertText(mark);
        await frame.waitForFunction((text) => document.body.textContent!.includes(text), mark.trim(), {
          polling: "raf",
          timeout: 30_000,
        });
        taken.push(performance.now() - from);
        await opened.waitForTimeout(300);
      }
      const told = (share: number) => String(Math.round(quantile(taken, share))).padStart(6);
      print(`${address.padEnd(22)} median${told(0.5)}   95 of 100${told(0.95)}   slowest${told(1)}`);
      await opened.context().close();
    }
  } finally {
    await browser.close();
    copy.remove();
  }
}
