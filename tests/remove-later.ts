import { rm } from "node:fs/promises";

const removals = new Set<Promise<void>>();

/** Begins to remove a folder, over which a disk takes long, while tests go on. */
export function removeLater(folder: string): void {
  const removal = rm(folder, { recursive: true, force: true }).finally(() => removals.delete(removal));
  removals.add(removal);
}

/** Comes back when all that was to be removed is gone. */
export async function allRemoved(): Promise<void> {
  await Promise.all(removals);
}
