import { differences } from "./differences.js";
import { make } from "./elements.js";
import { ask } from "./requests.js";

const time = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" });

/** The versions of a page: who, when, what was done, what differs from the text as it is now, and a way back. */
export async function historyOf(
  address: string,
  { now, restore, leave }: { now: () => string; restore: (text: string) => void; leave: () => void },
): Promise<HTMLElement> {
  const versions = await ask("versions", { address });
  const difference = make("div", { class: "version", tabIndex: -1 });
  const show = async (id: string, title: string) => {
    const { text } = await ask("version", { address, id });
    difference.replaceChildren(
      make("h3", {}, title),
      text === now()
        ? make("p", {}, "The text as it is now.")
        : make("p", {}, "What is struck was in that version; what is marked is in the text as it is now."),
      text === now() ? "" : differences(text, now()),
      make(
        "p",
        { class: "ey-writing-actions" },
        text !== now() &&
          make("button", { type: "button", onclick: () => restore(text) }, "Go back to this version"),
      ),
    );
    difference.focus();
  };
  return make(
    "section",
    { class: "history", ariaLabel: "History" },
    make("h2", {}, "History"),
    make(
      "p",
      { class: "ey-writing-actions" },
      make("button", { type: "button", onclick: leave }, "Close the history"),
    ),
    versions.length === 0 && make("p", {}, "No version has been saved yet."),
    make(
      "ol",
      {},
      ...versions.map(({ id, writer, at, note }) => {
        const title = `${note}, ${writer}, ${time.format(new Date(at))}`;
        return make(
          "li",
          {},
          make("button", { type: "button", onclick: () => void show(id, title) }, note),
          ` ${writer}, ${time.format(new Date(at))}`,
        );
      }),
    ),
    difference,
  );
}
