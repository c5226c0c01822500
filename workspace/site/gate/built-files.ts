import { readdirSync } from "node:fs";
import { join } from "node:path";

/** Something that lies in a built folder. */
export interface BuiltEntry {
  /** Its path below the folder, with forward slashes. */
  path: string;
  kind: "file" | "folder" | "neither";
}

/** All that lies in a folder, hidden or not, in path order. Links are not followed: they are neither file nor folder. */
export function builtEntries(folder: string, below = ""): BuiltEntry[] {
  return readdirSync(join(folder, below), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry): BuiltEntry[] => {
      const path = below ? `${below}/${entry.name}` : entry.name;
      if (entry.isDirectory()) return [{ path, kind: "folder" }, ...builtEntries(folder, path)];
      return [{ path, kind: entry.isFile() ? "file" : "neither" }];
    });
}
