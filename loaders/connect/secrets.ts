import { readFileSync, statSync } from "node:fs";
import type { Secret } from "../registry/location.js";
import { TellableError } from "../store/safe-message.js";

/**
 * The text of a secret, without the line end of its file. Throws a TellableError, which tells nothing of it, if it is not there
 * or if others may read its file.
 */
export function readSecret(
  { environment: name, file }: Secret,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string {
  const secret = name === undefined ? fromFile(file!) : environment[name];
  if (!secret)
    throw new TellableError(
      name === undefined
        ? `${file}: is empty. Write the secret into it.`
        : `${name} is not set in the environment. It must hold the secret.`,
    );
  return secret;
}

function fromFile(file: string): string {
  const status = statSync(file, { throwIfNoEntry: false });
  if (!status?.isFile())
    throw new TellableError(`${file}: there is no such file. Write the secret into it, or correct the path.`);
  // Windows keeps rights elsewhere: what Node gives there says nothing of others.
  if (process.platform !== "win32" && (status.mode & 0o077) !== 0)
    throw new TellableError(`${file}: others may read it. Let its owner alone: chmod 600`);
  return readFileSync(file, "utf8").replace(/\r?\n$/, "");
}
