import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from "npm:@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "npm:@codemirror/commands";
import { SQLDialect, type SQLNamespace, sql } from "npm:@codemirror/lang-sql";
import { bracketMatching, HighlightStyle, syntaxHighlighting } from "npm:@codemirror/language";
import { setDiagnostics } from "npm:@codemirror/lint";
import { Compartment, EditorState } from "npm:@codemirror/state";
import { drawSelection, EditorView, keymap, lineNumbers } from "npm:@codemirror/view";
import { tags } from "npm:@lezer/highlight";
import { namesIn } from "../data-sets/statement.js";
import type { QueryFault } from "./query-error.js";

/** A column as the editor offers it. */
export interface EditorColumn {
  name: string;
  detail: string;
  /** What it may hold, where that is little. */
  values: readonly string[];
}

/** By table its columns. */
export type EditorTables = ReadonlyMap<string, readonly EditorColumn[]>;

export interface QueryEditor {
  element: HTMLElement;
  text: string;
  /** Puts a text where the cursor is. */
  insert(text: string): void;
  /** Marks where a query is wrong; nothing takes the mark away. */
  mark(fault?: QueryFault): void;
  /** What is offered while one writes. */
  offer(tables: EditorTables): void;
}

/** An editor for one query: it completes the names of tables and columns and what these hold. Ctrl and Enter runs it. */
export function queryEditor({ run }: { run: () => void }): QueryEditor {
  const language = new Compartment();
  let tables: EditorTables = new Map();
  const view = new EditorView({
    state: EditorState.create({
      extensions: [
        lineNumbers(),
        history(),
        drawSelection(),
        bracketMatching(),
        closeBrackets(),
        autocompletion({ icons: false }),
        language.of([]),
        syntaxHighlighting(colours),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({
          "aria-label": "Query. Escape and then Tab leaves it; Ctrl and Enter runs it.",
        }),
        // Before the usual keys, of which one puts in a line.
        keymap.of([{ key: "Mod-Enter", run: () => (run(), true) }]),
        keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap]),
        look,
      ],
    }),
  });
  return {
    element: view.dom,
    get text() {
      return view.state.doc.toString();
    },
    set text(text) {
      if (text !== view.state.doc.toString())
        view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
    },
    insert(text) {
      view.dispatch(view.state.replaceSelection(text));
      view.focus();
    },
    mark(fault) {
      const { length } = view.state.doc;
      const from = Math.min(fault?.at ?? length, Math.max(length - 1, 0));
      const word = view.state.wordAt(from);
      const marks =
        fault?.at === undefined
          ? []
          : [
              {
                from,
                to: word?.to ?? Math.min(from + 1, length),
                severity: "error" as const,
                message: fault.message,
              },
            ];
      view.dispatch(setDiagnostics(view.state, marks));
    },
    offer(offered) {
      tables = offered;
      const support = sql({ dialect: duckdb, schema: namesOf(tables), upperCaseKeywords: true });
      view.dispatch({
        effects: language.reconfigure([
          support,
          duckdb.language.data.of({ autocomplete: (at: CompletionContext) => valuesAt(at, tables) }),
          duckdb.language.data.of({ autocomplete: (at: CompletionContext) => columnsAt(at, tables) }),
        ]),
      });
    },
  };
}

function namesOf(tables: EditorTables): SQLNamespace {
  return Object.fromEntries(
    [...tables].map(([name, columns]) => [
      name,
      columns.map((column): Completion => ({ label: column.name, detail: column.detail, type: "property" })),
    ]),
  );
}

