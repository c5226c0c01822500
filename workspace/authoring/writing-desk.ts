import { randomBytes } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, parse, posix } from "node:path";
import { formatDate } from "../../components/words/format.js";
import { readIndicators } from "../../loaders/registry/indicator.js";
import { type Note, unknownTo } from "../../loaders/registry/notes.js";
import { readSources } from "../../loaders/registry/source.js";
import { TellableError } from "../../loaders/store/safe-message.js";
import type { Parameters } from "./asked-first.js";
import { textFor } from "./audience-fit.js";
import { asOrigin, copyText, originOf, withFootFor } from "./copy.js";
import { type Draft, draftFile, draftsBelow, readDraft } from "./drafts.js";
import { frontMatterOf, withFrontMatter } from "./front-matter.js";
import { type Merge, mergeTexts } from "./merge.js";
import { type LikePage, likeliest } from "./moved-page.js";
import { movedText } from "./moved-text.js";
import type { Notebook, OpenPage } from "./notebook.js";
import { addressOf, fileOfPage, nameFrom, type PagesFolder } from "./page-address.js";
import { readPageText } from "./page-text.js";
import { readPicture } from "./picture.js";
import { picturesOf, withPicturesBeside } from "./pictures-of.js";
import { movedTo, type Writer } from "./repository.js";
import { titleOfEach } from "./title-of-each.js";

/** A page beside its origin or its copies. */
export interface Kin {
  address: string;
  title: string;
}

/** The text of a page with a parameter in its name as one of its pages has it; undefined where it has no such page. */
export type TextAt = (address: string, shown: string) => string | undefined;

const firstText = (title: string, language: string) =>
  withFrontMatter(
    `# ${title}

Write here, or type / on an empty line.

\`\`\`js
import { ask, lead, ranking } from "${language}";
const asked = view(ask());
\`\`\`

\`\`\`js
lead(asked)
\`\`\`

\`\`\`js
ranking(asked)
\`\`\`
`,
    { title, editions: ["workspace"], toc: false },
  );

/** The notebook as a person uses it: pages are named by their titles, and what is shown follows what is written. */
export class WritingDesk {
  /** What pages said that somebody has open, by address. */
  private readonly lastSeen = new Map<string, string>();
  /** Where pages went that are no longer there, as far as was asked. */
  private readonly moved = new Map<string, LikePage | undefined>();

  constructor(
    readonly notebook: Notebook,
    private readonly folder: PagesFolder,
    private readonly textAt: TextAt = () => undefined,
  ) {}

  /**
   * Keeps a draft. Gives the address at which it is shown, and whether nothing lay there before: what showed a draft that was
   * dropped must be loaded again.
   */
  keepDraft(address: string, draft: Omit<Draft, "at">): { shown: string; isNew: boolean } {
    const file = draftFile(fileOfPage(this.folder, address), draft.id);
    const isNew = !existsSync(file);
    this.notebook.keepDraft(address, draft);
    return { shown: addressOf(this.folder, file), isNew };
  }

  /** Makes a page with a title in a folder, or in the writer's own. Returns its address. */
  async create({ title, folder }: { title: string; folder: string }, writer: Writer): Promise<string> {
    const address = this.freeAddress(folder || ownFolder(writer), title);
    await this.notebook.save(address, writer, {
      text: firstText(title, languageAt(address)),
      note: `Begin ${title}`,
    });
    return address;
  }

