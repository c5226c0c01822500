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

/** What to go on with: the page as it is, or a draft of it, which the writer chooses after seeing what differs. */
export async function chooseDraft(root: HTMLElement, address: string, page: OpenPage): Promise<ChosenDraft> {
  const plain = page.text.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n");
  const fresh = { id: newId(), text: plain, base: page.hash, isFound: false };
  const here = draftsHere(address).filter(
    ({ id, at }) => !page.drafts.some((draft) => draft.id === id && draft.at >= at),
  );
  const offers = [...here, ...page.drafts].filter(({ text }) => text !== plain);
  if (offers.length === 0) return fresh;
  const button = (text: string, work: () => void, kind = "") =>
    make("button", { type: "button", class: kind, onclick: work }, text);
  return new Promise((resolve) => {
    const offer = (draft: DraftHere & { writer?: string }) =>
      make(
        "article",
        {},
        make("h2", {}, `${draft.writer ?? "In this browser"}, ${dayAndTime.format(new Date(draft.at))}`),
        differences(plain, draft.text),
        make(
          "p",
          { class: "ey-writing-actions" },
          button("Go on with this draft", () => resolve({ ...draft, isFound: true }), "main"),
          button("Give it up (it stays in the history)", () => void giveUp(address, draft)),
        ),
      );
    root.replaceChildren(
      make(
        "section",
        { class: "offers" },
        make(
          "h1",
          {},
          `${address}: there ${offers.length === 1 ? "is a draft" : `are ${offers.length} drafts`} that nobody has saved`,
        ),
        ...offers.map(offer),
        make(
          "p",
          {},
          button("Begin from the page as it is; leave the drafts", () => resolve(fresh)),
        ),
      ),
    );
    root.querySelector("button")!.focus();
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
