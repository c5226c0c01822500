/**
 * True of a row that stands where a header should and has the form of the rows below it: in each of its cells the same kind of
 * text, and not texts alone. Where there is nothing below, dates and numbers tell.
 */
export function looksLikeRow(row: readonly string[], below: readonly (readonly string[])[]): boolean {
  const kinds = row.map(kindOf);
  const rows = below.map((cells) => cells.map(kindOf)).filter((others) => others.some(Boolean));
  if (!rows.length) return kinds.some((kind) => kind === "day" || kind === "number");
  const isAlike = (kind: Kind, i: number): boolean => {
    const others = new Set(rows.map((cells) => cells[i] ?? "").filter(Boolean));
    return kind === "" || others.size === 0 || others.has(kind);
  };
  return kinds.some((kind) => kind !== "" && kind !== "text") && kinds.every(isAlike);
}

/** What a cell may be, as far as its form tells; "" of an empty one. */
type Kind = "" | "day" | "year" | "number" | "code" | "text";

const forms: [kind: Kind, form: RegExp][] = [
  ["", /^$/],
  ["day", /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([ T].*)?$|^\d{1,2}[ -]\p{L}{3,9}[ -]\d{2,4}$/u],
  // Headers are years more often than rows have one and nothing else.
  ["year", /^(19|20)\d\d$/],
  ["number", /^[+-]?\p{Sc}?[\d., ]*\d ?%?$/u],
  ["code", /\d{3}|\d[a-z]{2}$/i],
];

const kindOf = (cell: string): Kind => forms.find(([, form]) => form.test(cell.trim()))?.[0] ?? "text";
