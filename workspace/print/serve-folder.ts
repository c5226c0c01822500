import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { createGzip } from "node:zlib";

const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".csv": "text/csv; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".wasm": "application/wasm",
  ".woff2": "font/woff2",
};
const compressed = new Set([".html", ".js", ".css", ".json", ".csv", ".svg", ".arrow"]);

/** Serves a built site as an ordinary web server does: index files, addresses without .html, compressed text. */
export async function serveFolder(folder: string): Promise<{ origin: string; close: () => void }> {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname));
    const file = [join(folder, path), join(folder, `${path}.html`), join(folder, path, "index.html")].find(
      (candidate) => existsSync(candidate) && statSync(candidate).isFile(),
    );
    if (!file || path.includes("..")) {
      response.writeHead(404).end("There is no such page.");
      return;
    }
    const zip = compressed.has(extname(file)) && /\bgzip\b/.test(String(request.headers["accept-encoding"]));
    response.writeHead(200, {
      "content-type": types[extname(file)] ?? "application/octet-stream",
      ...(zip ? { "content-encoding": "gzip" } : {}),
    });
    const content = createReadStream(file);
    (zip ? content.pipe(createGzip()) : content).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, close: () => server.close().closeAllConnections() };
}
