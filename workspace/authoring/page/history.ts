import { differences } from "./differences.js";
import { make } from "./elements.js";
import { otherName } from "./other-name.js";
import { ask, type Version } from "./requests.js";

const time = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" });

/**
 * The versions of a page: who, when, what was done, what differs from the text as it is now, the two pages side by side, and
 * a way back. `draft`: the draft that shows the page as it is now. Call `leave` when it is closed.
 */
export async function historyOf(
  address: string,
  {
    draft,
    drawnAt,
    now,
    restore,
    leave,
  }: {
    draft: string;
    /** Where a draft that is shown at an address is drawn. */
    drawnAt: (shown: string) => string;
    now: () => string;
    restore: (text: string) => void;
    leave: () => void;
  },
): Promise<{ element: HTMLElement; leave: () => void }> {
  const versions = await ask("versions", { address });
  const shown = make("div", { class: "version", tabIndex: -1 });
  const drawn = new Set<string>();
  const show = async ({ id, ...version }: Version): Promise<void> => {
    const { text } = await ask("version", { address, id });
    const isSame = text === now();
    const sides = make("div", { class: "drawn" });
    const draw = async (): Promise<void> => {
      const then = id.slice(0, 8);
      drawn.add(then);
      const { shown: thenAt } = await ask("show", { address, id: then, text });
      const nowAt = `${address.replace(/[^/]*$/, "")}.${address.split("/").at(-1)}.${draft}.draft`;
      sides.replaceChildren(frame("Then", drawnAt(thenAt)), frame("Now", drawnAt(nowAt)));
    };
    shown.replaceChildren(
      make("h3", {}, titleOf({ id, ...version })),
      isSame
        ? make("p", {}, "The text as it is now.")
        : make("p", {}, "What is struck was in that version; what is marked is in the text as it is now."),
      make(
        "p",
        { class: "ey-writing-actions" },
        !isSame &&
          make("button", { type: "button", onclick: () => restore(text) }, "Go back to this version"),
        make("button", { type: "button", onclick: () => void draw() }, "Show both pages side by side"),
      ),
      sides,
      isSame ? "" : differences(text, now()),
    );
    shown.focus();
  };
  const element = make(
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
      ...versions.map((version) =>
        make(
          "li",
          {},
          make("button", { type: "button", onclick: () => void show(version) }, version.note),
          ` ${version.writer}, ${time.format(new Date(version.at))}`,
        ),
      ),
    ),
    shown,
  );
  // What drew old versions goes with the history.
  const left = (): void => {
    for (const id of drawn) void ask("leave", { address, draft: id }).catch(() => {});
  };
  return { element, leave: left };
}

function titleOf({ note, writer, at }: Version): string {
  return `${note}, ${writer}, ${time.format(new Date(at))}`;
}

function frame(title: string, at: string): HTMLElement {
  return make(
    "figure",
    {},
    make("figcaption", {}, title),
    make("iframe", { src: `${otherName()}/${at}`, title: `The page ${title.toLowerCase()}` }),
  );
}
