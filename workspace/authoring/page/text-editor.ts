import { indentWithTab } from "@codemirror/commands";
import { javascript } from "@codemirror/lang-javascript";
import { markdown } from "@codemirror/lang-markdown";
import { sql } from "@codemirror/lang-sql";
import { yaml, yamlFrontmatter } from "@codemirror/lang-yaml";
import { type Diagnostic, linter, lintGutter } from "@codemirror/lint";
import { Compartment, EditorState, type Extension } from "@codemirror/state";
import { keymap } from "@codemirror/view";
import { basicSetup, EditorView } from "codemirror";
import { cellFaults } from "./cell-faults.js";
import { showCells } from "./code-help.js";
import { frontMatterFaults } from "./front-matter-faults.js";
import type { Change } from "./marks.js";
import type { CellState } from "./page-talk.js";
import { pictureIn } from "./pictures.js";
import { textMarks } from "./toolbar.js";

export interface TextEditor {
  element: HTMLElement;
  text(): string;
  /** Puts another text in place, leaving the cursor where it was as far as it can be. */
  put(text: string): void;
  /** Puts text in place of a stretch of it, with the cursor behind it where it was in the stretch. */
  replace(from: number, to: number, text: string): void;
  /** Makes a change, and chooses what it says. */
  apply(change: Change): void;
  /** Shows a place of the text at the top of the editor. */
  reveal(at: number): void;
  /** Puts the cursor at a place of the text, and shows it. */
  goTo(at: number): void;
  /** Where the cursor is. */
  cursor(): number;
  /** The first stretch that is chosen, or nothing at the cursor. */
  chosen(): { from: number; to: number };
  focus(): void;
  /** Lets the text be written, or only read. */
  lock(isLocked: boolean): void;
  /** Takes in what the page that is shown tells of its cells. */
  showCells(cells: readonly CellState[]): void;
}

/** An editor of a page's text: Markdown, with what stands in its cells and its front matter marked as such. */
export function textEditor(
  text: string,
  {
    changed,
    save,
    insert,
    picture,
    more = [],
  }: {
    changed: () => void;
    save: () => void;
    insert: () => void;
    /** A picture was pasted or dropped. */
    picture: (file: File) => void;
    more?: Extension;
  },
): TextEditor {
  let isOurs = false;
  const writable = new Compartment();
  const languages = (info: string) =>
    /^(js|jsx|javascript)\b/.test(info)
      ? javascript({ jsx: info.startsWith("jsx") }).language
      : /^(ts|tsx)\b/.test(info)
        ? javascript({ typescript: true }).language
        : /^sql\b/.test(info)
          ? sql().language
          : /^ya?ml\b/.test(info)
            ? yaml().language
            : null;
  function takePicture(event: Event, data: DataTransfer | null): boolean {
    const file = pictureIn(data);
    if (!file) return false;
    event.preventDefault();
    picture(file);
    return true;
  }
  const view = new EditorView({
    doc: text,
    extensions: [
      keymap.of([
        { key: "Mod-s", run: () => (save(), true), preventDefault: true },
        // At the beginning of an empty line a stroke opens what can be put in, as in other editors.
        { key: "/", run: (shown) => atEmptyLine(shown) && (insert(), true) },
        ...textMarks.map(({ key, change }) => ({
          key,
          run: (shown: EditorView) => (
            apply(shown, change(shown.state.doc.toString(), chosenIn(shown))), true
          ),
          preventDefault: true,
        })),
        indentWithTab,
      ]),
      EditorView.domEventHandlers({
        paste: (event) => takePicture(event, event.clipboardData),
        drop: (event) => takePicture(event, event.dataTransfer),
      }),
      more,
      basicSetup,
      yamlFrontmatter({ content: markdown({ codeLanguages: languages }) }),
      EditorView.lineWrapping,
      lintGutter(),
      linter((shown) => diagnostics(shown.state.doc.toString()), { delay: 400 }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged && !isOurs) changed();
      }),
      writable.of([]),
      EditorView.contentAttributes.of({ "aria-label": "The page's text" }),
    ],
  });
  return {
    element: view.dom,
    text: () => view.state.doc.toString(),
    put(other) {
      const now = view.state.doc.toString();
      let start = 0;
      while (start < now.length && now[start] === other[start]) start++;
      let end = 0;
      while (end < Math.min(now.length, other.length) - start && now.at(-1 - end) === other.at(-1 - end))
        end++;
      isOurs = true;
      view.dispatch({
        changes: { from: start, to: now.length - end, insert: other.slice(start, other.length - end) },
      });
      isOurs = false;
    },
    replace(from, to, piece) {
      const at = view.state.selection.main.head;
      const isThere = at >= from && at <= to;
      view.dispatch({
        changes: { from, to, insert: piece },
        ...(isThere && { selection: { anchor: from + piece.length } }),
        scrollIntoView: isThere,
      });
    },
    apply: (change) => apply(view, change),
    reveal: (at) => view.dispatch({ effects: EditorView.scrollIntoView(at, { y: "start", yMargin: 40 }) }),
    goTo: (at) => {
      view.dispatch({ selection: { anchor: at }, scrollIntoView: true });
      view.focus();
    },
    cursor: () => view.state.selection.main.head,
    chosen: () => chosenIn(view),
    focus: () => view.focus(),
    lock: (isLocked) =>
      view.dispatch({ effects: writable.reconfigure(isLocked ? EditorState.readOnly.of(true) : []) }),
    showCells: (cells) => showCells(view, cells),
  };
}

function apply(view: EditorView, { from, to, insert, chosen }: Change): void {
  if (view.state.readOnly) return;
  view.dispatch({
    changes: { from, to, insert },
    selection: { anchor: chosen.from, head: chosen.to },
    scrollIntoView: true,
  });
  view.focus();
}

function chosenIn({ state }: EditorView): { from: number; to: number } {
  const { from, to } = state.selection.main;
  return { from, to };
}

function diagnostics(text: string): Diagnostic[] {
  return [...frontMatterFaults(text), ...cellFaults(text)].map(({ at, message }) => ({
    from: at,
    to: at + 1,
    severity: "error",
    message,
  }));
}

function atEmptyLine({ state }: EditorView): boolean {
  return state.doc.lineAt(state.selection.main.head).text === "";
}