/** The columns of the tables that the query names: of itself the language offers a column only after its table's name. */
function columnsAt(context: CompletionContext, tables: EditorTables): CompletionResult | null {
  const word = context.matchBefore(/\w+/);
  const before = context.matchBefore(/[^\n]*/)?.text ?? "";
  const isInText = (before.match(/'/g)?.length ?? 0) % 2 === 1;
  if (isInText || (!word && !context.explicit) || /\.\w*$/.test(before)) return null;
  const offered = new Map(
    usedIn(context, tables).flatMap((columns) => columns.map(({ name, detail }) => [name, detail] as const)),
  );
  return {
    from: word?.from ?? context.pos,
    options: [...offered].map(([label, detail]) => ({ label, detail, type: "property", boost: 1 })),
    validFor: /^\w*$/,
  };
}

/** The columns of each table that the query names, or of all where it names none. */
function usedIn(context: CompletionContext, tables: EditorTables): (readonly EditorColumn[])[] {
  const named = namesIn(context.state.doc.toString());
  const used = [...tables].filter(([table]) => named.has(table));
  return (used.length > 0 ? used : [...tables]).map(([, columns]) => columns);
}

/** What a column may hold, inside the quotation marks that follow it: `indicator = '`, `level IN ('ward', '`. */
function valuesAt(context: CompletionContext, tables: EditorTables): CompletionResult | null {
  const before = context.matchBefore(/\w+\s*(?:=|<>|!=|\bIN\s*\((?:\s*'[^']*'\s*,)*)\s*'[^']*/i);
  const [, name] = /^(\w+)/.exec(before?.text ?? "") ?? [];
  if (!before || !name) return null;
  const values = new Set(
    usedIn(context, tables).flatMap(
      (columns) => columns.find((column) => column.name === name.toLowerCase())?.values ?? [],
    ),
  );
  if (values.size === 0) return null;
  return {
    from: before.from + before.text.lastIndexOf("'") + 1,
    options: [...values].map((value) => ({ label: value.replaceAll("'", "''"), type: "text" })),
    validFor: /^[^']*$/,
  };
}

// The usual dialects take period, value and level for words of their own, which here are columns.
const duckdb = SQLDialect.define({
  keywords:
    "all and any anti as asc asof between by case cast columns cross cube describe desc distinct else end except exclude exists explain filter following for from full group grouping having ilike in inner intersect into is join lateral left like limit natural not null nulls offset on or order outer over partition pivot positional preceding qualify range replace right rollup row rows sample select semi sets show similar summarize table then to try_cast unbounded union unpivot using values when where window with within",
  builtin:
    "abs avg bool_and bool_or ceil coalesce concat concat_ws contains count dense_rank first floor greatest ifnull lag last lead least left length list lower max median min mode nullif printf quantile_cont rank regexp_extract regexp_matches replace round row_number split_part starts_with stddev string_agg substring sum trim upper",
  types: "bigint boolean date decimal double integer interval text timestamp varchar",
  charSetCasts: false,
  doubleDollarQuotedStrings: true,
  operatorChars: "*+-%<>!=&|~^/:",
});

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--ey-main)", fontWeight: "600" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--ey-third)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--ey-fourth)" },
  { tag: tags.comment, color: "var(--ey-soft)", fontStyle: "italic" },
]);

const look = EditorView.theme({
  "&": {
    border: "1px solid var(--ey-soft)",
    borderRadius: "4px",
    backgroundColor: "var(--ey-paper)",
    color: "var(--ey-ink)",
    fontSize: "0.9375rem",
  },
  "&.cm-focused": { outline: "3px solid var(--ey-focus)", outlineOffset: "1px" },
  ".cm-scroller": {
    fontFamily: "var(--monospace)",
    lineHeight: "1.55",
    maxHeight: "26rem",
    overflow: "auto",
  },
  ".cm-content": { minHeight: "8.5rem", padding: "0.5rem 0", caretColor: "var(--ey-ink)" },
  ".cm-gutters": {
    backgroundColor: "transparent",
    color: "var(--ey-soft)",
    border: "0",
  },
  ".cm-cursor": { borderLeftColor: "var(--ey-ink)" },
  ".cm-tooltip": {
    backgroundColor: "var(--ey-paper)",
    color: "var(--ey-ink)",
    border: "1px solid var(--ey-soft)",
    maxWidth: "min(32rem, 90vw)",
  },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": {
    backgroundColor: "var(--ey-main)",
    color: "var(--ey-on-main)",
  },
  ".cm-completionDetail": { fontStyle: "normal", opacity: "0.8" },
});
