import { basename, dirname } from "node:path";
import { fileURLToPath } from "node:url";
import type { z } from "zod";
import type { KeptClaim } from "../components/claims/kept-claim.js";
import type { City } from "./registry/city.js";
import type { Source } from "./registry/source.js";
import { arrowOf } from "./store/arrow.js";
import type { Database } from "./store/database.js";
import type { Manifest, PageEntry } from "./store/manifest.js";
import { TellableError } from "./store/safe-message.js";

export type Audience = PageEntry["audience"];

/** What every page data set may say about the store. */
export interface About {
  city: City;
  /** What a page may say about the refresh: all of it for partners, three facts for the public. */
  manifest: Pick<Manifest, "sample" | "refreshedAt" | "asOf">;
}

/** What a page data set for partners is made from. */
export interface PartnerContext extends About {
  /** The analysis database, read-only. */
  db: Database;
  manifest: Manifest;
  sources: Source[];
  /** The claims of pages with what this refresh found of them. Only data sets called claims.json are made after that. */
  claims: readonly KeptClaim[];
}

/** What a public page data set is made from: only what has been through protect. */
export interface PublicContext extends About {
  /** The publishable database, read-only; its SQL reaches no other file. */
  db: Database;
}

interface Definition<Context> {
  /** Plain words, for the manifest and for the notice on a page when it is stale. */
  title: string;
  /** Required for JSON: what the page may rely on. */
  schema?: z.ZodType;
  /**
   * An object or a list becomes JSON; a text or bytes are kept as they are. Where the loader's name has a parameter, as in
   * `ward-[area].json.ts`, an object with such a content for each value of the parameter.
   */
  make: (context: Context) => Promise<unknown> | unknown;
}

/** A page data set: the only thing that a page can attach. */
export interface PageDataset extends Definition<PartnerContext & PublicContext> {
  /** As pages name it, with its audience: `explore/wards.json`. */
  name: string;
  audience: Audience;
  /** The loader's file. */
  file: string;
  /** Of a table the query that gives its rows, for whoever tells what is in it. */
  query?: (context: PartnerContext) => string;
}

/**
 * Declares the page data set of a loader in `loaders/<audience>/<name>.<ext>.ts`.
 * When Framework runs the loader, `refresh/run-loader.js` hands over the data set of a store that it has brought up to date.
 */
export function pageDataset(url: string, definition: Definition<PartnerContext>): PageDataset {
  return declare(url, definition as Definition<PartnerContext & PublicContext>);
}

/** As pageDataset, for rows that a query of the analysis database gives: an Arrow file. */
export function tableDataset(
  url: string,
  { title, query }: { title: string; query: (context: PartnerContext) => string },
): PageDataset {
  return { ...pageDataset(url, { title, make: (context) => arrowOf(context.db, query(context)) }), query };
}

/** As pageDataset, for loaders/public: it is given nothing but the publishable database. */
export function publicPageDataset(url: string, definition: Definition<PublicContext>): PageDataset {
  return declare(url, definition as Definition<PartnerContext & PublicContext>);
}

function declare(url: string, definition: Definition<PartnerContext & PublicContext>): PageDataset {
  const file = fileURLToPath(url);
  const audience = basename(dirname(file)) as Audience;
  return { ...definition, name: `${audience}/${basename(file, ".ts")}`, audience, file };
}

/** The bytes of each page data set of a family, by the value of its parameter. Throws as makePageDataset does. */
export async function makeFamily(
  dataset: PageDataset,
  context: PartnerContext & PublicContext,
): Promise<Map<string, Uint8Array>> {
  const files = (await dataset.make(context)) as Record<string, unknown>;
  const values = Object.keys(files ?? {});
  // Not told: it may be anything.
  if (typeof files !== "object" || !values.every((value) => /^[\w-]+$/.test(value)))
    throw new TellableError(
      `loaders/${dataset.name}.ts: its name has a parameter, so it makes an object with a content for each value, and a value is of letters, figures and hyphens alone.`,
    );
  return new Map(values.map((value) => [value, bytesOf(dataset, files[value])]));
}

/** The bytes of a page data set. Throws if its content does not fit its schema. */
export async function makePageDataset(
  dataset: PageDataset,
  context: PartnerContext & PublicContext,
): Promise<Uint8Array> {
  return bytesOf(dataset, await dataset.make(context));
}

function bytesOf(dataset: PageDataset, content: unknown): Uint8Array {
  if (content instanceof Uint8Array) return content;
  if (typeof content === "string") return Buffer.from(content);
  if (!dataset.schema)
    throw new TellableError(
      `loaders/${dataset.name}.ts: it makes JSON, so it needs a schema. Add one with zod.`,
    );
  const result = dataset.schema.safeParse(content);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new TellableError(
      `loaders/${dataset.name}.ts: the content does not fit the schema at ${issue!.path.join(".") || "(top)"}: ${issue!.message}`,
    );
  }
  return Buffer.from(JSON.stringify(result.data));
}
