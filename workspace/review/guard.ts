import { randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

/** The secrets of one run of the review: both are new each time. */
export interface Secrets {
  /** In the address that the command prints, then in a cookie: other users of this machine do not have it. */
  key: string;
  /** In the page, and in each request that it makes: other pages in the same browser do not have it. */
  token: string;
}

export function newSecrets(): Secrets {
  return { key: randomBytes(24).toString("base64url"), token: randomBytes(24).toString("base64url") };
}

/** The header that carries the token. */
export const tokenHeader = "x-review-token";

/** Beyond what every answer of a guarded server says: nothing is kept by the browser, nothing comes from elsewhere. */
const headers = {
  "cache-control": "no-store",
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
};

export function setHeaders(response: ServerResponse): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
}

/**
 * Whether a request may be answered. It is refused, or sent on with a cookie, here if not: unless it was sent to this
 * address with the key, and with the token where it asks for records.
 */
export function admits(
  request: IncomingMessage,
  response: ServerResponse,
  port: number,
  { key, token }: Secrets,
): boolean {
  const url = new URL(request.url ?? "/", "http://localhost");
  const cookie = `review-${port}`;
  if (isSecret(url.searchParams.get("key"), key)) {
    response.setHeader("set-cookie", `${cookie}=${key}; HttpOnly; SameSite=Strict; Path=/`);
    response.writeHead(303, { location: "/" }).end();
    return false;
  }
  if (!isSecret(cookieOf(request, cookie), key))
    return refuse(
      response,
      "Open the address that npm run review printed: it lets in only whoever started it.",
    );
  if (request.method !== "GET" && !isSecret(request.headers[tokenHeader], token))
    return refuse(response, "This page is from an earlier review. Load it again.");
  return true;
}

function refuse(response: ServerResponse, why: string): false {
  response.writeHead(403, { "content-type": "text/plain; charset=utf-8" }).end(why);
  return false;
}

function cookieOf(request: IncomingMessage, name: string): string | undefined {
  const pairs = (request.headers.cookie ?? "").split(/;\s*/).map((pair) => pair.split("="));
  return pairs.find(([given]) => given === name)?.[1];
}

function isSecret(given: unknown, secret: string): boolean {
  if (typeof given !== "string" || given.length !== secret.length) return false;
  const [a, b] = [Buffer.from(given), Buffer.from(secret)];
  return a.length === b.length && timingSafeEqual(a, b);
}
