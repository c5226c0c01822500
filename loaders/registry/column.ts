import { z } from "zod";
import { markStatuses } from "../../components/words/status.js";
import { type MarkerPreset, markerPresets, markersOf } from "./markers.js";

export const text = z.string().trim().min(1, "must not be empty.");

export const columnName = text.regex(
  /^[a-z][a-z0-9_]*$/,
  "must be lower-case words joined by underscores, as in date_of_birth.",
);

export const columnTypes = ["text", "integer", "number", "date", "datetime", "boolean", "geometry"] as const;

/** What a column of a source that holds records of children means to linkage. */
export const columnRoles = [
  "nhs_number",
  "upn",
  "local_id",
  "forename",
  "surname",
  "date_of_birth",
  "postcode",
  "sex",
] as const;

export const column = z.strictObject({
  /** What queries call it. */
  name: columnName,
  /** What it means, in a sentence a reader outside the team understands. */
  description: text.optional(),
  /** Header spellings by layout name; `any` serves every layout. Compared without regard to case, BOM, and runs of white space. */
  headers: z.record(text, z.union([text, z.array(text).min(1)])),
  /** What its cells hold once they are read. */
  type: z.enum(columnTypes),
  /** Format of a date or datetime as strptime writes it, as in %d/%m/%Y; several are tried in order. */
  formats: z.array(text).optional(),
  /** What stands before the fraction of a number: a full stop, or a comma. */
  decimal: z.enum([".", ","]).default("."),
  /** What stands between thousands. A single comma or full stop could be either, and is set aside where this is left out. */
  thousands: z.enum([",", ".", " ", "'"], 'must be one of: ",", ".", " ", "\'".').optional(),
  /** For numbers that may bear a percent sign: 45% is read as the share 0.45, or as the percentage 45. */
  percent: z.enum(["share", "percentage"]).optional(),
  /** A currency's sign, as in £, that may stand before or behind a number. */
  currency: text
    .regex(/^[^\d.,+%()-]+$/, "must be a currency's sign, as in £: no digit, and no mark that numbers have.")
    .optional(),
  /** Whether a number in brackets is below zero, as accountants write it. */
  brackets: z.boolean().default(false),
  /** What a number counts, in words. */
  unit: text.optional(),
  /** Allowed values, or spellings in the extract → canonical value. Compared without regard to case. */
  values: z.union([z.array(text), z.record(text, text)]).optional(),
  /** Least allowed number or date. */
  min: z.union([z.number(), z.string()]).optional(),
  /** Greatest allowed number or date. */
  max: z.union([z.number(), z.string()]).optional(),
  /** A regular expression that the whole trimmed value must match. */
  pattern: text.optional(),
  /** Cell contents that mean "no value" besides the empty cell. */
  missing: z.array(z.string()).optional(),
  /**
   * Markers → status, kept beside the value in `<name>_status`; or the name of what publishers usually write: symbols (c, z, x,
   * u and low, also as [c]), statistics (those, and *, .., : and the like), small-numbers (*, <5, 1-4 and the like).
   */
  markers: z
    .union([
      z
        .enum(Object.keys(markerPresets) as [MarkerPreset, ...MarkerPreset[]])
        .transform((name) => markersOf(name)),
      z.record(z.string(), z.enum(markStatuses)),
    ])
    .optional(),
  /** A row without it is quarantined, and an extract without the column is refused. */
  required: z.boolean().default(false),
  /** Identifies a child: never leaves the identity store. */
  identifier: z.boolean().default(false),
  /** What it means to linkage, in a source of records of children. */
  role: z.enum(columnRoles).optional(),
});

/** Columns of an extract that become rows: a header's part and the cell under it. */
export const unpivot = z.strictObject({
  /** A regular expression over headers; its first group becomes the value of `into`. */
  headers: text.refine(isRegExpWithGroup, "must be a regular expression with one group."),
  /** Name of the column that takes the matched group. */
  into: columnName,
  /** Name of the column that takes the cell. Both must be declared in `columns` (with headers: {}). */
  values: columnName,
});

export type Column = z.infer<typeof column>;
export type Unpivot = z.infer<typeof unpivot>;

/** Whether a text is a regular expression with exactly one group. */
export function isRegExpWithGroup(pattern: string): boolean {
  try {
    return new RegExp(`${pattern}|`).exec("")!.length === 2;
  } catch {
    return false;
  }
}
