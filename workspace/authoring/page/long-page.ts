import { formatBytes } from "../../../components/words/numbers.js";

/** The longest text that is drawn anew whenever it is changed. Framework takes about eight seconds for each million letters. */
const longest = 250_000;

/** Whether a page takes so long to draw that it cannot follow what is typed. */
export function isLong(text: string): boolean {
  return text.length > longest;
}

/** How long a page is, what comes of that, and what to do. */
export function longInWords(text: string): string {
  return `This page is ${formatBytes(new Blob([text]).size)} long. To draw it takes the workspace seconds each time, so it does not follow what you type; it is kept and saved as any other. Its readers wait, too: make several pages of it, and keep data in files of their own.`;
}
