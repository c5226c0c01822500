import { digitsByHand } from "../digits-by-hand.js";

/** Digits that stand in a page's prose because somebody typed them: they go stale in silence. */
export interface HandTyped {
  /** Of the page's file. */
  line: number;
  /** The digits, with what is written together with them: `12.4%`. */
  number: string;
  /** The line that they stand in. */
  text: string;
}

/** The digits typed by hand in a page's prose, as the editor marks them, each with its line. */
export function handTyped(text: string): HandTyped[] {
  const lines = text.split(/\r?\n/);
  return digitsByHand(text).map(({ from, text: number }) => {
    const line = text.slice(0, from).split("\n").length;
    return { line, number, text: lines[line - 1]!.trim() };
  });
}
