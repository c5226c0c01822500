import { createReadStream, createWriteStream, existsSync, statSync } from "node:fs";
import { pipeline } from "node:stream/promises";
import { filesOf, type InboxFile, modifiedMs } from "../pull/inbox.js";
import type { Connected } from "../registry/location.js";
import { TellableError } from "../store/safe-message.js";
import type { ConnectedSource, Look, Surroundings } from "./adapter.js";
import { newestFiles, versionOf } from "./newest.js";
import { waitToSettle } from "./settle.js";

type Folder = Extract<Connected, { type: "folder" }>;

/** A folder of this machine, or a network share. A share that is gone, or that is not mounted, is told as a failure. */
export const folder: Look<Folder> = async (source, surroundings) => {
  const { path } = source.location;
  if (!existsSync(path))
    throw new TellableError(`${path}: there is no such folder now. Is the share there, and the path right?`);
  const files = filesOf(path);
  if (!files.length) throw new TellableError(`${path}: the folder is empty. Is the share mounted?`);
  const newest = newestFiles(source, files, surroundings.day);
  if (!newest.length && !surroundings.known.size)
    throw new TellableError(
      `${path}: no file there fits the patterns under location.files${source.location.period ? " and has a period in its name" : ""}. Correct the patterns, or the path.`,
    );
  return newest.map((file) => ({
    key: file.path,
    name: file.path,
    version: versionOf(file),
    fetch: (to) => copySettled(source, file, to, surroundings),
  }));
};

async function copySettled(
  { location }: ConnectedSource<Folder>,
  file: InboxFile,
  to: string,
  { signal, patience }: Surroundings,
): Promise<{ version: string }> {
  await waitToSettle(file.bytes, location.settleSeconds, { signal, patience });
  refuseChanged(file);
  await pipeline(createReadStream(file.file), createWriteStream(to, { flags: "wx", mode: 0o600 }), {
    signal,
  }).catch((error: NodeJS.ErrnoException) => {
    if (signal.aborted) throw signal.reason;
    if (error.path === to || error.syscall === "write") throw error;
    throw new TellableError(`An extract could not be read from the folder (${error.code ?? "no reason"}).`);
  });
  refuseChanged(file);
  return { version: versionOf(file) };
}

function refuseChanged(file: InboxFile): void {
  const now = statSync(file.file, { throwIfNoEntry: false });
  if (now?.size !== file.bytes || modifiedMs(now) !== file.modifiedMs)
    throw new TellableError("An extract is still being written. The next refresh looks again.");
}
