import { createHash, timingSafeEqual } from "node:crypto";
import { statSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { ServerHostKeyAlgorithm } from "ssh2";
import Client from "ssh2-sftp-client";
import type { Connected } from "../registry/location.js";
import { safeMessage, TellableError } from "../store/safe-message.js";
import { storageError } from "../store/storage.js";
import type { ConnectedSource, Look, Surroundings } from "./adapter.js";
import { newestFiles, type RemoteFile, versionOf } from "./newest.js";
import { readSecret } from "./secrets.js";
import { waitToSettle } from "./settle.js";

type Sftp = Extract<Connected, { type: "sftp" }>;

/** A folder of a server that speaks SFTP and shows the key that the source says. Folders inside it are not looked into. */
export const sftp: Look<Sftp> = async (source, surroundings) => {
  const { path } = source.location;
  const files = await withServer(source, surroundings, (client) => filesIn(client, path));
  const newest = newestFiles(source, files, surroundings.day);
  if (!newest.length && !surroundings.known.size)
    throw new TellableError(
      `No file in location.path fits the patterns under location.files${source.location.period ? " and has a period in its name" : ""}. Correct the patterns, or the path.`,
    );
  return newest.map((file) => ({
    key: file.path,
    name: file.path,
    version: versionOf(file),
    fetch: (to) =>
      withServer(source, surroundings, (client, heard) =>
        fetchSettled({ client, heard }, source, file, to, surroundings),
      ),
  }));
};

/** What a server shows of itself: the kind of its key, and the key's fingerprint. */
interface HostKey {
  kind: string;
  fingerprint: string;
}

/** A server showed another key than the one that was asked for. */
class OtherKey extends Error {
  constructor(readonly shown: HostKey) {
    super("another key");
  }
}

/**
 * Signs in, hands the connection to `work`, and ends it whatever comes of that. A server has a key of each kind, and shows one:
 * the next kind is asked for until it is the one that the source says.
 */
async function withServer<T>(
  source: ConnectedSource<Sftp>,
  surroundings: Surroundings,
  work: (client: Client, heard: () => void) => Promise<T>,
): Promise<T> {
  const others: HostKey[] = [];
  const { host, port } = source.location;
  for (;;)
    try {
      return await withServerShowing(source, surroundings, others, work);
    } catch (error) {
      if (error instanceof OtherKey && others.every(({ kind }) => kind !== error.shown.kind)) {
        others.push(error.shown);
        continue;
      }
      if (error instanceof OtherKey || (others.length && isWithoutKey(error)))
        throw new TellableError(
          `${host}:${port} shows another key than location.hostKey: ${others.map(({ fingerprint }) => fingerprint).join(" or ")}. Ask whoever runs the server whether it has a new one, by another way than this, before you write it there.`,
        );
      throw surroundings.signal.aborted ? surroundings.signal.reason : explain(`${host}:${port}`, error);
    }
}

/** Signs in at a server that does not show a key of the kinds of `others`. Throws OtherKey, or as the library does. */
async function withServerShowing<T>(
  { location }: ConnectedSource<Sftp>,
  { signal, patience }: Surroundings,
  others: readonly HostKey[],
  work: (client: Client, heard: () => void) => Promise<T>,
): Promise<T> {
  const { host, port, user, password, key, passphrase, hostKey } = location;
  const client = new Client("fetch", { error: () => {}, end: () => {}, close: () => {} });
  let shown: HostKey | undefined;
  const timing = stallWatch(`${host}:${port}`, patience.stallSeconds, signal);
  try {
    return await timing.race(
      (async () => {
        await client.connect({
          host,
          port,
          username: user,
          ...(password && { password: readSecret(password) }),
          ...(key && { privateKey: readSecret(key) }),
          ...(passphrase && { passphrase: readSecret(passphrase) }),
          algorithms: { serverHostKey: { append: [], prepend: [], remove: others.flatMap(waysOf) } },
          hostVerifier: (offered: Buffer) => {
            shown = hostKeyOf(offered);
            return isSame(shown.fingerprint, hostKey);
          },
          readyTimeout: patience.stallSeconds * 1000,
        });
        timing.heard();
        return work(client, timing.heard);
      })(),
    );
  } catch (error) {
    throw shown && !isSame(shown.fingerprint, hostKey) ? new OtherKey(shown) : error;
  } finally {
    timing.end();
    await Promise.race([client.end().catch(() => {}), sleep(1000)]);
    // What does not speak the protocol does not end it, either.
    (client as unknown as { client: { destroy(): void } }).client.destroy();
  }
}

/** What the protocol calls the ways of signing with a key of this kind: RSA has three, any other kind one. */
const waysOf = ({ kind }: HostKey): ServerHostKeyAlgorithm[] =>
  kind === "ssh-rsa" ? ["rsa-sha2-512", "rsa-sha2-256", "ssh-rsa"] : [kind as ServerHostKeyAlgorithm];

const isWithoutKey = (error: unknown): boolean => /no matching host key/i.test((error as Error).message);

/** Ends work in which nothing has been heard for too long. */
function stallWatch(
  place: string,
  seconds: number,
  signal: AbortSignal,
): { race<T>(work: Promise<T>): Promise<T>; heard: () => void; end: () => void } {
  let fail: (error: unknown) => void = () => {};
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  failed.catch(() => {});
  const onAbort = (): void => fail(signal.reason);
  signal.addEventListener("abort", onAbort);
  const start = (): NodeJS.Timeout =>
    setTimeout(() => fail(new TellableError(`${place} sent nothing for ${seconds} s.`)), seconds * 1000);
  let timer = start();
  return {
    race: (work) => {
      work.catch(() => {});
      return Promise.race([work, failed]);
    },
    heard: () => {
      clearTimeout(timer);
      timer = start();
    },
    end: () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
    },
  };
}

