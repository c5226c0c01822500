import { hasConflictMarks } from "../conflict-marks.js";
import { type Hunk, mergeTexts } from "../merge.js";
import { CellStates } from "./cell-states.js";
import { type ChosenDraft, inEditor, newId } from "./choose-draft.js";
import { codeHelp } from "./code-help.js";
import { settleConflict } from "./conflict.js";
import { copiesOf } from "./copies.js";
import { digitHelp } from "./digit-help.js";
import { dropHere, keepHere } from "./drafts-here.js";
import { drawnAt } from "./drawn-at.js";
import { make } from "./elements.js";
import { PageFrame } from "./frame.js";
import { historyOf } from "./history.js";
import { Keeper, type KeeperState } from "./keeper.js";
import { isLong, longInWords } from "./long-page.js";
import { paragraph, placeToPut } from "./marks.js";
import { placed } from "./names.js";
import { OthersHere } from "./others-here.js";
import type { CellState } from "./page-talk.js";
import { choosePicture, putPicture } from "./pictures.js";
import { PutIn } from "./put-in.js";
import { ask, type Merge, NoAnswer, type OpenPage, type Saved } from "./requests.js";
import { type TextEditor, textEditor } from "./text-editor.js";
import { type Mark, textMarks, toolbar } from "./toolbar.js";
import { importableBy } from "./vocabulary.js";

const time = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium" });

/** The screen on which one page is written. */
export class WritingScreen {
  private readonly state = make("p", { class: "state", role: "status" });
  private readonly problem = make("p", { class: "problem", role: "alert" });
  private readonly panel = make("div", { class: "panel", hidden: true });
  private readonly sides = make("div", { class: "sides-of-page" });
  private readonly note = make("input", {
    type: "text",
    maxLength: 200,
    placeholder: "What you did, in a line",
    ariaLabel: "What you did, in a line",
  });
  private readonly cellStates: CellStates;
  private readonly turn = make(
    "button",
    { type: "button", class: "turn", onclick: () => this.turnOver() },
    "Show the page",
  );
  private readonly frame: PageFrame;
  private readonly keeper: Keeper;
  private readonly editor: TextEditor;
  private readonly putIn: PutIn;
  private readonly others: OthersHere;
  private readonly root: HTMLElement;
  private readonly address: string;
  /** Which window this is: a draft is written by one. */
  private readonly window = newId();
  private id: string;
  /** What a long page is drawn from, where it was asked for. */
  private still: string | undefined;
  private cells: readonly CellState[] = [];
  private base: string | undefined;
  /** What the page says on disk, as far as this window knows. */
  private saved: string;
  private settles: string | undefined;
  /** What is said of the last save beside what is kept since, if it merged what another had changed. */
  private ofMerge = "";
  /** What was saved last, where no answer came: it may have been written. */
  private unanswered: string | undefined;
  /** The draft was left by another window, and has not been drawn yet. */
  private isFound: boolean;
  /** The place of the text whose cell is shown once the page has drawn it. */
  private pointed: number | undefined;
  private leavePanel: () => void = () => {};

