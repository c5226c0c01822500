import { existsSync, readFileSync, statSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { parseDocument } from "yaml";
import { z } from "zod";
import { type Location, location } from "../../../loaders/registry/location.js";
import { parseYaml } from "../../../loaders/registry/read-yaml.js";
import { readSources, type Source, sourceSchema } from "../../../loaders/registry/source.js";
import { fingerprint } from "../../../loaders/store/fingerprint.js";
import { withLock } from "../../../loaders/store/lock.js";
import { TellableError } from "../../../loaders/store/safe-message.js";
import { writeFileAtomic } from "../../../loaders/store/write-file.js";
import type { PagesFolder } from "../page-address.js";
import type { Repository, Writer } from "../repository.js";
import { writingLock } from "../writing-lock.js";

/** A source's file as it is on disk. */
export interface OpenSource {
  text: string;
  /** By which a save says what it was made from. */
  hash: string;
  /** Where its extracts come from, as its file says it. */
  location: unknown;
}

/** The files of the registry in which sources are described, with their versions. */
export class SourceDesk {
  private readonly sources: string;

  /** `folder`: the pages, beside which the registry lies. */
  constructor(
    private readonly folder: PagesFolder,
    private readonly repository: () => Promise<Repository>,
  ) {
    this.sources = join(folder, "..", "data", "sources");
  }

  /** Sources that are described, by title. */
  list(): { id: string; title: string; type: string }[] {
    return readSources(this.sources)
      .map(({ id, title, location }) => ({ id, title, type: location.type }))
      .sort((a, b) => a.title.localeCompare(b.title));
  }

  /** Throws a TellableError where there is no such source. */
  open(id: string): OpenSource {
    const text = this.textOf(id);
    if (text === undefined) throw new TellableError(`There is no source ${id}. It was renamed or removed.`);
    return { text, hash: fingerprint(text), location: parseDocument(text).toJS()?.location };
  }

  /**
   * Reads a source from the text of its file, and refuses what only whoever looks after the machine may write. Throws a
   * RegistryError or TellableError with every mistake.
   */
  read(id: string, text: string): Source {
    const name = nameOf(id);
    const source = parseYaml(text, sourceSchema, name);
    if (/CHANGE ME|change\.me@/.test(JSON.stringify(source)))
      throw new TellableError(`${name}: something still says CHANGE ME. Write there what it asks for.`);
    if (source.id !== id) throw new TellableError(`${name}: id: must be ${id}, as the file is called.`);
    const { personFrom } = source;
    if (personFrom !== undefined && personFrom !== id && !existsSync(this.fileOf(personFrom)))
      throw new TellableError(`${name}: personFrom: there is no source of that name.`);
    this.refuseWhatIsNotOurs(id, source.location);
    return source;
  }

  /** As `read`, of the location alone, for a source that has no file yet. */
  readLocation(id: string, given: unknown): Location {
    const read = location.safeParse(given);
    if (!read.success) {
      const [issue] = read.error.issues;
      throw new TellableError(`location.${issue!.path.join(".")}: ${issue!.message}`);
    }
    this.refuseWhatIsNotOurs(id, read.data);
    return read.data;
  }

  /**
   * Keeps the text of a source's file, and what it was before as a version. Gives its hash. Throws a TellableError where the
   * file is no longer what the text was made from: nobody's words are lost.
   */
  async save(
    id: string,
    { text, base }: { text: string; base?: string | undefined },
    writer: Writer,
  ): Promise<string> {
    this.read(id, text);
    const file = this.fileOf(id);
    const repository = await this.repository();
    return withLock(writingLock(this.folder), async () => {
      const before = this.textOf(id);
      if (before === undefined ? base !== undefined : base !== fingerprint(before))
        throw new TellableError(
          before === undefined
            ? `${nameOf(id)} was removed meanwhile. Choose it anew.`
            : `${nameOf(id)} ${base === undefined ? "is there already: choose another name" : "was changed meanwhile. Open it anew, and change it again"}.`,
        );
      if (before !== undefined && before !== (await repository.committed(file)))
        await repository.commit(new Map([[file, before]]), elsewhere, "Keep what was changed on disk");
      writeFileAtomic(file, text, 0o644);
      await repository.commit(
        new Map([[file, text]]),
        writer,
        `${before === undefined ? "Describe" : "Change"} the source ${id}`,
      );
      return fingerprint(text);
    });
  }

  // A form could else have files and secrets of the machine read, and sent to a server of somebody's choice.
  private refuseWhatIsNotOurs(id: string, location: Location): void {
    const known = this.knownLocation(id);
    for (const [place, secret] of secretsIn(location)) {
      if (isDeepStrictEqual(askedWith(known), askedWith(location))) break;
      if (secret.file !== undefined)
        throw new TellableError(
          `location.${place}.file: a file that holds a secret is named on the machine itself, in ${nameOf(id)}. From here, name a variable of the environment.`,
        );
      if (/^EARLY_YEARS_/.test(secret.environment!))
        throw new TellableError(
          `location.${place}.environment: names beginning with EARLY_YEARS_ are the workspace’s own. Choose another for the variable.`,
        );
    }
    if (location.type !== "folder") return;
    const root = resolve(this.folder, "..");
    const stores = [root, process.env.EARLY_YEARS_STORE].filter((one) => one !== undefined);
    if (stores.some((one) => isWithin(resolve(one), resolve(root, location.path))))
      throw new TellableError(
        "location.path: lies in the workspace itself. Name a folder elsewhere, or let the source come from the inbox.",
      );
  }

  private knownLocation(id: string): unknown {
    const text = this.textOf(id);
    return text === undefined ? undefined : parseDocument(text).toJS()?.location;
  }

  private textOf(id: string): string | undefined {
    const file = this.fileOf(id);
    return statSync(file, { throwIfNoEntry: false })?.isFile() ? readFileSync(file, "utf8") : undefined;
  }

  private fileOf(id: string): string {
    return join(this.sources, `${sourceId.parse(id)}.yaml`);
  }
}

/** The id of a source, as its file is called. */
export const sourceId = z
  .string()
  .max(80)
  .regex(
    /^[a-z][a-z0-9-]*$/,
    "Give the source a name of lower-case words joined by hyphens, as birth-notifications.",
  );

/** The text of a source's file with another location, and all else as it is written. */
export function withLocation(text: string, location: unknown): string {
  const document = parseDocument(text);
  if (document.errors.length) return text;
  document.set("location", location);
  return document.toString({ lineWidth: 0 });
}

const elsewhere: Writer = { name: "Changed on disk", email: "disk@localhost" };
const nameOf = (id: string): string => `data/sources/${id}.yaml`;

/** Secrets of a location, by their place in it. */
function secretsIn(location: unknown): [place: string, secret: { environment?: string; file?: string }][] {
  const given = (location ?? {}) as Record<string, unknown> & { header?: { secret?: unknown } };
  const places = {
    password: given.password,
    key: given.key,
    passphrase: given.passphrase,
    "header.secret": given.header?.secret,
  };
  return Object.entries(places).flatMap(([place, secret]) => (secret ? [[place, secret]] : []));
}

/** Whom a location speaks to, and with which secrets. */
function askedWith(location: unknown): unknown {
  const { type, url, host, hosts, port, user, hostKey } = (location ?? {}) as Record<string, unknown>;
  const usual = port ?? { sftp: 22, postgresql: 5432 }[String(type)];
  return [secretsIn(location), type, url, host, hosts ?? [], usual, user, hostKey];
}

function isWithin(folder: string, path: string): boolean {
  return !relative(folder, path).startsWith("..");
}