  /**
   * Copies a page to the writer's own folder, with what is chosen now as what it shows first: among the explorations, or beside
   * what it is a copy of where analysts have not all that it asks. `shown` is where it was read, if it is one of many that one
   * text is drawn at. Returns the copy's address.
   */
  async copy(
    from: string,
    {
      title,
      asked,
      shown = from,
    }: {
      title: string;
      asked: Parameters;
      shown?: string | undefined;
    },
    writer: Writer,
  ): Promise<string> {
    const page = await this.notebook.open(from);
    if (!page) throw new TellableError(`There is no page ${from}. It was renamed or removed.`);
    const filled = shown === from ? undefined : this.textAt(from, shown);
    const text = filled ?? page.text;
    const read = filled === undefined ? from : shown;
    const [audience = ""] = from.split("/");
    const own = ownFolder(writer);
    const { lacking } = textFor(movedText(text, from, own), join(this.folder, "explore"));
    const isBeside = lacking.length > 0 && ["briefings", "public"].includes(audience);
    const to = this.freeAddress(isBeside ? own.replace(/^explore/, audience) : own, title);
    const day = formatDate(new Date().toISOString().slice(0, 10));
    const copied = copyText(text, { from, hash: page.hash, shown: read, to, title, day, asked });
    await this.notebook.save(to, writer, { text: copied, note: `Copy ${read}` });
    return to;
  }

  /**
   * Keeps a picture beside a page. Its file is named by what it shows: how it was called on somebody's machine may name a
   * child. Returns the name. Throws a TellableError if it is no picture.
   */
  async addPicture(address: string, about: string, bytes: Uint8Array, writer: Writer): Promise<string> {
    const name = nameFrom(`${address.split("/").at(-1)} ${about}`);
    return this.notebook.addPicture(address, { name, ...readPicture(bytes) }, writer);
  }

  /** Keeps a note on a series, written today. Throws a TellableError where there is no such indicator or source. */
  async addSeriesNote(
    note: Pick<Note, "date" | "indicators" | "text" | "break" | "public"> & {
      area?: string | undefined;
      source?: string | undefined;
    },
    writer: Writer,
  ): Promise<string> {
    const sources = readSources();
    const [unknown] = unknownTo({ sources, indicators: readIndicators(sources) }, note);
    if (unknown) throw new TellableError(unknown);
    const writtenOn = new Date().toISOString().slice(0, 10);
    return this.notebook.addSeriesNote({ ...note, writer: writer.name, writtenOn }, writer);
  }

  /** What a page is a copy of, whether that has changed since, and the pages that are copies of it. */
  async kin(address: string): Promise<{ origin?: Kin & { changed: boolean }; copies: Kin[] }> {
    const copies = this.copiesOf(address);
    const copied = originOf(this.read(address) ?? "");
    const origin = copied && (await this.notebook.open(copied.address));
    if (!origin) return { copies };
    const changed = origin.hash !== copied.hash;
    return {
      copies,
      origin: { address: copied.address, title: titleIn(origin.text, copied.address), changed },
    };
  }

  /**
   * A page to write, with what was written of it and not saved, also where it was before; undefined where there is neither.
   * `isOpen`: whether a window has a draft open.
   */
  async open(
    address: string,
    isOpen: (draft: string) => boolean = () => false,
  ): Promise<OpenPage | undefined> {
    for (const { address: from, id } of draftsBelow(this.folder))
      if (from !== address && !isOpen(id) && (await this.isNow(from, address)))
        await this.notebook.moveDraft(from, address, id);
    const page = await this.notebook.open(address);
    if (page) return page;
    const drafts = await this.notebook.draftsOf(address);
    if (drafts.length === 0) return undefined;
    return { text: "", hash: await this.notebook.hashOf(""), drafts, isGone: true, hasConflictMarks: false };
  }

  /** The text of a version, as the page would have it where it is now; undefined if there is no such version. */
  async textAtVersion(address: string, version: string): Promise<string | undefined> {
    const at = await this.notebook.addressAt(address, version);
    const text = await this.notebook.textAt(at, version);
    if (text === undefined || at === address) return text;
    const [audience = ""] = address.split("/");
    return withFootFor(textFor(movedText(text, at, address), join(this.folder, audience)).text, address);
  }

  /** A copy's text with what its origin has changed since, merged as a save is. Throws if it is no copy of a page. */
  async withOriginsChanges(address: string, text: string): Promise<Merge> {
    const copied = originOf(text);
    const origin = copied && (await this.notebook.open(copied.address));
    if (!origin) throw new TellableError("This page is no copy of a page that is still there.");
    const then = await this.textThen(copied.hash);
    const asCopy = (one: string) => movedText(one, copied.address, address);
    return mergeTexts(
      asCopy(then),
      withFrontMatter(text, { forked_from: `${copied.address}@${origin.hash}` }),
      asCopy(origin.text),
    );
  }

