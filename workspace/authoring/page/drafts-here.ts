/** A draft in this browser's own storage, which outlives the page and the server. */
export interface DraftHere {
  id: string;
  text: string;
  base?: string;
  /** ISO 8601, UTC. */
  at: string;
}

// One for each window that writes the page: none takes another's place.
const keysOf = (address: string) => `early-years-draft:${address}:`;

/** The drafts of a page that this browser keeps, the newest first. */
export function draftsHere(address: string): DraftHere[] {
  try {
    return Array.from({ length: localStorage.length }, (_, i) => localStorage.key(i)!)
      .filter((key) => key.startsWith(keysOf(address)))
      .flatMap((key) => read(key) ?? [])
      .sort((a, b) => b.at.localeCompare(a.at));
  } catch {
    // Switched off.
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

function read(key: string): DraftHere | undefined {
  try {
    return JSON.parse(localStorage.getItem(key)!);
  } catch {
    return undefined;
  }
}
