import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { isSql } from "../../components/claims/claim-schema.js";
import type { PageClaim } from "../../components/claims/kept-claim.js";
import type { Audience } from "../page-dataset.js";
import { repositoryRoot } from "../store/paths.js";
import type { ReadDataset } from "./audience-data.js";
import { claimsInPage } from "./claims-in-page.js";
import { generatedSentences } from "./generated-sentences.js";

const audiences: readonly Audience[] = ["explore", "briefings", "public"];
const notInForce = new Set(["draft", "withdrawn"]);

// Of a page's front matter; what is wrong in it is told where pages are read.
const frontMatterSchema = z.looseObject({
  title: z.string().optional().catch(undefined),
  editions: z.array(z.string()).catch([]),
  draft: z.boolean().catch(false),
  status: z.string().optional().catch(undefined),
  owner: z.string().optional().catch(undefined),
  writer: z.string().optional().catch(undefined),
});

/** The claims of all pages in force, in the order of their files: drafts and pages that no edition has are left out. */
export function readClaims(docs = join(repositoryRoot, "docs")): PageClaim[] {
  return audiences.flatMap((audience) =>
    pagesBelow(docs, audience).flatMap((page) =>
      claimsOf(page, audience, readFileSync(join(docs, page), "utf8")),
    ),
  );
}

/** The titles and leads that components make from the figures on all pages in force: claims of nobody's. */
export function readGeneratedClaims(read: ReadDataset, docs = join(repositoryRoot, "docs")): PageClaim[] {
  return audiences.flatMap((audience) =>
    pagesBelow(docs, audience).flatMap((page) =>
      generatedClaimsOf(page, audience, readFileSync(join(docs, page), "utf8"), read),
    ),
  );
}

/** Those of a page's text; none where the page is not in force. */
export function generatedClaimsOf(
  page: string,
  audience: Audience,
  text: string,
  read: ReadDataset,
): PageClaim[] {
  const about = inForce(page, text);
  if (!about) return [];
  const { title, editions } = about;
  return generatedSentences(audience, text, read).map(({ sentence, ...rest }) => ({
    ...{ page, title, audience, editions, line: 1, sentence, generated: rest },
  }));
}

/** The claims of a page's text; none where the page is not in force. */
export function claimsOf(page: string, audience: Audience, text: string): PageClaim[] {
  if (!text.includes("claim(")) return [];
  const about = inForce(page, text);
  if (!about) return [];
  const { title } = about;
  const writer = about.writer ?? about.owner ?? writerOfFolder(page);
  return claimsInPage(text).map((claim) => ({
    ...{ page, title, audience, editions: about.editions },
    ...(writer !== undefined && { writer }),
    ...claim,
    ...(audience === "public" && claim.test && isSql(claim.test) && notInPublic),
  }));
}

function inForce(
  page: string,
  text: string,
): (z.infer<typeof frontMatterSchema> & { title: string }) | undefined {
  const about = frontMatterOf(text);
  if (!about || about.draft || about.editions.length === 0 || notInForce.has(about.status ?? ""))
    return undefined;
  return { ...about, title: about.title ?? /^#\s+(.+?)\s*#*$/m.exec(text)?.[1] ?? page };
}

// A public page tests its claims itself, and nothing there asks in SQL.
const notInPublic = {
  test: undefined,
  fault: "it is tested in SQL, which public pages do not. Write the test with an indicator.",
};

// An analyst's own pages lie in a folder of that name.
function writerOfFolder(page: string): string | undefined {
  return /^explore\/(?!examples\/)([^/]+)\//.exec(page)?.[1]?.replaceAll("-", " ");
}

function frontMatterOf(text: string): z.infer<typeof frontMatterSchema> | undefined {
  const [, yaml] = /^\uFEFF?---\r?\n([\s\S]*?)\r?\n---/.exec(text) ?? [];
  if (yaml === undefined) return undefined;
  try {
    return frontMatterSchema.safeParse(parse(yaml) ?? {}).data;
  } catch {
    return undefined;
  }
}

function pagesBelow(docs: string, folder: string): string[] {
  return readdirSync(join(docs, folder), { withFileTypes: true })
    .filter((entry) => !entry.name.startsWith(".") && !entry.isSymbolicLink())
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return pagesBelow(docs, path);
      return entry.name.endsWith(".md") ? [path] : [];
    });
}
