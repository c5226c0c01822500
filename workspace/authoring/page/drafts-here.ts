/** A draft in this browser's own storage, which outlives the page and the server. */
export interface DraftHere {
  id: string;
  text: string;
  base?: string;
  /** ISO 8601, UTC. */
  at: string;
}

const keyOf = (address: string) => `early-years-draft:${address}`;

export function draftHere(address: string): DraftHere | undefined {
  try {
    return JSON.parse(localStorage.getItem(keyOf(address)) ?? "null") ?? undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a draft in this browser. A browser without room keeps none: the disk does. */
export function keepHere(address: string, draft: DraftHere): void {
  try {
    localStorage.setItem(keyOf(address), JSON.stringify(draft));
  } catch {
    // Full, or switched off.
  }
}

export function dropHere(address: string): void {
  try {
    localStorage.removeItem(keyOf(address));
  } catch {
    // Switched off.
  }
}
