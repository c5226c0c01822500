import { createWriteStream, readFileSync, rmSync, statSync } from "node:fs";
import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { isIP, type Socket } from "node:net";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { connect as connectTls } from "node:tls";
import { createGunzip } from "node:zlib";
import { formatBytes, formatCount } from "../../components/words/numbers.js";
import type { Patience } from "../registry/location.js";
import { TellableError } from "../store/safe-message.js";
import { isWithinReach, lookupWithin, type Reach } from "./addresses.js";
import { readProxy, tunnel, type WayOut } from "./proxy.js";

/** Whom a source may speak to, and for how long. */
export interface HttpTerms {
  /** Hosts beside that of the first address. */
  hosts: readonly string[];
  allowPrivateAddresses: boolean;
  /** A file with the certificates of an authority. */
  certificateAuthority?: string | undefined;
  /** Sent to the host of the first address alone. */
  header?: { name: string; value: string } | undefined;
  patience: Patience;
  signal: AbortSignal;
}

/** Something that another attempt may mend. */
class Passing extends TellableError {
  constructor(
    message: string,
    /** Milliseconds that the other side asks to wait. */
    readonly wait = 0,
  ) {
    super(message);
  }
}

const mostRedirects = 5;
const mostAnswerBytes = 64e6;

/**
 * Downloads a file to `file`, whole or not at all, going on where a connection broke. `version` is what an earlier download gave:
 * undefined comes back if the server says that it still has that. Throws a TellableError.
 */
export async function download(
  url: URL,
  file: string,
  terms: HttpTerms,
  version: string | null = null,
): Promise<{ version: string | null } | undefined> {
  let kept: string | undefined;
  try {
    return await withRetries(terms, async () => {
      const have = kept === undefined ? 0 : (statSync(file, { throwIfNoEntry: false })?.size ?? 0);
      const answer = await open(url, terms, {
        "accept-encoding": "identity",
        ...(have ? { range: `bytes=${have}-`, "if-range": kept! } : conditions(version)),
      });
      if (answer.statusCode === 304 && !have) {
        answer.resume();
        return undefined;
      }
      const isRest = answer.statusCode === 206;
      if (isRest ? !have || startOf(answer) !== have : answer.statusCode !== 200) {
        // What the server gives of the rest does not fit what is here: the next attempt begins anew.
        if (isRest || answer.statusCode === 416) kept = undefined;
        throw unexpected(url, answer);
      }
      refuseWebPage(url, answer);
      const strong = strongValidator(answer);
      const isPacked = answer.headers["content-encoding"] === "gzip";
      kept = isPacked ? undefined : strong;
      await save(url, answer, { file, from: isRest ? have : 0, isPacked }, terms);
      return { version: versionOf(answer) };
    });
  } catch (error) {
    rmSync(file, { force: true });
    throw error;
  }
}

/** What a service answers, as text. Throws a TellableError. */
export async function askText(url: URL, terms: HttpTerms): Promise<string> {
  return withRetries(terms, async () => {
    const answer = await open(url, terms, { "accept-encoding": "gzip", accept: "*/*" });
    if (answer.statusCode !== 200) throw unexpected(url, answer);
    const chunks: Buffer[] = [];
    let bytes = 0;
    try {
      for await (const chunk of unpacked(answer)) {
        bytes += chunk.length;
        if (bytes > mostAnswerBytes)
          throw new TellableError(`${url.host} answered with more than ${formatBytes(mostAnswerBytes)}.`);
        chunks.push(chunk);
      }
    } catch (error) {
      throw brokenOff(url, error, terms);
    }
    return Buffer.concat(chunks).toString("utf8");
  });
}

/** What a service answers, read as JSON. Throws a TellableError, also of an answer that is not JSON. */
export async function askJson(url: URL, terms: HttpTerms): Promise<unknown> {
  const text = await askText(url, terms);
  try {
    return JSON.parse(text);
  } catch {
    throw new TellableError(
      `${url.host} answered with something that is not JSON. Is the address that of the service?`,
    );
  }
}

/** Tries again, after pauses that grow, while that may help and the time is not over. */
async function withRetries<T>(
  { patience, signal }: Pick<HttpTerms, "patience" | "signal">,
  work: () => Promise<T>,
): Promise<T> {
  const deadline = performance.now() + patience.seconds * 1000;
  for (let attempt = 0; ; attempt++)
    try {
      return await work();
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (!(error instanceof Passing) || attempt >= patience.retries) throw error;
      const pause = Math.max(error.wait, patience.pauseSeconds * 1000 * 2 ** attempt);
      if (performance.now() + pause > deadline) throw error;
      await sleep(pause, undefined, { signal }).catch(() => {
        throw signal.reason;
      });
    }
}

