import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { readyFolder, readySites } from "../ready-city.js";

declare module "vitest" {
  interface ProvidedContext {
    /** The copy of the workspace in which all editions are built. */
    built: string;
  }
}

/** Begins to build all editions from the ready city. Other tests run meanwhile; those that visit a site wait for it (built.ts). */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = readyFolder();
  const failed = `${folder}.failed`;
  rmSync(failed, { force: true });
  const building = readySites().catch((error: Error) => {
    mkdirSync(join(folder, ".."), { recursive: true });
    writeFileSync(failed, error.message);
  });
  project.provide("built", folder);
  return () => building;
}
