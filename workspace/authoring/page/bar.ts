import type { PageReport } from "../../../components/site/mistakes.js";
import { askLine, make } from "./elements.js";
import { goneHere } from "./left-here.js";
import { ask, openSession } from "./requests.js";

// What a page lets its readers do with it, on every page of the running workspace.

/** The address of the page that is shown. */
function addressShown(): string {
  const path = decodeURIComponent(location.pathname)
    .replace(/^\//, "")
    .replace(/\.html$/, "");
  return path === "" || path.endsWith("/") ? `${path}index` : path;
}

/** The address under which it is written: one page with a parameter in its name is drawn at many. */
function addressWritten(shown: string): string {
  try {
    const { file } = JSON.parse(document.querySelector("#ey-page-report")?.textContent ?? "") as PageReport;
    return file.replace(/^docs\//, "").replace(/\.md$/, "");
  } catch {
    return shown;
  }
}

/** What the page's address says that is chosen; its language is its reader's. */
function askedNow(): Record<string, string> {
  const { lang, ...asked } = Object.fromEntries(new URLSearchParams(location.search));
  return asked;
}

const problem = make("p", { class: "ey-writing-problem", role: "alert" });
// Apart from the bar: it is for those who only read, too.
const gone = make("p", { class: "ey-writing-problem", role: "status" });
const left = make("p", { class: "ey-writing-problem", role: "status" });

async function tellingProblems(work: () => Promise<void>): Promise<void> {
  problem.textContent = "";
  await work().catch((error: Error) => {
    problem.textContent = error.message;
  });
}

function edit(address: string): void {
  location.assign(editorOf(address));
}

function editorOf(address: string, shown = address): string {
  const at = shown === address ? "" : `&at=${encodeURIComponent(shown)}`;
  return `/_write/edit?page=${encodeURIComponent(address)}${at}`;
}

const whereTo = {
  label: "For whom",
  answers: [
    { value: "", words: "For myself: my pages among the explorations" },
    { value: "briefings", words: "For service managers: the briefings" },
  ],
};
const lookEvery = 5_000;
const toSources = "Describe or connect a source";

/** Tells readers of a page that is moved or taken away where it went: the preview ends its socket then, and says nothing. */
async function watchPlace(address: string): Promise<void> {
  const where = () => ask("where", { address }).catch(() => undefined);
  if (!(await where())?.there) return;
  const timer = setInterval(async () => {
    if (document.hidden) return;
    const found = await where();
    if (!found) return;
    if (found.there) return gone.replaceChildren();
    clearInterval(timer);
    gone.replaceChildren(
      ...(found.now === undefined
        ? ["This page was taken away. What you see is its last state."]
        : ["This page was moved: ", make("a", { href: `/${found.now}` }, found.now)]),
    );
  }, lookEvery);
}

/** Tells of what this browser keeps of pages that are gone: whoever wrote it cannot open them any more. */
async function offerLeft(): Promise<void> {
  left.replaceChildren(
    ...(await goneHere()).map((address) =>
      make(
        "span",
        {},
        `This browser keeps what was written of ${address}, which was moved or taken away: `,
        make("a", { href: editorOf(address) }, "look at it"),
        ". ",
      ),
    ),
  );
}

function start(): void {
  const shown = addressShown();
  const address = addressWritten(shown);
  const main = document.querySelector("#observablehq-main");
  if (!main || window !== top || shown.endsWith(".draft")) return;
  const title = document.querySelector("h1")?.textContent ?? address;
  const button = (text: string, work: () => Promise<void>) =>
    make("button", { type: "button", onclick: () => tellingProblems(work) }, text);
  const bar = make(
    "nav",
    { class: "ey-writing", ariaLabel: "Write" },
    make("a", { href: editorOf(address, shown) }, "Edit"),
    button("Copy to my pages", async () => {
      const named = await askLine(
        "Copy to my pages",
        "Title of the copy",
        `${title} (copy)`,
        "Make the copy",
      );
      if (named) edit((await ask("copy", { address, shown, title: named.line, asked: askedNow() })).address);
    }),
    button("New page", async () => {
      const named = await askLine("New page", "Title", "", "Make the page", whereTo);
      if (named) edit((await ask("create", { title: named.line, folder: named.answer })).address);
    }),
    make("a", { href: `${editorOf(address, shown)}&history` }, "History"),
    make("a", { href: `${editorOf(address, shown)}&copies` }, "Copies"),
    // A writer's own page lies in a folder of explore.
    /^explore\/(?!examples\/)[^/]+\//.test(address) &&
      make("a", { href: `${editorOf(address, shown)}&copies` }, "For managers"),
    /^(?:briefings|public)\//.test(address) &&
      make("a", { href: `/_write/review?page=${encodeURIComponent(address)}` }, "Review"),
    make("a", { href: "/_write/publishing" }, "Publishing"),
    address === "briefings/catalogue" && make("a", { href: "/_write/sources" }, toSources),
    problem,
  );
  void watchPlace(address);
  void offerLeft();
  // Not in the page itself, whose cells the preview redraws by their places.
  main.before(bar, gone, left);
  void fitToReader(bar);
}

/** Tells whoever reads here what they have to mend, and takes away what is not for them. The server would refuse it. */
async function fitToReader(bar: HTMLElement): Promise<void> {
  const { roles, toMend } = await openSession().catch(() => ({ roles: undefined, toMend: 0 }));
  const hint = make(
    "a",
    { href: "/explore/claims" },
    `${toMend} ${toMend === 1 ? "claim" : "claims"} to mend`,
  );
  if (toMend > 0) problem.before(hint);
  if (!roles) return;
  if (!roles.includes("publisher"))
    for (const child of [...bar.children]) if (child.textContent === toSources) child.remove();
  if (roles.includes("analyst")) return;
  if (!roles.some((role) => role === "reviewer" || role === "publisher")) bar.remove();
  for (const child of [...bar.children])
    if (child !== hint && !/^(?:Review|Publishing|Describe or connect a source)$/.test(child.textContent))
      child.remove();
}

start();
