import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { TellableError } from "../../../loaders/store/safe-message.js";
import { writeFileAtomic } from "../../../loaders/store/write-file.js";
import type { PagesFolder } from "../page-address.js";
import type { Writer } from "../repository.js";
import { hashOfPage } from "./page-hash.js";
import { fileOfRecord, readRecord, textOfRecord } from "./review-record.js";

/**
 * Approves a page as it is on disk, and leaves the commit to whoever uses git. Returns the file of the page's record.
 * Throws a TellableError if there is no such page.
 */
export function approveOnDisk(folder: PagesFolder, address: string, { name, email }: Writer): string {
  const hash = hashOfPage(folder, address);
  if (hash === undefined) throw new TellableError(`There is no page ${address}.`);
  const file = fileOfRecord(folder, address);
  const record = readRecord(folder, address);
  record.approved.push({ at: new Date().toISOString(), by: `${name} <${email}>`, hash });
  mkdirSync(dirname(file), { recursive: true });
  writeFileAtomic(file, textOfRecord(address, record), 0o644);
  return file;
}
