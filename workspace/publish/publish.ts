import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { join } from "node:path";
import { changeLog, changeLogOf, changesSince, readChangeLog } from "../../loaders/open-data/changes.js";
import { publishedOn } from "../../loaders/open-data/dates.js";
import type { FigureName, IndicatorPeriod, Remedies } from "../../loaders/protect/sets.js";
import { readPolicy } from "../../loaders/registry/policy.js";
import { fingerprint } from "../../loaders/store/fingerprint.js";
import { withLock } from "../../loaders/store/lock.js";
import { repositoryRoot } from "../../loaders/store/paths.js";
import { TellableError } from "../../loaders/store/safe-message.js";
import { storageError } from "../../loaders/store/storage.js";
import { writeFileAtomic } from "../../loaders/store/write-file.js";
import { buildEdition } from "../site/build.js";
import type { BuildInput } from "../site/edition/build-input.js";
import { type Edition, editions } from "../site/edition/editions.js";
import type { Page } from "../site/edition/pages.js";
import { standings } from "../site/gate/approved.js";
import { refuseSample } from "../site/gate/fit-to-publish.js";
import { openDataFolder, openDataOf } from "../site/open-data.js";
import { filesOf, type Publication, publicationFile, readPublications, siteFolder } from "./publication.js";
import { isUnfinishedLink, servedFrom, serveFrom } from "./serve-from.js";

/** What an attack on a built folder found. */
export interface Attack {
  safe: boolean;
  /** What it found, in lines for the screen. */
  lines: string[];
  /** What was found, a line each. */
  found: readonly string[];
  /** What is kept of it beside the publication. */
  summary: Record<string, unknown>;
  /** Where all that was found lies in tables that were published otherwise before: these tables. */
  changedTables: readonly IndicatorPeriod[];
  /** Figures of periods in progress whose change tells of a few children. */
  changingFigures: readonly FigureName[];
  /** How much was found that lies elsewhere. */
  elsewhere: number;
}

export interface PublishOptions {
  /** The public edition, or the briefings, which hold nothing that is suppressed for partners. */
  edition?: Edition;
  /** Who publishes. */
  by?: string;
  /** Where publications are kept. */
  folder: string;
  allowSample: boolean;
  /** Attacks a built folder, together with the sites that were published before. */
  attack: (site: string, before: string[]) => Promise<Attack>;
  /** Makes the figures again, with what must be done to some. */
  remake: (remedies: Remedies) => Promise<BuildInput>;
  log: (line: string) => void;
  now?: Date;
}

/**
 * Builds an edition alone, attacks it if it is the public's, and serves it in place of what was served before, in one step.
 * Returns the publication, or undefined if what is served is the same already.
 *
 * Where the attack only finds what changes tell, figures are suppressed or left as they were published, and it is tried
 * again.
 * Throws, leaving what is served as it was, if it cannot be built or the attack finds anything.
 */
export async function publish(input: BuildInput, options: PublishOptions): Promise<Publication | undefined> {
  const { folder, log, edition = editions.public } = options;
  refuseSample(edition, input.manifest.sample, options.allowSample, "add --allow-sample");
  refuseStale(edition, input);
  mkdirSync(folder, { recursive: true });
  return withLock(
    join(folder, "publish.lock"),
    () => publishAlone(input, options),
    (holder) => log(`waiting   something else is being published (${holder})`),
  );
}

async function publishAlone(input: BuildInput, options: PublishOptions): Promise<Publication | undefined> {
  const { folder, log, remake, edition = editions.public } = options;
  removeUnfinished(folder);
  const done: Remedies = { hold: [], hide: [] };
  for (let current = input; ; ) {
    const tried = await tryToPublish(current, options);
    if (!("refused" in tried)) return tried.publication;
    const { lines, found } = tried.refused;
    const more = remediesFor(tried.refused, done);
    if (!more) throw refusal(folder, lines, log);
    log("again     what changed would tell of a few children:");
    for (const line of found) log(line);
    if (more.hold.length)
      log(`          So this stays as it was published: ${more.hold.map(nameOf).join("; ")}`);
    if (more.hide.length)
      log(`          So some figures are suppressed of: ${[...new Set(more.hide.map(nameOf))].join("; ")}`);
    done.hold = [...done.hold, ...more.hold];
    done.hide = [...done.hide, ...more.hide];
    current = await remake(done);
    refuseStale(edition, current);
  }
}

