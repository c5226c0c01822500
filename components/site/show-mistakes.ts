// Tells whoever writes a page what is wrong with it: one mistake once, at the top, with file, line and the nearest name; what
// fails only because of it is folded. Only on pages of the workspace, which carry what is known of their own file.
import { element } from "../element.js";
import { type PageReport, tell } from "./mistakes.js";

const style = `
.ey-mistakes { margin: 0 0 1rem; padding: 0.75rem 1rem; border: 2px solid #a8231a; border-radius: 4px; background: #fff; max-width: 60rem; }
.ey-mistakes p { margin: 0; font-weight: 600; }
.ey-mistakes ol { margin: 0.5rem 0 0; padding: 0; list-style: none; }
.ey-mistakes li { margin: 0.25rem 0; max-width: none; }
.ey-mistakes code { overflow-wrap: anywhere; }
.observablehq--error.ey-echo { font-size: 0; padding: 0; border: 0; }
.observablehq--error.ey-echo > * { display: none; }
.observablehq--error.ey-echo::after { content: "Waits for what is told at the top of the page."; font: italic 0.875rem var(--sans-serif); color: var(--theme-foreground-muted, #4a4e54); }
.ey-bare { outline: 2px dashed #a8231a; outline-offset: 4px; }
`;

const root = document.querySelector<HTMLElement>("#observablehq-main");
let report = readReport(document);
// Framework puts a script of its own into a page that follows its file.
const isPreview = [...document.scripts].some((script) =>
  /\bopen\(\{\s*hash\b/.test(script.textContent ?? ""),
);
let shape = "";
let box: HTMLElement | undefined;

function readReport(page: Document): PageReport | undefined {
  const text = page.querySelector("#ey-page-report")?.textContent;
  return text ? (JSON.parse(text) as PageReport) : undefined;
}

function show(): void {
  if (!root || !report) return;
  const elements = [...root.querySelectorAll<HTMLElement>(".observablehq--error")];
  const { folded, echoes } = tell(
    report,
    elements.map((node) => ({ id: idOf(node), error: node.textContent ?? "" })),
    [...root.querySelectorAll<HTMLElement>("[data-mistake-in]")].map((node) => ({
      ...{ id: idOf(node), message: node.textContent ?? "", word: node.dataset.mistakeIn ?? "" },
    })),
  );
  for (const [i, node] of elements.entries()) node.classList.toggle("ey-echo", echoes.has(i));
  const file = report.file;
  const items = folded.map(({ line, message, because }) =>
    element(
      "li",
      {},
      element("code", {}, `${file}:${line}`),
      ` ${message}`,
      because > 0 && ` It is so in ${because === 1 ? "one more cell" : `${because} more cells`}.`,
    ),
  );
  const bare = markBare(root);
  if (items.length === 0) {
    box?.remove();
    box = undefined;
  } else {
    if (!box) {
      box = element("section", {
        class: "ey-mistakes",
        "aria-label": "What is wrong with this page",
        role: "status",
      });
      // Framework counts what stands in the page's own part.
      root.before(box);
    }
    const count = items.length === 1 ? "One mistake on this page" : `${items.length} mistakes on this page`;
    if (box.dataset.told !== JSON.stringify(folded))
      box.replaceChildren(element("style", {}, style), element("p", {}, count), element("ol", {}, ...items));
    box.dataset.told = JSON.stringify(folded);
  }
  if (bare > 0 && items.length === 0 && !document.querySelector("#ey-bare-style"))
    document.head.append(element("style", { id: "ey-bare-style" }, style));
}

// A cell's place is a comment behind what it shows.
function idOf(node: Element): string | undefined {
  for (let next: Node | null = node; next; next = next.nextSibling) {
    const [, id] = next.nodeType === Node.COMMENT_NODE ? (/^:(.+):$/.exec(next.nodeValue ?? "") ?? []) : [];
    if (id) return id;
  }
  return node.parentElement && node.parentElement !== root ? idOf(node.parentElement) : undefined;
}

const bareNote = "ey-bare-note";

/** Marks charts of Plot that came to the page without a figure around them. Gives how many there are. */
function markBare(main: HTMLElement): number {
  const bare = [...main.querySelectorAll<HTMLElement>('svg[class*="plot-"], figure[class*="plot-"]')].filter(
    (chart) =>
      !chart.closest(".ey-figure, .ey-piece") &&
      !chart.parentElement?.closest('figure[class*="plot-"], form'),
  );
  for (const note of main.querySelectorAll(`.${bareNote}`))
    if (!bare.some((chart) => chart.nextElementSibling === note)) note.remove();
  for (const chart of bare) {
    chart.classList.add("ey-bare");
    if (chart.nextElementSibling?.classList.contains(bareNote)) continue;
    chart.after(
      element(
        "p",
        { class: `ey-note ${bareNote}` },
        "This chart does not say where its numbers come from. Draw it in figure(…), which asks for its source, unit and date.",
      ),
    );
  }
  return bare.length;
}

// A preview changes the page in place: what it knows of its file is then asked for again.
async function look(): Promise<void> {
  if (!root) return;
  const errors = [...root.querySelectorAll(".observablehq--error")].map((node) => node.textContent);
  const now = JSON.stringify([
    [...root.children].map((child) => child.id || child.tagName),
    cellsIn(root),
    errors,
  ]);
  const isChanged = shape !== "" && now !== shape;
  shape = now;
  if (isChanged && isPreview) {
    const answer = await fetch(location.href).catch(() => undefined);
    if (answer?.ok)
      report = readReport(new DOMParser().parseFromString(await answer.text(), "text/html")) ?? report;
    // Where the page is written, its text is told what became of its cells from here.
    document.querySelector("#ey-page-report")!.textContent = JSON.stringify(report);
  }
  show();
}

function cellsIn(main: HTMLElement): string[] {
  const cells: string[] = [];
  const walk = document.createTreeWalker(main, NodeFilter.SHOW_COMMENT);
  while (walk.nextNode()) cells.push(walk.currentNode.nodeValue ?? "");
  return cells.filter((text) => /^:.+:$/.test(text));
}

let timer: ReturnType<typeof setTimeout> | undefined;
function soon(): void {
  clearTimeout(timer);
  timer = setTimeout(() => void look(), 100);
}

if (root && report) {
  new MutationObserver(soon).observe(root, { childList: true, subtree: true });
  void look();
}
