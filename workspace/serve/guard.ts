import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { isFromHere } from "./port.js";

/** Bounds of one request, on every server: a slow, endless or oversized one ends and takes nothing with it. */
const bounds = {
  /** Milliseconds until all headers must be there, and until the whole request must. */
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 2_000,
  /** Bytes of the request line and headers together. */
  maxHeaderSize: 16_384,
};
const longestAddress = 4_096;

/** What every answer says: it is of the type that it names, and for no page of another site to read, frame or keep. */
const headers = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "cross-origin-resource-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-robots-tag": "noindex",
};

export interface Guard {
  /** The methods that the server answers. */
  methods: readonly string[];
  /** What somebody is told who asks from elsewhere. */
  refusal: string;
  /** The addresses that may be shown in a frame. Their policy says by whom, and browsers see to that. None if left out. */
  framed?: (path: string) => boolean;
  /** The only address that is answered to, where a proxy stands in front: https://early-years.example.gov.uk */
  address?: string;
}

/** Answers a request that may be answered. `path` is decoded, begins with a slash, and leads nowhere above it. */
export type Answer = (
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
) => void | Promise<void>;

/**
 * A server for this machine alone, every request of which goes through one guard: what is malformed, oversized, slow,
 * or asked for by a page of another site is refused in words, and no failure of an answer ends the server.
 */
export function createGuardedServer(guard: Guard, answer: Answer): Server {
  const server = createServer(bounds);
  server.maxHeadersCount = 100;
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    void answerGuarded(server, guard, answer, request, response);
  });
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy();
    const [status, reason] = isTimeout(error) ? ["408", "Request Timeout"] : ["400", "Bad Request"];
    socket.end(`HTTP/1.1 ${status} ${reason}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
  });
  return server;
}

/** Whether a page's socket may be opened: only by a page of this server, at an address that makes sense. */
export function admitsSocket(request: IncomingMessage, port: number, address?: string): boolean {
  return isFromHere(request, port, address) && isSameSite(request) && pathOf(request.url) !== undefined;
}

async function answerGuarded(
  server: Server,
  { methods, refusal, framed = () => false, address }: Guard,
  answer: Answer,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  // A connection that breaks off is the reader's affair.
  for (const stream of [request, response]) stream.on("error", () => response.destroy());
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (!isFromHere(request, portOf(server), address) || !isWelcome(request, framed))
    return refuse(response, 403, refusal);
  if (!methods.includes(request.method ?? ""))
    return refuse(response, 405, "This is not how it is asked.", { allow: methods.join(", ") });
  if ((request.url ?? "").length > longestAddress) return refuse(response, 414, "The address is too long.");
  const path = pathOf(request.url);
  if (path === undefined) return refuse(response, 400, "The address makes no sense.");
  try {
    await answer(request, response, path);
  } catch {
    // What failed may quote a record, so it is not told.
    if (response.headersSent) response.destroy();
    else refuse(response, 500, "This could not be answered.");
  }
}

/**
 * The path of a request's address, decoded; undefined if it is no path of ours: badly encoded, another host's, above
 * the root, or with a character that no file name of ours has.
 */
export function pathOf(address = ""): string | undefined {
  const encoded = address.replace(/[?#].*$/s, "");
  if (!encoded.startsWith("/") || encoded.startsWith("//")) return undefined;
  const path = decoded(encoded);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  if (path === undefined || path.startsWith("//") || /[\\\u0000-\u001f\u007f]/.test(path)) return undefined;
  return path.split("/").some((part) => part === ".." || part === ".") ? undefined : path;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/**
 * False of what a page of another site asks for in passing: an image, a script, a form. Somebody may follow a link here.
 * Browsers say which it is (Fetch Metadata); what is no browser says nothing.
 */
function isWelcome(request: IncomingMessage, framed: (path: string) => boolean): boolean {
  if (isSameSite(request)) return true;
  const { "sec-fetch-mode": mode, "sec-fetch-dest": destination } = request.headers;
  if (request.method !== "GET" || mode !== "navigate") return false;
  return destination === "document" || (destination === "iframe" && framed(pathOf(request.url) ?? ""));
}

function isSameSite({ headers: { "sec-fetch-site": site } }: IncomingMessage): boolean {
  return site === undefined || site === "same-origin" || site === "none";
}

/** Answers that something is not answered, and why, and closes the connection. */
export function refuse(
  response: ServerResponse,
  status: number,
  why: string,
  more: Record<string, string> = {},
): void {
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8", connection: "close", ...more });
  response.end(why);
}

function isTimeout({ code }: NodeJS.ErrnoException): boolean {
  return code === "ERR_HTTP_REQUEST_TIMEOUT";
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === "object" && address ? address.port : 0;
}
