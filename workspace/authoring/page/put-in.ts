import { z } from "zod";
import { schemas } from "../../../components/notebook/options.js";
import { type Choice, type Choices, choicesHere } from "./choices.js";
import { type ChosenClaim, claimCode, claimInPlace, claimPanel, plainSentence } from "./claim-panel.js";
import { alsoCalledOf, describeWord } from "./describe-word.js";
import { make } from "./elements.js";
import { paragraph, placeToPut } from "./marks.js";
import { offersFor } from "./offers.js";
import { type Piece, pieces } from "./pieces.js";
import { hasTables, queryCell, queryForm, type TableHere, tablesFor, withTable } from "./query-cell.js";
import { openSession } from "./requests.js";
import { fieldsOf, labelled, select, type Values } from "./schema-form.js";
import { seriesNoteForm } from "./series-note-form.js";
import type { TextEditor } from "./text-editor.js";
import { vocabularyOf } from "./vocabulary.js";
import {
  type CellPlace,
  codeOf,
  questionCells,
  questionsIn,
  type WordCell,
  withImport,
  withQuestion,
  wordCellAt,
} from "./word-cell.js";

/** What the forms need of the screen on which a page is written. */
export interface Screen {
  address: string;
  editor: TextEditor;
  /** Shows a menu or a form, beside the page. */
  open: (view: HTMLElement) => void;
  close: () => void;
  /** The text was changed by other means than typing. */
  changed: () => void;
  /** Shows the place of the page that comes of a place of its text. */
  point: (at: number) => void;
  tell: (problem: string) => void;
  /** More that the menu offers. */
  more: readonly (readonly [title: string, put: () => void, alsoCalled?: string])[];
}

const nothing = z.strictObject({});

/** What can be put into a page: a menu, and a form for each thing in it, which the page beside it follows. */
export class PutIn {
  constructor(private readonly screen: Screen) {}