/**
 * What can be done about what was found, that was not done before: figures of a period in progress are suppressed, so that
 * the rest stays up to date; if that is not enough, and of what is closed, the table stays as it was published.
 */
function remediesFor(
  { changedTables, changingFigures, elsewhere }: Attack,
  done: Remedies,
): Remedies | undefined {
  const isIn = (tables: readonly IndicatorPeriod[], table: IndicatorPeriod) =>
    tables.some(({ indicator, period }) => indicator === table.indicator && period === table.period);
  const hide = changingFigures.filter((figure) => !isIn(done.hide, figure));
  const hold = [...changedTables, ...changingFigures.filter((figure) => isIn(done.hide, figure))]
    .filter((table) => !isIn(done.hold, table))
    .map(({ indicator, period }) => ({ indicator, period }));
  return elsewhere || !(hide.length || hold.length) ? undefined : { hold, hide };
}

/** Builds and attacks a site, and publishes it if nothing was found. */
async function tryToPublish(
  input: BuildInput,
  { edition = editions.public, by, folder, allowSample, attack, log, now = new Date() }: PublishOptions,
): Promise<{ publication: Publication | undefined } | { refused: Attack }> {
  const earlier = readPublications(folder);
  const served = earlier.find(({ id }) => id === servedFrom(folder));
  const openData = openDataFolder(edition) ? await openDataSince(folder, served, input, now) : undefined;
  const before = earlier.map(({ id }) => join(folder, id, siteFolder));
  let attacked: Attack | undefined;
  let attackedFiles = "";
  let pages: Page[];
  try {
    pages = await buildEdition(edition, input, {
      allowSample,
      openData,
      attack: async (built) => {
        // What is served was attacked when it was published.
        attackedFiles = fingerprint(filesOf(built));
        if (served && attackedFiles === fingerprint(served.files)) return;
        attacked = edition.name === "public" ? await attack(built, before) : notForThePublic;
        if (!attacked.safe) throw new TellableError("The audit found something.");
      },
    });
  } catch (error) {
    if (attacked && !attacked.safe) return { refused: attacked };
    throw error;
  }
  if (!attacked) return { publication: undefined };
  const next = join(folder, `${now.getTime()}.next`);
  try {
    const site = join(next, siteFolder);
    cpSync(join(repositoryRoot, edition.output), site, { recursive: true });
    const files = filesOf(site);
    if (fingerprint(files) !== attackedFiles)
      throw new TellableError(
        `Nothing was published: ${edition.output} was changed after it was attacked, or could not be copied whole. Publish again.`,
      );
    for (const line of attacked.lines) log(line);
    const publication = describe(edition, pages, { input, earlier, now, by, files, audit: attacked.summary });
    writeFileAtomic(join(next, publicationFile), `${JSON.stringify(publication, null, 2)}\n`, 0o644);
    renameSync(next, join(folder, publication.id));
    serveFrom(folder, publication.id);
    return { publication };
  } catch (error) {
    const stands = served ? `What was published on ${served.at.slice(0, 10)} is still served.` : "";
    throw storageError(error, folder)?.with(stands) ?? error;
  } finally {
    rmSync(next, { recursive: true, force: true });
  }
}

function refusal(folder: string, lines: readonly string[], log: (line: string) => void): TellableError {
  for (const line of lines) log(line);
  const served = readPublications(folder).find(({ id }) => id === servedFrom(folder));
  return new TellableError(
    `Nothing was published${served ? `: what was published on ${served.at.slice(0, 10)} is still served` : ""}. The audit found what is told above.`,
  );
}

function nameOf({ indicator, period }: IndicatorPeriod): string {
  return `${indicator} ${period}`;
}

// What partners read of each other's services is theirs to see: nothing in it is suppressed, so there is nothing to attack.
const notForThePublic: Attack = {
  safe: true,
  lines: [],
  found: [],
  summary: {},
  changedTables: [],
  changingFigures: [],
  elsewhere: 0,
};

