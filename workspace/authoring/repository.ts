import fs from "node:fs";
import { basename, dirname, join, relative, sep } from "node:path";
import git from "isomorphic-git";
import { TellableError } from "../../loaders/store/safe-message.js";
import { wholeFiles } from "./whole-files.js";

/** Who writes, as versions name them. */
export interface Writer {
  name: string;
  email: string;
}

/** A version of one file. */
export interface Version {
  /** The commit. */
  id: string;
  writer: string;
  /** ISO 8601, UTC. */
  at: string;
  /** What the writer said of it, in one line. */
  note: string;
  /** Where the file was then: elsewhere, if it was moved from here since. */
  file: string;
}

type Commits = ReadonlyMap<string, Awaited<ReturnType<typeof git.log>>[number]["commit"]>;

/** What a file holds: a text, or bytes. */
export type Content = string | Uint8Array;

const move = /^Move (\S+) to (\S+)$/;

/** What a version says in which a page moves: by that its history is followed to where it was before. */
export function moveNote(from: string, to: string): string {
  return `Move ${from} to ${to}`;
}

/** Where a version that says so moved a page to; undefined where it moved none from this address. */
export function movedTo({ note }: Version, from: string): string | undefined {
  const [, old, to] = move.exec(note) ?? [];
  return old === from ? to : undefined;
}

const branchAtFirst = "main";
const modeOfFile = "100644";
const modeOfFolder = "040000";

/**
 * The versions of the files in a folder, in its git repository. A commit of ours is made from the last one and the files
 * that it is about, so that what somebody has staged or changed elsewhere is neither taken along nor lost.
 */
export class Repository {
  /** What git's library would read again each time. */
  private readonly cache = {};
  private readonly trees = new Map<string, ReadonlyMap<string, string>>();

  private constructor(private readonly root: string) {}

  /**
   * Opens the repository that a folder lies in, or makes one in the folder if it lies in none. Throws a TellableError if it
   * is a linked worktree, whose versions lie elsewhere.
   */
  static async open(folder: string): Promise<Repository> {
    const root = await git.findRoot({ fs: wholeFiles, filepath: folder }).catch(() => undefined);
    const linked = rootOfWorktree(folder);
    if (linked !== undefined)
      throw new TellableError(
        `${join(linked, ".git")}: this checkout is a linked worktree, in which versions cannot be kept from the browser. Open the workspace in the main checkout, or in a clone.`,
      );
    if (root === undefined) await git.init({ fs: wholeFiles, dir: folder, defaultBranch: branchAtFirst });
    return new Repository(root ?? folder);
  }

  /** The repository that a folder lies in; undefined where there is none to be written from here. Makes nothing. */
  static async openIfThere(folder: string): Promise<Repository | undefined> {
    const root = await git.findRoot({ fs: wholeFiles, filepath: folder }).catch(() => undefined);
    return root === undefined || rootOfWorktree(folder) !== undefined ? undefined : new Repository(root);
  }

  /** Keeps a content, and returns the hash by which it is had again: that of a git blob, in hexadecimal digits. */
  keep(content: Content): Promise<string> {
    return git.writeBlob({
      ...this.place,
      blob: typeof content === "string" ? Buffer.from(content) : content,
    });
  }

  /** A text that was kept; undefined if there is none of this hash. */
  async kept(hash: string): Promise<string | undefined> {
    try {
      return textOf((await git.readBlob({ ...this.place, oid: hash })).blob);
    } catch {
      return undefined;
    }
  }

  /** The text of a file as the last commit has it; undefined if it has none. */
  async committed(file: string, version?: string): Promise<string | undefined> {
    const commit = version ?? (await this.head());
    if (commit === undefined) return undefined;
    try {
      const { blob } = await git.readBlob({ ...this.place, oid: commit, filepath: this.pathOf(file) });
      return textOf(blob);
    } catch {
      return undefined;
    }
  }

  /**
   * Makes a commit in which files have these contents, or are gone where there is none. Other files stay as the last commit
   * has them. `merges` are commits whose work it takes in. Returns its id.
   */
  async commit(
    files: ReadonlyMap<string, Content | undefined>,
    writer: Writer,
    note: string,
    merges: readonly string[] = [],
  ): Promise<string> {
    const head = await this.head();
    let tree = await this.treeOf(head);
    for (const [file, text] of files) tree = await this.withText(tree, this.pathOf(file).split("/"), text);
    const author = signed(writer);
    const id = await git.commit({
      ...this.place,
      message: `${note}\n`,
      author,
      committer: author,
      tree: tree ?? (await git.writeTree({ ...this.place, tree: [] })),
      parent: [...(head === undefined ? [] : [head]), ...merges],
    });
    for (const [file, text] of files) await this.followInIndex(file, text);
    return id;
  }

  /** Whether there is a commit of this id. */
  async isCommit(id: string): Promise<boolean> {
    return git.readCommit({ ...this.place, oid: id }).then(
      ({ oid }) => oid === id,
      () => false,
    );
  }

  /** Makes a commit that no branch has yet: a text that is to be merged later. Returns its id. */
  async commitAside(file: string, text: string, writer: Writer, note: string): Promise<string> {
    const head = await this.head();
    const before = await this.treeOf(head);
    const author = signed(writer);
    return git.writeCommit({
      ...this.place,
      commit: {
        message: `${note}\n`,
        author,
        committer: author,
        tree: await this.withText(before, this.pathOf(file).split("/"), text),
        parent: head === undefined ? [] : [head],
      },
    });
  }

