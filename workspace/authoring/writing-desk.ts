import { existsSync, readdirSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { formatDate } from "../../components/words/format.js";
import { TellableError } from "../../loaders/store/safe-message.js";
import { copyText, originOf } from "./copy.js";
import { type Draft, draftFile } from "./drafts.js";
import { frontMatterOf, withFrontMatter } from "./front-matter.js";
import { type Merge, mergeTexts } from "./merge.js";
import { movedText } from "./moved-text.js";
import type { Notebook, Save, Saved } from "./notebook.js";
import { addressOf, fileOfPage, nameFrom, type PagesFolder } from "./page-address.js";
import { readPageText } from "./page-text.js";
import type { Writer } from "./repository.js";

/** A page beside its origin or its copies. */
export interface Kin {
  address: string;
  title: string;
}

// Milliseconds after a write at which an open page's watchers are certainly set.
const afterWelcome = [500, 1_500];
const touches = new Map<string, NodeJS.Timeout[]>();
const firstText = (title: string) =>
  withFrontMatter(
    `# ${title}

Write here. Text is Markdown; a cell begins and ends with three back-ticks.

\`\`\`js
import { ask, lead, ranking, table } from "../components/notebook.js";
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
  constructor(
    readonly notebook: Notebook,
    private readonly folder: PagesFolder,
  ) {}

  /**
   * Keeps a draft, and draws it where it is shown. Gives the address at which it is shown, and whether nothing lay there
   * before: what showed a draft that was dropped must be loaded again.
   */
  keepDraft(address: string, draft: Omit<Draft, "at">): { shown: string; isNew: boolean } {
    const file = draftFile(fileOfPage(this.folder, address), draft.id);
    const isNew = !existsSync(file);
    this.notebook.keepDraft(address, draft);
    drawAgain(file);
    return { shown: addressOf(this.folder, file), isNew };
  }

  async save(address: string, writer: Writer, save: Save): Promise<Saved> {
    const saved = await this.notebook.save(address, writer, save);
    if ("saved" in saved) drawAgain(fileOfPage(this.folder, address));
    return saved;
  }

  /** Makes a page with a title in a folder, or in the writer's own. Returns its address. */
  async create({ title, folder }: { title: string; folder: string }, writer: Writer): Promise<string> {
    const address = this.freeAddress(folder || ownFolder(writer), title);
    await this.notebook.save(address, writer, { text: firstText(title), note: `Begin ${title}` });
    return address;
  }

  /** Copies a page to the writer's own folder, with what is asked now as what it asks first. Returns the copy's address. */
  async copy(
    from: string,
    { title, asked }: { title: string; asked: Readonly<Record<string, string | readonly string[]>> },
    writer: Writer,
  ): Promise<string> {
    const page = await this.notebook.open(from);
    if (!page) throw new TellableError(`There is no page ${from}. It was renamed or removed.`);
    const to = this.freeAddress(ownFolder(writer), title);
    const day = formatDate(new Date().toISOString().slice(0, 10));
    const text = copyText(page.text, { from, hash: page.hash, to, title, day, asked });
    await this.notebook.save(to, writer, { text, note: `Copy ${from}` });
    return to;
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

  /** A copy's text with what its origin has changed since, merged as a save is. Throws if it is no copy of a page. */
  async withOriginsChanges(address: string, text: string): Promise<Merge> {
    const copied = originOf(text);
    const origin = copied && (await this.notebook.open(copied.address));
    if (!origin) throw new TellableError("This page is no copy of a page that is still there.");
    const then = await this.notebook.textOf(copied.hash);
    const asCopy = (one: string) => movedText(one, copied.address, address);
    return mergeTexts(
      asCopy(then ?? origin.text),
      withFrontMatter(text, { forked_from: `${copied.address}@${origin.hash}` }),
      asCopy(origin.text),
    );
  }

  private copiesOf(address: string): Kin[] {
    return [...this.addresses()].flatMap((other) => {
      const text = this.read(other);
      return text !== undefined && originOf(text)?.address === address
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
  return String(frontMatterOf(text).title ?? address);
}

function ownFolder({ name }: Writer): string {
  return `explore/${nameFrom(name)}`;
}

// Framework's preview does not see a write that comes before an opened page's watchers are set. A touch harms nothing: where
// the content is the same, nothing is drawn.
function drawAgain(file: string): void {
  for (const timer of touches.get(file) ?? []) clearTimeout(timer);
  touches.set(
    file,
    afterWelcome.map((pause) => setTimeout(() => touch(file), pause).unref()),
  );
}

function touch(file: string): void {
  const now = new Date();
  try {
    utimesSync(file, now, now);
  } catch {
    // A draft that has been saved meanwhile.
    touches.delete(file);
  }
}
