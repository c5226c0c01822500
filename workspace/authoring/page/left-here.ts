import { addressesHere, type DraftHere, draftsHere, dropHere } from "./drafts-here.js";
import { ask } from "./requests.js";

/** Addresses at which this browser keeps a draft, and at which there is no page any more. */
export async function goneHere(): Promise<string[]> {
  const found = await Promise.all(
    addressesHere().map(async (address) => {
      const isGone = ask("where", { address }).then(({ there }) => !there);
      // What cannot be told is left as it is.
      return (await isGone.catch(() => false)) ? [address] : [];
    }),
  );
  return found.flat();
}

/**
 * Puts on disk what this browser alone keeps of pages that are gone, from where it is offered with the other drafts: where
 * the page is now, or in its place. What cannot be put there stays in the browser.
 */
export async function handIn(newId: () => string): Promise<void> {
  for (const address of await goneHere()) {
    const kept = (await ask("page", { address }).catch(() => undefined))?.drafts ?? [];
    for (const draft of draftsHere(address)) {
      const known = kept.find(({ id }) => id === draft.id);
      const isThere = known !== undefined && (known.at >= draft.at || known.text === draft.text);
      await (isThere ? Promise.resolve() : put(address, known ? { ...draft, id: newId() } : draft))
        .then(() => dropHere(address, draft.id))
        .catch(() => {});
    }
  }
}

function put(address: string, { id, text, base }: DraftHere): Promise<unknown> {
  return ask("draft", { address, id, text, base });
}
