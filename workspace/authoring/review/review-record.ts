import { existsSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { z } from "zod";
import { readYaml } from "../../../loaders/registry/read-yaml.js";
import { fileOfPage, type PagesFolder } from "../page-address.js";

const time = z.iso.datetime();
const hash = z.string().regex(/^[0-9a-f]{64}$/, "must be a SHA-256 of 64 hexadecimal digits");
const person = z.string().min(1).max(200);
const words = z.string().max(4_000);

export const reviewRecordSchema = z.strictObject({
  /** Who asked for a review, of which text, and what they said. The last one stands. */
  asked: z.array(z.strictObject({ at: time, by: person, hash, note: words.optional() })).default([]),
  /** What was said of the page. */
  comments: z
    .array(
      z.strictObject({
        /** Which comment it is: eight hexadecimal digits. */
        id: z.string().regex(/^[0-9a-f]{8}$/, "must be eight hexadecimal digits"),
        at: time,
        by: person,
        /** The text that it was said of. */
        hash,
        /** The words of the page that it is about; left out: all of it. */
        about: words.optional(),
        says: words.min(1),
        /** When and by whom it was settled. */
        settled: z.strictObject({ at: time, by: person }).optional(),
      }),
    )
    .default([]),
  /** Which texts were approved, when, by whom. Any of them may be published. */
  approved: z.array(z.strictObject({ at: time, by: person, hash, note: words.optional() })).default([]),
  /** Approvals that were taken back, by the hash of their text. */
  revoked: z.array(z.strictObject({ at: time, by: person, hash, note: words.optional() })).default([]),
});

/** What was asked, said and approved of one page. */
export type ReviewRecord = z.infer<typeof reviewRecordSchema>;

/** The folder of the records, below that of all pages. */
export const reviewsFolder = "reviews";

/** The file of a page's record. Throws a TellableError if the address is not one that a page can have. */
export function fileOfRecord(folder: PagesFolder, address: string): string {
  fileOfPage(folder, address);
  return join(folder, reviewsFolder, `${address}.yaml`);
}

/** A page's record; an empty one where nothing was asked yet. Throws a RegistryError that names what is wrong in its file. */
export function readRecord(folder: PagesFolder, address: string): ReviewRecord {
  const file = fileOfRecord(folder, address);
  return existsSync(file) ? readYaml(file, reviewRecordSchema) : reviewRecordSchema.parse({});
}

/** A record as its file holds it. */
export function textOfRecord(address: string, record: ReviewRecord): string {
  const said = Object.fromEntries(Object.entries(record).filter(([, entries]) => entries.length > 0));
  return `# What was asked, said and approved of docs/${address}.md. A hash is of its text without the line of its status.\n${stringify(said, { lineWidth: 0 })}`;
}

/** The approval of a text that stands; undefined if nobody approved it, or it was taken back since. */
export function approvalOf(
  { approved, revoked }: ReviewRecord,
  text: string | undefined,
): ReviewRecord["approved"][number] | undefined {
  const approval = approved.findLast((one) => one.hash === text);
  const isBack = approval && revoked.some((one) => one.hash === text && one.at >= approval.at);
  return isBack ? undefined : approval;
}
