import { afterFrame } from "../after-frame.js";

type Job = () => void;

/** Drawings that wait until what a reader sees has been drawn, in the order of the page. */
const waiting = new Map<HTMLElement, Job>();
let isDrawing = false;

/**
 * Draws a part of a page at once where it is in sight, and the first time; else as soon as those in sight
 * are on the screen, one part after another, so that a long page answers as quickly as a short one. A part that is drawn
 * again before its turn is drawn once. What goes wrong while it is drawn is thrown to whoever gave it, or told to `failed`
 * if it had to wait.
 */
export function drawInSight(holder: HTMLElement, failed: (error: Error) => void): (job: Job) => void {
  if (typeof IntersectionObserver === "undefined") return (job) => job();
  let isFirst = true;
  let isSeen = true;
  new IntersectionObserver(([entry]) => {
    // A cell takes what it shows out of the page for a moment.
    if (!holder.isConnected) return;
    isSeen = entry!.isIntersecting;
    if (isSeen) drawNow(holder);
  }).observe(holder);
  return (job) => {
    if (isFirst || isSeen) {
      isFirst = false;
      waiting.delete(holder);
      return job();
    }
    holder.setAttribute("aria-busy", "true");
    waiting.set(holder, () => {
      try {
        job();
      } catch (error) {
        failed(error as Error);
      }
    });
    if (!isDrawing) afterFrame(drawRest);
    isDrawing = true;
  };
}

function drawNow(holder: HTMLElement): void {
  const job = waiting.get(holder);
  waiting.delete(holder);
  job?.();
}

function drawRest(): void {
  const [holder] = waiting.keys();
  isDrawing = holder !== undefined;
  if (!holder) return;
  drawNow(holder);
  afterFrame(drawRest);
}

if (typeof IntersectionObserver !== "undefined")
  addEventListener("beforeprint", () => {
    for (const holder of [...waiting.keys()]) drawNow(holder);
  });
