import { z } from "zod";
import { schemas } from "../../../components/notebook/options.js";
import { type Choice, type Choices, choicesHere } from "./choices.js";
import { make } from "./elements.js";
import { codeOf, type WordCell } from "./word-cell.js";

/** What a word gives, as the menu of what can be put in says it. */
const figures: Record<string, string> = {
  areaMap: "Map of areas",
  ranking: "Areas in order",
  trend: "Over time",
  table: "Table of all areas",
  compare: "Beside other places",
  breakdown: "By group",
  mix: "With the same mix of groups",
  scatter: "Two indicators",
};
const plain: Record<string, string> = {
  lead: "The lead sentences",
  notes: "Who is not counted, and other notes",
  definition: "What it means",
};

interface OptionForm {
  type?: string;
  enum?: string[];
  description?: string;
  minimum?: number;
  maximum?: number;
  items?: { type?: string; enum?: string[] };
}

/** The words that can be put into a page, with what they give. */
export function wordsToInsert(): [word: string, title: string][] {
  const known = Object.keys(schemas).filter((word) => word !== "ask");
  return [
    ["ask", "A question that readers can change"],
    ...Object.entries(plain),
    ...known.map((word): [string, string] => [word, figures[word] ?? word]),
  ];
}

/** Whether a form can change the options of a cell. */
export function hasForm({ word }: WordCell): boolean {
  return word in schemas || word in plain;
}

/**
 * A form of all that a word can be told, made from its schema. `change` is called with the cell as it is after each change, so
 * that the page shows it beside the form; `leave` when the form is closed.
 */
export async function formOf(
  cell: WordCell,
  questions: readonly string[],
  { change, leave }: { change: (cell: WordCell) => void; leave: () => void },
): Promise<HTMLElement> {
  const choices = await choicesHere();
  const now: WordCell = { ...cell, options: { ...cell.options } };
  const properties = propertiesOf(cell.word);
  const set = (name: string, value: unknown): void => {
    if (value === undefined) delete now.options[name];
    else now.options[name] = value;
    shown.textContent = codeOf(now);
    change(now);
  };
  const shown = make("code", {}, codeOf(now));
  const title = wordsToInsert().find(([word]) => word === cell.word)?.[1] ?? cell.word;
  return make(
    "section",
    { class: "form", ariaLabel: title },
    make("h2", {}, title),
    cell.word !== "ask" &&
      questions.length > 1 &&
      labelled(
        "Of which question",
        select(
          questions.map((name) => ({ value: name, words: name })),
          now.asked,
          (asked) => {
            now.asked = asked!;
            set("", undefined);
          },
        ),
      ),
    ...Object.entries(properties).map(([name, form]) =>
      labelled(
        form.description ?? name,
        input(name, form, now.options[name], choices, (value) => set(name, value)),
      ),
    ),
    Object.keys(properties).length === 0 &&
      make("p", {}, "There is nothing to choose: it follows the question."),
    make("p", {}, shown),
    make(
      "p",
      { class: "ey-writing-actions" },
      make("button", { type: "button", class: "main", onclick: leave }, "Done"),
    ),
  );
}

function propertiesOf(word: string): Record<string, OptionForm> {
  const schema = schemas[word as keyof typeof schemas];
  if (!schema) return {};
  return (
    (z.toJSONSchema(schema, { io: "input" }) as { properties?: Record<string, OptionForm> }).properties ?? {}
  );
}

function labelled(label: string, field: HTMLElement): HTMLElement {
  return make(
    field.tagName === "FIELDSET" ? "div" : "label",
    { class: "field" },
    make("span", {}, label),
    field,
  );
}

function input(
  name: string,
  { type, enum: values, items, minimum, maximum }: OptionForm,
  value: unknown,
  choices: Choices,
  set: (value: unknown) => void,
): HTMLElement {
  if (values)
    return select(
      values.map((one) => ({ value: one, words: one })),
      value as string | undefined,
      set,
    );
  if (type === "boolean")
    return select(
      [
        { value: "true", words: "yes" },
        { value: "false", words: "no" },
      ],
      value === undefined ? undefined : String(value),
      (chosen) => set(chosen === undefined ? undefined : chosen === "true"),
    );
  if (type === "integer" || type === "number") {
    const number = make("input", {
      type: "number",
      min: String(minimum ?? ""),
      max: String(maximum ?? ""),
      value: String(value ?? ""),
    });
    number.addEventListener(
      "input",
      () => number.validity.valid && set(number.value === "" ? undefined : Number(number.value)),
    );
    return number;
  }
  if (type === "array") {
    const offered = items?.enum?.map((one) => ({ value: one, words: one })) ?? choices.areas;
    return severalOf(offered, (value as string[] | undefined) ?? [], (chosen) =>
      set(chosen.length === 0 ? undefined : chosen),
    );
  }
  if (name === "indicator" || name === "with")
    return select(choices.indicators, value as string | undefined, set);
  if (name === "by" || name === "breakdown")
    return select(choices.breakdowns, value as string | undefined, set);
  const text = make("input", { type: "text", value: String(value ?? "") });
  text.addEventListener("input", () => set(text.value === "" ? undefined : text.value));
  return text;
}

function select(
  offers: readonly Choice[],
  value: string | undefined,
  set: (value: string | undefined) => void,
) {
  const unknown = value !== undefined && !offers.some((offer) => offer.value === value);
  const list = make(
    "select",
    {},
    make("option", { value: "" }, "as usual"),
    ...(unknown ? [make("option", { value }, `${value} (not known here)`)] : []),
    ...offers.map((offer) => make("option", { value: offer.value }, offer.words)),
  );
  list.value = value ?? "";
  list.addEventListener("change", () => set(list.value || undefined));
  return list;
}

function severalOf(
  offers: readonly Choice[],
  value: readonly string[],
  set: (value: string[]) => void,
): HTMLElement {
  const list = make(
    "select",
    { multiple: true, size: Math.min(8, Math.max(3, offers.length)) },
    ...offers.map((offer) =>
      make("option", { value: offer.value, selected: value.includes(offer.value) }, offer.words),
    ),
  );
  list.addEventListener("change", () => set([...list.selectedOptions].map((option) => option.value)));
  return list;
}