  /** Draws a text of a page beside another, such as an older version. Gives the address at which it is shown. */
  async drawText(
    address: string,
    drawn: { id: string; text: string; writer: string },
  ): Promise<{ shown: string }> {
    await this.notebook.drawText(address, drawn);
    const file = draftFile(fileOfPage(this.folder, address), drawn.id);
    return { shown: addressOf(this.folder, file) };
  }

  /**
   * Offers what a copy says to its origin, as a draft of it that whoever next opens the origin is shown. Gives the origin's
   * address. Throws a TellableError where there is nothing to offer, or the origin has changed the same lines since.
   */
  async offerToOrigin(address: string, text: string, { name }: Writer): Promise<string> {
    const copied = originOf(text);
    const origin = copied && (await this.notebook.open(copied.address));
    if (!origin) throw new TellableError("This page is no copy of a page that is still there.");
    const then = await this.textThen(copied.hash);
    const merge = mergeTexts(then, asOrigin(text, then, address, copied.address), origin.text);
    if (!("text" in merge))
      throw new TellableError(
        "The original has changed the same lines since. Take over what it has changed first, then offer yours.",
      );
    if (merge.text === origin.text)
      throw new TellableError("This copy says nothing that its original does not say.");
    const draft = { id: randomBytes(4).toString("hex"), text: merge.text, base: origin.hash };
    this.notebook.keepDraft(copied.address, { ...draft, writer: `${name}, from the copy ${address}` });
    return copied.address;
  }

  /**
   * Moves a page to another audience's folder, in the language of that audience. It is in the site of the briefings once
   * somebody has approved it. Returns its new address. Throws a TellableError that names all that it asks and this audience
   * may not have.
   */
  async move(address: string, audience: "explore" | "briefings", writer: Writer): Promise<string> {
    const page = await this.notebook.open(address);
    if (!page) throw new TellableError(`There is no page ${address}. It was renamed or removed.`);
    const title = titleIn(page.text, address);
    const to = this.freeAddress(audience === "explore" ? ownFolder(writer) : audience, title);
    const moved = withPicturesBeside(movedText(page.text, address, to), to, (file) =>
      this.freePictureName(file, to),
    );
    const { text: fit, lacking } = textFor(moved.text, join(this.folder, audience));
    if (lacking.length > 0)
      throw new TellableError(
        `It stays where it is, as ${audience === "briefings" ? "service managers" : "analysts"} do not have all that it asks: ${lacking.join("; ")}.`,
      );
    const text = withFrontMatter(
      withFootFor(fit, to),
      audience === "briefings"
        ? { editions: ["workspace", "briefings"], status: "draft" }
        : { editions: ["workspace"], status: undefined },
    );
    const pictures = moved.pictures.map((one) => ({ ...one, isShared: this.isShared(one.file, address) }));
    await this.notebook.move(address, to, { text, pictures }, writer);
    this.moved.set(address, { address: to, isSame: true });
    return to;
  }

  private async textThen(hash: string): Promise<string> {
    const then = await this.notebook.textOf(hash);
    if (then !== undefined) return then;
    throw new TellableError(
      "What the original said when it was copied can no longer be had here, so what changed since cannot be told. Open both, and carry over by hand what you need.",
    );
  }

  // The name of a picture where its page goes: its own, unless another picture there has it.
  private freePictureName(file: string, to: string): string {
    const { name, ext } = parse(file);
    const own = join(this.folder, file);
    for (let i = 1; ; i++) {
      const free = i === 1 ? `${name}${ext}` : `${name}-${i}${ext}`;
      const there = join(dirname(fileOfPage(this.folder, to)), free);
      if (!existsSync(there) || !existsSync(own) || readFileSync(there).equals(readFileSync(own)))
        return free;
    }
  }

