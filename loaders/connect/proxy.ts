import { request } from "node:http";
import type { Socket } from "node:net";
import { TellableError } from "../store/safe-message.js";

/** Where a council's network lets web requests out, and what it asks of those who use it. */
export interface WayOut {
  host: string;
  port: number;
  /** A header that says who asks; secret. */
  authorization?: string;
}

/**
 * The proxy that the environment names, as in `EARLY_YEARS_PROXY=http://proxy.example.gov.uk:8080`, perhaps with
 * `name:password@`; undefined where it names none. Throws a TellableError, which does not repeat it, where it is no address of
 * a proxy.
 */
export function readProxy({ EARLY_YEARS_PROXY: written }: NodeJS.ProcessEnv): WayOut | undefined {
  if (!written) return undefined;
  const url = URL.canParse(written) ? new URL(written) : undefined;
  if (url?.protocol !== "http:" || url.pathname !== "/" || !isEncoded(url.username + url.password))
    throw new TellableError(
      "EARLY_YEARS_PROXY is not the address of a proxy. Write it as in http://proxy.example.gov.uk:8080, or leave it out.",
    );
  const who = [url.username, url.password].map(decodeURIComponent).join(":");
  return {
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: Number(url.port || 80),
    ...(url.username && { authorization: `Basic ${Buffer.from(who).toString("base64")}` }),
  };
}

function isEncoded(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * Opens a way through a proxy to a host, which is then spoken to as if there were none: encryption is with the host itself
 * (CONNECT, RFC 9110, section 9.3.6). Throws a TellableError where the proxy does not let it through; else what the connection
 * ends with.
 */
export function tunnel(
  { host, port, authorization }: WayOut,
  to: URL,
  { signal, stallSeconds }: { signal: AbortSignal; stallSeconds: number },
): Promise<Socket> {
  const target = `${to.hostname}:${to.port || 443}`;
  return new Promise((done, fail) => {
    const asked = request({
      ...{ host, port, signal, method: "CONNECT", path: target, agent: false, timeout: stallSeconds * 1000 },
      headers: { host: target, ...(authorization && { "proxy-authorization": authorization }) },
    });
    const refused = (status: number) =>
      new TellableError(
        `The proxy does not let requests through to ${to.hostname}: it answered with ${status}. ${
          status === 407
            ? "Correct the name and password in EARLY_YEARS_PROXY."
            : "Ask whoever looks after the proxy to allow that host."
        }`,
      );
    asked.on("connect", ({ statusCode = 0 }, socket, head) => {
      if (statusCode === 200 && head.length === 0) return done(socket.setTimeout(0));
      socket.destroy();
      fail(refused(statusCode));
    });
    asked.on("response", ({ statusCode = 0 }) => {
      asked.destroy();
      fail(refused(statusCode));
    });
    asked.on("timeout", () =>
      asked.destroy(new TellableError(`The proxy sent nothing for ${stallSeconds} s.`)),
    );
    asked.on("error", (error: NodeJS.ErrnoException) =>
      fail(
        error.code === "ECONNREFUSED" || error.code === "ENOTFOUND"
          ? new TellableError(
              "The proxy that EARLY_YEARS_PROXY names does not take connections. Correct it, or see that the proxy runs.",
            )
          : error,
      ),
    );
    asked.end();
  });
}
