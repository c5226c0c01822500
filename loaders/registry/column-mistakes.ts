import { z } from "zod";
import type { Column, Unpivot } from "./column.js";

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
  for (const format of isDate ? (formats ?? []) : [])
    if (!isDateFormat(format))
      mistakes.push(["formats", `“${format}” must be written with percent signs, as in %d/%m/%Y.`]);
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
  for (const key of ["thousands", "percent", "currency"] as const)
    if (column[key] !== undefined && !isNumber)
      mistakes.push([key, "is only for numbers. Write type: number, or remove it."]);
  if (column.thousands === column.decimal)
    mistakes.push(["thousands", "is what stands before the fraction. Write another sign for one of them."]);
  if (pattern !== undefined && !isPattern(pattern))
    mistakes.push([
      "pattern",
      "must be a regular expression, without look-ahead, look-behind or references to groups.",
    ]);
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
  if (column.markers && source.columns.some((other) => other.name === `${name}_status`))
    mistakes.push(["markers", `make a column ${name}_status, which is declared too. Rename one of them.`]);
  if (name === "record_id" && source.kind === "records")
    mistakes.push([
      "name",
      "is what the table calls its own numbers of records. Write another, as in visit_id.",
    ]);
  return mistakes;
}

// The date part must be there; a time may be.
function isDateFormat(format: string): boolean {
  const letters = [...format.matchAll(/%-?(.)?/g)].map((match) => match[1] ?? "");
  return (
    letters.every((letter) => "dmbByYHIMSfpaAj%".includes(letter) && letter !== "") &&
    letters.some((letter) => /[yY]/.test(letter))
  );
}

// Patterns are matched by an engine that never goes back, so that no pattern can be slow.
function isPattern(pattern: string): boolean {
  try {
    new RegExp(pattern);
  } catch {
    return false;
  }
  return !/\(\?<?[=!]|\\[1-9]|\\k</.test(pattern);
}