  constructor(
    private readonly given: {
      root: HTMLElement;
      address: string;
      /** Where the page was read, which for a page with a parameter in its name is one of many. */
      at: string;
      writer: string;
      page: OpenPage;
      draft: ChosenDraft;
    },
  ) {
    const { root, address, draft } = given;
    this.root = root;
    this.address = address;
    this.id = draft.id;
    this.base = draft.base;
    this.isFound = draft.isFound;
    this.saved = inEditor(given.page.text);
    this.cellStates = new CellStates((at) => this.editor.goTo(at), importableBy(address));
    this.frame = new PageFrame((cells) => {
      this.cells = cells;
      this.editor.showCells(cells);
      this.cellStates.show(this.editor.text(), cells);
      this.pointAtNew();
    });
    this.keeper = new Keeper({
      here: (typed) =>
        keepHere(address, { id: this.id, text: typed, base: this.base, at: new Date().toISOString() }),
      onDisk: async (typed) => {
        const { shown, isNew } = await this.keepDraft(typed);
        this.show(typed, shown, isNew);
      },
      show: (now) => {
        this.state.textContent = `${inWords(now)}${this.ofMerge}`;
      },
    });
    this.editor = textEditor(draft.text, {
      changed: () => this.keeper.typed(this.editor.text()),
      save: () => void this.save(this.editor.text()),
      insert: () => this.putIn.openMenu(),
      picture: (file) => void this.addPicture(file),
      more: [
        codeHelp(address, (word) => {
          this.putIn.need(word);
          this.changed();
        }),
        digitHelp(address),
      ],
    });
    this.putIn = new PutIn({
      address,
      editor: this.editor,
      open: (view) => this.open(view),
      close: () => this.close(),
      changed: () => this.changed(),
      point: (at) => this.point(at),
      tell: (words) => this.tell(words),
      more: [
        ...textMarks
          .filter(({ name }) => !["Bold", "Italic", "Table"].includes(name))
          .map((mark) => [mark.name, () => this.putMark(mark), "text"] as const),
        ["A picture", () => void this.choosePicture(), "image photo logo"],
      ],
    });
    this.others = new OthersHere({
      address,
      draft: () => this.id,
      writer: given.writer,
      written: () => ({ text: this.editor.text(), base: this.base }),
      flush: () => this.keeper.flush(),
      lock: (isTaken) => this.editor.lock(isTaken),
      take: (merged, of) => this.take(merged, of),
      tell: (words) => this.tell(words),
    });
  }

  /** Draws the screen, keeps the draft that it begins with, and tells others that somebody writes here. */
  async start(): Promise<void> {
    const { address, given } = this;
    const { page, draft, writer } = given;
    this.draw();
    // At once: later, the writer may be elsewhere.
    this.editor.focus();
    if (page.hasConflictMarks)
      this.tell(
        "This page holds the marks that git leaves where two changes met (<<<<<<< and >>>>>>>). Choose what it should say there, and take the marks out.",
      );
    this.state.textContent = `Nothing to keep. You write as ${writer}.`;
    this.panel.addEventListener("keydown", (event) => {
      // What was chosen of a conflict is not dropped by a key.
      if (event.key === "Escape" && !event.defaultPrevented && !this.panel.querySelector(".conflict"))
        this.close();
    });
    addEventListener("beforeunload", (event) => {
      if (this.keeper.isNowhere) event.preventDefault();
    });
    addEventListener("pagehide", () => {
      void this.keeper.flush();
      for (const draft of [this.id, ...(this.still ? [this.still] : [])])
        void ask("leave", { address, draft }, { keepalive: true }).catch(() => {});
    });
    // The draft of a window that comes back from the browser's memory may be gone.
    addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
    try {
      const { shown } = await this.keepDraft(draft.text);
      this.show(draft.text, shown);
    } catch {
      // As whatever is typed: it is said, and tried again.
      this.changed();
    }
    this.others.watch();
  }

  async openHistory(): Promise<void> {
    this.open(make("p", { role: "status" }, "Looking for the versions …"));
    try {
      const history = await historyOf(this.address, {
        draft: this.id,
        drawnAt: (shown) => this.drawnAt(shown),
        now: () => this.editor.text(),
        restore: (then) => this.telling(this.goBackTo(then)),
        leave: () => this.close(),
      });
      this.open(history.element, history.leave, true);
    } catch (error) {
      this.close();
      this.tell((error as Error).message);
    }
  }

  async openCopies(): Promise<void> {
    await this.keeper.flush();
    this.open(
      await copiesOf(this.address, {
        draft: () => this.id,
        text: () => this.editor.text(),
        take: (merged, of) => this.take(merged, of),
        leave: () => this.close(),
      }),
    );
  }

