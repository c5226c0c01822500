import { readFileSync } from "node:fs";
import { parseDocument } from "yaml";
import { z } from "zod";
import { describeFile } from "../loaders/check/describe-file.js";
import type { ConnectedSource } from "../loaders/connect/adapter.js";
import { trySource } from "../loaders/connect/try-source.js";
import { Unusable } from "../loaders/files/refused.js";
import { isConnected, location } from "../loaders/registry/location.js";
import { readYaml } from "../loaders/registry/read-yaml.js";
import { sourceSchema } from "../loaders/registry/source.js";
import { TellableError } from "../loaders/store/safe-message.js";

const { id, limits, format, dates } = sourceSchema.shape;
const placeSchema = z.strictObject({ id, location, format, limits, dates });

/**
 * Fetches what a place has that no source describes yet, and gives a first file of the registry for it, with that place as its
 * location. `file` says which place, as a source's file would: id, location and format. Nothing that was fetched stays. Throws a
 * TellableError if it cannot be fetched, or looks like no table.
 */
export async function describePlace(file: string, day: string, log: (line: string) => void): Promise<string> {
  const place = readYaml(file, placeSchema);
  if (!isConnected(place)) throw new TellableError("location: extracts of the inbox are put there by hand.");
  let text: string | undefined;
  // Of a source, fetching and naming what was fetched want no more than a place says.
  await trySource(place as unknown as ConnectedSource, day, log, async (fetched) => {
    try {
      text = await describeFile(fetched, place.id);
    } catch (error) {
      if (!(error instanceof Unusable)) throw error;
      throw new TellableError(`${error.problem} ${error.remedy}`);
    }
  });
  if (text === undefined) throw new TellableError("There is no extract to describe it by.");
  const document = parseDocument(text);
  document.set("location", parseDocument(readFileSync(file, "utf8")).get("location"));
  return document.toString({ lineWidth: 0 });
}
