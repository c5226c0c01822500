import { headersText } from "../../files/header-text.js";
import { headerOf, type Input } from "../../files/open-table.js";
import { TellableError } from "../../store/safe-message.js";
import { isSame, keyFields } from "./keys.js";
import { fieldsOf, type Model } from "./schema.js";

export type Link = NonNullable<Model["link"]>;

/** A model with what the files at hand cannot feed left out, and each file's headers for what is left. */
export interface Applied {
  model: Model;
  link: Link;
  /** By input, by field: the headers whose values make it, or none. */
  headers: Record<string, string[]>[];
  id: string[];
  label: (string | undefined)[];
  /** What the files cannot feed, and columns that nothing uses: a sentence each. */
  notes: string[];
}

/**
 * Fits a model to files. Optional fields that they lack are left out, with the comparisons and rules that use them;
 * so are those that are in only one of two files to be linked with each other.
 *
 * Throws a TellableError that names the columns that are missing and those that the file has.
 */
export function applyModel(model: Model, inputs: readonly Input[]): Applied {
  const link = linkOf(model, inputs.length);
  const id = inputs.map((input) => needed(model, input, "id", model.id));
  const headers = inputs.map((input) => headersOf(model, input));
  const present = (field: string): boolean => {
    const count = headers.filter((of) => of[field]).length;
    return count >= (link === "between" ? 2 : 1);
  };
  const usable = (fields: string[]): boolean => fields.every(present);
  const usableRules = (rules: string[][]): string[][] =>
    rules.filter((rule) => usable(rule.flatMap(keyFields)));
  // A level that looks at a second field, which is missing, goes; the comparison stays.
  const comparisons = model.comparisons
    .filter((comparison) => present(comparison.field ?? comparison.name))
    .map((comparison) => ({
      ...comparison,
      levels: comparison.levels.filter((level) => usable(fieldsOf({ ...comparison, levels: [level] }))),
    }));
  const rules = usableRules(model.blocking.rules);
  const passes = usableRules(model.training.passes);
  const further = model.blocking.further && usableRules(model.blocking.further.rules);
  const sure = model.training.sure && usableRules(model.training.sure.rules);
  if (!comparisons.length)
    throw new TellableError(
      `The model compares ${model.comparisons.map((c) => c.name).join(", ")}, and ${inputs.length > 1 ? "no two of the files have a column" : "the file has no column"} for any of them. ${headersInWords(model, inputs)} Name the columns under fields in the model file.`,
    );
  if (!rules.length)
    throw new TellableError(
      `No blocking rule of the model can be used: each needs a column that is missing. ${headersInWords(model, inputs)} Add a rule to blocking.rules in the model file.`,
    );
  return {
    link,
    id,
    headers,
    label: inputs.map((input) => headerOf(input, model.label)),
    notes: notesOn(model, inputs, headers, present),
    model: {
      ...model,
      fields: Object.fromEntries(Object.entries(model.fields).filter(([field]) => present(field))),
      comparisons,
      blocking: {
        ...model.blocking,
        rules,
        split: usableSplit(model, rules, present),
        further: further?.length ? { ...model.blocking.further!, rules: further } : undefined,
      },
      training: {
        ...model.training,
        passes,
        sure: sure?.length ? { ...model.training.sure!, rules: sure } : undefined,
      },
      one_value: model.one_value.filter(present),
    },
  };
}

/** How blocks are split, as far as the files feed it. */
function usableSplit(
  { blocking }: Model,
  rules: readonly string[][],
  has: (field: string) => boolean,
): Model["blocking"]["split"] {
  const by = blocking.split?.by
    .filter((one) => rules.some((rule) => isSame(rule, one.rule)))
    .map((one) => ({ ...one, keys: one.keys.filter((key) => keyFields(key).every(has)) }))
    .filter(({ keys }) => keys.length);
  return by?.length ? { ...blocking.split!, by } : undefined;
}

function linkOf({ link }: Model, inputs: number): Link {
  if (link === "between" && inputs < 2)
    throw new TellableError(
      "The model says link: between, and there is one file. Give another with a second --input, or write link: within.",
    );
  return link ?? (inputs > 1 ? "between" : "within");
}

function headersOf(model: Model, input: Input): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const [field, { from, optional }] of Object.entries(model.fields)) {
    const possible = from ?? [field];
    const parts = possible
      .map((one) => one.split(" + ").map((header) => headerOf(input, [header])))
      .find((headers) => headers.every((header) => header !== undefined));
    if (parts) found[field] = parts as string[];
    else if (!optional) needed(model, input, `fields.${field}`, possible);
  }
  return found;
}

function notesOn(
  model: Model,
  inputs: readonly Input[],
  headers: Applied["headers"],
  present: (field: string) => boolean,
): string[] {
  const partly = Object.keys(model.fields).filter((field) => headers.some((of) => of[field]));
  const lacking = partly.flatMap((field) => {
    const without = inputs.filter((_, i) => !headers[i]![field]).map(({ name }) => name);
    if (!without.length) return [];
    const looked = (model.fields[field]!.from ?? [field]).join(", ");
    return `${without.join(", ")}: no column for ${field} (${looked})${present(field) ? "" : "; it is not compared"}`;
  });
  const unused = inputs.flatMap((input, i) => {
    const known = [
      ...Object.values(headers[i]!).flat(),
      headerOf(input, model.id),
      headerOf(input, model.label),
    ];
    const rest = [...input.headers.keys()].filter((at) => !known.includes(input.headers[at]!));
    return rest.length ? [`${input.name}: not used: ${headersText(input.headers, [], rest)}`] : [];
  });
  return [...lacking, ...unused];
}

function needed(model: Model, input: Input, place: string, possible: readonly string[]): string {
  const header = headerOf(input, possible);
  if (header !== undefined) return header;
  const wanted = possible.map((one) => `“${one}”`).join(" or ");
  throw new TellableError(
    `${input.name}: has no column ${wanted}. It has: ${headersText(input.headers, headersOfModel(model))}. Name the right column at ${place} in the model file.`,
  );
}

function headersInWords(model: Model, inputs: readonly Input[]): string {
  const known = headersOfModel(model);
  return inputs.map(({ name, headers }) => `${name} has: ${headersText(headers, known)}.`).join(" ");
}

/** The headers that a model knows. */
function headersOfModel({ id, label, fields }: Model): string[] {
  const own = Object.entries(fields).flatMap(([field, { from }]) => [field, ...(from ?? [])]);
  return [...id, ...label, ...own.flatMap((text) => text.split(" + "))];
}
