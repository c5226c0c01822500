import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Audience } from "../page-dataset.js";
import { repositoryRoot } from "../store/paths.js";

const audiences: Audience[] = ["explore", "briefings", "public"];

/** A loader that makes a page data set, before it is imported. */
export interface LoaderFile {
  /** As pages name its data set: `explore/wards.json`. With a parameter, that of a family: `briefings/ward-[area].json`. */
  name: string;
  audience: Audience;
  file: string;
}

/** The loaders of all audiences that declare a page data set, in name order. Any other loader is Framework's to run. */
export function findLoaders(folder = join(repositoryRoot, "loaders")): LoaderFile[] {
  return audiences.flatMap((audience) =>
    readdirSync(join(folder, audience))
      .filter((name) => declaresDataset(join(folder, audience, name)))
      .sort()
      .map((name) => ({
        name: `${audience}/${name.replace(/\.(ts|sql)$/, "")}`,
        audience,
        file: join(folder, audience, name),
      })),
  );
}

/** The files of loaders that declare no page data set, which Framework runs as they stand: `wards.csv.py`. */
export function otherLoaders(folder = join(repositoryRoot, "loaders")): string[] {
  return audiences.flatMap((audience) =>
    readdirSync(join(folder, audience), { withFileTypes: true })
      .filter(
        (entry) => entry.isFile() && /\.[a-z]+\.[a-z]+$/i.test(entry.name) && !entry.name.endsWith(".d.ts"),
      )
      .map(({ name }) => join(folder, audience, name))
      .filter((file) => !declaresDataset(file)),
  );
}

/** Whether a file declares a page data set: it is a query, or TypeScript that calls for one. */
export function declaresDataset(file: string): boolean {
  if (/\.[a-z]+\.sql$/.test(file)) return true;
  return /\.[a-z]+\.ts$/.test(file) && !file.endsWith(".d.ts") && declaring.test(readFileSync(file, "utf8"));
}

const declaring = /\b(?:pageDataset|publicPageDataset|tableDataset)\(\s*import\.meta\.url\b/;

/** Which of the names are of one data set, or of a family of them: `briefings/ward-E05011118.json`. */
export function membersOf(name: string, names: readonly string[]): string[] {
  if (!isFamily(name)) return names.filter((other) => other === name);
  const pattern = new RegExp(
    `^${name
      .split(parameter)
      .map((part, i) => (i % 2 === 0 ? part.replace(/[.+^$()|]/g, "\\$&") : "[\\w-]+"))
      .join("")}$`,
  );
  return names.filter((other) => pattern.test(other));
}

const parameter = /\[([a-z_]\w*)\]/i;

/** True of the name of a family of data sets, one for each value of a parameter. */
export function isFamily(name: string): boolean {
  return parameter.test(name);
}

/** The name of a family's data set for a value. */
export function memberOf(name: string, value: string): string {
  return name.replace(parameter, value);
}