  private draw(): void {
    const button = (text: string, onclick: () => void) => make("button", { type: "button", onclick }, text);
    const submit = (event: SubmitEvent): void => {
      event.preventDefault();
      void this.save(this.editor.text());
    };
    const more = [
      button("Picture", () => void this.choosePicture()),
      button("Put in (/)", () => this.putIn.openMenu()),
      button("Make it a claim", () => void this.putIn.openClaim()),
      button("Change this cell", () => void this.putIn.changeCell()),
    ];
    this.root.replaceChildren(
      make(
        "header",
        {},
        make("a", { href: `/${this.given.at.replace(/(^|\/)index$/, "$1")}` }, "Leave"),
        make("h1", {}, this.address),
        this.state,
        this.turn,
        button("History", () => this.telling(this.openHistory())),
        button("Copies", () => this.telling(this.openCopies())),
        make(
          "form",
          { onsubmit: submit },
          this.note,
          make("button", { type: "submit", class: "main" }, "Save a version"),
        ),
      ),
      toolbar((mark) => this.putMark(mark), more),
      this.others.element,
      this.cellStates.element,
      this.problem,
      this.panel,
      this.sides,
    );
    this.sides.append(
      make("section", { class: "text", ariaLabel: "The text" }, this.editor.element),
      this.frame.element,
    );
  }

  private async save(chosen: string): Promise<void> {
    this.tell("");
    try {
      await this.keeper.flush();
      await this.lookAfter();
      const done = await ask("save", {
        address: this.address,
        text: chosen,
        base: this.base,
        note: this.note.value,
        follows: this.id,
        ...(this.settles && { settles: this.settles }),
      });
      this.showSaved(done, chosen);
    } catch (error) {
      if (error instanceof NoAnswer) this.unanswered = chosen;
      this.tell(`${(error as Error).message} Your text is kept.`);
    }
  }

  // Else the writer's own version would be met as somebody else's.
  private async lookAfter(): Promise<void> {
    if (this.unanswered === undefined) return;
    const page = await ask("page", { address: this.address });
    if (inEditor(page.text) === this.unanswered) {
      this.base = page.hash;
      this.saved = this.unanswered;
      this.settles = undefined;
    }
    this.unanswered = undefined;
  }

  private showSaved(done: Saved, chosen: string): void {
    if ("conflict" in done) {
      const { pieces, base, settles } = done.conflict;
      this.take({ pieces }, chosen, () => {
        // Until it is settled, the text is made from what it was made from: the other's is met again.
        this.base = base;
        this.settles = settles;
        void this.save(this.editor.text());
      });
      return;
    }
    const { editor, keeper } = this;
    const saved = inEditor(done.saved.text);
    // What was typed while it was saved is a draft of the new version, or of the old one where it meets what that has of others.
    const merge = mergeTexts(chosen, editor.text(), saved);
    if ("text" in merge) {
      editor.put(merge.text);
      this.base = done.saved.hash;
    }
    this.settles = undefined;
    this.saved = saved;
    this.note.value = "";
    this.ofMerge = done.saved.merged
      ? " Your last version was saved with what somebody else had changed meanwhile."
      : "";
    if (editor.text() === saved) keeper.forget();
    else keeper.typed(editor.text());
    dropHere(this.address, this.id);
    this.state.textContent = `Saved as a version at ${time.format(new Date())}${done.saved.merged ? ", with what somebody else had changed meanwhile" : ""}.`;
    void this.keepDraft(editor.text()).catch(() => {});
  }

  // Where another window goes on with the draft that this one wrote, this one has another from then on.
  private async keepDraft(text: string): Promise<{ shown: string; isNew: boolean }> {
    const { address, window, base, id } = this;
    const kept = await ask("draft", { address, id, window, text, base });
    this.id = kept.id;
    dropHere(address, id);
    return kept;
  }

  private openConflict(pieces: readonly (string | Hunk)[], done: (settled: string) => void): void {
    this.open(settleConflict(pieces, { done, leave: () => this.close() }));
  }

  private async goBackTo(then: string): Promise<void> {
    await this.keeper.flush();
    // What is not saved yet is a version in the history, too.
    if (this.editor.text() !== this.saved) await ask("give-up", { address: this.address, id: this.id });
    this.replaceText(then);
  }

