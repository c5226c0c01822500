import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseDocument } from "yaml";
import { type Note, readNoteFiles } from "../../../loaders/registry/notes.js";
import { withLock } from "../../../loaders/store/lock.js";
import { TellableError } from "../../../loaders/store/safe-message.js";
import { writeFileAtomic } from "../../../loaders/store/write-file.js";
import { frontMatterOf } from "../front-matter.js";
import { fileOfPage, type PagesFolder } from "../page-address.js";
import { readPageText } from "../page-text.js";
import { may, type Person } from "../people.js";
import type { Repository, Writer } from "../repository.js";
import { titleOfEach } from "../title-of-each.js";
import { writingLock } from "../writing-lock.js";
import { hashOfPage, hashOfText } from "./page-hash.js";
import { type Status, statuses, withoutStatus, withStatus } from "./page-status.js";
import { approvalOf, fileOfRecord, type ReviewRecord, readRecord, textOfRecord } from "./review-record.js";

/** A page under review. */
export interface PageInReview {
  address: string;
  title: string;
  status?: Status;
  text: string;
  /** Of the text, as approvals name it. */
  hash: string;
  record: ReviewRecord;
  /** The approval of this very text, if there is one. */
  approval?: ReviewRecord["approved"][number];
  /** The text that was approved last, if it can still be had. */
  approvedText?: string;
  /** Who wrote what nobody has approved yet. */
  writers: string[];
}

const mostVersions = 200;
const entry = (person: Writer, hash: string, note: string) => ({
  at: new Date().toISOString(),
  by: `${person.name} <${person.email}>`,
  hash,
  ...(note.trim() ? { note: note.trim() } : {}),
});

/**
 * Asks, comments and approvals of pages. They are kept in files of the repository, and each is a commit by whoever it is
 * from, so that whoever uses git reads them as everyone else does.
 */
export class ReviewDesk {
  constructor(
    private readonly folder: PagesFolder,
    private readonly openRepository: () => Promise<Repository>,
  ) {}

  private opened: Promise<Repository> | undefined;

  private get repository(): Promise<Repository> {
    this.opened ??= this.openRepository().catch((error) => {
      this.opened = undefined;
      throw error;
    });
    return this.opened;
  }

  /** A page as it is reviewed. Throws a TellableError if there is none. */
  async open(address: string): Promise<PageInReview> {
    const text = this.textOf(address);
    const hash = hashOfText(this.folder, address, text);
    const record = readRecord(this.folder, address);
    const { approvedText, writers } = await this.sinceApproval(address, text, record);
    const { title, status } = frontMatterOf(text);
    return {
      address,
      title: titleOfEach(String(title ?? address)),
      ...(isStatus(status) ? { status } : {}),
      text,
      hash,
      record,
      approval: approvalOf(record, hash),
      approvedText,
      writers,
    };
  }

  /** The text of a page by its hash, as its newest versions have it; undefined where none of them is that. */
  async textByHash(address: string, hash: string): Promise<string | undefined> {
    const isIt = (text: string) => hashOfText(this.folder, address, text) === hash;
    const text = this.textOf(address);
    if (isIt(text)) return text;
    const repository = await this.repository;
    const file = fileOfPage(this.folder, address);
    for (const { id, file: at } of (await repository.versions(file)).slice(0, mostVersions)) {
      const then = await repository.committed(at, id);
      if (then !== undefined && isIt(then)) return then;
    }
    return undefined;
  }

  /** Asks for a review of a page as it is. */
  async ask(address: string, note: string, person: Person): Promise<void> {
    const hash = this.hashOf(address);
    await this.note(address, person, `Ask for a review of ${address}`, (record) => {
      record.asked.push(entry(person, hash, note));
    });
    await this.setStatus(address, "in review", person);
  }

  /** Says something of a page, or of some words of it. */
  async comment(
    address: string,
    { says, about }: { says: string; about?: string },
    person: Person,
  ): Promise<void> {
    const hash = this.hashOf(address);
    await this.note(address, person, `Comment on ${address}`, (record) => {
      const { at, by } = entry(person, hash, "");
      const id = randomBytes(4).toString("hex");
      record.comments.push({ id, at, by, hash, ...(about?.trim() ? { about: about.trim() } : {}), says });
    });
  }

  /** Marks a comment as settled. Throws a TellableError if there is none of this name. */
  async settle(address: string, id: string, person: Person): Promise<void> {
    await this.note(address, person, `Settle a comment on ${address}`, (record) => {
      const comment = record.comments.find((one) => one.id === id);
      if (!comment) throw new TellableError("There is no such comment. Load the page again.");
      const { at, by } = entry(person, comment.hash, "");
      comment.settled ??= { at, by };
    });
  }

  /**
   * Approves a page's text, by its hash: exactly that may be published from now on. Throws a TellableError if it is no
   * longer the page's text, or whoever approves may not.
   */
  async approve(
    address: string,
    { hash, note = "" }: { hash: string; note?: string },
    person: Person,
  ): Promise<void> {
    const page = await this.open(address);
    const why = whyNotApprove(page, person);
    if (why) throw new TellableError(why);
    if (page.hash !== hash)
      throw new TellableError(
        "The page has changed since you looked at it. Load the review again, and look at what is new.",
      );
    await this.note(address, person, `Approve ${address}`, (record) => {
      record.approved.push(entry(person, hash, note));
    });
    await this.setStatus(address, "curated", person);
  }

