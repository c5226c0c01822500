import type { IncomingMessage, ServerResponse } from "node:http";

type Answer = (request: IncomingMessage, response: ServerResponse) => unknown;

// The search's list of pages, which is no script, is another each time.
const ownFile = /^\/_observablehq\/[\w./,-]+\.(?:js|css)$/;

/**
 * Framework's preview, which keeps what it once answered to a request for a script or style of Framework's own. It bundles
 * them anew at each request, which takes it a second a page, though they are those of its version.
 */
export function keepingOwnFiles(preview: Answer): Answer {
  const kept = new Map<string, { content: string; type: string; etag: string }>();
  return (request, response) => {
    const path = request.url!;
    if (!ownFile.test(path) || request.method !== "GET") return preview(request, response);
    const known = kept.get(path);
    if (!known) {
      const end = response.end.bind(response) as (...args: unknown[]) => ServerResponse;
      response.end = ((content: unknown, ...rest: unknown[]) => {
        const [type, etag] = [response.getHeader("content-type"), response.getHeader("etag")];
        if (typeof content === "string" && response.statusCode === 200)
          kept.set(path, { content, type: String(type), etag: String(etag) });
        return end(content, ...rest);
      }) as typeof response.end;
      return preview(request, response);
    }
    response.setHeader("content-type", known.type);
    response.setHeader("etag", known.etag);
    if (request.headers["if-none-match"] !== known.etag) return response.end(known.content);
    response.statusCode = 304;
    return response.end();
  };
}
