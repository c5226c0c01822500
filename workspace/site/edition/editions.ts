import { join } from "node:path";
import { repositoryRoot } from "../../../loaders/store/paths.js";
import { TellableError } from "../../../loaders/store/safe-message.js";

export const editionNames = ["workspace", "briefings", "public"] as const;
export type EditionName = (typeof editionNames)[number];
export type AudienceName = "explore" | "briefings" | "public";

/** One of the three sites that are built from the pages. */
export interface Edition {
  name: EditionName;
  /** Framework's root, relative to the folder of package.json: an edition cannot reach anything outside it. */
  root: string;
  /** Audiences whose page data sets the edition can reach. */
  audiences: AudienceName[];
  output: string;
}

export const editions: Record<EditionName, Edition> = {
  workspace: {
    name: "workspace",
    root: "docs",
    audiences: ["explore", "briefings", "public"],
    output: "dist/workspace",
  },
  briefings: {
    name: "briefings",
    root: "docs/briefings",
    audiences: ["briefings"],
    output: "dist/briefings",
  },
  public: { name: "public", root: "docs/public", audiences: ["public"], output: "dist/public" },
};

/** An edition by its name. */
export function editionNamed(name: string): Edition {
  if (isEditionName(name)) return editions[name];
  throw new TellableError(`There is no edition "${name}". Write one of: ${editionNames.join(", ")}.`);
}

export function isEditionName(name: string): name is EditionName {
  return (editionNames as readonly string[]).includes(name);
}

/** The folder of an edition's pages. */
export function rootFolder({ root }: Edition): string {
  return join(repositoryRoot, root);
}

/** Which page data set an address under the edition's root stands for, as the manifest names it; undefined if none. */
export function pageDatasetAt(edition: Edition, path: string): string | undefined {
  const match = /^\/?(?:(explore|briefings|public)\/)?data\/([^/]+)$/.exec(path);
  if (!match) return undefined;
  const [, folder, file] = match;
  const audience = edition.name === "workspace" ? folder : folder ? undefined : edition.name;
  return audience && `${audience}/${file}`;
}

/** The title of an edition’s site. */
export function titleOf({ name }: Edition, city: string): string {
  if (name === "public") return `Early years in ${city}`;
  return name === "briefings" ? `${city} early years briefings` : `${city} early years workspace`;
}