const isSame = (shown: string, expected: string): boolean => {
  const [a, b] = [shown, expected.replace(/=$/, "")].map((text) => Buffer.from(text));
  return a!.length === b!.length && timingSafeEqual(a!, b!);
};

/** A server's key as OpenSSH tells it: the kind stands at the front of the key, after its length. */
function hostKeyOf(key: Buffer): HostKey {
  return {
    kind: key.toString("latin1", 4, 4 + key.readUInt32BE(0)),
    fingerprint: `SHA256:${createHash("sha256").update(key).digest("base64").replace(/=$/, "")}`,
  };
}

/** What a failure means. What the server says is not repeated: a file's name may be in it. */
function explain(place: string, error: unknown): unknown {
  if (error instanceof TellableError) return error;
  const refused = storageError(error);
  if (refused) return refused;
  const { code, message = "" } = error as { code?: string | number; message?: string };
  if (/authentication methods failed/i.test(message))
    return new TellableError(`${place} does not let the user in. Correct the user, the password or the key.`);
  if (/privateKey|passphrase/i.test(message))
    return new TellableError(
      "The private key cannot be read. Is it whole, and the passphrase the right one?",
    );
  if (code === "ENOTFOUND" || /ENOTFOUND/.test(message))
    return new TellableError(`${place}: there is no host of that name.`);
  if (/ECONNREFUSED/.test(`${code} ${message}`))
    return new TellableError(`${place} does not take connections.`);
  if (/timed out/i.test(message)) return new TellableError(`${place} did not answer in time.`);
  if (code === 2 || /no such file/i.test(message))
    return new TellableError(`${place} has no such folder or file now. Is location.path right?`);
  if (code === 3 || /permission denied/i.test(message))
    return new TellableError(`${place} does not let the user read there.`);
  if (message || code !== undefined) return new TellableError(`The connection to ${place} broke off.`);
  return new TellableError(safeMessage(error));
}

async function filesIn(client: Client, path: string): Promise<RemoteFile[]> {
  const found = await client.list(path);
  return (
    found
      // A name is the server's word, and becomes that of a file here.
      .filter(({ type, name }) => type === "-" && !/[/\\\0]/.test(name))
      .map(({ name, size, modifyTime }) => ({ path: name, bytes: size, modifiedMs: modifyTime }))
  );
}

async function fetchSettled(
  { client, heard }: { client: Client; heard: () => void },
  { location }: ConnectedSource<Sftp>,
  file: RemoteFile,
  to: string,
  { signal, patience }: Surroundings,
): Promise<{ version: string }> {
  await waitToSettle(file.bytes, location.settleSeconds, { signal, patience });
  const unchanged = async (): Promise<void> => {
    const now = (await filesIn(client, location.path)).find(({ path }) => path === file.path);
    if (!now || versionOf(now) !== versionOf(file))
      throw new TellableError("An extract is still being written. The next refresh looks again.");
  };
  await unchanged();
  const path = `${location.path.replace(/\/$/, "")}/${file.path}`;
  // The library would make it with the rights that this user gives to any file.
  writeFileSync(to, "", { mode: 0o600, flag: "wx" });
  await client.fastGet(path, to, { concurrency: 8, step: heard });
  await unchanged();
  if (statSync(to).size !== file.bytes)
    throw new TellableError("Half of an extract came. The next refresh tries again.");
  return { version: versionOf(file) };
}