  // Whether a picture lies elsewhere than beside its page, or another page or a draft shows it, too.
  private isShared(file: string, address: string): boolean {
    if (posix.dirname(file) !== posix.dirname(address)) return true;
    const shows = (text: string, at: string) => picturesOf(text, at).includes(file);
    const pages = [...this.addresses()].filter((other) => other !== address);
    return (
      pages.some((other) => shows(this.read(other) ?? "", other)) ||
      [...draftsBelow(this.folder)].some(({ address: of, id }) =>
        shows(readDraft(fileOfPage(this.folder, of), id)?.text ?? "", of),
      )
    );
  }

  /** Whether a page is there; where it is not, the page that it has most likely become, and whether that is beyond doubt. */
  async whereIs(address: string): Promise<{ there: boolean; now?: string; isSame?: boolean }> {
    if (existsSync(fileOfPage(this.folder, address))) {
      this.moved.delete(address);
      const text = this.read(address);
      if (text !== undefined) this.lastSeen.set(address, text);
      return { there: true };
    }
    if (!this.moved.has(address)) this.moved.set(address, await this.whereTo(address));
    const now = this.moved.get(address);
    return { there: false, ...(now !== undefined && { now: now.address, isSame: now.isSame }) };
  }

  private async isNow(from: string, address: string): Promise<boolean> {
    const { now, isSame } = await this.whereIs(from);
    return now === address && isSame === true;
  }

  private async whereTo(address: string): Promise<LikePage | undefined> {
    const [newest, before] = await this.notebook.versions(address);
    const to = newest && movedTo(newest, address);
    if (to !== undefined && existsSync(fileOfPage(this.folder, to))) return { address: to, isSame: true };
    const last = (await this.notebook.lastText(address)) ?? this.lastSeen.get(address);
    if (last === undefined) return undefined;
    const others = [...this.addresses()].flatMap((other) => {
      const text = this.read(other);
      return text === undefined || isCopyOf(text, address) ? [] : [{ address: other, text }];
    });
    // A page that stood beside it when it was last written is another one.
    const isLast = newest && (await this.notebook.textAt(address, newest.id)) !== undefined;
    const written = (isLast ? newest : before)?.id;
    for (const like of likeliest(last, others))
      if ((await this.notebook.textAt(like.address, written)) === undefined) return like;
    return undefined;
  }

  private copiesOf(address: string): Kin[] {
    return [...this.addresses()].flatMap((other) => {
      const text = this.read(other);
      return text !== undefined && isCopyOf(text, address)
        ? [{ address: other, title: titleIn(text, other) }]
        : [];
    });
  }

  // A page that cannot be read is no copy of anything.
  private read(address: string): string | undefined {
    try {
      return readPageText(fileOfPage(this.folder, address));
    } catch {
      return undefined;
    }
  }

  private *addresses(below = ""): Generator<string> {
    for (const entry of readdirSync(join(this.folder, below), { withFileTypes: true })) {
      if (entry.name.startsWith(".")) continue;
      const path = below ? `${below}/${entry.name}` : entry.name;
      if (entry.isDirectory()) yield* this.addresses(path);
      else if (entry.isFile() && entry.name.endsWith(".md")) yield path.slice(0, -".md".length);
    }
  }

  private freeAddress(folder: string, title: string): string {
    const name = nameFrom(title);
    for (let i = 1; ; i++) {
      const address = `${folder}/${name}${i === 1 ? "" : `-${i}`}`;
      if (!existsSync(fileOfPage(this.folder, address))) return address;
    }
  }
}

function titleIn(text: string, address: string): string {
  try {
    return titleOfEach(String(frontMatterOf(text).title ?? address));
  } catch {
    // A slip in another page's front matter is told on that page.
    return address;
  }
}

function isCopyOf(text: string, address: string): boolean {
  try {
    return originOf(text)?.address === address;
  } catch {
    return false;
  }
}

function ownFolder({ name }: Writer): string {
  return `explore/${nameFrom(name)}`;
}

// A new page begins in the language of its audience.
function languageAt(address: string): string {
  const up = "../".repeat(address.split("/").length - 2) || "./";
  return `${up}components/${address.startsWith("briefings/") ? "questions" : "notebook"}.js`;
}
