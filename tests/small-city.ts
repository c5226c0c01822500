import { mkdtempSync, rmSync } from "node:fs";
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

/** Makes a small city and points this process at it. */
export async function smallCity(children = 1000): Promise<SmallCity> {
  const folder = mkdtempSync(join(tmpdir(), "city-"));
  const inbox = join(folder, "inbox");
  const truth = join(folder, "truth");
  await generateSample({ folder: inbox, children, seed: 7, truthFolder: truth, log: () => {} });
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
