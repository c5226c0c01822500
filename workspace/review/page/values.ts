import type { Appearance, Particulars } from "../types.js";

export type Field = Exclude<keyof Particulars, "seen">;

/** The particulars of a child, in the order in which they are shown. */
export const fields: readonly Field[] = [
  "forename",
  "surname",
  "date_of_birth",
  "sex",
  "postcode",
  "nhs_number",
  "upn",
];

/** A value as people write it: 04/03/2021, B1 1AA, 943 476 5919. */
export function shown(field: Field, value: string): string {
  switch (field) {
    case "date_of_birth":
      return value.split("-").reverse().join("/");
    case "postcode":
      return value.replace(/^(.+?)\s*(...)$/, "$1 $2");
    case "nhs_number":
      return value.replace(/^(...)(...)(....)$/, "$1 $2 $3");
    case "sex":
      return value.charAt(0).toUpperCase() + value.slice(1);
    default:
      return value;
  }
}

/** A child's particulars in one line, without what is the same for most. */
export function inOneLine(particulars: Particulars): string {
  const parts = (["date_of_birth", "postcode"] as const).flatMap((field) => {
    const value = particulars[field];
    return value ? [shown(field, value)] : [];
  });
  const name = [particulars.forename, particulars.surname].filter(Boolean).join(" ") || "no name";
  return [name, ...parts].join(", ");
}

export function appearanceText({ source, periods }: Appearance): string {
  return periods.length ? `${source}: ${periods.join(", ")}` : source;
}