function describe(
  edition: Edition,
  pages: readonly Page[],
  {
    input: { manifest },
    earlier,
    now,
    ...rest
  }: Pick<Publication, "files" | "audit" | "by"> & { input: BuildInput; earlier: Publication[]; now: Date },
): Publication {
  const policy = readPolicy();
  return {
    version: 1,
    id: newId(now, earlier),
    at: now.toISOString(),
    edition: edition.name === "briefings" ? "briefings" : "public",
    asOf: manifest.asOf,
    sample: manifest.sample,
    policy: { id: policy.id, fingerprint: fingerprint(policy) },
    pages: Object.fromEntries(
      standings(edition, pages).flatMap(({ address, hash, approved }) =>
        hash ? [[address, { hash, ...(approved ? { approved: approved.by } : {}) }]] : [],
      ),
    ),
    ...rest,
  };
}

// Names sort by time; two of one second are told apart.
function newId(now: Date, earlier: Publication[]): string {
  const id = now.toISOString().slice(0, 19).replaceAll(":", "").replace("T", "-");
  const same = earlier.filter((publication) => publication.id.startsWith(id)).length;
  return same ? `${id}-${same + 1}` : id;
}

/** The files of open data, with the change log of the publication that is served carried on. */
async function openDataSince(
  folder: string,
  served: Publication | undefined,
  input: BuildInput,
  now: Date,
): Promise<Map<string, string>> {
  const today = now.toISOString().slice(0, 10);
  const before = served ? openDataIn(join(folder, served.id, siteFolder)) : new Map<string, string>();
  const log = readChangeLog(before.get(changeLog) ?? "");
  before.delete(changeLog);
  const files = await openDataOf(input, { publishedOn: (tables) => publishedOn(before, tables, log, today) });
  const changes = changesSince(before, files, log, today);
  return files.set(changeLog, changeLogOf(changes));
}

function openDataIn(site: string): Map<string, string> {
  const open = join(site, openDataFolder(editions.public)!);
  const names = readdirSync(open, { recursive: true, encoding: "utf8" }).map((name) =>
    name.replaceAll("\\", "/"),
  );
  const files = names.filter((name) => statSync(join(open, name)).isFile());
  return new Map(files.map((name) => [name, readFileSync(join(open, name), "utf8")]));
}

/** What a run that was killed left half made. */
function removeUnfinished(folder: string): void {
  const unfinished = readdirSync(folder).filter(
    (entry) => entry.endsWith(".next") || isUnfinishedLink(entry),
  );
  for (const name of unfinished) rmSync(join(folder, name), { recursive: true, force: true });
}

// Partners are told beside the figures what is stale.
function refuseStale({ name }: Edition, { manifest }: BuildInput): void {
  if (name !== "public") return;
  const stale = Object.entries(manifest.pages).filter(
    ([, { audience, stale }]) => audience === "public" && stale,
  );
  if (stale.length)
    throw new TellableError(
      `Nothing was published: public figures could not be renewed (${stale.map(([name]) => name).join(", ")}). See the failures of the refresh above.`,
    );
}

/**
 * Serves an earlier publication again, after its files were held against its manifest.
 * Throws if there is none of this name, a file is not as it was published, or it shows a page that was withdrawn since.
 */
export async function rollBack(
  folder: string,
  id: string,
  withdrawn: readonly string[] = [],
): Promise<Publication> {
  mkdirSync(folder, { recursive: true });
  return withLock(join(folder, "publish.lock"), async () => {
    const publications = readPublications(folder);
    const chosen = publications.find((publication) => publication.id === id);
    if (!chosen)
      throw new TellableError(
        `There is no publication “${id}”. There ${publications.length ? `are: ${publications.map((p) => p.id).join(", ")}` : "is none yet"}.`,
      );
    const site = join(folder, id, siteFolder);
    const now = existsSync(site) ? filesOf(site) : {};
    const altered = [...new Set([...Object.keys(chosen.files), ...Object.keys(now)])].filter(
      (path) => chosen.files[path]?.sha256 !== now[path]?.sha256,
    );
    if (altered.length)
      throw new TellableError(
        `${site}: ${altered.slice(0, 5).join(", ")} ${altered.length > 1 ? "are" : "is"} not as it was published, so this publication is not served again. Put the files back from a copy, or publish anew.`,
      );
    const back = withdrawn.filter((address) => Object.hasOwn(chosen.pages, address));
    if (back.length)
      throw new TellableError(
        `This publication shows ${back.join(", ")}, which ${back.length > 1 ? "were" : "was"} withdrawn since, so it is not served again. Publish anew, or let somebody approve the page again first.`,
      );
    serveFrom(folder, id);
    return chosen;
  });
}
