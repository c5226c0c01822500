import { rmSync } from "node:fs";
import { extname } from "node:path";
import { unpackEntry, unpackedEntries } from "../files/bounds.js";
import { Unusable } from "../files/refused.js";
import type { Connected } from "../registry/location.js";
import { fits } from "../registry/pattern.js";
import { TellableError } from "../store/safe-message.js";
import type { ConnectedSource } from "./adapter.js";

/**
 * Takes the file that `location.inside` names out of a ZIP archive, to `copy`, and gives the name that it is then called by;
 * undefined, with nothing done, where the location names none. Throws a TellableError if the archive is broken, or has not one
 * such file.
 */
export async function unpackInside(
  { location, limits }: ConnectedSource<Connected>,
  file: string,
  { name, copy }: { name: string; copy: string },
): Promise<string | undefined> {
  const inside = "inside" in location ? location.inside : undefined;
  if (inside === undefined) return undefined;
  try {
    const found = (await unpackedEntries(file)).filter(
      (entry) => !entry.endsWith("/") && fits(inside, entry),
    );
    if (found.length !== 1)
      throw new TellableError(
        found.length
          ? `${found.length} files of the archive fit location.inside. Write a narrower pattern.`
          : "No file of the archive fits location.inside. Correct the pattern.",
      );
    await unpackEntry(file, found[0]!, copy, limits);
    return `${name.slice(0, name.length - extname(name).length)}${extname(found[0]!).toLowerCase()}`;
  } catch (error) {
    rmSync(copy, { force: true });
    if (error instanceof Unusable) throw new TellableError(`The archive: ${error.problem} ${error.remedy}`);
    throw error;
  }
}
