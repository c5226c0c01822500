import { z } from "zod";
import type { Column, Unpivot } from "./column.js";
import { dateFormatMistakes } from "./date-format-mistakes.js";
import { patternMistake } from "./pattern-mistake.js";

/** A mistake in a column's declaration: the key in it, and what to write. */
export type Mistake = [key: keyof Column, message: string];

/** What the types of a column's keys cannot tell: keys that do not go together, and expressions that do not work. */
export function columnMistakes(
  column: Column,
  source: { kind: string; columns: readonly Column[]; unpivot?: Unpivot | undefined },
): Mistake[] {
  const mistakes: Mistake[] = [];
  const { name, type, role, identifier, values, formats, pattern, min, max } = column;
  const isDate = type === "date" || type === "datetime";
  if (role && role !== "sex" && !identifier)
    mistakes.push(["identifier", `must be true: the role ${role} identifies a child.`]);
  if (identifier && source.kind !== "records")
    mistakes.push([
      "identifier",
      "is only allowed where kind is records. Write kind: records, or remove the column.",
    ]);
  if (Array.isArray(values) && values.length === 0) mistakes.push(["values", "must not be empty."]);
  if (formats && !isDate) mistakes.push(["formats", `is only for dates. Write type: date, or remove it.`]);
  for (const mistake of isDate ? dateFormatMistakes(formats ?? []) : []) mistakes.push(["formats", mistake]);
  for (const [key, texts] of [
    ["formats", formats ?? []],
    ["pattern", [pattern ?? ""]],
  ] as const)
    if (texts.some((text) => /[“”‘’„]/.test(text)))
      mistakes.push([
        key,
        'has typographic quotation marks in it. Write plain ones around it, as in "%d/%m/%Y".',
      ]);
  if (min !== undefined && max !== undefined && typeof min === typeof max && min > max)
    mistakes.push([
      "min",
      `is above max, so that no value can be right: ${min} and ${max}. Change one of them.`,
    ]);
  const isNumber = type === "integer" || type === "number";
  for (const key of ["decimal", "thousands", "percent", "currency", "brackets"] as const)
    if (!isNumber && column[key] !== (key === "decimal" ? "." : key === "brackets" ? false : undefined))
      mistakes.push([key, "is only for numbers. Write type: number, or remove it."]);
  if (column.percent === "share" && typeof max === "number" && max > 10)
    mistakes.push(["max", "is of the share that is read: 100% is 1."]);
  if (column.thousands === column.decimal)
    mistakes.push(["thousands", "is what stands before the fraction. Write another sign for one of them."]);
  const wrong = pattern === undefined ? undefined : patternMistake(pattern);
  if (wrong) mistakes.push(["pattern", wrong]);
  mistakes.push(...valueMistakes(column), ...roleMistakes(column, source.columns));
  for (const [key, bound] of [
    ["min", min],
    ["max", max],
  ] as const) {
    if (bound === undefined) continue;
    if (isDate && !z.iso.date().safeParse(bound).success)
      mistakes.push([key, "must be a date as year-month-day, as in 2026-12-01."]);
    if ((type === "integer" || type === "number") && typeof bound === "string")
      mistakes.push([key, "must be a number."]);
    if (!isDate && type !== "integer" && type !== "number")
      mistakes.push([key, "is only for numbers and dates."]);
  }
  const unpivoted = source.unpivot?.into === name || source.unpivot?.values === name;
  if (Object.keys(column.headers).length === 0 && !unpivoted && type !== "geometry")
    mistakes.push(["headers", "must have a spelling, as in { any: Date of birth }."]);
  for (const spelling of Object.values(column.headers).flat())
    if (!spelling.replace(/\[note [^\]]*\]|[\s\u00ad\u200b-\u200f\u2060\ufeff]/gi, ""))
      mistakes.push([
        "headers",
        "has a spelling without a letter that anybody sees. Write the column's header.",
      ]);
  if (column.markers && source.columns.some((other) => other.name === `${name}_status`))
    mistakes.push(["markers", `make a column ${name}_status, which is declared too. Rename one of them.`]);
  if (name === "record_id" && source.kind === "records")
    mistakes.push([
      "name",
      "is what the table calls its own numbers of records. Write another, as in visit_id.",
    ]);
  return mistakes;
}

/** Values that are listed and can never be read. */
function valueMistakes({ type, values, pattern, markers, missing }: Column): Mistake[] {
  const mistakes: Mistake[] = [];
  const listed: [string, string][] = Array.isArray(values)
    ? values.map((value) => [value, value])
    : Object.entries(values ?? {});
  const form = forms[type];
  const odd = form && listed.find(([, value]) => !form.test(value));
  if (odd) mistakes.push(["values", `“${odd[1]}” is none of type ${type}. Correct it, or the type.`]);
  const meanings = new Map<string, string>();
  for (const [spelling, value] of listed) {
    const key = spelling.trim().toLowerCase();
    if ((meanings.get(key) ?? value) !== value)
      mistakes.push([
        "values",
        `“${spelling}” stands for two values, as capitals count like small letters. Leave one out.`,
      ]);
    meanings.set(key, value);
  }
  const expression = pattern !== undefined && !patternMistake(pattern) ? whole(pattern) : undefined;
  const unlike = expression && listed.find(([spelling]) => !expression.test(spelling));
  if (unlike)
    mistakes.push([
      "pattern",
      `does not fit “${unlike[0]}”, which is listed under values. Change one of them.`,
    ]);
  const lowered = (text: string): string => text.trim().toLowerCase();
  const marks = Object.keys(markers ?? {}).map(lowered);
  const twice = marks.find((mark) => meanings.has(mark));
  if (twice) mistakes.push(["markers", `“${twice}” is listed under values, too. Leave one out.`]);
  const empty = missing?.find((text) => marks.includes(lowered(text)));
  if (empty) mistakes.push(["missing", `“${empty}” is among the markers, too. Leave one out.`]);
  return mistakes;
}

const forms: Partial<Record<Column["type"], RegExp>> = {
  integer: /^[+-]?\d+$/,
  number: /^[+-]?\d*\.?\d+$/,
  boolean: /^(true|false|t|f|yes|no|y|n|1|0)$/i,
};

/** The engine's own expressions may hold what the browser's do not: then nothing is said. */
function whole(pattern: string): RegExp | undefined {
  try {
    return new RegExp(`^(?:${pattern})$`, "u");
  } catch {
    return undefined;
  }
}

/** A role that its column cannot have, or that another has. */
function roleMistakes({ name, role, type }: Column, columns: readonly Column[]): Mistake[] {
  if (!role) return [];
  const mistakes: Mistake[] = [];
  const first = columns.find((other) => other.role === role);
  if (first && first.name !== name)
    mistakes.push([
      "role",
      `is that of ${first.name}, too, and only one of them can have it. Remove it from one.`,
    ]);
  if (role === "date_of_birth" && type !== "date" && type !== "datetime")
    mistakes.push(["type", "must be date: the role date_of_birth is a day."]);
  if (role !== "date_of_birth" && type !== "text")
    mistakes.push(["type", `must be text: the role ${role} is nothing that is counted.`]);
  return mistakes;
}
