import type { ReviewRecord } from "../review/review-record.js";
import { make } from "./elements.js";
import { nameInWords, timeInWords } from "./times.js";

interface Handlers {
  maySettle: boolean;
  /** Where the words stand that the next comment is about. */
  selected: HTMLInputElement;
  point: (words: string) => void;
  settle: (id: string) => void;
  /** Resolves to whether it was kept. */
  say: (says: string, about: string) => Promise<boolean>;
}

/** What was said of a page, what is not settled first, and a form to say more. */
export function comments(said: ReviewRecord["comments"], handlers: Handlers): HTMLElement {
  const open = said.filter(({ settled }) => !settled);
  const settled = said.filter((one) => one.settled);
  return make(
    "section",
    { ariaLabel: "Comments" },
    make("h2", {}, open.length ? `Comments, ${open.length} not settled` : "Comments"),
    make("ol", { class: "comments" }, ...open.map((one) => comment(one, handlers))),
    settled.length > 0 &&
      make(
        "details",
        {},
        make("summary", {}, `${settled.length} settled`),
        make("ol", { class: "comments" }, ...settled.map((one) => comment(one, handlers))),
      ),
    form(handlers),
  );
}

function comment(
  { id, by, at, about, says, settled }: ReviewRecord["comments"][number],
  { maySettle, point, settle }: Handlers,
): HTMLElement {
  return make(
    "li",
    {},
    make("p", { class: "who" }, `${nameInWords(by)}, ${timeInWords(at)}`),
    about !== undefined && make("blockquote", {}, about),
    make("p", {}, says),
    settled
      ? make("p", { class: "who" }, `Settled by ${nameInWords(settled.by)}, ${timeInWords(settled.at)}`)
      : make(
          "p",
          { class: "actions" },
          about !== undefined &&
            make("button", { type: "button", onclick: () => point(about) }, "Show the place"),
          maySettle && make("button", { type: "button", onclick: () => settle(id) }, "Settle"),
        ),
  );
}

function form({ selected, say }: Handlers): HTMLElement {
  const says = make("textarea", { name: "says", rows: 3, required: true, maxLength: 4_000 });
  return make(
    "form",
    {
      class: "say",
      onsubmit: async (event: SubmitEvent) => {
        event.preventDefault();
        const about = selected.value;
        if (await say(says.value, about)) selected.value = "";
      },
    },
    make("label", {}, "About these words", selected),
    make("label", {}, "Comment", says),
    make("p", { class: "actions" }, make("button", { type: "submit" }, "Comment")),
  );
}
