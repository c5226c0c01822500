import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { safeMessage } from "../../../loaders/store/safe-message.js";
import type { BuildInput } from "../edition/build-input.js";
import { type Edition, pageDatasetAt } from "../edition/editions.js";
import { publishable } from "../edition/publishable.js";
import { isReadable } from "./data-tables.js";

/**
 * What is wrong with an attached file: it is not the page data set of its name, or nobody can see what is in it, or,
 * in the public edition, it is neither a page data set nor a picture or style.
 */
export function attachmentFaults(
  edition: Edition,
  folder: string,
  file: string,
  input: BuildInput,
): string[] {
  const original = file.slice("_file".length).replace(/\.[0-9a-f]{8}(\.[^./]+)$/, "$1");
  const path = join(folder, file);
  const isStatic = isPictureOrStyle(path);
  const name = pageDatasetAt(edition, original);
  return [
    ...(edition.name === "workspace" || isStatic || isReadable(file)
      ? []
      : ["cannot be looked into. Attach JSON, CSV, Arrow or Parquet"]),
    // In an edition for partners it may be what another loader has made.
    ...(name && (edition.name === "public" || input.manifest.pages[name])
      ? datasetFaults(edition, path, name, input)
      : []),
    ...(edition.name === "public" && !name && !(isStatic && /^\/(assets|components)\//.test(original))
      ? [
          "is neither a page data set nor a picture or style sheet in assets. Only what has been through protect is published",
        ]
      : []),
  ];
}

function datasetFaults(edition: Edition, path: string, name: string, { manifest }: BuildInput): string[] {
  try {
    return hashOf(path) === publishable(edition, manifest, name).sha256
      ? []
      : [`is not what the refresh made of ${name}`];
  } catch (error) {
    return [safeMessage(error)];
  }
}

/** How pictures, fonts and style sheets begin, by how their names end. */
const beginnings: Record<string, RegExp> = {
  ".css": /(?:)/,
  ".svg": /^\s*<(?:\?xml|!--|!DOCTYPE|svg)/i,
  ".png": /^\x89PNG/,
  ".jpg": /^\xff\xd8\xff/,
  ".jpeg": /^\xff\xd8\xff/,
  ".webp": /^RIFF.{4}WEBP/s,
  ".avif": /^.{4}ftyp/s,
  ".gif": /^GIF8/,
  // biome-ignore lint/suspicious/noControlCharactersInRegex: an icon begins with them.
  ".ico": /^\0\0\x01\0/,
  ".woff2": /^wOF2/,
};

// Not data under a picture's name.
function isPictureOrStyle(path: string): boolean {
  const beginning = readFileSync(path).subarray(0, 64).toString("latin1");
  return beginnings[extname(path)]?.test(beginning) ?? false;
}

/** A file's hash, as the manifest names page data sets. */
export function hashOf(path: string): string {
  return createHash("sha256").update(readFileSync(path)).digest("hex");
}
