import type { IncomingMessage, ServerResponse } from "node:http";
import { createGzip, type Gzip } from "node:zlib";

const compressible =
  /^(?:text\/|image\/svg|application\/(?:json|javascript|ld\+json|vnd\.apache\.arrow|wasm))/;

/**
 * Compresses what is answered to a request, if whoever asked reads that and it becomes smaller: pages, scripts, styles and
 * page data sets.
 */
export function compress(request: IncomingMessage, response: ServerResponse): void {
  if (!/\bgzip\b/.test(String(request.headers["accept-encoding"])) || request.method === "HEAD") return;
  const plain = {
    write: response.write.bind(response) as (chunk: Buffer) => boolean,
    end: response.end.bind(response) as (chunk?: unknown) => ServerResponse,
    writeHead: response.writeHead.bind(response) as (status: number) => ServerResponse,
  };
  // Null once it is decided that the answer goes out as it is.
  let gzip: Gzip | null | undefined;

  const begin = (): Gzip | null => {
    if (gzip !== undefined) return gzip;
    const isFit =
      !response.headersSent &&
      response.statusCode === 200 &&
      !response.hasHeader("content-encoding") &&
      compressible.test(String(response.getHeader("content-type")));
    gzip = isFit ? createGzip({ level: 4 }) : null;
    if (!gzip) return null;
    response.removeHeader("content-length");
    response.setHeader("content-encoding", "gzip");
    response.setHeader("vary", "accept-encoding");
    const packing = gzip;
    packing.on("data", (chunk: Buffer) => {
      if (plain.write(chunk)) return;
      packing.pause();
      response.once("drain", () => packing.resume());
    });
    packing.on("end", () => plain.end());
    // Whoever writes waits for room in what packs.
    packing.on("drain", () => response.emit("drain"));
    response.on("close", () => packing.destroy());
    return gzip;
  };

  response.writeHead = ((status: number, headers: Record<string, string | number> = {}) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    response.statusCode = status;
    begin();
    return plain.writeHead(status);
  }) as typeof response.writeHead;
  response.write = ((chunk: Buffer | string, ...rest: []) =>
    begin()?.write(chunk) ?? (plain.write as typeof response.write)(chunk, ...rest)) as typeof response.write;
  response.end = ((chunk?: unknown, ...rest: []) => {
    const packing = typeof chunk === "string" || Buffer.isBuffer(chunk) ? begin() : gzip;
    if (!packing) return (plain.end as (...all: unknown[]) => ServerResponse)(chunk, ...rest);
    if (typeof chunk === "string" || Buffer.isBuffer(chunk)) packing.end(chunk);
    else packing.end();
    return response;
  }) as typeof response.end;
}
