import { noteText } from "../../../components/words/series-notes.js";
import { askLine, make } from "./elements.js";
import { type Answers, ask, openSession, type PublishingState } from "./requests.js";
import { nameInWords, timeInWords } from "./times.js";

// The sites that are published: what would change, who tried what, and the way back.

type Site = PublishingState["sites"][number];

const main = document.querySelector("main")!;
const problem = make("p", { class: "problem", role: "alert" });
const progress = make("div", {});
const sites = make("div", {});
const notes = make("div", {});
const names = { briefings: "Briefings, for service managers", public: "The public site" };
const changes = { none: "as published", new: "new", changed: "changed", "taken away": "taken away" };
const pause = 1_500;
let mayPublish = false;
let shown = "";

async function start(): Promise<void> {
  mayPublish = (await openSession()).roles.includes("publisher");
  main.classList.add("publishing");
  main.replaceChildren(
    make("header", {}, make("a", { href: "/" }, "To the workspace"), make("h1", {}, "Publishing")),
    problem,
    make("div", { class: "findings" }, progress, sites, notes),
  );
  await Promise.all([follow(), drawNotes()]);
}

/** Draws what there is, and again while something is under way. */
async function follow(): Promise<void> {
  const state = await ask("publish/state", {});
  draw(state);
  if (state.running?.isUnderWay) setTimeout(() => void follow().catch(tell), pause);
}

function tell(error: Error): void {
  problem.textContent = error.message;
}

async function act(work: () => Promise<unknown>): Promise<void> {
  problem.textContent = "";
  try {
    await work();
    await follow();
  } catch (error) {
    tell(error as Error);
  }
}

function draw(state: PublishingState): void {
  drawProgress(state);
  // What has not changed keeps the reader's place and focus.
  const now = JSON.stringify([state.sites, state.sample, state.running?.isUnderWay]);
  if (now === shown) return;
  shown = now;
  sites.replaceChildren(...state.sites.map((site) => siteOf(site, state)));
}

function drawProgress({ running, sites: all }: PublishingState): void {
  if (!running) {
    progress.replaceChildren();
    return;
  }
  const { edition, what, by, at, isUnderWay, lines } = running;
  const last = all.find((site) => site.edition === edition)?.attempts[0];
  const why = last?.result === "refused" && last.at >= at ? last.why : undefined;
  const doing = what === "publish" ? "publishes" : "rolls back";
  const log = make("pre", { class: "log", tabIndex: 0 }, lines.join("\n"));
  log.setAttribute("aria-label", "What it says");
  progress.replaceChildren(
    make(
      "section",
      { ariaLabel: "Progress", class: "progress" },
      make(
        "p",
        { role: "status" },
        isUnderWay
          ? `${nameInWords(by)} ${doing} ${names[edition].toLowerCase()} since ${timeInWords(at)}. Readers go on reading the last one. ${lines.at(-1) ?? ""}`
          : `What ${nameInWords(by)} began on ${timeInWords(at)} has ended${why ? `, and nothing was changed. ${why}` : `: ${lines.at(-1) ?? "it said nothing"}`}`,
      ),
      make("details", {}, make("summary", {}, "All that it says"), log),
    ),
  );
}

/** The dated notes on series, and which of them the public reads. */
async function drawNotes(): Promise<void> {
  const { notes: all } = await ask("review/notes", {});
  if (all.length === 0) return;
  notes.replaceChildren(
    make(
      "section",
      { class: "site" },
      make("h2", {}, "Notes on series"),
      make(
        "p",
        {},
        "Each is drawn wherever its series is. What the public reads is in the next publication.",
      ),
      table(["Note", "Series", "Public", "Change"], all.map(noteRow)),
    ),
  );
}

function noteRow({ file, note }: Answers["review/notes"]["notes"][number]): HTMLElement {
  const turn = make(
    "button",
    {
      type: "button",
      disabled: !mayPublish,
      onclick: () =>
        void act(async () => {
          await ask("review/publish-note", { file, isPublic: !note.public });
          await drawNotes();
        }),
    },
    note.public ? "Keep it from the public" : "Let the public read it",
  );
  return make(
    "tr",
    {},
    make("th", { scope: "row" }, noteText(note)),
    make("td", {}, note.indicators.join(", ")),
    make("td", {}, note.public ? "read by the public" : "not read by the public"),
    make("td", {}, turn),
  );
}