  /** Gives a page back to its writers, with a word why. */
  async sendBack(address: string, says: string, person: Person): Promise<void> {
    await this.comment(address, { says }, person);
    await this.setStatus(address, "draft", person);
  }

  /** Takes a page out of the sites of its audiences, from their next publication on. Its approvals no longer hold. */
  async withdraw(address: string, note: string, person: Person): Promise<void> {
    const hash = this.hashOf(address);
    await this.note(address, person, `Withdraw ${address}`, (record) => {
      record.revoked.push(entry(person, hash, note));
    });
    await this.setStatus(address, "withdrawn", person);
  }

  /** The notes on series, the newest first, by the names of their files. */
  notes(): { file: string; note: Note }[] {
    return readNoteFiles(this.notesFolder).reverse();
  }

  /** Lets the public read a note on a series where it reads the series, or no longer. All else of its file stays as it is. */
  async letPublicRead(name: string, isPublic: boolean, person: Writer): Promise<void> {
    const found = this.notes().find(({ file }) => file === name);
    if (!found) throw new TellableError("There is no such note. Load the page again.");
    const file = join(this.notesFolder, found.file);
    const what = `${isPublic ? "Let the public read" : "Keep from the public"} the note of ${found.note.date} on ${found.note.indicators.join(", ")}`;
    await this.write(file, person, what, () => {
      const document = parseDocument(readFileSync(file, "utf8"));
      document.set("public", isPublic);
      return document.toString({ lineWidth: 0, flowCollectionPadding: false });
    });
  }

  private get notesFolder(): string {
    return join(this.folder, "..", "data", "notes");
  }

  private textOf(address: string): string {
    const text = readPageText(fileOfPage(this.folder, address));
    if (text !== undefined) return text;
    throw new TellableError(
      `There is no page ${address}: it was renamed or removed. Look for it in the list of pages.`,
    );
  }

  private hashOf(address: string): string {
    this.textOf(address);
    return hashOfPage(this.folder, address)!;
  }

  private async note(
    address: string,
    person: Writer,
    what: string,
    change: (record: ReviewRecord) => void,
  ): Promise<void> {
    await this.write(fileOfRecord(this.folder, address), person, what, () => {
      const record = readRecord(this.folder, address);
      change(record);
      return textOfRecord(address, record);
    });
  }

  private async setStatus(address: string, status: Status, person: Writer): Promise<void> {
    await this.write(fileOfPage(this.folder, address), person, `Mark ${address} as ${status}`, () =>
      withStatus(this.textOf(address), status),
    );
  }

  private async write(file: string, person: Writer, what: string, text: () => string): Promise<void> {
    const repository = await this.repository;
    await withLock(writingLock(this.folder), async () => {
      const content = text();
      mkdirSync(dirname(file), { recursive: true });
      writeFileAtomic(file, content, 0o644);
      await repository.commit(new Map([[file, content]]), { name: person.name, email: person.email }, what);
    });
  }

  // Back through the versions to one that was approved: whoever changed what readers are told is a writer of it.
  private async sinceApproval(
    address: string,
    text: string,
    record: ReviewRecord,
  ): Promise<{ approvedText?: string; writers: string[] }> {
    const repository = await this.repository;
    const file = fileOfPage(this.folder, address);
    const isApproved = (one: string) =>
      approvalOf(record, hashOfText(this.folder, address, one)) !== undefined;
    const writers = new Set<string>();
    let newer = { text, writer: undefined as string | undefined };
    for (const { id, writer, file: at } of (await repository.versions(file)).slice(0, mostVersions)) {
      const then = await repository.committed(at, id);
      if (then === undefined) break;
      if (isApproved(newer.text)) return { approvedText: newer.text, writers: [...writers] };
      if (newer.writer && withoutStatus(newer.text) !== withoutStatus(then)) writers.add(newer.writer);
      newer = { text: then, writer };
    }
    if (newer.writer && !isApproved(newer.text)) writers.add(newer.writer);
    return {
      ...(isApproved(newer.text) ? { approvedText: newer.text } : {}),
      writers: [...writers],
    };
  }
}

/** Why somebody may not approve a page as it is; undefined if they may. */
export function whyNotApprove(
  { approval, writers, record }: Pick<PageInReview, "approval" | "writers" | "record">,
  person: Person,
): string | undefined {
  if (!may(person, "reviewer")) return "Only reviewers approve pages.";
  if (approval) return "This text is approved already.";
  const asked = record.asked.at(-1)?.by;
  const isOwn = writers.includes(person.name) || asked === `${person.name} <${person.email}>`;
  if (person.isOneOfMany && isOwn)
    return "You wrote this text or asked for its review, so somebody else approves it.";
  const open = record.comments.filter(({ settled }) => !settled).length;
  if (open > 0)
    return `${open === 1 ? "A comment is" : `${open} comments are`} not settled yet. Settle ${open === 1 ? "it" : "them"} first.`;
  return undefined;
}

function isStatus(value: unknown): value is Status {
  return (statuses as readonly unknown[]).includes(value);
}
