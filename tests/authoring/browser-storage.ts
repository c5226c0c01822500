import { vi } from "vitest";

/** Stands a browser's own storage in, until globals are put back. What is kept is in `kept`; a browser is full where `isFull` says so. */
export function standStorageIn(isFull: () => boolean = () => false): Map<string, string> {
  const kept = new Map<string, string>();
  vi.stubGlobal("localStorage", {
    get length() {
      return kept.size;
    },
    key: (i: number) => [...kept.keys()][i] ?? null,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem(key: string, value: string) {
      if (isFull()) throw new Error("no room");
      kept.set(key, value);
    },
    removeItem: (key: string) => kept.delete(key),
  });
  return kept;
}
