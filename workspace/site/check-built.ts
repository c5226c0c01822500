import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { extname, join, posix } from "node:path";
import { TellableError } from "../../loaders/store/safe-message.js";
import type { Made } from "./build.js";
import { type Edition, pageDatasetAt } from "./editions.js";
import { findForeign } from "./foreign.js";
import { unescapeHtml } from "./html-text.js";
import { publishable } from "./store-loaders.js";

/**
 * Looks at a built folder as a reader would meet it. Throws, with every fault named, if a page shows an error or a link
 * that leads nowhere, if anything would be fetched from elsewhere, or if a file is not what may be in the edition.
 * `openData`: by path, the files of open data that it should have.
 */
export function checkBuilt(
  edition: Edition,
  folder: string,
  made: Made,
  openData: ReadonlyMap<string, string>,
): void {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => statSync(join(folder, file)).isFile());
  const faults = files.flatMap((file) => {
    const text = /\.(html|css|js)$/.test(file) ? readFileSync(join(folder, file), "utf8") : "";
    return [
      ...(file.endsWith(".html") ? [...errorsOn(text), ...deadLinks(folder, file, text)] : []),
      ...findForeign(file, text).map((address) => `would fetch ${address}, which is not part of the site`),
      ...(file.startsWith("_file/") ? attachmentFaults(edition, folder, file, made) : []),
      ...(edition.name === "public" ? strangerFaults(folder, file, openData) : []),
    ].map((fault) => `  ${file}: ${fault}`);
  });
  if (faults.length)
    throw new TellableError(`The ${edition.name} edition is not fit to publish:\n${faults.join("\n")}`);
}

/** The errors that Framework writes on a page instead of a cell that it does not understand. */
function errorsOn(html: string): string[] {
  return [...html.matchAll(/class="[^"]*\bobservablehq--error\b[^"]*"[^>]*>([^<]*)</g)].map(
    ([, text]) => `shows an error: ${unescapeHtml(text!)}`,
  );
}

function deadLinks(folder: string, page: string, html: string): string[] {
  const addresses = [
    ...html.matchAll(/<(?:a|link|img|script|source|video|audio)\b[^>]*?\s(?:href|src)="([^"]*)"/g),
  ];
  return [...new Set(addresses.map(([, address]) => unescapeHtml(address!)))]
    .filter((address) => !/^(?:[a-z][a-z0-9+.-]*:|\/\/|#|\?|$)/i.test(address))
    .filter((address) => !leadsSomewhere(folder, page, address))
    .map((address) => `links to ${address}, which is not in this edition`);
}

function leadsSomewhere(folder: string, page: string, address: string): boolean {
  const path = decodeURI(address.replace(/[?#].*$/, ""));
  const target = path.startsWith("/") ? path.slice(1) : posix.join(posix.dirname(page), path);
  if (target.startsWith("..")) return false;
  return [target, `${target}.html`, posix.join(target, "index.html")].some(
    (file) => existsSync(join(folder, file)) && statSync(join(folder, file)).isFile(),
  );
}

/** What Framework makes of pages, modules, styles and packages. */
const built = /^(?:(?:[^_/][^/]*\/)*[^/]+\.html|(?:_file|_import|_npm|_node|_observablehq|_jsr)\/.+)$/;

/** What is wrong with a file that is neither a page nor a part of one: it is not open data as the store gives them. */
function strangerFaults(folder: string, file: string, openData: ReadonlyMap<string, string>): string[] {
  if (built.test(file)) return [];
  const given = openData.get(file);
  if (given === undefined) return ["is neither a page, nor a part of one, nor open data"];
  return readFileSync(join(folder, file), "utf8") === given ? [] : ["is not what the refresh made"];
}

const staticTypes = new Set([
  ".css",
  ".svg",
  ".png",
  ".jpg",
  ".jpeg",
  ".webp",
  ".avif",
  ".gif",
  ".ico",
  ".woff2",
]);

/** What is wrong with an attached file: it is not the page data set of its name, or is none and not a picture or style. */
function attachmentFaults(edition: Edition, folder: string, file: string, made: Made): string[] {
  const original = file.slice("_file".length).replace(/\.[0-9a-f]{8}(\.[^./]+)$/, "$1");
  const name = pageDatasetAt(edition, original);
  if (name) {
    const { sha256 } = publishable(edition, made.manifest, name);
    const built = createHash("sha256")
      .update(readFileSync(join(folder, file)))
      .digest("hex");
    return built === sha256 ? [] : [`is not what the refresh made of ${name}`];
  }
  if (edition.name !== "public") return [];
  const isStatic = staticTypes.has(extname(file)) && /^\/(assets|components)\//.test(original);
  return isStatic
    ? []
    : [
        "is neither a page data set nor a picture or style sheet in assets. Only what has been through protect is published",
      ];
}
