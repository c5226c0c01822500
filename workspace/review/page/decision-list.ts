import { element } from "../../../components/element.js";
import { formatTime } from "../../../components/words/format.js";
import { formatCount } from "../../../components/words/numbers.js";
import type { DecisionEntry, DecisionList } from "../types.js";
import { ask } from "./ask.js";

const words = { same: "Same child", different: "Different children", unsure: "Unsure" };
const states = {
  followed: "Followed by the last refresh",
  waiting: "From the next refresh on, unless their numbers or another decision stand against it",
  gone: "No extract has this record any more",
};

const details = document.querySelector<HTMLDetailsElement>("#made")!;
const summary = details.querySelector("summary")!;
const list = document.querySelector("#made-list")!;

/** Shows the list of decisions whenever it is opened; `undo` undoes one. */
export function watchList(undo: (decision: DecisionEntry) => void, fail: (error: Error) => void): void {
  details.addEventListener("toggle", () => void showList(undo, fail));
}

/** Draws the list anew if it is open. */
export async function showList(
  undo: (decision: DecisionEntry) => void,
  fail: (error: Error) => void,
): Promise<void> {
  if (!details.open) return;
  try {
    const shown: DecisionEntry[] = [];
    const more = async (): Promise<void> => {
      const { decisions, total } = await ask<DecisionList>("decisions", { offset: shown.length });
      shown.push(...decisions);
      draw(shown, total, undo, more);
    };
    await more();
  } catch (error) {
    fail(error as Error);
  }
}

function draw(
  decisions: DecisionEntry[],
  total: number,
  undo: (decision: DecisionEntry) => void,
  more: () => Promise<void>,
): void {
  if (!total) {
    list.replaceChildren(element("p", {}, "None yet."));
    return;
  }
  list.replaceChildren(
    element("ul", { class: "made" }, ...decisions.map((decision) => item(decision, undo))),
    decisions.length < total
      ? element(
          "button",
          { type: "button", onclick: () => void more() },
          `Show more of ${formatCount(total)}`,
        )
      : "",
  );
}

function item(decision: DecisionEntry, undo: (decision: DecisionEntry) => void): HTMLElement {
  const { left, right, verdict, who, why, at, state } = decision;
  const pair = `${left ?? "a record that has gone"} and ${right ?? "a record that has gone"}`;
  // The button goes with its decision: the focus stays in the list.
  const press = (): void => {
    summary.focus();
    undo(decision);
  };
  return element(
    "li",
    {},
    element("strong", {}, words[verdict]),
    `: ${pair}. ${who}, ${formatTime(at)}${why ? `: ${why}` : ""}. `,
    verdict === "unsure" ? "" : element("span", { class: "hint" }, `${states[state]}. `),
    element("button", { type: "button", "aria-label": `Undo: ${pair}`, onclick: press }, "Undo"),
  );
}
