import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";

/** A file as it was written. */
export interface Written {
  bytes: number;
  sha256: string;
}

/** True if a file is there, and is to the byte what was written. */
export function isSound(file: string, { bytes, sha256 }: Written): boolean {
  if (statSync(file, { throwIfNoEntry: false })?.size !== bytes) return false;
  return hashOfFile(file) === sha256;
}

/** What a file holds now, to be held against later. */
export function writtenIn(file: string): Written {
  return { bytes: statSync(file).size, sha256: hashOfFile(file) };
}

/** True of a database's error that says that its file is damaged, and not that it is in use or may not be read. */
export function tellsOfDamage(error: unknown): boolean {
  const said = error instanceof Error ? error.message : String(error);
  return /not a valid DuckDB|corrupt|checksum|not read enough bytes|could not read|deserialize|serialization/i.test(
    said,
  );
}

function hashOfFile(file: string): string {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}
