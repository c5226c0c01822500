import { differences } from "./differences.js";
import { type DraftHere, draftsHere, dropHere } from "./drafts-here.js";
import { make } from "./elements.js";
import { ask, type OpenPage } from "./requests.js";

/** What a writer goes on with. */
export interface ChosenDraft {
  id: string;
  text: string;
  base?: string;
  /** It was left by another window: it may have been left because one of its cells runs for ever. */
  isFound: boolean;
}

const dayAndTime = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" });

/** A text as the editor has it: with plain ends of lines. */
export function inEditor(text: string): string {
  return text.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n");
}

/** Where a page is written, going on with a draft where one is given. */
export function editorWith(address: string, draft?: string): string {
  const more = draft ? `&draft=${draft}` : "";
  return `/_write/edit?page=${encodeURIComponent(address)}${more}`;
}

/**
 * What to go on with: the page as it is, or a draft of it, which the writer chooses after seeing what differs. `going`: a draft
 * with which the writer came. `like`: a page that this one may have become, where it is gone.
 */
export async function chooseDraft(
  root: HTMLElement,
  address: string,
  page: OpenPage,
  { going, like }: { going?: string | null; like?: string | undefined } = {},
): Promise<ChosenDraft> {
  const plain = inEditor(page.text);
  const fresh = { id: newId(), text: plain, base: page.hash, isFound: false };
  const here = draftsHere(address).filter(
    ({ id, at }) => !page.drafts.some((draft) => draft.id === id && draft.at >= at),
  );
  const offers = [...here, ...page.drafts].filter(({ text }) => text !== plain);
  const own = page.drafts.find(({ id }) => id === going);
  if (own) return { ...own, isFound: false };
  if (offers.length === 0) return fresh;
  const problem = make("p", { class: "problem", role: "alert" });
  const button = (text: string, work: () => void, kind = "") =>
    make("button", { type: "button", class: kind, onclick: work }, text);
  return new Promise((resolve) => {
    const offer = (draft: (typeof offers)[number]) => {
      const { writer, isOpen, base } = draft as Partial<OpenPage["drafts"][number]>;
      // A newer text by its name, in this browser, is not to be written over.
      const isSecond = offers.find(({ id }) => id === draft.id) !== draft;
      const goOn = () => resolve({ ...draft, ...((isOpen || isSecond) && { id: newId() }), isFound: true });
      return make(
        "article",
        {},
        make("h2", {}, `${writer ?? "In this browser"}, ${dayAndTime.format(new Date(draft.at))}`),
        isOpen && make("p", {}, "It is open in another window now, where somebody may go on writing it."),
        page.isGone && make("pre", {}, draft.text),
        !page.isGone && differences(plain, draft.text),
        make(
          "p",
          { class: "ey-writing-actions" },
          button(isOpen ? "Go on with a copy of this draft" : "Go on with this draft", goOn, "main"),
          !isOpen &&
            button("Give it up (it stays in the history)", () => {
              giveUp(address, { ...draft, base }).catch((error: Error) => {
                problem.textContent = error.message;
              });
            }),
        ),
      );
    };
    const begin = make(
      "p",
      {},
      page.isGone
        ? make("a", { href: "/" }, "To the workspace")
        : button("Begin from the page as it is; leave the drafts", () => resolve(fresh)),
    );
    const many = offers.length === 1 ? "is a draft" : `are ${offers.length} drafts`;
    root.replaceChildren(
      make(
        "section",
        { class: "offers" },
        make("h1", {}, `${address}: there ${many} that nobody has saved`),
        page.isGone &&
          make(
            "p",
            {},
            "The page itself was taken away. A draft that is saved as a version puts it back.",
            ...(like === undefined
              ? []
              : [" It may have become ", make("a", { href: editorWith(like) }, like), "."]),
          ),
        problem,
        // Of many, the last is far down.
        offers.length > 1 && begin,
        ...offers.map(offer),
        offers.length === 1 && begin,
      ),
    );
    root.querySelector<HTMLElement>("button.main")!.focus();
  });
}

async function giveUp(address: string, { id, text, base }: DraftHere): Promise<void> {
  await ask("draft", { address, id, text, base });
  await ask("give-up", { address, id });
  dropHere(address, id);
  location.reload();
}

/** A name for a draft that no other has. */
export function newId(): string {
  return [...crypto.getRandomValues(new Uint8Array(4))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
}
