import { createReadStream, existsSync, lstatSync, readFileSync, realpathSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { extname, join, sep } from "node:path";
import { pipeline } from "node:stream";

/** What the addresses begin with at which pages are shown as an audience reads them. No page can have one. */
export const seenRoot = "/_seen/";
/** The name of a page's folder there. */
export const seenName = /^[0-9a-f]{12}$/;

const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".csv": "text/csv; charset=utf-8",
  ".arrow": "application/vnd.apache.arrow.stream",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
  ".wasm": "application/wasm",
};
// It stands below the page's own policy, which admits scripts of this server.
const looking = '<script type="module" src="/_write/look.js"></script>';

/**
 * Answers a request for a page that was made to be looked at, or a file of it, with the script that tells the review what
 * is on it. False if the request is for something else. `folder`: where such pages lie, by their names.
 */
export function answerSeen(folder: string, response: ServerResponse, path: string): boolean {
  if (!path.startsWith(seenRoot)) return false;
  const file = fileOf(folder, path.slice(seenRoot.length));
  response.setHeader("cache-control", "no-store");
  if (!file) {
    response.writeHead(404, { "content-type": "text/plain; charset=utf-8" });
    response.end("Only the page under review is shown here.");
    return true;
  }
  response.setHeader("content-type", types[extname(file)] ?? "application/octet-stream");
  if (file.endsWith(".html"))
    response.end(readFileSync(file, "utf8").replace("</body>", () => `${looking}\n</body>`));
  else pipeline(createReadStream(file), response, () => {});
  return true;
}

function fileOf(folder: string, path: string): string | undefined {
  const [name = "", ...rest] = path.split("/");
  const site = join(folder, name);
  if (!seenName.test(name) || !existsSync(site)) return undefined;
  const asked = join(site, ...rest);
  const found = [asked, `${asked}.html`, join(asked, "index.html")].find((file) =>
    lstatSync(file, { throwIfNoEntry: false })?.isFile(),
  );
  return found && realpathSync(found).startsWith(realpathSync(site) + sep) ? found : undefined;
}
