import { inPlainWords } from "../../../components/site/mistakes.js";
import type { Importable } from "../../../components/site/unknown-name.js";
import { make } from "./elements.js";
import { placed } from "./names.js";
import type { CellState } from "./page-talk.js";

/** The lines of a text in which cells of its page failed, each with where it begins and what it said. `language` is what the page can import. */
export function failedCells(
  text: string,
  cells: readonly CellState[],
  language?: Importable,
): { line: number; from: number; error: string }[] {
  const given = cells.flatMap(({ gives }) => gives);
  return placed(text, cells)
    .filter(({ cell }) => cell.state === "failed")
    .map(({ cell, from }) => ({
      line: text.slice(0, from).split("\n").length,
      from,
      error: cell.error
        ? inPlainWords(cell.error, given, language ? [language] : []).message
        : "This cell failed.",
    }));
}

/**
 * Tells which cells failed, with the way to each. The marks beside the text are for eyes alone, as the editor hides its gutters
 * from screen readers; what is said here is read out, and only when it changes.
 */
export class CellStates {
  readonly element = make("p", { class: "cells", role: "status" });
  private lastState = "";

  constructor(
    private readonly go: (at: number) => void,
    private readonly language: Importable,
  ) {}

  show(text: string, cells: readonly CellState[]): void {
    const failed = failedCells(text, cells, this.language);
    const now = JSON.stringify(failed.map(({ line, error }) => [line, error]));
    if (now === this.lastState || (failed.length === 0 && cells.some(({ state }) => state === "running")))
      return;
    const wasFailed = this.lastState !== "" && this.lastState !== "[]";
    this.lastState = now;
    this.element.replaceChildren(
      ...(failed.length > 0
        ? failed.flatMap(({ line, from, error }) => [
            make("button", { type: "button", onclick: () => this.go(from) }, `Line ${line}`),
            ` ${error} `,
          ])
        : [wasFailed ? "All cells have run." : ""]),
    );
  }
}
