import { autocompletion, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import { type Diagnostic, linter } from "@codemirror/lint";
import { EditorState, type Extension, RangeSet, StateEffect, StateField } from "@codemirror/state";
import { EditorView, GutterMarker, gutter, keymap } from "@codemirror/view";
import { choicesHere } from "./choices.js";
import { completionsAt } from "./complete.js";
import { make } from "./elements.js";
import { definitionOf, nameAt } from "./fences.js";
import { nameFaults, placed } from "./names.js";
import type { CellState } from "./page-talk.js";
import { importableBy } from "./vocabulary.js";

const setCells = StateEffect.define<readonly CellState[]>();

/** What the page that is shown has told of its cells. */
const cellsField = StateField.define<readonly CellState[]>({
  create: () => [],
  update: (cells, { effects }) => effects.find((effect) => effect.is(setCells))?.value ?? cells,
});

class StateMark extends GutterMarker {
  constructor(private readonly cell: CellState) {
    super();
  }
  override eq({ cell }: StateMark): boolean {
    return cell.state === this.cell.state && cell.error === this.cell.error;
  }
  override toDOM(): Node {
    const { state, error } = this.cell;
    const words = {
      running: "This cell is running",
      done: "This cell has run",
      failed: `This cell failed: ${error}`,
    };
    const sign = { running: "…", done: "✓", failed: "✗" };
    const mark = make("span", { class: `cell-state ${state}`, title: words[state] }, sign[state]);
    mark.setAttribute("role", "img");
    mark.setAttribute("aria-label", words[state]);
    return mark;
  }
}

const states = gutter({
  class: "cell-states",
  markers: ({ state }) => {
    const cells = placed(state.doc.toString(), state.field(cellsField));
    const seen = new Set<number>();
    return RangeSet.of(
      cells.flatMap(({ cell, from }) => {
        const line = state.doc.lineAt(from).from;
        // Of several in a line of prose the first speaks for all, unless one failed.
        if (seen.has(line)) return [];
        seen.add(line);
        return [new StateMark(cell).range(line)];
      }),
      true,
    );
  },
  initialSpacer: () => new StateMark({ line: 0, code: "", uses: [], gives: [], state: "done" }),
});

/** Marks names that nothing makes; one that the page need only import has a button that does so. */
function names(address: string, need: (word: string) => void): Extension {
  const language = importableBy(address);
  const marked = ({ state }: EditorView): Diagnostic[] =>
    nameFaults(state.doc.toString(), state.field(cellsField), language).map(({ needs, ...fault }) => ({
      ...fault,
      ...(needs !== undefined && { actions: [{ name: "Import it", apply: () => need(needs) }] }),
    }));
  return linter(marked, {
    delay: 300,
    needsRefresh: ({ startState, state }) => startState.field(cellsField) !== state.field(cellsField),
  });
}

/**
 * What helps those who write code: completion, names that nothing makes, what cells have come to, and the way to where a name
 * is made (F12, or a click with Ctrl). `need` imports a word that the page does not have yet.
 */
export function codeHelp(address: string, need: (word: string) => void): Extension {
  const complete = async ({ state, pos, explicit }: CompletionContext): Promise<CompletionResult | null> => {
    const found = completionsAt(state.doc.toString(), pos, { address, choices: await choicesHere() });
    if (!found || (found.options.length === 0 && !explicit)) return null;
    return {
      from: found.from,
      validFor: /^[\w$.-]*$/,
      options: found.options.map(({ label, detail, kind, needs }) => ({
        label,
        ...(detail && { detail }),
        type: {
          word: "function",
          name: "variable",
          option: "property",
          value: "constant",
          table: "class",
          column: "property",
          file: "text",
        }[kind],
        boost: kind === "word" || detail ? 1 : 0,
        apply: (view: EditorView, _: unknown, from: number, to: number) => {
          view.dispatch({ changes: { from, to, insert: label }, selection: { anchor: from + label.length } });
          if (needs) need(needs);
        },
      })),
    };
  };
  return [
    cellsField,
    states,
    names(address, need),
    autocompletion(),
    EditorState.languageData.of(() => [{ autocomplete: complete }]),
    keymap.of([{ key: "F12", run: (view) => goToDefinition(view, view.state.selection.main.head) }]),
    EditorView.domEventHandlers({
      mousedown(event, view) {
        if (!(event.ctrlKey || event.metaKey)) return false;
        const at = view.posAtCoords({ x: event.clientX, y: event.clientY });
        return at !== null && goToDefinition(view, at);
      },
    }),
  ];
}

/** Takes in what the page that is shown tells of its cells. */
export function showCells(view: EditorView, cells: readonly CellState[]): void {
  view.dispatch({ effects: setCells.of(cells) });
}

function goToDefinition(view: EditorView, at: number): boolean {
  const text = view.state.doc.toString();
  const name = nameAt(text, at);
  const place = name === undefined ? undefined : definitionOf(text, name);
  if (place === undefined) return false;
  view.dispatch({ selection: { anchor: place, head: place + name!.length }, scrollIntoView: true });
  return true;
}
