import { z } from "zod";
import type { Choice } from "./choices.js";
import { make } from "./elements.js";

interface FieldForm {
  type?: string;
  format?: string;
  enum?: string[];
  description?: string;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  items?: { type?: string; enum?: string[] };
}

// Letters: a longer text is written in lines.
const mostInALine = 200;

export type Values = Record<string, unknown>;

/** What there is to choose from for a field, where its schema does not say; undefined for any text. */
export type Offered = (field: string) => readonly Choice[] | undefined;

/**
 * The fields of a form, one for each key of a schema, told by its descriptions. `change` is called with a key and its value
 * after each change; undefined takes it out.
 */
export function fieldsOf(
  schema: z.ZodObject,
  values: Values,
  offered: Offered,
  change: (name: string, value: unknown) => void,
): HTMLElement[] {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: "input" }) as {
    properties?: Record<string, FieldForm>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, form]) => {
    // A description says behind these words what is so where nothing is chosen.
    const [described, otherwise] = (form.description ?? name).split("; else ");
    // Those who choose from names need not know how code says it.
    const about = offered(name)
      ? described!.replace(/, (?:by (?:its|their) \S+|as it is written)$/, "")
      : described!;
    const usual = required.includes(name) ? undefined : otherwise ? `as usual: ${otherwise}` : "as usual";
    const label =
      form.type === "array" && otherwise ? `${about} (where none is chosen: ${otherwise})` : about;
    return labelled(
      label,
      field(form, values[name], offered(name), usual, (value) => change(name, value)),
    );
  });
}

/** A list of which one is chosen. `usual` is what stands where nothing is; without it something must be. */
export function select(
  offers: readonly Choice[],
  value: string | undefined,
  set: (value: string | undefined) => void,
  usual: string | undefined,
): HTMLSelectElement {
  const isUnknown = value !== undefined && !offers.some((offer) => offer.value === value);
  const list = make(
    "select",
    {},
    usual !== undefined && make("option", { value: "" }, usual),
    isUnknown && make("option", { value }, `${value} (not known here)`),
    ...optionsOf(offers),
  );
  list.value = value ?? "";
  list.addEventListener("change", () => set(list.value || undefined));
  return list;
}

/** A field with what it is about. */
export function labelled(label: string, field: HTMLElement): HTMLElement {
  return make("label", { class: "field" }, make("span", {}, label), field);
}

function field(
  { type, format, enum: values, items, minimum, maximum, maxLength = 0 }: FieldForm,
  value: unknown,
  offers: readonly Choice[] | undefined,
  usual: string | undefined,
  set: (value: unknown) => void,
): HTMLElement {
  if (type === "array")
    return severalOf(
      items?.enum?.map(plain) ?? offers ?? [],
      (value as string[] | undefined) ?? [],
      (chosen) => set(chosen.length === 0 ? undefined : chosen),
    );
  if (offers) return select(offers, value as string | undefined, set, usual);
  if (values) return select(values.map(plain), value as string | undefined, set, usual);
  if (type === "boolean")
    return select(
      [
        { value: "true", words: "yes" },
        { value: "false", words: "no" },
      ],
      value === undefined ? undefined : String(value),
      (chosen) => set(chosen === undefined ? undefined : chosen === "true"),
      usual,
    );
  const placeholder = usual === "as usual" ? "" : (usual ?? "");
  if (type === "integer" || type === "number") {
    const number = make("input", { type: "number", value: String(value ?? ""), placeholder });
    if (minimum !== undefined && minimum > Number.MIN_SAFE_INTEGER) number.min = String(minimum);
    if (maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER) number.max = String(maximum);
    number.addEventListener(
      "input",
      () => number.validity.valid && set(number.value === "" ? undefined : Number(number.value)),
    );
    return number;
  }
  const given = { value: String(value ?? ""), placeholder };
  const text =
    maxLength > mostInALine
      ? make("textarea", { ...given, rows: 4, maxLength })
      : make("input", { ...given, type: format === "date" ? "date" : "text" });
  text.addEventListener("input", () => set(text.value === "" ? undefined : text.value));
  return text;
}

function severalOf(
  offers: readonly Choice[],
  value: readonly string[],
  set: (value: string[]) => void,
): HTMLElement {
  const list = make(
    "select",
    { multiple: true, size: Math.min(8, Math.max(3, offers.length)) },
    ...optionsOf(offers, value),
  );
  list.addEventListener("change", () => set([...list.selectedOptions].map((option) => option.value)));
  return list;
}

/** Options, those of one heading together under it. */
function optionsOf(offers: readonly Choice[], selected: readonly string[] = []): HTMLElement[] {
  const elements: HTMLElement[] = [];
  let group: HTMLOptGroupElement | undefined;
  for (const { value, words, heading } of offers) {
    const option = make("option", { value, selected: selected.includes(value) }, words);
    if (heading !== undefined && group?.label !== heading) {
      group = make("optgroup", { label: heading });
      elements.push(group);
    }
    if (heading === undefined) elements.push(option);
    else group!.append(option);
  }
  return elements;
}

function plain(value: string): Choice {
  return { value, words: value };
}
