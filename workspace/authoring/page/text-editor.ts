import { indentWithTab } from "@codemirror/commands";
import { javascript } from "@codemirror/lang-javascript";
import { markdown } from "@codemirror/lang-markdown";
import { sql } from "@codemirror/lang-sql";
import { yaml, yamlFrontmatter } from "@codemirror/lang-yaml";
import { type Diagnostic, linter, lintGutter } from "@codemirror/lint";
import { keymap } from "@codemirror/view";
import { basicSetup, EditorView } from "codemirror";
import { cellFaults } from "./cell-faults.js";

export interface TextEditor {
  element: HTMLElement;
  text(): string;
  /** Puts another text in place, leaving the cursor where it was as far as it can be. */
  put(text: string): void;
  /** Puts text in place of a stretch of it, with the cursor behind it where it was in the stretch. */
  replace(from: number, to: number, text: string): void;
  /** Where the cursor is. */
  cursor(): number;
  /** The first stretch that is chosen, or nothing at the cursor. */
  chosen(): { from: number; to: number };
  focus(): void;
}

/** An editor of a page's text: Markdown, with what stands in its cells and its front matter marked as such. */
export function textEditor(
  text: string,
  { changed, save, insert }: { changed: () => void; save: () => void; insert: () => void },
): TextEditor {
  let isOurs = false;
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
  const view = new EditorView({
    doc: text,
    extensions: [
      keymap.of([
        { key: "Mod-s", run: () => (save(), true), preventDefault: true },
        // At the beginning of an empty line a stroke opens what can be put in, as in other editors.
        { key: "/", run: (shown) => atEmptyLine(shown) && (insert(), true) },
        indentWithTab,
      ]),
      basicSetup,
      yamlFrontmatter({ content: markdown({ codeLanguages: languages }) }),
      EditorView.lineWrapping,
      lintGutter(),
      linter((shown) => diagnostics(shown.state.doc.toString()), { delay: 400 }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged && !isOurs) changed();
      }),
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
    cursor: () => view.state.selection.main.head,
    chosen: () => ({ from: view.state.selection.main.from, to: view.state.selection.main.to }),
    focus: () => view.focus(),
  };
}

function diagnostics(text: string): Diagnostic[] {
  return cellFaults(text).map(({ at, message }) => ({ from: at, to: at + 1, severity: "error", message }));
}

function atEmptyLine({ state }: EditorView): boolean {
  return state.doc.lineAt(state.selection.main.head).text === "";
}
