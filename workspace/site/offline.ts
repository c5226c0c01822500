import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { transformSync } from "esbuild";
import type { Edition } from "./edition/editions.js";

const workerName = "sw.js";

/** What the head of a page of the public site says to components/site/offline.ts: where the site begins. */
export function offlineHead({ name }: Edition, path: string): string {
  if (name !== "public") return "";
  return `<meta name="early-years-root" content="${"../".repeat(path.split("/").length - 2) || "./"}">`;
}

/**
 * Writes the worker that keeps read pages of the public edition for when there is no internet, with the version of all that
 * was built: any other publication has another. Returns it by its path; nothing in other editions. Call it when all else is
 * written.
 */
export function writeWorker(edition: Edition, output: string): ReadonlyMap<string, string> {
  if (edition.name !== "public") return new Map();
  const source = readFileSync(fileURLToPath(new URL("offline-worker.ts", import.meta.url)), "utf8");
  const { code } = transformSync(source, {
    loader: "ts",
    minify: true,
    define: { VERSION: JSON.stringify(versionOf(output)) },
  });
  writeFileSync(join(output, workerName), code);
  return new Map([[workerName, code]]);
}

function versionOf(folder: string): string {
  const hash = createHash("sha256");
  for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()) {
    const path = join(folder, file);
    if (statSync(path).isFile()) hash.update(file).update("\0").update(readFileSync(path));
  }
  return hash.digest("hex").slice(0, 16);
}
