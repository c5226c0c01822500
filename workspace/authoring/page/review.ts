import { checks } from "./checks.js";
import { comments } from "./comments.js";
import { differences } from "./differences.js";
import { make } from "./elements.js";
import type { Looked } from "./looked.js";
import { ask, type OpenReview, type PageView } from "./requests.js";
import { SeenFrame } from "./seen-frame.js";
import { nameInWords, timeInWords } from "./times.js";

// A page under review: on the one side as its audience reads it, on the other what was found, said and decided of it.

const address = new URLSearchParams(location.search).get("page") ?? "";
const main = document.querySelector("main")!;
const problem = make("p", { class: "problem", role: "alert" });
const aside = make("div", { class: "findings" });
const selected = make("input", {
  type: "text",
  name: "about",
  maxLength: 1_000,
  placeholder: "All of the page, or mark words in it",
});
let looked: Extract<Looked, { "early-years": "looked" }> | undefined;
let rendered: Extract<PageView, { is: "made" }> | undefined;
let opened: OpenReview;

const frame = new SeenFrame(address, {
  looked(message) {
    if (message["early-years"] === "selected") selected.value = message.words.replace(/\s+/g, " ");
    if (message["early-years"] === "not found")
      problem.textContent = "These words are no longer on the page.";
    if (message["early-years"] === "looked") {
      looked = message;
      drawChecks();
    }
  },
  ready(message) {
    rendered = message;
    drawChecks();
  },
});

async function start(): Promise<void> {
  opened = await ask("review/open", { address });
  const { page } = opened;
  document.title = `Review: ${page.title}`;
  main.classList.add("review");
  const turn = make("button", { type: "button", class: "turn", onclick: () => turnTo() }, "Show the page");
  const turnTo = () => {
    const isPage = main.classList.toggle("page-shown");
    turn.textContent = isPage ? "Show the review" : "Show the page";
  };
  main.replaceChildren(
    make(
      "header",
      {},
      make("a", { href: `/${address.replace(/(?:^|\/)index$/, "/")}` }, "To the page"),
      make("h1", {}, `Review: ${page.title}`),
      make("a", { href: `/_write/edit?page=${encodeURIComponent(address)}` }, "Edit"),
      make("a", { href: "/_write/publishing" }, "Publishing"),
      turn,
    ),
    problem,
    make("div", { class: "sides" }, frame.element, aside),
  );
  draw();
  if (isRead()) await frame.show(page.hash);
  else
    frame.say(
      "This page is for the workspace alone: nobody has to approve it. To have it read by service managers, open Copies on the page and move it to the briefings.",
    );
}

function isRead(): boolean {
  return /^(?:briefings|public)\//.test(address);
}

/** Does something, and shows the page's standing as it is then. */
async function act(work: () => Promise<unknown>): Promise<boolean> {
  problem.textContent = "";
  try {
    await work();
    opened = await ask("review/open", { address });
    draw();
    return true;
  } catch (error) {
    problem.textContent = (error as Error).message;
    problem.scrollIntoView({ block: "nearest" });
    return false;
  }
}

const checkList = make("section", { ariaLabel: "Checks" });

function drawChecks(): void {
  checkList.replaceChildren(make("h2", {}, "Checks"), checks({ opened, page: rendered, looked }));
}

function draw(): void {
  const { page, you } = opened;
  if (isRead()) drawChecks();
  aside.replaceChildren(
    ...(isRead() ? [standing(opened), ...requests(), checkList, changes(opened)] : []),
    comments(page.record.comments, {
      maySettle: you.mayWrite || you.mayReview,
      selected,
      point: (words) => frame.point(words),
      settle: (id) => void act(() => ask("review/settle", { address, id })),
      say: (says, about) => act(() => ask("review/comment", { address, says, ...(about ? { about } : {}) })),
    }),
    ...(isRead() ? decision() : []),
  );
}

function standing({ page }: OpenReview): HTMLElement {
  const approvedAt = page.record.approved.at(-1)?.at ?? "";
  const asked = page.record.asked.findLast(({ at }) => at > approvedAt);
  const words = page.approval
    ? `Approved as it is by ${nameInWords(page.approval.by)}, ${timeInWords(page.approval.at)}.`
    : page.approvedText === undefined
      ? "Nobody has approved this page yet."
      : "The page has changed since it was approved.";
  return make(
    "section",
    { ariaLabel: "Where it stands" },
    make("p", { class: page.approval ? "standing approved" : "standing" }, words),
    asked &&
      !page.approval &&
      make(
        "p",
        {},
        `${nameInWords(asked.by)} asked for a review, ${timeInWords(asked.at)}${asked.note ? `: “${asked.note}”` : "."}`,
      ),
    page.writers.length > 0 && make("p", {}, `Written since by ${page.writers.join(", ")}.`),
    page.status && make("p", {}, `Its front matter says: ${page.status}.`),
  );
}

