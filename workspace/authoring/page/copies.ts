import type { Merge } from "../merge.js";
import { editorWith } from "./choose-draft.js";
import { make } from "./elements.js";
import { ask } from "./requests.js";

/** What a page is a copy of and what are copies of it, with what can be done between them. */
export async function copiesOf(
  address: string,
  {
    draft,
    text,
    take,
    leave,
  }: {
    /** The draft in which the page is written here. */
    draft: () => string;
    text: () => string;
    /** Goes on with what came of a text. */
    take: (merged: Merge, of: string) => void;
    leave: () => void;
  },
): Promise<HTMLElement> {
  const { origin, copies } = await ask("forks", { address });
  const said = make("p", { role: "status" });
  const button = (words: string, work: () => Promise<void>, kind = "") =>
    make(
      "button",
      {
        type: "button",
        class: kind,
        onclick: () => void work().catch((error: Error) => said.replaceChildren(error.message)),
      },
      words,
    );
  const link = ({ address: to, title }: { address: string; title: string }) =>
    make("a", { href: `/${to}`, target: "_blank" }, title);
  const takeOver = async (): Promise<void> => {
    const now = text();
    take(await ask("take-over", { address, text: now }), now);
  };
  const offer = async (): Promise<void> => {
    await ask("offer", { address, text: text() });
    said.replaceChildren(
      "It is offered: whoever next opens the original for writing is shown what you changed, and takes it or not.",
    );
  };
  const move = async (): Promise<void> => {
    const moved = await ask("move", { address, folder: elsewhere, draft: draft() });
    location.assign(editorWith(moved.address, moved.draft));
  };
  const elsewhere = address.startsWith("briefings/") ? "explore" : "briefings";
  return make(
    "section",
    { class: "copies", ariaLabel: "Copies" },
    make("h2", {}, "Copies"),
    said,
    ...(origin
      ? [
          make(
            "p",
            {},
            "This page is a copy of ",
            link(origin),
            origin.changed ? ", which has changed since." : ", which has not changed since.",
          ),
          make(
            "p",
            { class: "ey-writing-actions" },
            origin.changed && button("Take over what the original has changed", takeOver, "main"),
            button("Offer my change to the original", offer),
          ),
        ]
      : [make("p", {}, "This page is no copy.")]),
    copies.length === 0
      ? make("p", {}, "Nobody has copied it.")
      : make(
          "div",
          {},
          make("h3", {}, "Copies of it"),
          make("ul", {}, ...copies.map((one) => make("li", {}, link(one)))),
        ),
    make("h3", {}, "Another audience"),
    make(
      "p",
      {},
      elsewhere === "briefings"
        ? "Moved to the briefings, it asks the data that service managers have. It is in their site once somebody has reviewed it."
        : "Moved to the explorations, it can ask all data of the workspace.",
    ),
    make(
      "p",
      { class: "ey-writing-actions" },
      button(elsewhere === "briefings" ? "Move to the briefings" : "Move to the explorations", move),
    ),
    make("p", { class: "ey-writing-actions" }, make("button", { type: "button", onclick: leave }, "Close")),
  );
}
