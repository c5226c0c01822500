import type { OpenTable } from "./tables.js";

/** A table as RFC 4180 has it: a header, commas, lines that end in CR LF, quotes where they are needed. UTF-8. */
export function csvOf({ columns, rows }: OpenTable): string {
  const lines = [columns.map(({ name }) => name), ...rows].map((row) => row.map(quoted).join(","));
  return `${lines.join("\r\n")}\r\n`;
}

function quoted(text: string | null): string {
  if (text === null) return "";
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
