import { createReadStream } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { extname, join } from "node:path";
import { pipeline } from "node:stream";
import { findLoaders, membersOf } from "../../loaders/refresh/find-loaders.js";
import { currentStore } from "../../loaders/store/paths.js";
import { type Edition, pageDatasetAt } from "../site/edition/editions.js";
import { whyMissing } from "../site/edition/publishable.js";
import { manifestOf } from "../site/manifest-of.js";

const types: Record<string, string> = {
  ".json": "application/json",
  ".csv": "text/csv",
  ".arrow": "application/vnd.apache.arrow.stream",
};

/**
 * Answers a request for a page data set from the store in use. False if the request is for something else.
 * Framework's own answer would run the loader, and could come from a cache that another store has filled.
 */
export function answerPageData(
  edition: Edition,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): boolean {
  if (!path.startsWith("/_file/")) return false;
  const name = pageDatasetAt(edition, path.slice("/_file".length));
  if (!name) return false;
  const store = currentStore();
  const manifest = manifestOf(store);
  const entry = manifest?.pages[name];
  if (!entry && !isDeclared(name)) return false;
  if (!entry) {
    response.writeHead(404, { "content-type": "text/plain; charset=utf-8" });
    response.end(manifest ? whyMissing(manifest, name) : "There has been no refresh yet.");
    return true;
  }
  response.writeHead(200, {
    "content-type": types[extname(name)] ?? "application/octet-stream",
    "content-length": entry.bytes,
    "cache-control": "no-cache",
  });
  if (request.method === "HEAD") response.end();
  // The file is closed, and the answer broken off, if the other ends early.
  else pipeline(createReadStream(join(store.pages, entry.file)), response, () => {});
  return true;
}

// What is not declared Framework makes by itself.
function isDeclared(name: string): boolean {
  return findLoaders().some((loader) => membersOf(loader.name, [name]).length > 0);
}
