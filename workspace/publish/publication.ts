import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { z } from "zod";
import { repositoryRoot, type Store } from "../../loaders/store/paths.js";
import { TellableError } from "../../loaders/store/safe-message.js";

const publicationSchema = z.strictObject({
  version: z.literal(1),
  /** When it was published: the name of its folder. */
  id: z.string(),
  /** ISO time. */
  at: z.iso.datetime(),
  /** The newest date that its figures rest on. */
  asOf: z.iso.date().nullable(),
  sample: z.boolean(),
  /** The policy that its figures were made safe by. */
  policy: z.strictObject({ id: z.string(), fingerprint: z.string() }),
  /** What the attack on exactly these files found. */
  audit: z.record(z.string(), z.unknown()),
  /** Which site it is; that of the public where it says nothing. */
  edition: z.enum(["briefings", "public"]).default("public"),
  /** Who published it, where that was told. */
  by: z.string().optional(),
  /** By address, the pages with a Markdown text of their own, as they were approved. */
  pages: z
    .record(z.string(), z.strictObject({ hash: z.string(), approved: z.string().optional() }))
    .default({}),
  /** By path below the site's folder. */
  files: z.record(z.string(), z.strictObject({ sha256: z.string(), bytes: z.int() })),
});

/** What was published at one time. */
export type Publication = z.infer<typeof publicationSchema>;

/** The name of the file that describes a publication, beside the folder of its site. */
export const publicationFile = "publication.json";
/** The folder of the files that are served, below a publication's. */
export const siteFolder = "site";
/** Leads to the site that is served. */
export const currentLink = "current";

/** The sites that are published. */
export type PublishedEdition = Publication["edition"];

/** Where the publications of a store are kept unless another folder is named: those of the public, or the briefings. */
export function publicationsOf(store: Store, edition: PublishedEdition = "public"): string {
  const name = basename(store.folder) + (edition === "public" ? "" : `-${edition}`);
  return join(repositoryRoot, "data", "publications", name);
}

/** The publications kept in a folder, the newest first. */
export function readPublications(folder: string): Publication[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, publicationFile)))
    .filter((name) => name !== currentLink && !name.endsWith(".next"))
    .sort()
    .reverse()
    .map((name) => readPublication(folder, name));
}

function readPublication(folder: string, name: string): Publication {
  const file = join(folder, name, publicationFile);
  const read = publicationSchema.safeParse(JSON.parse(readFileSync(file, "utf8")));
  if (!read.success || read.data.id !== name)
    throw new TellableError(
      `${file}: is not what publish wrote. Put it back from a copy, or remove its folder.`,
    );
  return read.data;
}

/** By path, the size and hash of all files of a folder. */
export function filesOf(folder: string): Publication["files"] {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => statSync(join(folder, path)).isFile())
    .sort();
  return Object.fromEntries(
    paths.map((path) => {
      const bytes = readFileSync(join(folder, path));
      return [path, { sha256: createHash("sha256").update(bytes).digest("hex"), bytes: bytes.length }];
    }),
  );
}