/** Opens an address, and those that it leads to as far as they are allowed. The body is still to be read. */
async function open(
  address: URL,
  terms: HttpTerms,
  headers: Record<string, string>,
): Promise<IncomingMessage> {
  let url = address;
  for (let n = 0; n <= mostRedirects; n++) {
    const { header } = terms;
    const isOwn = url.origin === address.origin;
    const answer = await send(url, terms, {
      "user-agent": "early-years-workspace",
      ...headers,
      ...(header && isOwn ? { [header.name]: header.value } : {}),
    });
    const { location } = answer.headers;
    if (![301, 302, 303, 307, 308].includes(answer.statusCode ?? 0) || location === undefined) return answer;
    answer.resume();
    if (!URL.canParse(location, url.href))
      throw new TellableError(`${url.host} leads on to something that is no address.`);
    url = new URL(location, url);
    if (url.hostname !== address.hostname && !terms.hosts.includes(url.hostname))
      throw new TellableError(
        `${address.host} leads on to ${url.hostname}, which is not allowed. If it may, add it to location.hosts.`,
      );
    if (address.protocol === "https:" && url.protocol !== "https:")
      throw new TellableError(`${address.host} leads on to an address that is not https.`);
  }
  throw new TellableError(`${address.host} leads on and on. Write the address that it should end at.`);
}

async function send(url: URL, terms: HttpTerms, headers: Record<string, string>): Promise<IncomingMessage> {
  const reach = reachOf(url, terms);
  const refusal = (): TellableError =>
    new TellableError(
      reach === "inside"
        ? `${url.hostname} lies outside the network, and the address is not https. Write https.`
        : `${url.hostname} has an address inside the network. If it may, write allowPrivateAddresses: true under location.`,
    );
  const literal = url.hostname.replace(/^\[|\]$/g, "");
  if (isIP(literal) && !isWithinReach(literal, reach)) throw refusal();
  const ca = terms.certificateAuthority && readFileSync(terms.certificateAuthority);
  // What may lie inside the network is asked directly. All else a proxy looks up, if there is one: it may see what we do not.
  const proxy = reach === "outside" ? readProxy(process.env) : undefined;
  const socket = proxy && (await throughProxy(proxy, url, terms));
  return new Promise((done, fail) => {
    const request = (url.protocol === "https:" ? requestHttps : requestHttp)(
      url,
      {
        headers,
        // A connection that is kept was looked up by somebody else.
        ...(socket
          ? { createConnection: () => connectTls({ socket, servername: url.hostname, ...(ca && { ca }) }) }
          : { agent: false, lookup: lookupWithin(reach, refusal) }),
        timeout: terms.patience.stallSeconds * 1000,
        signal: terms.signal,
        ...(ca && { ca }),
      },
      done,
    );
    // Once there is an answer it is the one that is read, and that must say why it ends.
    let answer: IncomingMessage | undefined;
    request.on("response", (found) => {
      answer = found;
    });
    request.on("timeout", () => (answer ?? request).destroy(stalled(url, terms)));
    request.on("error", (error) => fail(brokenOff(url, error, terms)));
    request.end();
  });
}

async function throughProxy(proxy: WayOut, url: URL, terms: HttpTerms): Promise<Socket> {
  try {
    return await tunnel(proxy, url, { signal: terms.signal, stallSeconds: terms.patience.stallSeconds });
  } catch (error) {
    throw brokenOff(url, error, terms);
  }
}

function reachOf(url: URL, { allowPrivateAddresses }: HttpTerms): Reach {
  if (url.protocol === "https:") return allowPrivateAddresses ? "anywhere" : "outside";
  if (url.protocol === "http:" && allowPrivateAddresses) return "inside";
  throw new TellableError(
    `${url.hostname}: the address is not https. Only inside the network, with allowPrivateAddresses: true, may it be http.`,
  );
}

function stalled(url: URL, { patience }: HttpTerms): Passing {
  return new Passing(`${url.host} sent nothing for ${patience.stallSeconds} s.`);
}

/** What an error of a connection means. What is not about the connection stays as it is. */
function brokenOff(url: URL, error: unknown, { signal }: HttpTerms): unknown {
  if (signal.aborted) return signal.reason;
  if (error instanceof TellableError) return error;
  const code = String((error as NodeJS.ErrnoException).code ?? "");
  if (/CERT|SIGNATURE|ISSUER|^ERR_TLS|^ERR_SSL|SELF_SIGNED/.test(code))
    return new TellableError(
      `${url.host} shows a certificate that is not trusted (${code}). If it is one of the council’s own, name its authority under location.certificateAuthority.`,
    );
  if (/^ENO(?:SPC|ENT)$|^EDQUOT$|^EROFS$|^EACCES$/.test(code)) return error;
  if (code === "ENOTFOUND") return new Passing(`${url.hostname}: there is no host of that name.`);
  if (code === "ECONNREFUSED") return new Passing(`${url.host} does not take connections.`);
  if (/^Z_/.test(code)) return new Passing(`${url.host} sent something that does not unpack.`);
  return new Passing(`The connection to ${url.host} broke off${code && ` (${code})`}.`);
}