  /**
   * The versions of a file, the newest first, and those that were merged into them; where it was moved from the browser, those of
   * the file that it was before, too.
   */
  async versions(file: string): Promise<Version[]> {
    if ((await this.head()) === undefined) return [];
    // What two lines of work begin with is told by each.
    const commits = new Map((await git.log(this.place)).map(({ oid, commit }) => [oid, commit]));
    const found = await this.sinceMoves(commits, file);
    return [...commits.keys()].flatMap((id) => found.get(id) ?? []);
  }

  // The versions of a file by their commits, those before `moved` alone where that is given, and of what it was before.
  private async sinceMoves(
    commits: Commits,
    file: string,
    moved?: string,
  ): Promise<ReadonlyMap<string, Version>> {
    const own = await this.versionsIn(commits, file);
    const from = moved === undefined ? 0 : own.findIndex(({ id }) => id === moved) + 1;
    const found = new Map(own.slice(from).map((version) => [version.id, version]));
    for (const version of [...found.values()]) {
      const before = fileBefore(version, file);
      if (before)
        for (const [id, older] of await this.sinceMoves(commits, before, version.id)) found.set(id, older);
    }
    return found;
  }

  private async versionsIn(commits: Commits, file: string): Promise<Version[]> {
    const path = this.pathOf(file).split("/");
    const found: Version[] = [];
    for (const [id, { tree, parent, author, message }] of commits) {
      const own = await this.entry(tree, path);
      const before = await Promise.all(parent.map((one) => this.entry(commits.get(one)?.tree, path)));
      const isChange = before.length === 0 ? own !== undefined : before.every((text) => text !== own);
      if (!isChange) continue;
      found.push({
        id,
        writer: author.name,
        at: new Date(author.timestamp * 1000).toISOString(),
        note: message.split("\n", 1)[0]!,
        file,
      });
    }
    return found;
  }

  /** The name and address that the git of a folder's repository is set up with, as far as there are any. */
  static async writerOf(folder: string): Promise<Partial<Writer>> {
    const dir = await git.findRoot({ fs: wholeFiles, filepath: folder }).catch(() => undefined);
    if (dir === undefined || rootOfWorktree(folder)) return {};
    const of = (path: string): Promise<string | undefined> => git.getConfig({ fs: wholeFiles, dir, path });
    return { name: await of("user.name"), email: await of("user.email") };
  }

  private get place() {
    return { fs: wholeFiles, dir: this.root, cache: this.cache };
  }

  private pathOf(file: string): string {
    return relative(this.root, file).split(sep).join("/");
  }

  private async head(): Promise<string | undefined> {
    return git.resolveRef({ ...this.place, ref: "HEAD" }).catch(() => undefined);
  }

  private async treeOf(commit: string | undefined): Promise<string | undefined> {
    return commit && (await git.readCommit({ ...this.place, oid: commit })).commit.tree;
  }

  // The hash of what lies at a path in a tree. Most folders of most commits are those of the commit before.
  private async entry(
    tree: string | undefined,
    [name, ...rest]: readonly string[],
  ): Promise<string | undefined> {
    if (tree === undefined || name === undefined) return tree;
    let entries = this.trees.get(tree);
    if (!entries) {
      const read = (await git.readTree({ ...this.place, oid: tree })).tree;
      entries = new Map(read.map(({ path, oid }) => [path, oid]));
      this.trees.set(tree, entries);
    }
    return this.entry(entries.get(name), rest);
  }

  // A tree like another one, but for the text of one path.
  private async withText(
    tree: string | undefined,
    [name, ...rest]: string[],
    text: Content | undefined,
  ): Promise<string> {
    const entries = tree === undefined ? [] : (await git.readTree({ ...this.place, oid: tree })).tree;
    const own = entries.find((entry) => entry.path === name);
    const others = entries.filter((entry) => entry !== own);
    if (rest.length > 0) {
      const below = await this.withText(own?.type === "tree" ? own.oid : undefined, rest, text);
      const isEmpty = (await git.readTree({ ...this.place, oid: below })).tree.length === 0;
      if (!isEmpty) others.push({ mode: modeOfFolder, path: name!, oid: below, type: "tree" });
    } else if (text !== undefined)
      others.push({ mode: own?.mode ?? modeOfFile, path: name!, oid: await this.keep(text), type: "blob" });
    return git.writeTree({ ...this.place, tree: others });
  }

  // Else git would show the file as changed against what is staged.
  private async followInIndex(file: string, text: Content | undefined): Promise<void> {
    const filepath = this.pathOf(file);
    if (text === undefined) await git.remove({ ...this.place, filepath });
    else
      await git.updateIndex({ ...this.place, filepath, oid: await this.keep(text), add: true, force: true });
  }
}

// The file that a page was before the version that moved it.
function fileBefore({ note }: Version, file: string): string | undefined {
  const [, from, to] = move.exec(note) ?? [];
  if (!from || !to) return undefined;
  const path = file.split(sep).join("/");
  const folder = path.endsWith(`/${to}.md`) ? path.slice(0, -`${to}.md`.length) : undefined;
  return folder && join(folder, `${from}.md`);
}

// A linked worktree has a file where a repository has a folder.
function rootOfWorktree(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const stats = fs.statSync(join(at, ".git"), { throwIfNoEntry: false });
    if (stats) return stats.isFile() ? at : undefined;
    if (basename(at) === "" || dirname(at) === at) return undefined;
  }
}

function signed(writer: Writer) {
  return { ...writer, timestamp: Math.floor(Date.now() / 1000), timezoneOffset: 0 };
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("utf8");
}
