/** What a cell of the page that is shown has come to. */
export interface CellState {
  /** The line of the page in which its code begins. */
  line: number;
  code: string;
  uses: string[];
  gives: string[];
  state: "running" | "done" | "failed";
  error?: string;
}

/** What the page beside the text tells the text. */
export type FromPage =
  | { earlyYears: "alive" }
  | { earlyYears: "leaving" }
  | { earlyYears: "cells"; cells: CellState[] };

/** What the text tells the page beside it: to show the cell that begins in a line. */
export interface ToPage {
  earlyYears: "point";
  line: number;
}
