import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { inject } from "vitest";
import { sitesStamp } from "../ready-city.js";

export const editionNames = ["workspace", "briefings", "public"] as const;

/** The copy of the workspace in which all editions are built. */
export const built = inject("built");
await untilBuilt();

async function untilBuilt(): Promise<void> {
  while (!existsSync(join(built, sitesStamp))) {
    const failed = `${built}.failed`;
    if (existsSync(failed)) throw new Error(readFileSync(failed, "utf8"));
    await sleep(200);
  }
}

/** What the build's processes tried to reach outside this machine: it must stay empty. */
export const networkLog = join(built, "network.log");

/** A built edition's folder. */
export function builtFolder(edition: string): string {
  return join(built, "dist", edition);
}

/** The addresses of an edition's pages. */
export function builtPages(edition: string): string[] {
  return readdirSync(builtFolder(edition), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".html"))
    .map((file) => `/${file.replaceAll("\\", "/").replace(/(^|\/)index\.html$|\.html$/, "$1")}`)
    .sort()
    .filter(isOneOfItsKind);
}

// Profiles of areas are of one template: two wards stand for all, beside the localities and the city.
function isOneOfItsKind(path: string, _: number, paths: readonly string[]): boolean {
  if (!/\/areas\/E05/.test(path)) return true;
  return paths.filter((other) => /\/areas\/E05/.test(other)).indexOf(path) < 2;
}
