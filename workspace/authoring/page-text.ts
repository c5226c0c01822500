import { readFileSync } from "node:fs";
import { TellableError } from "../../loaders/store/safe-message.js";

/** The longest page that is written or opened from the browser, in bytes. */
export const longestPage = 4 * 1024 * 1024;

/** The text of a page's file; undefined if there is none. Throws a TellableError if it is no text in UTF-8, or too long. */
export function readPageText(file: string): string | undefined {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  if (bytes.length > longestPage) throw tooLong();
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new TellableError(
      "This page is not UTF-8 text. Save it as UTF-8 in a text editor, then open it again.",
    );
  }
}

/** Throws a TellableError if a text is longer than a page may be. */
export function refuseLong(text: string): void {
  if (Buffer.byteLength(text) > longestPage) throw tooLong();
}

/** A text with the line ends and the byte order mark of another, which an editor in a browser does not keep. */
export function inFormOf(other: string | undefined, text: string): string {
  const plain = text.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");
  const ended = other?.includes("\r\n") ? plain.replaceAll("\n", "\r\n") : plain;
  return other?.startsWith("\uFEFF") ? `\uFEFF${ended}` : ended;
}

function tooLong(): TellableError {
  return new TellableError(
    `A page can be ${longestPage / 1024 / 1024} MB at most. Keep pictures and data in files of their own beside it.`,
  );
}
