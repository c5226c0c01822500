import { posix } from "node:path";

const { dirname, join, normalize, relative } = posix;
// A relative path in quotes, or in the brackets of a Markdown link, or as a value of the front matter.
const reference = /(["'`]|\]\(|^[\w -]+:[^\S\n]+)(\.{1,2}\/[^"'`)\s<>]*)/gm;

/**
 * A page's text as it must be at another address: what it imports, attaches, shows and links to by relative paths is found
 * from there. Components and page data sets are found in the folder of the new audience, by the same names. Paths that
 * lead out of the pages stay as they are.
 */
export function movedText(text: string, from: string, to: string): string {
  const [audience, ...rest] = to.split("/");
  return text.replace(reference, (whole, before: string, path: string) => {
    const target = normalize(join(dirname(from), path));
    if (target.startsWith("..")) return whole;
    const shared = /^[^/]+\/((?:components|data)\/.*)$/.exec(target)?.[1];
    const there = shared === undefined || rest.length === 0 ? target : `${audience}/${shared}`;
    const moved = relative(dirname(to), there);
    return before + (moved.startsWith(".") ? moved : `./${moved}`) + (path.endsWith("/") ? "/" : "");
  });
}
