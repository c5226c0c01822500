// What Plot, Inputs and Framework draw leaves some things without a name or out of a keyboard's reach.
// The site runs this on every page, so that an ordinary cell is as usable as a finished figure.

type Mend = (element: HTMLElement) => void;

const mends: [selector: string, mend: Mend][] = [
  // Plot names the marks' groups, and a name needs a role.
  ["svg g[aria-label]:not([role])", (group) => group.setAttribute("role", "group")],
  ["form input[type=range]:not([aria-label], [id])", (slider) => giveName(slider, labelOf(slider))],
  ["form thead input[type=checkbox]:not([aria-label], [id])", (box) => giveName(box, "Choose all rows")],
  [
    "form tbody input[type=checkbox]:not([aria-label], [id])",
    (box) => giveName(box, `Choose: ${rowOf(box)}`),
  ],
  ["pre, .ey-held, .observablehq--inspect, form:has(> table)", (block) => reach(block)],
];

function giveName(element: HTMLElement, text: string): void {
  element.setAttribute("aria-label", text);
}

function labelOf(input: HTMLElement): string {
  return input.closest("form")?.querySelector("label")?.textContent?.trim() || "Value";
}

function rowOf(box: HTMLElement): string {
  const cell = box.closest("tr")?.querySelector("td:nth-child(2)");
  return cell?.textContent?.trim() || "row";
}

// What scrolls must be scrollable without a mouse.
function reach(block: HTMLElement): void {
  const scrolls = block.scrollWidth > block.clientWidth || block.scrollHeight > block.clientHeight;
  if (scrolls && !block.hasAttribute("tabindex")) block.tabIndex = 0;
}

let waiting = false;

function mendAll(): void {
  waiting = false;
  for (const [selector, mend] of mends)
    for (const element of document.querySelectorAll<HTMLElement>(`#observablehq-main :is(${selector})`))
      mend(element);
}

/** Milliseconds from a change: a long page changes in many steps, and is gone through once. */
const pause = 150;

// Once what has changed is on the screen: to ask what scrolls lays the page out, which a reader would wait for.
function mendSoon(): void {
  if (!waiting) setTimeout(() => requestAnimationFrame(() => setTimeout(mendAll)), pause);
  waiting = true;
}

// Paper cannot be unfolded. The table under a figure is: a reader who wants it on paper opens it.
const folded = "#observablehq-main details:not([open], .ey-twin, .ey-aside, .ey-areas)";
let unfolded: HTMLDetailsElement[] = [];

addEventListener("beforeprint", () => {
  unfolded = [...unfolded, ...document.querySelectorAll<HTMLDetailsElement>(folded)];
  for (const details of unfolded) details.open = true;
});
addEventListener("afterprint", () => {
  for (const details of unfolded) details.open = false;
  unfolded = [];
});

new MutationObserver(mendSoon).observe(document.body, { childList: true, subtree: true });
addEventListener("resize", mendSoon);
mendSoon();

export {};