function unexpected(url: URL, answer: IncomingMessage): TellableError {
  const status = answer.statusCode ?? 0;
  answer.resume();
  if ([206, 408, 416, 425, 429, 500, 502, 503, 504].includes(status)) {
    const wait = waitOf(answer);
    return new Passing(
      `${url.host} answered with ${status}${status === 429 ? ", too many requests" : ""}${wait ? `, and asks to wait ${formatCount(Math.ceil(wait / 1000))} s` : ""}.`,
      wait,
    );
  }
  const remedies: Record<number, string> = {
    401: " Correct the secret that it is asked with.",
    403: " Correct the secret that it is asked with, or ask its owner to let you in.",
    404: " What was there is gone, or the address is wrong.",
    410: " What was there is gone.",
  };
  return new TellableError(`${url.host} answered with ${status}.${remedies[status] ?? ""}`);
}

/** Milliseconds that Retry-After asks for, in seconds or as a date; 0 where it says nothing. */
function waitOf({ headers }: IncomingMessage): number {
  const said = headers["retry-after"];
  if (said === undefined) return 0;
  const wait = /^\d+$/.test(said) ? Number(said) * 1000 : Date.parse(said) - Date.now();
  return Number.isFinite(wait) ? Math.max(wait, 0) : 0;
}

// What a server shows to who is not signed in, and what a proxy says that could not reach it.
function refuseWebPage(url: URL, answer: IncomingMessage): void {
  if (!/^(?:text\/html|application\/xhtml)/i.test(answer.headers["content-type"] ?? "")) return;
  answer.resume();
  throw new TellableError(
    `${url.host} answered with a web page and not with a file. Is the address that of the file, and may it be read without signing in?`,
  );
}

function conditions(version: string | null): Record<string, string> {
  if (version === null) return {};
  return /^(?:W\/)?"/.test(version) ? { "if-none-match": version } : { "if-modified-since": version };
}

function versionOf({ headers }: IncomingMessage): string | null {
  return headers.etag ?? headers["last-modified"] ?? null;
}

/** What says that a part belongs to the same file, byte for byte: a weak entity tag does not. */
function strongValidator({ headers }: IncomingMessage): string | undefined {
  return headers.etag?.startsWith('"') ? headers.etag : undefined;
}

function startOf({ headers }: IncomingMessage): number | undefined {
  const start = /^bytes (\d+)-/.exec(headers["content-range"] ?? "")?.[1];
  return start === undefined ? undefined : Number(start);
}

async function save(
  url: URL,
  answer: IncomingMessage,
  { file, from, isPacked }: { file: string; from: number; isPacked: boolean },
  terms: HttpTerms,
): Promise<void> {
  const { headers } = answer;
  const length = headers["content-length"];
  const most = terms.patience.megabytes * 1e6;
  if (length === undefined && headers["transfer-encoding"] !== "chunked") {
    answer.destroy();
    throw new TellableError(
      `${url.host} does not say how long the file is, so that half of it could not be told from the whole.`,
    );
  }
  if (from + Number(length ?? 0) > most) {
    answer.destroy();
    throw tooLarge(url, most);
  }
  let bytes = from;
  try {
    await pipeline(
      isPacked ? unpacked(answer) : answer,
      async function* (chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          bytes += chunk.length;
          if (bytes > most) throw tooLarge(url, most);
          yield chunk;
        }
      },
      createWriteStream(file, { flags: from ? "a" : "w", mode: 0o600 }),
      { signal: terms.signal },
    );
  } catch (error) {
    throw brokenOff(url, error, terms);
  }
  if (!isPacked && length !== undefined && bytes !== from + Number(length))
    throw new Passing(`${url.host} sent ${formatBytes(bytes)} of ${formatBytes(from + Number(length))}.`);
}

function tooLarge(url: URL, most: number): TellableError {
  return new TellableError(
    `${url.host} has more than ${formatBytes(most)}. If that is right, raise location.patience.megabytes.`,
  );
}

/** A body as it was before it was packed for the way. Packing that ends too early is an error. */
function unpacked(answer: IncomingMessage): Readable {
  if (answer.headers["content-encoding"] !== "gzip") return answer;
  const gunzip = createGunzip();
  answer.on("error", (error) => gunzip.destroy(error));
  return answer.pipe(gunzip);
}
