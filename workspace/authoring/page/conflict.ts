import type { Hunk } from "../merge.js";
import { make } from "./elements.js";

/**
 * Shows the places where another's change meets the writer's, side by side, and gives the text that is chosen: at each
 * place one's own, the other's, both, or what is written there.
 */
export function settleConflict(
  pieces: readonly (string | Hunk)[],
  { done, leave }: { done: (text: string) => void; leave: () => void },
): HTMLElement {
  const chosen = pieces.map((piece) => (typeof piece === "string" ? () => piece : undefined));
  const places = pieces.flatMap((piece, i) => {
    if (typeof piece === "string") return [];
    const area = make("textarea", {
      value: piece.yours,
      rows: Math.min(12, piece.yours.split("\n").length + 1),
      ariaLabel: "What the page will say here",
    });
    chosen[i] = () => ended(area.value, piece);
    const put = (text: string): void => {
      area.value = text;
    };
    const take = (label: string, text: string) =>
      make("button", { type: "button", onclick: () => put(text) }, label);
    return [
      make(
        "section",
        { class: "hunk" },
        make(
          "div",
          { class: "sides" },
          make("div", {}, make("h3", {}, "Yours"), make("pre", {}, piece.yours || "(taken out)")),
          make("div", {}, make("h3", {}, "The other"), make("pre", {}, piece.theirs || "(taken out)")),
        ),
        make(
          "p",
          { class: "ey-writing-actions" },
          take("Keep yours", piece.yours),
          take("Take the other", piece.theirs),
          take("Keep both", ended(piece.yours, piece) + piece.theirs),
        ),
        area,
      ),
    ];
  });
  return make(
    "section",
    { class: "conflict", ariaLabel: "Two changes of the same lines" },
    make(
      "h2",
      {},
      `Somebody else changed the same lines, at ${places.length === 1 ? "one place" : `${places.length} places`}`,
    ),
    make(
      "p",
      {},
      "Nothing has been written yet. Choose what the page will say; both texts stay in the page’s history.",
    ),
    ...places,
    make(
      "p",
      { class: "ey-writing-actions" },
      make(
        "button",
        { type: "button", class: "main", onclick: () => done(chosen.map((part) => part!()).join("")) },
        "Save what is chosen",
      ),
      make("button", { type: "button", onclick: leave }, "Go on writing"),
    ),
  );
}

// What follows begins on a line of its own.
function ended(text: string, { yours, theirs }: Hunk): string {
  const needsEnd = text !== "" && !text.endsWith("\n") && (yours.endsWith("\n") || theirs.endsWith("\n"));
  return needsEnd ? `${text}\n` : text;
}
