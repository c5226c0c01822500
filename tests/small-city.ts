import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generateSample } from "../workspace/sample/generate.js";

/** A sample city of 1,000 children with a store of its own, in a folder that `remove` takes away. */
export interface SmallCity {
  folder: string;
  inbox: string;
  truth: string;
  /** The environment that points the workspace at it. */
  environment: Record<string, string>;
  remove: () => void;
}

/** Sources enough for records of two kinds that are linked, and figures of wards and small areas: refreshed in a third of the time. */
export const fewSources = [
  "child-health-register",
  "childrens-centre-registrations",
  "eyfsp-return",
  "lsoa-ward-lookup",
  "postcode-directory",
  "ward-locality-lookup",
];

/** Makes a small city, with the extracts of all sources or of some, and points this process at it. */
export async function smallCity({
  children = 1000,
  sources,
}: {
  children?: number;
  sources?: readonly string[];
} = {}): Promise<SmallCity> {
  const folder = mkdtempSync(join(tmpdir(), "city-"));
  const inbox = join(folder, "inbox");
  const truth = join(folder, "truth");
  await generateSample({ folder: inbox, children, seed: 7, truthFolder: truth, log: () => {} });
  if (sources) leaveSources(inbox, sources);
  const environment = {
    EARLY_YEARS_STORE: join(folder, "store"),
    EARLY_YEARS_INBOX: inbox,
    EARLY_YEARS_KEY_FILE: join(folder, "key", "pseudonym.key"),
  };
  Object.assign(process.env, environment);
  return {
    folder,
    inbox,
    truth,
    environment,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Takes the extracts of all sources but these out of a sample. */
export function leaveSources(inbox: string, sources: readonly string[]): void {
  for (const entry of readdirSync(inbox, { withFileTypes: true }))
    if (entry.isDirectory() && !sources.includes(entry.name))
      rmSync(join(inbox, entry.name), { recursive: true });
}