  /** Goes on with what came of a text, and with what has been typed since. */
  private take(merged: Merge, of: string, then: () => void = () => {}): void {
    const put = (text: string): void => {
      const now = this.editor.text();
      if (now === of) {
        this.replaceText(text);
        then();
      } else this.take(mergeTexts(of, now, text), now, then);
    };
    if ("text" in merged) put(merged.text);
    else this.openConflict(merged.pieces, put);
  }

  /** Puts another text in place of the page's, and closes what offered it. */
  private replaceText(text: string): void {
    this.editor.put(text);
    this.changed();
    this.close();
  }

  private show(text: string, shown: string, isNew = false): void {
    if (isLong(text)) this.frame.hold(longInWords(text), () => this.drawStill());
    // A draft that was left may have been left because one of its cells runs for ever.
    else if (this.isFound) this.frame.offer(this.drawnAt(shown));
    // A page with marks of git is no page yet.
    else if (!hasConflictMarks(text)) this.frame.show(this.drawnAt(shown), isNew);
    this.isFound = false;
  }

  private async drawStill(): Promise<string> {
    this.still ??= newId();
    const { shown } = await ask("show", {
      address: this.address,
      id: this.still,
      text: this.editor.text(),
    });
    return this.drawnAt(shown);
  }

  private drawnAt(shown: string): string {
    return drawnAt(shown, this.address, this.given.at);
  }

  private changed(): void {
    this.keeper.typed(this.editor.text());
  }

  private open(view: HTMLElement, leave: () => void = () => {}, isLarge = false): void {
    this.leavePanel();
    this.leavePanel = leave;
    this.panel.replaceChildren(view);
    this.panel.classList.toggle("large", isLarge);
    this.panel.hidden = false;
    this.root.classList.toggle("with-form", view.classList.contains("form"));
    view.querySelector<HTMLElement>("input, select, textarea, button")?.focus();
  }

  private close(): void {
    this.leavePanel();
    this.leavePanel = () => {};
    this.panel.hidden = true;
    this.panel.replaceChildren();
    this.root.classList.remove("with-form");
    this.editor.focus();
  }

  private tell(words: string): void {
    this.problem.textContent = words;
  }

  private telling(work: Promise<void>): void {
    work.catch((error: Error) => this.tell(error.message));
  }

  private putMark(mark: Mark): void {
    this.editor.apply(mark.change(this.editor.text(), this.editor.chosen()));
  }

  private async choosePicture(): Promise<void> {
    const file = await choosePicture();
    if (file) await this.addPicture(file);
  }

  private async addPicture(file: File): Promise<void> {
    this.tell("");
    try {
      const shown = await putPicture(this.address, file);
      const text = this.editor.text();
      if (shown) this.editor.apply(paragraph(text, placeToPut(text, this.editor.chosen()), shown));
    } catch (error) {
      this.tell((error as Error).message);
    }
  }

  // The cell of the page that was drawn of this place of the text, or of the one before it, until this one is drawn.
  private point(at: number): void {
    this.pointed = at;
    const near = placed(this.editor.text(), this.cells).findLast(({ from }) => from <= at + 1);
    if (near) this.frame.point(near.cell.line);
  }

  private pointAtNew(): void {
    if (this.pointed === undefined || !this.root.classList.contains("with-form")) return;
    const drawn = placed(this.editor.text(), this.cells).find(({ from, to }) => {
      const at = this.pointed!;
      return from <= at + "```sql\n".length && to >= at;
    });
    if (!drawn) return;
    this.pointed = undefined;
    this.frame.point(drawn.cell.line);
  }

  private turnOver(): void {
    this.turn.textContent = this.sides.classList.toggle("shows-page") ? "Show the text" : "Show the page";
  }
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
    case "nowhere":
      return `Not kept yet: ${now.why} This browser has no room for it either. Leave this window open: it is tried again every two seconds.`;
  }
}