function siteOf(site: Site, { sample, running }: PublishingState): HTMLElement {
  const { edition, pages, served, problem: why } = site;
  const refused = pages.filter(({ is }) => is === "refused");
  const untrue = pages.filter(({ untrue }) => untrue.length > 0);
  const pending = pages.filter(
    (one) => one.change !== "none" || refused.includes(one) || untrue.includes(one),
  );
  const invented = make("input", { type: "checkbox" });
  const hasPages = pages.some(({ is }) => is === "in");
  const isSampleOfPublic = sample && edition === "public";
  const button = make(
    "button",
    {
      type: "button",
      class: "main",
      disabled: running?.isUnderWay || refused.length + untrue.length > 0 || !hasPages || !mayPublish,
      onclick: () => void act(() => ask("publish/start", { edition, allowSample: invented.checked })),
    },
    `Publish ${edition === "public" ? "the public site" : "the briefings"}`,
  );
  const section = make(
    "section",
    { class: "site" },
    make("h2", {}, names[edition]),
    make(
      "p",
      {},
      served
        ? `Served: ${served.id}, published ${timeInWords(served.at)}${served.asOf ? `, figures as of ${served.asOf}` : ""}.`
        : "Nothing is published yet.",
    ),
    why !== undefined && make("p", { class: "why-not" }, why),
    make("h3", {}, pending.length ? "What would change" : "Pages"),
    pages.length === 0 && make("p", {}, "No page is in this site yet."),
    hasPages &&
      pending.length === 0 &&
      make("p", {}, "No page has changed since. Figures may have: they are published as they are then."),
    pages.length > 0 && pageTable(pending.length ? pending : pages),
    pending.length > 0 &&
      pending.length < pages.length &&
      make(
        "details",
        {},
        make("summary", {}, `Pages that would not change (${pages.length - pending.length})`),
        pageTable(pages.filter((one) => !pending.includes(one))),
      ),
    isSampleOfPublic &&
      make(
        "label",
        { class: "tick" },
        invented,
        " Publish the invented sample, to try it out. Do not let your web server serve it.",
      ),
    make("p", { class: "actions" }, button),
    refused.length > 0 &&
      make(
        "p",
        { class: "why-not" },
        "Nothing is published before these pages are approved as they are, or withdrawn: ",
        refused.map(({ title }) => title).join(", "),
        ".",
      ),
    ...untrue.map(({ title, untrue: sentences }) =>
      make(
        "p",
        { class: "why-not" },
        `Nothing is published before ${title} is put right, or somebody stands by it. What it claims does not hold: ${sentences.map((one) => `“${one}”`).join("; ")}.`,
      ),
    ),
    !mayPublish && make("p", { class: "why-not" }, "Only publishers publish."),
    attemptsOf(site),
    publicationsOf(site, running?.isUnderWay ?? false),
  );
  return section;
}

function pageTable(pages: Site["pages"]): HTMLElement {
  const row = ({ address, title, change, is, approved, status, untrue }: Site["pages"][number]) =>
    make(
      "tr",
      {},
      make(
        "th",
        { scope: "row" },
        make("a", { href: `/_write/review?page=${encodeURIComponent(address)}` }, title),
      ),
      make(
        "td",
        {},
        is === "out" && change === "none" ? `left out${status ? `: ${status}` : ""}` : changes[change],
        untrue.length > 0 && ", and claims what does not hold",
      ),
      make(
        "td",
        {},
        is === "refused"
          ? "waits for approval"
          : approved
            ? `approved by ${nameInWords(approved.by)}, ${timeInWords(approved.at)}`
            : is === "in"
              ? "needs no approval"
              : "",
      ),
      make("td", {}, is !== "out" && mayPublish && withdrawing(address, title)),
    );
  return table(["Page, to preview", "Change", "Approval", "Withdraw"], pages.map(row));
}

function withdrawing(address: string, title: string): HTMLElement {
  const withdraw = async (): Promise<void> => {
    const asked = await askLine(
      `Withdraw “${title}”`,
      "Why? The page leaves its site with the next publication.",
      "",
      "Withdraw the page",
    );
    if (asked) await act(() => ask("review/withdraw", { address, note: asked.line }));
  };
  const button = make("button", { type: "button", onclick: () => void withdraw() }, "Withdraw");
  button.setAttribute("aria-label", `Withdraw ${title}`);
  return button;
}

function attemptsOf({ attempts }: Site): HTMLElement {
  const details = ({ hash, audit, why }: Site["attempts"][number]) => {
    const found = Object.entries(audit ?? {}).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
    if (why) return [why];
    return [
      ...(hash ? [make("code", {}, hash.slice(0, 16))] : []),
      found.length
        ? make(
            "details",
            {},
            make("summary", {}, "Audit"),
            make("ul", {}, ...found.map((line) => make("li", {}, line))),
          )
        : "",
    ];
  };
  return make(
    "details",
    {},
    make("summary", {}, `Attempts (${attempts.length})`),
    attempts.length === 0
      ? make("p", {}, "Nobody has tried yet.")
      : table(
          ["When", "Who", "What", "Result", "Hash and audit, or why not"],
          attempts.map((one) =>
            make(
              "tr",
              {},
              make("th", { scope: "row" }, timeInWords(one.at)),
              make("td", {}, nameInWords(one.by)),
              make("td", {}, one.what),
              make("td", {}, `${one.result}${one.publication ? `: ${one.publication}` : ""}`),
              make("td", {}, ...details(one)),
            ),
          ),
        ),
  );
}

function publicationsOf({ edition, publications, served }: Site, isUnderWay: boolean): HTMLElement {
  const row = (one: Site["publications"][number]) =>
    make(
      "tr",
      {},
      make("th", { scope: "row" }, one.id),
      make("td", {}, one.by ? nameInWords(one.by) : ""),
      make("td", {}, `${one.asOf ?? "no date"}${one.sample ? ", sample" : ""}`),
      make(
        "td",
        {},
        one.id === served?.id
          ? "served"
          : make(
              "button",
              {
                type: "button",
                disabled: isUnderWay || !mayPublish,
                onclick: () => void act(() => ask("publish/roll-back", { edition, id: one.id })),
              },
              `Serve ${one.id} again`,
            ),
      ),
    );
  return make(
    "details",
    {},
    make("summary", {}, `Publications (${publications.length})`),
    publications.length === 0
      ? make("p", {}, "None yet.")
      : table(["Publication", "By", "Figures as of", "Way back"], publications.map(row)),
  );
}

function table(heads: readonly string[], rows: readonly HTMLElement[]): HTMLElement {
  const scroller = make(
    "div",
    { class: "scroller", tabIndex: 0, role: "region", ariaLabel: heads[0]! },
    make(
      "table",
      {},
      make("thead", {}, make("tr", {}, ...heads.map((head) => make("th", { scope: "col" }, head)))),
      make("tbody", {}, ...rows),
    ),
  );
  return scroller;
}

start().catch((error: Error) => {
  main.replaceChildren(
    make("p", { role: "alert" }, error.message),
    make("p", {}, make("a", { href: "/" }, "To the workspace")),
  );
});
