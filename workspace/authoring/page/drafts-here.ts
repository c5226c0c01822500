/** A draft in this browser's own storage, which outlives the page and the server. */
export interface DraftHere {
  id: string;
  text: string;
  base?: string;
  /** ISO 8601, UTC. */
  at: string;
}

const begin = "early-years-draft:";
// One for each window that writes the page: none takes another's place.
const keysOf = (address: string) => `${begin}${address}:`;

/** The drafts of a page that this browser keeps, the newest first. */
export function draftsHere(address: string): DraftHere[] {
  try {
    return keys(keysOf(address))
      .flatMap((key) => read(key) ?? [])
      .sort((a, b) => b.at.localeCompare(a.at));
  } catch {
    // Switched off.
    return [];
  }
}

/** The addresses of pages of which this browser keeps drafts. */
export function addressesHere(): string[] {
  try {
    return [...new Set(keys(begin).map((key) => key.slice(begin.length, key.lastIndexOf(":"))))];
  } catch {
    return [];
  }
}

/** Keeps a draft in this browser. False where the browser has no room for it, or keeps nothing. */
export function keepHere(address: string, draft: DraftHere): boolean {
  try {
    localStorage.setItem(keysOf(address) + draft.id, JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

export function dropHere(address: string, id: string): void {
  try {
    localStorage.removeItem(keysOf(address) + id);
  } catch {
    // Switched off.
  }
}

function keys(beginning: string): string[] {
  return Array.from({ length: localStorage.length }, (_, i) => localStorage.key(i)!).filter((key) =>
    key.startsWith(beginning),
  );
}

function read(key: string): DraftHere | undefined {
  try {
    return JSON.parse(localStorage.getItem(key)!);
  } catch {
    return undefined;
  }
}
