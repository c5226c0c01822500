import { settleConflict } from "./conflict.js";
import { differences } from "./differences.js";
import { type DraftHere, draftHere, dropHere, keepHere } from "./drafts-here.js";
import { make } from "./elements.js";
import { PageFrame } from "./frame.js";
import { historyOf } from "./history.js";
import { formOf, hasForm, wordsToInsert } from "./insert.js";
import { Keeper, type KeeperState } from "./keeper.js";
import { markdown, numbers } from "./plain-pieces.js";
import { ask, type OpenPage, openSession, type Saved } from "./requests.js";
import { textEditor } from "./text-editor.js";
import { type CellPlace, codeOf, questionsIn, type WordCell, withImport, wordCellAt } from "./word-cell.js";

// The page on which a page is written: its text on one side, the page itself on the other.

const time = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium" });
const dayAndTime = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" });
const presentEvery = 5_000;
const root = document.querySelector("main")!;
const parameters = new URLSearchParams(location.search);
const address = parameters.get("page") ?? "";

try {
  await write(await ask("page", { address }));
} catch (error) {
  root.replaceChildren(
    make("p", { class: "problem", role: "alert" }, (error as Error).message),
    make("p", {}, make("a", { href: "/" }, "To the workspace")),
  );
}

async function write(page: OpenPage): Promise<void> {
  const { writer } = await openSession();
  document.title = `${address}: write`;
  let { base, id, text, isFound } = await chooseDraft(page);
  let settles: string | undefined;
  const frame = new PageFrame();
  const state = make("p", { class: "state", role: "status" });
  const others = make("p", { class: "others", role: "status" });
  const problem = make("p", { class: "problem", role: "alert" });
  const panel = make("div", { class: "panel", hidden: true });
  const note = make("input", {
    type: "text",
    maxLength: 200,
    placeholder: "What you did, in a line",
    ariaLabel: "What you did, in a line",
  });

  const keeper = new Keeper({
    here: (typed) => keepHere(address, { id, text: typed, base, at: new Date().toISOString() }),
    onDisk: async (typed) => {
      const { shown, isNew } = await ask("draft", { address, id, text: typed, base });
      dropHere(address);
      frame.show(shown, isNew);
    },
    show: (now) => {
      state.textContent = inWords(now);
    },
  });
  const editor = textEditor(text, {
    changed: () => keeper.typed(editor.text()),
    save: () => void save(editor.text()),
    insert: openMenu,
  });

  async function save(chosen: string): Promise<void> {
    problem.textContent = "";
    try {
      await keeper.flush();
      const done = await ask("save", {
        address,
        text: chosen,
        base,
        note: note.value,
        ...(settles && { settles }),
      });
      showSaved(done, chosen);
    } catch (error) {
      problem.textContent = `${(error as Error).message} Your text is kept.`;
    }
  }

  function showSaved(done: Saved, chosen: string): void {
    if ("conflict" in done) {
      ({ base, settles } = done.conflict);
      open(
        settleConflict(done.conflict.pieces, {
          done: (settled) => {
            editor.put(settled);
            keeper.typed(settled);
            close();
            void save(settled);
          },
          leave: close,
        }),
      );
      return;
    }
    ({ hash: base } = done.saved);
    settles = undefined;
    note.value = "";
    // What was typed while it was saved is a draft of the new version.
    const isSame = editor.text() === chosen;
    if (isSame) editor.put(done.saved.text.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n"));
    if (isSame) keeper.forget();
    else keeper.typed(editor.text());
    dropHere(address);
    state.textContent = `Saved as a version at ${time.format(new Date())}${done.saved.merged ? ", with what somebody else had changed meanwhile" : ""}.`;
    void ask("draft", { address, id, text: editor.text(), base }).catch(() => {});
  }

  function open(view: HTMLElement): void {
    panel.replaceChildren(view);
    panel.hidden = false;
    view.querySelector<HTMLElement>("button, textarea")?.focus();
  }
  function close(): void {
    panel.hidden = true;
    panel.replaceChildren();
    editor.focus();
  }
  async function showHistory(): Promise<void> {
    open(
      await historyOf(address, {
        now: () => editor.text(),
        restore: (then) => {
          editor.put(then);
          keeper.typed(then);
          close();
        },
        leave: close,
      }),
    );
  }

  /** What can be put in: words of the language of pages, and what Markdown has. */
  function openMenu(): void {
    const put = (title: string, work: () => void) =>
      make("button", { type: "button", onclick: () => (close(), work()) }, title);
    open(
      make(
        "section",
        { class: "menu", ariaLabel: "Put in" },
        make("h2", {}, "Put in"),
        make("h3", {}, "Text"),
        make(
          "p",
          { class: "ey-writing-actions" },
          ...markdown.map(([title, before, after]) => put(title, () => surround(before, after))),
        ),
        make("h3", {}, "A live number"),
        make(
          "p",
          { class: "ey-writing-actions" },
          ...numbers.map(([title, of]) => put(title, () => putNumber(of))),
        ),
        make("h3", {}, "From the gallery"),
        make(
          "p",
          { class: "ey-writing-actions" },
          ...wordsToInsert().map(([word, title]) => put(title, () => void putCell(word))),
        ),
        make("p", {}, make("button", { type: "button", onclick: close }, "Close")),
      ),
    );
  }

  function surround(before: string, after: string): void {
    const { from, to } = editor.chosen();
    editor.replace(from, to, before + editor.text().slice(from, to) + after);
    editor.focus();
  }

  function need(word: string): void {
    const folder = address.split("/").length > 2 ? "../".repeat(address.split("/").length - 2) : "./";
    const imported = withImport(editor.text(), word, `${folder}components/notebook.js`);
    if (imported !== editor.text()) editor.put(imported);
  }

  function putNumber(of: string): void {
    need("number");
    const asked = questionsIn(editor.text())[0] ?? "asked";
    surround(`\${${of.replaceAll("asked", asked)}}`, "");
    keeper.typed(editor.text());
  }

  async function putCell(word: string): Promise<void> {
    need(word);
    const known = questionsIn(editor.text());
    const names = ["asked", "second", "third", "fourth"];
    const free = names.find((one) => !known.includes(one)) ?? `asked${known.length}`;
    const cell: WordCell = { word, asked: word === "ask" ? free : (known.at(-1) ?? "asked"), options: {} };
    const at = editor.chosen().to;
    const code = codeOf(cell);
    editor.replace(at, at, `\n\`\`\`js\n${code}\n\`\`\`\n`);
    keeper.typed(editor.text());
    const from = editor.text().indexOf(code, at);
    await openForm({ cell, from, to: from + code.length });
  }

  /** Opens the form of the cell in which the cursor is, where a form can change it. */
  async function changeCell(): Promise<void> {
    const place = wordCellAt(editor.text(), editor.cursor());
    if (place && hasForm(place.cell)) await openForm(place);
    else
      problem.textContent =
        "Put the cursor into a cell of the gallery's words, such as ranking(asked). A cell that is more than that is changed as code.";
  }

  async function openForm({ cell, from, to }: CellPlace): Promise<void> {
    let end = to;
    const form = await formOf(cell, questionsIn(editor.text()), {
      change: (changed) => {
        const code = codeOf(changed);
        editor.replace(from, end, code);
        end = from + code.length;
      },
      leave: close,
    });
    open(form);
  }

  const sides = make("div", { class: "sides-of-page" });
  const turn = make("button", { type: "button", class: "turn", onclick: turnOver }, "Show the page");
  function submit(event: SubmitEvent): void {
    event.preventDefault();
    void save(editor.text());
  }
  function turnOver(): void {
    turn.textContent = sides.classList.toggle("shows-page") ? "Show the text" : "Show the page";
  }
  root.replaceChildren(
    make(
      "header",
      {},
      make("a", { href: `/${address.replace(/(^|\/)index$/, "$1")}` }, "Leave"),
      make("h1", {}, address),
      state,
      turn,
      make("button", { type: "button", onclick: openMenu }, "Put in (/)"),
      make("button", { type: "button", onclick: () => void changeCell() }, "Change this cell"),
      make("button", { type: "button", onclick: () => void showHistory() }, "History"),
      make(
        "form",
        { onsubmit: submit },
        note,
        make("button", { type: "submit", class: "main" }, "Save a version"),
      ),
    ),
    others,
    problem,
    panel,
    sides,
  );
  sides.append(make("section", { class: "text", ariaLabel: "The text" }, editor.element), frame.element);
  if (page.hasConflictMarks)
    problem.textContent =
      "This page holds the marks that git leaves where two changes met (<<<<<<< and >>>>>>>). Choose what it should say there, and take the marks out.";
  state.textContent = `Nothing to keep. You write as ${writer}.`;

  const { shown } = await ask("draft", { address, id, text, base });
  // A page with marks of git is no page yet. A draft that was left may have been left because one of its cells runs for ever.
  if (isFound) frame.offer(shown);
  else if (!page.hasConflictMarks) frame.show(shown);
  const present = async () => {
    const { others: now } = await ask("present", { address, draft: id });
    const names = [...new Set(now.map((one) => one.writer))];
    others.textContent =
      now.length === 0
        ? ""
        : `${names.join(" and ")} ${now.length === 1 ? "has" : "have"} this page open, too. What you both save is merged.`;
  };
  setInterval(() => void present().catch(() => {}), presentEvery);
  void present().catch(() => {});
  addEventListener("pagehide", () => {
    void keeper.flush();
    void ask("leave", { address, draft: id }, { keepalive: true }).catch(() => {});
  });
  // The draft of a window that comes back from the browser's memory may be gone.
  addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
  editor.focus();
  if (parameters.has("history")) await showHistory();
}

function inWords(now: KeeperState): string {
  switch (now.kind) {
    case "clean":
      return "Nothing to keep.";
    case "waiting":
      return "Writing …";
    case "kept":
      return `Draft kept at ${time.format(now.at)}.`;
    case "here-only":
      return `Kept in this browser only: ${now.why} It is tried again every two seconds.`;
  }
}

/** What to go on with: the page as it is, or a draft of it, which the writer chooses after seeing what differs. */
async function chooseDraft(
  page: OpenPage,
): Promise<{ id: string; text: string; base?: string; isFound: boolean }> {
  const plain = page.text.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n");
  const fresh = { id: newId(), text: plain, base: page.hash, isFound: false };
  const here = draftHere(address);
  const offers: (DraftHere & { writer?: string })[] = [
    ...(here &&
    here.text !== plain &&
    !page.drafts.some((draft) => draft.id === here.id && draft.at >= here.at)
      ? [here]
      : []),
    ...page.drafts.filter((draft) => draft.text !== plain),
  ];
  if (offers.length === 0) return fresh;
  return new Promise((resolve) => {
    root.replaceChildren(
      make(
        "section",
        { class: "offers" },
        make(
          "h1",
          {},
          `${address}: there ${offers.length === 1 ? "is a draft" : `are ${offers.length} drafts`} that nobody has saved`,
        ),
        ...offers.map((draft) =>
          make(
            "article",
            {},
            make("h2", {}, `${draft.writer ?? "In this browser"}, ${dayAndTime.format(new Date(draft.at))}`),
            differences(plain, draft.text),
            make(
              "p",
              { class: "ey-writing-actions" },
              make(
                "button",
                { type: "button", class: "main", onclick: () => resolve({ ...draft, isFound: true }) },
                "Go on with this draft",
              ),
              make(
                "button",
                { type: "button", onclick: () => void giveUp(draft) },
                "Give it up (it stays in the history)",
              ),
            ),
          ),
        ),
        make(
          "p",
          {},
          make(
            "button",
            { type: "button", onclick: () => resolve(fresh) },
            "Begin from the page as it is; leave the drafts",
          ),
        ),
      ),
    );
    root.querySelector("button")!.focus();
  });
}

async function giveUp({ id, text, base }: DraftHere): Promise<void> {
  await ask("draft", { address, id, text, base });
  await ask("give-up", { address, id });
  dropHere(address);
  location.reload();
}

function newId(): string {
  return [...crypto.getRandomValues(new Uint8Array(4))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
}
