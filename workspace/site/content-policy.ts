import { createHash } from "node:crypto";
import { TellableError } from "../../loaders/store/safe-message.js";
import type { Edition } from "./edition/editions.js";
import { inlineScripts } from "./gate/html.js";

/**
 * The Content-Security-Policy of an edition (W3C, level 3): nothing comes from, or goes to, another origin, whatever a
 * page says. Styles may stand in the page, as charts write them. Pages for partners may compile code and run workers,
 * as Arquero and DuckDB do; the public's may not.
 * `scripts`: the only inline scripts that run, by hash; if left out, any does, as the preview's pages need.
 * `sockets`: where the preview's pages hear of changes. `frames`: the origins whose pages may show this one in a frame.
 */
export function contentPolicy(
  { name }: Pick<Edition, "name">,
  {
    scripts,
    sockets = "",
    frames = "'none'",
  }: { scripts?: readonly string[]; sockets?: string; frames?: string } = {},
): string {
  const inline = scripts ? scripts.map((hash) => `'${hash}'`) : ["'unsafe-inline'"];
  const compiling = name === "public" ? [] : ["'unsafe-eval'", "'wasm-unsafe-eval'"];
  return [
    "default-src 'none'",
    `script-src ${["'self'", ...inline, ...compiling].join(" ")}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    `connect-src ${["'self'", sockets].filter(Boolean).join(" ")}`,
    `worker-src 'self'${name === "public" ? "" : " blob:"}`,
    "manifest-src 'self'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    ...(scripts ? [] : [`frame-ancestors ${frames}`]),
  ].join("; ");
}

/** The policy of the page on which pages are written: it shows pages of these origins in a frame. */
export function editorPolicy(origins: string): string {
  return `default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; img-src 'self' data: blob:; font-src 'self'; frame-src ${origins}; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`;
}

/**
 * A built page with its policy in its head, before anything that the policy is about. Who may frame a page cannot be said
 * there: that is the web server's. Throws if the page is not as Framework 1.13 writes it.
 */
export function withContentPolicy(edition: Edition, html: string): string {
  if (!html.includes(encoding))
    throw new TellableError(
      `The page does not begin with ${encoding}. Framework may have been updated: bring workspace/site/content-policy.ts up to date.`,
    );
  const scripts = [...new Set(inlineScripts(html).map(hashOf))];
  const policy = contentPolicy(edition, { scripts });
  return html.replace(
    encoding,
    () => `${encoding}\n<meta http-equiv="Content-Security-Policy" content="${policy}">`,
  );
}

/** The same page after its scripts were changed. */
export function renewContentPolicy(edition: Edition, html: string): string {
  return withContentPolicy(edition, html.replace(policyElement, ""));
}

const policyElement = /\n<meta http-equiv="Content-Security-Policy" content="[^"]*">/;

// It must stand in the first 1,024 bytes, so it comes first.
const encoding = '<meta charset="utf-8">';

function hashOf(script: string): string {
  return `sha256-${createHash("sha256").update(script).digest("base64")}`;
}
