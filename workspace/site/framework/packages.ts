import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { TellableError } from "../../../loaders/store/safe-message.js";
import { bundlePackage, findPackage } from "./bundle.js";

/** The version by which Framework is told of a package that is not installed. It is never used. */
export const notInstalled = "0.0.0";

const answers: Record<string, (path: string) => Promise<Response>> = {
  "registry.npmjs.org": async (path) => versionsOf(path),
  "cdn.jsdelivr.net": async (path) => fileOf(path.replace(/^\/npm/, "")),
  "npm.jsr.io": refuse(
    "jsr: imports are not available here. Install the package from npm and import it with npm:.",
  ),
  "extensions.duckdb.org": refuse(
    "DuckDB extensions are not available in pages. Read the file in a loader, and attach Arrow or CSV.",
  ),
  "community-extensions.duckdb.org": refuse("DuckDB community extensions are not available in pages."),
};

/**
 * Answers what Framework would ask of public hosts from node_modules: the versions of packages and their files.
 * So an `npm:` import on any page is the version of the lockfile, and nothing is fetched.
 */
export function answerFromNodeModules(): void {
  const original = globalThis.fetch;
  if ("answersFromNodeModules" in original) return;
  // Framework has no other way in than the global fetch.
  const answering = (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const { host, pathname } = new URL(input instanceof Request ? input.url : input);
    return answers[host]?.(decodeURIComponent(pathname)) ?? original(input, init);
  };
  globalThis.fetch = Object.assign(answering, { answersFromNodeModules: true });
}

/** The registry's answer on `/name` (all versions) or `/name/tag` (one). */
function versionsOf(path: string): Response {
  const { name } = splitSpecifier(path.slice(1));
  const version = findPackage(name)?.version ?? notInstalled;
  return Response.json({ version, versions: { [version]: {} } });
}

/** The answer on `/name@version/path`; the path `+esm` stands for the package as a module. */
async function fileOf(path: string): Promise<Response> {
  const { name, version, rest } = splitSpecifier(path.slice(1));
  const pkg = findPackage(name);
  if (!pkg)
    throw new TellableError(`npm:${name} is not installed. Run "npm install ${name}" and start again.`);
  if (version !== pkg.version && version !== notInstalled)
    throw new TellableError(
      `npm:${name}@${version} is not what is installed, which is ${pkg.version}. Write npm:${name}, without a version.`,
    );
  if (rest === "+esm" || rest.endsWith("/+esm")) {
    const code = await bundlePackage(pkg, rest.replace(/\/?\+esm$/, ""));
    return new Response(code, { headers: { "content-type": "application/javascript" } });
  }
  const file = join(pkg.folder, rest);
  if (!existsSync(file))
    throw new TellableError(`npm:${name}/${rest}: ${name} ${pkg.version} has no such file.`);
  return new Response(readFileSync(file), { headers: { "content-type": "application/octet-stream" } });
}

function splitSpecifier(specifier: string): { name: string; version: string; rest: string } {
  const [, name, version = "", rest = ""] =
    /^((?:@[^/]+\/)?[^/@]+)(?:@([^/]+))?(?:\/(.*))?$/.exec(specifier) ?? [];
  if (!name) throw new TellableError(`npm:${specifier} is not the name of a package.`);
  return { name, version, rest };
}

function refuse(message: string): () => Promise<Response> {
  return async () => {
    throw new TellableError(message);
  };
}
