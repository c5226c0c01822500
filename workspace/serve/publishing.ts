import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { isTenable } from "../../components/claims/kept-claim.js";
import { currentStore, repositoryRoot } from "../../loaders/store/paths.js";
import { safeMessage, TellableError } from "../../loaders/store/safe-message.js";
import { answerJson, type Endpoints, endpoint } from "../authoring/json-api.js";
import type { Person } from "../authoring/people.js";
import { claimsOfPage } from "../authoring/review/page-claims.js";
import type {
  PublishingSite,
  PublishingState,
  RunningAttempt,
} from "../authoring/review/publishing-state.js";
import type { ServedText } from "../authoring/review/review-api.js";
import { titleOfEach } from "../authoring/title-of-each.js";
import { readAttempts } from "../publish/attempts.js";
import { type PublishedEdition, publicationsOf, readPublications } from "../publish/publication.js";
import { servedFrom } from "../publish/serve-from.js";
import { editions, rootFolder } from "../site/edition/editions.js";
import { listedPages } from "../site/edition/pages.js";
import { type Standing, standings } from "../site/gate/approved.js";
import { isHeldToClaims } from "../site/gate/claims-hold.js";
import { manifestOf } from "../site/manifest-of.js";

const published = ["briefings", "public"] as const;
const edition = z.enum(published);
const mostLines = 200;
const mostAttempts = 50;
const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
const environment = { ...process.env };

/**
 * Publishes from the browser what the command publish would, in a process of its own: the audit takes minutes, and readers
 * of the workspace do not wait for it.
 */
export class Publishing {
  private running: (RunningAttempt & { child: ChildProcess }) | undefined;
  private readonly endpoints: Endpoints;

  constructor(private readonly isOurs: (token: unknown) => boolean) {
    this.endpoints = {
      "publish/state": endpoint("read", z.strictObject({}), async () => this.state()),
      "publish/start": endpoint(
        "write",
        z.strictObject({ edition, allowSample: z.boolean().default(false) }),
        async ({ edition, allowSample }, person) =>
          this.run(edition, "publish", person, allowSample ? ["--allow-sample"] : []),
      ),
      "publish/roll-back": endpoint(
        "write",
        z.strictObject({ edition, id: z.string().regex(/^[\w-]{1,40}$/) }),
        async ({ edition, id }, person) => this.run(edition, "roll back", person, ["--rollback", id]),
      ),
    };
  }

  /** Answers a request for something under `/_write/publish/`. False if this is not what it asks for. */
  answer(request: IncomingMessage, response: ServerResponse, path: string, person: Person): Promise<boolean> {
    return answerJson(this.endpoints, { request, response, path, person, isOurs: this.isOurs });
  }

  /** Ends what is under way: what is served stays. */
  end(): void {
    this.running?.child.kill();
  }

  private async state(): Promise<PublishingState> {
    const { child, ...running } = this.running ?? { child: undefined };
    return {
      sample: manifestOf(currentStore())?.sample ?? false,
      sites: await Promise.all(published.map(siteOf)),
      ...(this.running ? { running: running as RunningAttempt } : {}),
    };
  }

  private run(
    edition: PublishedEdition,
    what: RunningAttempt["what"],
    { name, email }: Person,
    options: readonly string[],
  ): void {
    if (this.running?.isUnderWay)
      throw new TellableError(
        `${this.running.by} is about to ${this.running.what} already. Wait until that has ended.`,
      );
    const by = `${name} <${email}>`;
    const cli = join(repositoryRoot, "workspace", "cli.ts");
    const inbox = process.env.EARLY_YEARS_INBOX;
    const child = spawn(
      process.execPath,
      [
        ...["--import", tsx, cli, "publish", "--edition", edition, `--by=${by}`],
        ...(inbox ? ["--inbox", inbox] : []),
        ...options,
      ],
      { cwd: repositoryRoot, env: environment, stdio: ["ignore", "pipe", "pipe"] },
    );
    const running = { edition, what, by, at: new Date().toISOString(), isUnderWay: true, lines: [], child };
    this.running = running;
    const note = (lines: string[]) => (text: string) => {
      lines.push(...text.split("\n").filter(Boolean));
      lines.splice(0, lines.length - mostLines);
    };
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", note(running.lines));
    child.on("error", (error) => note(running.lines)(safeMessage(error)));
    child.on("close", () => {
      running.isUnderWay = false;
    });
  }
}

/** What readers of a page's site are served of it: the hash of its text, and when it was published; undefined where it is not. */
export function servedText(address: string): ServedText | undefined {
  const name = published.find((one) => address.startsWith(`${one}/`));
  if (!name) return undefined;
  const folder = publicationsOf(currentStore(), name);
  const id = servedFrom(folder);
  const served = readPublications(folder).find((publication) => publication.id === id);
  const page = served?.pages[address];
  return page && { hash: page.hash, at: served!.at };
}

async function siteOf(name: PublishedEdition): Promise<PublishingSite> {
  const folder = publicationsOf(currentStore(), name);
  const publications = readPublications(folder);
  const id = servedFrom(folder);
  const served = publications.find((publication) => publication.id === id);
  return {
    edition: name,
    ...(await pagesOf(name, served?.pages)),
    ...(served ? { served: { id: served.id, at: served.at, asOf: served.asOf } } : {}),
    publications: publications.map(({ id, at, asOf, by, sample, pages }) => ({
      id,
      at,
      asOf,
      sample,
      ...(by ? { by } : {}),
      pages: Object.keys(pages).length,
    })),
    attempts: readAttempts(folder)
      .slice(0, mostAttempts)
      .map(({ pid, ...attempt }) => attempt),
  };
}

// A slip in one page's front matter is told where the list of pages would be.
async function pagesOf(
  name: PublishedEdition,
  served: Readonly<Record<string, { hash: string }>> = {},
): Promise<Pick<PublishingSite, "pages" | "problem">> {
  try {
    const now = standings(
      editions[name],
      listedPages(editions[name]).filter(({ draft }) => !draft),
    );
    const gone = Object.keys(served).filter((address) => !now.some((one) => one.address === address));
    return {
      pages: [
        ...(await Promise.all(
          now.map(async (one) => ({
            address: one.address,
            title: titleOfEach(one.page.title),
            ...(one.page.status ? { status: one.page.status } : {}),
            ...(one.approved ? { approved: one.approved } : {}),
            is: one.is,
            change: changeOf(one, served[one.address]?.hash),
            untrue: await untrueOf(name, one),
          })),
        )),
        ...gone.map((address) => ({
          address,
          title: address,
          is: "out" as const,
          change: "taken away" as const,
          untrue: [],
        })),
      ],
    };
  } catch (error) {
    return { pages: [], problem: safeMessage(error) };
  }
}

async function untrueOf(name: PublishedEdition, { is, page, address }: Standing): Promise<string[]> {
  if (is === "out" || !isHeldToClaims(editions[name], page) || !page.file.endsWith(".md")) return [];
  const text = readFileSync(join(rootFolder(editions[name]), page.file), "utf8");
  const claims = await claimsOfPage(address, text);
  return claims.filter((claim) => !isTenable(claim)).map(({ sentence }) => sentence);
}

function changeOf(
  { is, hash }: Standing,
  served: string | undefined,
): PublishingSite["pages"][number]["change"] {
  if (is === "out") return served === undefined ? "none" : "taken away";
  if (served === undefined) return "new";
  return hash === served ? "none" : "changed";
}