  /** Opens the menu of what can be put in. */
  openMenu(): void {
    const { screen } = this;
    const calledBy = new Map<HTMLButtonElement, readonly string[]>();
    const put = (title: string, work: () => void, alsoCalled = "") => {
      const button = make("button", { type: "button", onclick: () => (screen.close(), work()) }, title);
      calledBy.set(button, wordsOf(`${title} ${alsoCalled}`));
      return button;
    };
    const putWord = (word: string, work = () => void this.putWord(word)) =>
      put(describeWord(word), work, alsoCalledOf(word));
    const group = (title: string, ...buttons: HTMLElement[]) =>
      make(
        "div",
        { class: "group" },
        make("h3", {}, title),
        make("p", { class: "ey-writing-actions" }, ...buttons),
      );
    const piece = (one: Piece) => put(one.title, () => void this.putPiece(one), one.alsoCalled);
    const { words } = vocabularyOf(screen.address);
    const groups = [
      group(
        "Text",
        piece(pieces.note),
        piece(pieces.table),
        piece(pieces.linkToArea),
        piece(pieces.linkToSource),
        putWord("claim", () => void this.openClaim()),
        put("A dated note on a series", () => void this.openSeriesNote()),
        ...screen.more.map((one) => put(...one)),
      ),
      words.length > 0 &&
        group(
          "Live",
          piece(pieces.liveNumber),
          putWord("ask"),
          piece(pieces.control),
          ...(hasTables(screen.address)
            ? [put("A query", () => void this.openQuery(), "sql table rows data set select")]
            : []),
        ),
      words.length > 0 &&
        group("From the gallery", ...words.filter((word) => word !== "ask").map((word) => putWord(word))),
    ];
    const found = (): HTMLButtonElement[] => [
      ...view.querySelectorAll<HTMLButtonElement>(".group button:not([hidden])"),
    ];
    const none = make("p", { role: "status" });
    const search = make("input", {
      type: "search",
      ariaLabel: "Look for what to put in",
      placeholder: "Look for …",
    });
    search.addEventListener("input", () => {
      const wanted = wordsOf(search.value);
      for (const [button, names] of calledBy)
        button.hidden = !wanted.every((word) => names.some((name) => name.includes(word)));
      for (const one of view.querySelectorAll<HTMLElement>(".group"))
        one.hidden = one.querySelector("button:not([hidden])") === null;
      none.textContent =
        found().length === 0 ? "Nothing here is called so. Empty the field to see all that there is." : "";
    });
    search.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      found()[0]?.click();
    });
    const view = make(
      "section",
      { class: "menu", ariaLabel: "Put in" },
      make(
        "p",
        { class: "ey-writing-actions" },
        search,
        make("button", { type: "button", onclick: screen.close }, "Close"),
      ),
      none,
      ...groups,
    );
    screen.open(view);
    search.focus();
  }

  /** Offers what can be claimed: of the sentence that is chosen, or at the cursor where none is. */
  async openClaim(): Promise<void> {
    const { editor, address, open, close, changed, tell } = this.screen;
    const chosen = editor.chosen();
    try {
      const sentence = plainSentence(editor.text().slice(chosen.from, chosen.to));
      const put = (claim: ChosenClaim): void => {
        const code = claimCode(claim);
        const text = editor.text();
        editor.apply(
          sentence
            ? claimInPlace(text, chosen, code)
            : paragraph(text, placeToPut(text, chosen), `\`\`\`js\n${code}\n\`\`\``),
        );
        this.need("claim");
        changed();
        close();
      };
      const query = async (): Promise<void> => {
        const before = editor.text();
        put({ sentence: sentence || "Write here what you found.", test: { sql: firstQuery(address) } });
        const place = wordCellAt(editor.text(), editor.chosen().from - 1);
        if (place) await this.openWordForm(place, before);
      };
      const isAsked = vocabularyOf(address).words.length > 0;
      open(
        await claimPanel(
          { address, text: editor.text(), sentence },
          { put, leave: close, ...(isAsked && { query: () => void query() }) },
        ),
      );
    } catch (error) {
      tell((error as Error).message);
    }
  }

  /** Opens the form of a note that is drawn wherever a series is. */
  async openSeriesNote(): Promise<void> {
    const { editor, open, close } = this.screen;
    const asked = questionCells(editor.text())[0]?.options.indicator;
    const indicator = typeof asked === "string" ? asked : undefined;
    const mayPublish = (await openSession()).roles.includes("publisher");
    open(seriesNoteForm(await choicesHere(), { leave: close, mayPublish, indicator }));
  }

  /** Opens the form of the cell in which the cursor is, where a form can change it. */
  async changeCell(): Promise<void> {
    const { editor, tell } = this.screen;
    const place = wordCellAt(editor.text(), editor.cursor());
    if (place && hasForm(place.cell)) await this.openWordForm(place, editor.text());
    else
      tell(
        "Put the cursor into a cell of the gallery's words, such as ranking(asked). A cell that is more than that is changed as code.",
      );
  }

  /** Makes sure that the page has a word. */
  need(word: string): void {
    const { editor, address } = this.screen;
    const { module } = vocabularyOf(address);
    const imported = withImport(editor.text(), word, module);
    if (imported !== editor.text()) editor.put(imported);
  }

  /** Makes sure that the page asks something that figures can be told of. */
  private needQuestion(): void {
    const { editor } = this.screen;
    if (questionsIn(editor.text()).length > 0) return;
    this.need("ask");
    editor.put(withQuestion(editor.text()));
  }

  private async putWord(word: string): Promise<void> {
    const { editor } = this.screen;
    const before = editor.text();
    this.need(word);
    if (word !== "ask") this.needQuestion();
    const known = questionsIn(editor.text());
    const names = ["asked", "second", "third", "fourth"];
    const free = names.find((one) => !known.includes(one)) ?? `asked${known.length}`;
    const cell: WordCell = { word, asked: word === "ask" ? free : (known.at(-1) ?? "asked"), options: {} };
    const code = codeOf(cell);
    const fence = "```js\n";
    const change = paragraph(
      editor.text(),
      placeToPut(editor.text(), editor.chosen()),
      `${fence}${code}\n\`\`\``,
    );
    editor.apply(change);
    this.screen.changed();
    const from = change.from + change.insert.indexOf(fence) + fence.length;
    await this.openWordForm({ cell, from, to: from + code.length }, before);
  }

  private async openWordForm({ cell, from, to }: CellPlace, before: string): Promise<void> {
    const { editor } = this.screen;
    const choices = await choicesHere();
    const now: WordCell = { ...cell, options: { ...cell.options } };
    let end = to;
    const follow = (): void => {
      const code = codeOf(now);
      editor.replace(from, end, code);
      end = from + code.length;
      this.screen.changed();
      this.screen.point(from);
    };
    const schema = schemaOf(cell);
    const questions = questionsIn(editor.text());
    const fields = fieldsOf(schema, now.options, offersFor(choices), (name, value) => {
      if (value === undefined) delete now.options[name];
      else now.options[name] = value;
      follow();
    });
    const which =
      cell.word !== "ask" && cell.word !== "claim" && questions.length > 1
        ? labelled(
            "Of which question",
            select(
              questions.map((value) => ({ value, words: value })),
              now.asked,
              (asked) => {
                now.asked = asked!;
                follow();
              },
              undefined,
            ),
          )
        : undefined;
    this.openForm(describeWord(cell.word), [which, ...fields], before);
    editor.reveal(from);
    this.screen.point(from);
  }

  /** Opens the form of a query: of a table of the page's audience, whose columns can be chosen. */
  private async openQuery(): Promise<void> {
    const { address, editor, tell } = this.screen;
    const tables = tablesFor(address, await choicesHere());
    if (tables.length === 0) return tell("There is no table to ask yet: the next refresh makes them.");
    const before = editor.text();
    const { from } = placeToPut(editor.text(), editor.chosen());
    // Counted from the end: the table is named at the top of the page.
    const behind = editor.text().length - from;
    const put = (table: TableHere): void => {
      const values: Values = { table: table.name, most: 20 };
      editor.put(withTable(before, table));
      const at = editor.text().length - behind;
      let content = queryCell(values);
      const change = paragraph(editor.text(), { from: at, to: at }, content);
      editor.apply(change);
      this.screen.changed();
      const start = change.from + change.insert.indexOf(content);
      const names = table.columns.map((value) => ({ value, words: value }));
      const offered = (field: string): readonly Choice[] | undefined =>
        field === "table"
          ? tables.map(({ name, title }) => ({ value: name, words: title }))
          : { columns: names, order: names }[field];
      const fields = fieldsOf(queryForm, values, offered, (name, value) => {
        const other = name === "table" && tables.find((one) => one.name === value);
        if (other) return put(other);
        if (value === undefined) delete values[name];
        else values[name] = value;
        const now = queryCell(values);
        editor.replace(start, start + content.length, now);
        content = now;
        this.screen.changed();
        this.screen.point(start);
      });
      this.openForm("A query", fields, before);
      editor.reveal(start);
      this.screen.point(start);
    };
    put(tables[0]!);
  }

  private async putPiece(piece: Piece): Promise<void> {
    const { editor, address } = this.screen;
    const before = editor.text();
    if (piece.needs) {
      this.need(piece.needs);
      this.needQuestion();
    }
    const choices = await choicesHere();
    const questions = questionsIn(editor.text());
    const values: Values = { ...piece.first, ...(questions[0] && { question: questions[0] }) };
    const offered = (name: string): readonly Choice[] | undefined =>
      name === "question"
        ? (questions.length > 0 ? questions : ["asked"]).map((value) => ({ value, words: value }))
        : (piece.offers?.[name] ?? pieceOffers(choices)[name]);
    const text = () =>
      piece.text(values, {
        address,
        nameOf: (name, value) => offered(name)?.find((one) => one.value === value)?.words ?? value,
      });
    const content = text();
    const { from, to } = placeToPut(editor.text(), editor.chosen());
    const change =
      piece.stands === "alone"
        ? paragraph(editor.text(), { from, to }, content)
        : { from: to, to, insert: content, chosen: { from: to + content.length, to: to + content.length } };
    editor.apply(change);
    this.screen.changed();
    const start = change.from + change.insert.indexOf(content);
    let end = start + content.length;
    const fields = fieldsOf(piece.schema, values, offered, (name, value) => {
      if (value === undefined) delete values[name];
      else values[name] = value;
      const now = text();
      editor.replace(start, end, now);
      end = start + now.length;
      this.screen.changed();
      this.screen.point(start);
    });
    this.openForm(piece.title, fields, before);
    editor.reveal(start);
    this.screen.point(start);
  }

  private openForm(title: string, fields: readonly (HTMLElement | undefined)[], before: string): void {
    const { editor, open, close, changed } = this.screen;
    const undo = (): void => {
      editor.put(before);
      changed();
      close();
    };
    const form = make(
      "section",
      { class: "form", ariaLabel: title },
      make("h2", {}, title),
      ...(fields.length > 0
        ? fields
        : [make("p", {}, "There is nothing to choose: it follows the question.")]),
      make(
        "p",
        { class: "ey-writing-actions" },
        make("button", { type: "button", class: "main", onclick: close }, "Done"),
        make("button", { type: "button", onclick: undo }, "Cancel"),
      ),
    );
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      undo();
    });
    open(form);
  }
}

const query = z.strictObject({
  sql: z
    .string()
    .max(4_000)
    .describe(
      "A query that gives one row: holds says whether the sentence is true, other columns are its figures",
    ),
});

// A claim is stood by in code, with the figures that npm run check gives.
function schemaOf({ word, options }: WordCell): z.ZodObject {
  if (word === "claim") return "sql" in options ? query : schemas.claim.omit({ confirmed: true });
  return schemas[word as keyof typeof schemas] ?? nothing;
}

/** A query that a claim begins with: of a table that pages of the same audience have. */
function firstQuery(address: string): string {
  const table = address.startsWith("briefings/") ? "area_list" : "observations";
  return `SELECT count(*) > 0 AS holds, count(*) AS rows_found FROM ${table}`;
}

function hasForm({ word }: WordCell): boolean {
  return word in schemas || describeWord(word) !== word;
}

/** The words of a name by which a thing is looked for, in whatever order: “a map” is the map of areas, too. */
function wordsOf(text: string): string[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const telling = words.filter((word) => !["a", "an", "the", "of"].includes(word));
  return telling.length > 0 ? telling : words;
}

function pieceOffers(choices: Choices): Record<string, readonly Choice[]> {
  return { area: choices.areasByLevel, source: choices.sources };
}
