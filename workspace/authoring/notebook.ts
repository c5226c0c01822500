import { existsSync, readFileSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { stringify } from "yaml";
import type { Note } from "../../loaders/registry/notes.js";
import { withLock } from "../../loaders/store/lock.js";
import { TellableError } from "../../loaders/store/safe-message.js";
import { writeFileAtomic } from "../../loaders/store/write-file.js";
import { hasConflictMarks } from "./conflict-marks.js";
import {
  type Draft,
  draftFile,
  draftsBelow,
  draftsOf,
  dropDraft,
  keepDraft,
  newDraftId,
  readDraft,
} from "./drafts.js";
import { type Hunk, type Merge, mergeTexts } from "./merge.js";
import { addressOf, fileOfPage, type PagesFolder } from "./page-address.js";
import { inFormOf, readPageText, refuseLong } from "./page-text.js";
import type { Picture } from "./picture.js";
import type { ShownPicture } from "./pictures-of.js";
import { type Content, moveNote, type Repository, type Version, type Writer } from "./repository.js";
import { writingLock } from "./writing-lock.js";

/** A page as it is opened for writing. */
export interface OpenPage {
  /** Empty where the page is gone. */
  text: string;
  /** What a save says that it was made from. */
  hash: string;
  /** What somebody has written of it and not saved, the newest first. */
  drafts: (Draft & {
    /** A window has it open now. */
    isOpen?: true;
  })[];
  /** It was taken away, and only drafts of it are left. */
  isGone?: true;
  /** The marks that git leaves where two changes met stand in it. */
  hasConflictMarks: boolean;
}

/** A text to save as a version. */
export interface Save {
  text: string;
  /** The hash of the text that it was made from; left out for a page that is new. */
  base?: string;
  /** What was done, in one line. */
  note: string;
  /** The draft that it ends. */
  draft?: string;
  /** The draft that is written on after it: where that says what is saved, it is of the new version from then on. */
  follows?: string;
  /** The commit of the writer's own text, where this text came of a conflict. */
  settles?: string;
}

/** What came of a save: a version, or the places where another's change meets this one. */
export type Saved =
  | { saved: { hash: string; text: string; merged: boolean } }
  | { conflict: { pieces: (string | Hunk)[]; base: string; settles: string } };

/** A picture, and what its file is called without its ending. */
export interface NamedPicture extends Picture {
  name: string;
}

const elsewhere: Writer = { name: "Changed on disk", email: "disk@localhost" };
const longestNote = 200;
// Milliseconds until a new window has surely told that it is there.
const beforeTidying = 60_000;

/**
 * The pages of a workspace, to write. A save never takes another's text away: what has changed since the writer opened the
 * page, by another writer, an editor or git, is merged, or told; and every text stands in the history.
 */
export class Notebook {
  constructor(
    private readonly folder: PagesFolder,
    /** Opens the repository when first needed: a workspace that is only read makes none. */
    private readonly openRepository: () => Promise<Repository>,
    /** A file that only one process at a time holds while it writes. */
    private readonly lock = writingLock(folder),
  ) {}

  private opened: Promise<Repository> | undefined;

  private get repository(): Promise<Repository> {
    this.opened ??= this.openRepository().catch((error) => {
      this.opened = undefined;
      throw error;
    });
    return this.opened;
  }

  /** Opens a page; undefined if there is none. */
  async open(address: string): Promise<OpenPage | undefined> {
    const file = fileOfPage(this.folder, address);
    const text = readPageText(file);
    if (text === undefined) return undefined;
    return {
      text,
      hash: await (await this.repository).keep(text),
      drafts: await this.draftsOf(address),
      hasConflictMarks: hasConflictMarks(text),
    };
  }

  /** Keeps what is being written of a page, beside it. */
  keepDraft(address: string, draft: Omit<Draft, "at">): void {
    refuseLong(draft.text);
    keepDraft(fileOfPage(this.folder, address), draft);
  }

  /**
   * Takes a draft of a page that has moved to where it is now, with what changed in the move, merged as a save is. Gives the name
   * that it has there; undefined where there is no such draft.
   */
  async moveDraft(from: string, to: string, id: string): Promise<string | undefined> {
    const [old, file] = [fileOfPage(this.folder, from), fileOfPage(this.folder, to)];
    const page = await this.open(to);
    const draft = readDraft(old, id);
    if (!page || !draft) return undefined;
    const origin = draft.base === undefined ? undefined : await this.textOf(draft.base);
    const asNow = (text: string) => inFormOf(page.text, text);
    const merge = origin === undefined ? undefined : mergeTexts(asNow(origin), asNow(draft.text), page.text);
    // What meets a change of the move is told when it is saved.
    const there = merge && "text" in merge ? { text: inFormOf("", merge.text), base: page.hash } : draft;
    const name = existsSync(draftFile(file, id)) ? newDraftId() : id;
    keepDraft(file, { id: name, writer: draft.writer, text: there.text, base: there.base });
    dropDraft(old, id);
    return name;
  }

  /** What somebody has written of a page and not saved, whether the page is there or not; the newest first. */
  async draftsOf(address: string): Promise<Draft[]> {
    return this.unsaved(draftsOf(fileOfPage(this.folder, address)));
  }

  /** A text of a page with what another window has written of it and not saved, merged as a save is. */
  async withDraft(address: string, text: string, id: string): Promise<Merge> {
    const draft = readDraft(fileOfPage(this.folder, address), id);
    if (!draft) return { text };
    const origin = draft.base === undefined ? "" : await this.textOf(draft.base);
    return mergeTexts(inFormOf(text, origin ?? ""), text, inFormOf(text, draft.text));
  }

  /** Takes away a draft that says no more than what it was made from, as its window leaves. One that says more stays. */
  async dropIdle(address: string, id: string): Promise<void> {
    const file = fileOfPage(this.folder, address);
    const base = readDraft(file, id)?.base;
    const origin = base && (await this.textOf(base));
    // It may have been written meanwhile: what counts is what it says in the moment in which it goes.
    const draft = readDraft(file, id);
    if (origin !== undefined && draft?.base === base && inFormOf(origin, draft!.text) === origin)
      dropDraft(file, id);
  }

  /** As dropIdle, of all drafts that no window has open: what is left where a browser or the machine ended at once. */
  async tidy(isOpen: (id: string) => boolean): Promise<void> {
    for (const { address, id, at } of draftsBelow(this.folder))
      if (!isOpen(id) && Date.now() - at > beforeTidying)
        // A page that cannot be read is another's affair.
        await this.dropIdle(address, id).catch(() => {});
  }

  /** Draws a text, such as an older version, as a draft that nobody is offered. It goes when its window leaves. */
  async drawText(address: string, { id, text, writer }: { id: string; text: string; writer: string }) {
    const base = await (await this.repository).keep(text);
    this.keepDraft(address, { id, text, base, writer });
  }

  /** Gives a draft up. Its text stays in the history. */
  async giveUp(address: string, id: string, writer: Writer): Promise<void> {
    const file = fileOfPage(this.folder, address);
    const draft = draftsOf(file).find((one) => one.id === id);
    if (!draft) return;
    const repository = await this.repository;
    await withLock(this.lock, async () => {
      const aside = await repository.commitAside(file, draft.text, writer, "A draft, given up");
      await repository.commit(new Map(), writer, `Give a draft of ${address} up`, [aside]);
    });
    dropDraft(file, id);
  }

  /**
   * Saves a version of a page. Where the file is no longer what the text was made from, both changes are merged; where
   * they touch the same lines nothing is written, and the conflict is told, to be settled by another save.
   */
  async save(
    address: string,
    writer: Writer,
    { text: given, base, note, draft, follows, settles }: Save,
  ): Promise<Saved> {
    refuseLong(given);
    const file = fileOfPage(this.folder, address);
    const repository = await this.repository;
    return withLock(this.lock, async () => {
      const onDisk = readPageText(file);
      const origin = base === undefined ? undefined : await repository.kept(base);
      const text = inFormOf(onDisk ?? origin, given);
      const merge =
        onDisk === undefined || onDisk === origin ? { text } : mergeTexts(origin ?? "", text, onDisk);
      const isMerge = onDisk !== undefined && onDisk !== origin && onDisk !== text;
      const aside = isMerge
        ? await repository.commitAside(file, text, writer, `${lineOf(note)} (before merging)`)
        : undefined;
      await this.takeIn(file, onDisk);
      if (!("text" in merge))
        return {
          conflict: { pieces: merge.pieces, base: await repository.keep(onDisk!), settles: aside! },
        };
      await this.put(file, merge.text, onDisk);
      const settled = settles !== undefined && (await repository.isCommit(settles)) ? settles : undefined;
      const merges = [aside, settled].filter((id) => id !== undefined);
      if (merge.text !== onDisk || merges.length > 0)
        await repository.commit(new Map([[file, merge.text]]), writer, lineOf(note), merges);
      if (draft) dropDraft(file, draft);
      const hash = await repository.keep(merge.text);
      const going = follows === undefined ? undefined : readDraft(file, follows);
      // A window that is closed now must not leave what is saved as a draft that nobody has saved.
      if (going && inFormOf(given, going.text) === given)
        keepDraft(file, { id: going.id, text: merge.text, base: hash, writer: writer.name });
      return { saved: { hash, text: merge.text, merged: isMerge } };
    });
  }

  /** Keeps a picture beside a page, by a name that no other file there has. Returns that name. */
  async addPicture(address: string, { name, ending, bytes }: NamedPicture, writer: Writer): Promise<string> {
    const folder = dirname(fileOfPage(this.folder, address));
    const repository = await this.repository;
    return withLock(this.lock, async () => {
      let file = `${name}.${ending}`;
      for (let i = 2; existsSync(join(folder, file)); i++) file = `${name}-${i}.${ending}`;
      writeFileAtomic(join(folder, file), bytes, 0o644);
      const note = `Add a picture to ${address}`;
      await repository.commit(new Map([[join(folder, file), bytes]]), writer, note);
      return file;
    });
  }

  /** Keeps a note on a series in a file of its own, by its day and its first indicator. Returns that file's name. */
  async addSeriesNote(note: Note, writer: Writer): Promise<string> {
    const folder = join(this.folder, "..", "data", "notes");
    const repository = await this.repository;
    return withLock(this.lock, async () => {
      const name = `${note.date}-${note.indicators[0]}`;
      let file = `${name}.yaml`;
      for (let i = 2; existsSync(join(folder, file)); i++) file = `${name}-${i}.yaml`;
      const bytes = Buffer.from(stringify(note, { lineWidth: 0 }));
      writeFileAtomic(join(folder, file), bytes, 0o644);
      const about = `Note on ${note.indicators.join(", ")}`;
      await repository.commit(new Map([[join(folder, file), bytes]]), writer, about);
      return file;
    });
  }

  /** Takes a page away. Its versions stay in the history. */
  async remove(address: string, writer: Writer): Promise<void> {
    const file = fileOfPage(this.folder, address);
    const repository = await this.repository;
    await withLock(this.lock, async () => {
      const onDisk = readPageText(file);
      if (onDisk === undefined) throw noPage(address);
      await this.takeIn(file, onDisk);
      await repository.commit(new Map([[file, undefined]]), writer, `Remove ${address}`);
      rmSync(file);
    });
  }

  /**
   * Moves a page, with another text where its new place asks for one, and its pictures with it: those that are shared stay
   * where they are, too. Its versions stay in the history, under its old name.
   */
  async move(
    from: string,
    to: string,
    { text, pictures }: { text: string; pictures: readonly (ShownPicture & { isShared: boolean })[] },
    writer: Writer,
  ): Promise<void> {
    const [old, file] = [fileOfPage(this.folder, from), fileOfPage(this.folder, to)];
    const repository = await this.repository;
    await withLock(this.lock, async () => {
      const onDisk = readPageText(old);
      if (onDisk === undefined) throw noPage(from);
      if (existsSync(file)) throw new TellableError(`There is a page ${to} already. Choose another name.`);
      await this.takeIn(old, onDisk);
      const files = new Map<string, Content | undefined>([
        [old, undefined],
        [file, text],
        ...pictures.flatMap(({ file: picture, name, isShared }): [string, Content | undefined][] => {
          const there = join(dirname(file), name);
          const lies = join(this.folder, picture);
          if (!existsSync(lies) || lies === there) return [];
          return [
            [there, readFileSync(lies)],
            ...(isShared ? [] : [[lies, undefined] as [string, undefined]]),
          ];
        }),
      ]);
      for (const [path, content] of files) if (content !== undefined) writeFileAtomic(path, content, 0o644);
      await repository.commit(files, writer, moveNote(from, to));
      for (const [path, content] of files) if (content === undefined) rmSync(path, { force: true });
    });
  }

  /** What a page last said that is no longer there; undefined if it was never kept. */
  async lastText(address: string): Promise<string | undefined> {
    const file = fileOfPage(this.folder, address);
    const repository = await this.repository;
    for (const { id, file: at } of await repository.versions(file)) {
      const text = await repository.committed(at, id);
      if (text !== undefined) return text;
    }
    return repository.committed(file);
  }

  /** The versions of a page, the newest first. */
  async versions(address: string): Promise<Version[]> {
    return (await this.repository).versions(fileOfPage(this.folder, address));
  }

  /**
   * The text of a version, the last where none is named; undefined if the page is not in it. `address`: where the page was then.
   */
  async textAt(address: string, version?: string): Promise<string | undefined> {
    return (await this.repository).committed(fileOfPage(this.folder, address), version);
  }

  /** Where a page was in one of its versions: elsewhere, if it has moved since. */
  async addressAt(address: string, version: string): Promise<string> {
    const found = (await this.versions(address)).find(({ id }) => id === version);
    return found ? addressOf(this.folder, found.file) : address;
  }

  /** Keeps a text, and gives what a save says that it was made from. */
  async hashOf(text: string): Promise<string> {
    return (await this.repository).keep(text);
  }

  /** A text by its hash, if it was ever opened or saved here. */
  async textOf(hash: string): Promise<string | undefined> {
    return (await this.repository).kept(hash);
  }

  // A draft that says what it was made from is that text in a window that is open, or was.
  private async unsaved(drafts: Draft[]): Promise<Draft[]> {
    const origins = await Promise.all(drafts.map(({ base }) => base && this.textOf(base)));
    return drafts.filter(
      ({ text }, i) => origins[i] === undefined || inFormOf(origins[i], text) !== origins[i],
    );
  }

  // What an editor or git wrote and nobody committed is a version, too, before ours takes its place.
  private async takeIn(file: string, onDisk: string | undefined): Promise<void> {
    const repository = await this.repository;
    if (onDisk === undefined || onDisk === (await repository.committed(file))) return;
    await repository.commit(new Map([[file, onDisk]]), elsewhere, "Keep what was changed on disk");
  }

  // Between the last look at the file and its replacement nothing else runs in this process.
  private async put(file: string, text: string, before: string | undefined): Promise<void> {
    const now = readPageText(file);
    if (now !== before)
      throw new TellableError("The page changed on disk in this very moment. Save it again.");
    const mode = statSync(file, { throwIfNoEntry: false })?.mode ?? 0o644;
    if (text !== before) writeFileAtomic(file, text, mode & 0o777);
  }
}

function noPage(address: string): TellableError {
  return new TellableError(
    `There is no page ${address}: it was renamed or removed. Look for it in the list of pages.`,
  );
}

function lineOf(note: string): string {
  const line = note.replace(/\s+/g, " ").trim().slice(0, longestNote);
  return line === "" ? "Change the page" : line;
}
