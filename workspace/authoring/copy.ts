import { posix } from "node:path";
import { askedFirst, type Parameters } from "./asked-first.js";
import { frontMatterOf, withFrontMatter, withFrontMatterOf } from "./front-matter.js";
import { movedText } from "./moved-text.js";

export interface CopyOf {
  /** The address and the hash of what is copied. */
  from: string;
  hash: string;
  /** Where it was read; left out where that is its own address. */
  shown?: string;
  /** Where the copy will be. */
  to: string;
  title: string;
  /** The day of the copy, in words. */
  day: string;
  /** What has been chosen on the page, as its address has it. */
  asked?: Parameters;
}

/**
 * The text of a page's copy: at its own address, with what is asked now as what it asks first, saying what it is a copy of.
 * It is in the workspace alone, whatever editions the page is in, and nobody has reviewed it.
 */
export function copyText(
  text: string,
  { from, hash, shown = from, to, title, day, asked = {} }: CopyOf,
): string {
  const before = String(frontMatterOf(text).title ?? from);
  const { text: asking, rest } = askedFirst(movedText(text, from, to), asked);
  const named = withFrontMatter(asking, {
    title,
    asked: Object.keys(rest).length > 0 ? rest : undefined,
    editions: ["workspace"],
    each: undefined,
    forked_from: `${from}@${hash}`,
    status: undefined,
    owner: undefined,
    reviewer: undefined,
    review_by: undefined,
  });
  const renamed = named.replace(/^# .+$/m, () => `# ${title}`);
  const link = movedText(`[${before.replace(/[[\]]/g, "")}](./${shown.split("/").at(-1)})`, from, to);
  return `${renamed.trimEnd()}\n\n*A copy of ${link}, made on ${day}.*\n`;
}

// The line at a copy's foot, and the way in it to what it is a copy of.
const foot = /\n+\*A copy of (?:\[([^\n]*)\]\(([^)\n]*)\)|[^\n]*), made on [^\n]*\*\n?$/;

/**
 * A copy's text in which its foot leads to its origin only if both have one audience: another's site does not have that page.
 * `address`: the copy's.
 */
export function withFootFor(text: string, address: string): string {
  const [line, title, way] = foot.exec(text) ?? [];
  if (line === undefined || title === undefined || way === undefined) return text;
  const origin = posix.join(posix.dirname(address), way);
  const isOfOne = origin.split("/")[0] === address.split("/")[0];
  return isOfOne ? text : text.slice(0, -line.length) + line.replace(`[${title}](${way})`, () => title);
}

/**
 * A copy's text as its origin would say it: without what makes it a copy. `then` is the origin's text of which the copy was
 * made.
 */
export function asOrigin(text: string, then: string, from: string, origin: string): string {
  const [heading] = /^# .+$/m.exec(then) ?? [];
  const titled = `# ${String(frontMatterOf(text).title ?? "")}`;
  const moved = withFrontMatterOf(then, movedText(text, from, origin))
    .replace(foot, "\n")
    .replace(/^# .+$/m, (own) => (own === titled && heading ? heading : own));
  return moved;
}

/** What a page says that it is a copy of: an address and the hash of its text then. */
export function originOf(text: string): { address: string; hash: string } | undefined {
  if (!text.includes("forked_from")) return undefined;
  const [, address, hash] = /^(.+)@([0-9a-f]{40})$/.exec(String(frontMatterOf(text).forked_from ?? "")) ?? [];
  return address && hash ? { address, hash } : undefined;
}