function changes({ page, served }: OpenReview): HTMLElement {
  const plain = (text: string) => text.replace(/^status:.*\n/m, "");
  const isApproved = page.approval !== undefined;
  const section = make("section", { ariaLabel: "Changes" });
  if (served)
    section.append(
      make("h2", {}, `Changes since it was published, ${timeInWords(served.at)}`),
      ...(served.hash === page.hash
        ? [make("p", {}, "None in what readers are told.")]
        : served.text === undefined
          ? [
              make(
                "p",
                {},
                "The text that is published can no longer be had: it was written too many versions ago.",
              ),
            ]
          : [
              make("p", {}, "What is struck is published; what is marked is new."),
              differences(plain(served.text), plain(page.text)),
            ]),
    );
  // What is published was approved: where that is the same text, it is told once.
  if (served && (isApproved || page.approvedText === undefined || sameText(page.approvedText, served.text)))
    return section;
  section.append(make("h2", {}, "Changes since it was approved"));
  if (page.approvedText === undefined)
    section.append(make("p", {}, "No approved text to compare it with: all of it is new."));
  else if (page.approvedText === page.text || isApproved)
    section.append(make("p", {}, "None in what readers are told."));
  else
    section.append(
      make("p", {}, "What is struck was approved; what is marked is new."),
      differences(page.approvedText, page.text),
    );
  return section;

  function sameText(one: string, other: string | undefined): boolean {
    return other !== undefined && plain(one) === plain(other);
  }
}

function button(
  text: string,
  work: () => Promise<unknown>,
  more: { class?: string; disabled?: boolean } = {},
): HTMLButtonElement {
  return make("button", { type: "button", onclick: () => void act(work), ...more }, text);
}

function noteField(): HTMLInputElement {
  return make("input", { type: "text", name: "note", maxLength: 1_000 });
}

/** What a writer does: to ask is not to decide. */
function requests(): HTMLElement[] {
  const { page, you } = opened;
  if (!you.mayWrite || page.approval) return [];
  const note = noteField();
  return [
    make(
      "section",
      { ariaLabel: "Ask for a review", class: "decide" },
      make("h2", {}, "Ask for a review"),
      make("label", {}, "A word to whoever reviews it, if you like", note),
      make(
        "p",
        { class: "actions" },
        button("Ask for a review", () => ask("review/ask", { address, note: note.value })),
      ),
    ),
  ];
}

/** What a reviewer or a publisher does; nothing for who is neither. */
function decision(): HTMLElement[] {
  const { page, you, whyNotApprove } = opened;
  if (!you.mayReview && !you.mayPublish) return [];
  const note = noteField();
  const given = { address };
  const section = make(
    "section",
    { ariaLabel: "Decide", class: "decide" },
    make("h2", {}, "Decide"),
    make("label", {}, "A word with it, if you like", note),
    make(
      "p",
      { class: "actions" },
      you.mayReview &&
        button(
          "Approve this text",
          () => ask("review/approve", { ...given, hash: page.hash, note: note.value }),
          {
            class: "main",
            disabled: whyNotApprove !== undefined,
          },
        ),
      you.mayReview &&
        !page.approval &&
        button("Give it back to its writer", () =>
          ask("review/send-back", { ...given, says: note.value || "Given back." }),
        ),
      you.mayPublish &&
        page.status !== "withdrawn" &&
        button("Withdraw the page", () => ask("review/withdraw", { ...given, note: note.value })),
    ),
    whyNotApprove && make("p", { class: "why-not" }, whyNotApprove),
    page.status === "withdrawn" &&
      make(
        "p",
        {},
        "It leaves the sites of its audiences with their next publication: ",
        make("a", { href: "/_write/publishing" }, "Publishing"),
        ".",
      ),
  );
  return [section];
}

start().catch((error: Error) => {
  main.replaceChildren(
    make("p", { role: "alert" }, error.message),
    make("p", {}, make("a", { href: "/" }, "To the workspace")),
  );
});
