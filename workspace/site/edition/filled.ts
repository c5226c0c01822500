import { suggestion } from "../../../components/words/nearest.js";
import { TellableError } from "../../../loaders/store/safe-message.js";
import type { Route } from "./routes.js";

const gap = /(?<![$\\])\{\{\s*(\w+)\s*\}\}/g;
const frontMatter = /^---\r?\n[\s\S]*?\r?\n---(?=\r?\n|$)/;

/**
 * A page with a parameter, with what is known of one of its pages in place of `{{name}}`: in the title and in prose, but not in
 * code. Throws, naming the page and the nearest name, where nothing is known by a name.
 */
export function filled(source: string, { page, about }: Route, place = page.file): string {
  const known = (name: string): string => {
    const value = about[name];
    if (value !== undefined) return value;
    throw new TellableError(
      `${place}: {{${name}}}: the list says nothing of that.${suggestion(name, Object.keys(about))}`,
    );
  };
  const [front = ""] = frontMatter.exec(source) ?? [];
  const titled = front.replace(
    /^(title:\s*)(.*\{\{.*)$/m,
    (_, key: string, title: string) =>
      key + JSON.stringify(unquoted(title).replace(gap, (__, name: string) => known(name))),
  );
  return (
    titled +
    inProse(source.slice(front.length), (text) =>
      text.replace(gap, (_, name: string) => inMarkdown(known(name))),
    )
  );
}

// YAML may have the title in quotes, which is how it holds a brace at its beginning.
function unquoted(title: string): string {
  return /^(["']).*\1$/.test(title.trim()) ? title.trim().slice(1, -1) : title.trim();
}

const code = /^ {0,3}(`{3,}|~{3,})[^\n]*\n[\s\S]*?^ {0,3}\1[`~]*[ \t]*$|(`+)(?!`)[^\n]*?\2/gm;

/** What is outside fences and code spans, changed. */
function inProse(body: string, change: (text: string) => string): string {
  let prose = "";
  let from = 0;
  for (const { 0: found, index } of body.matchAll(code)) {
    prose += change(body.slice(from, index)) + found;
    from = index + found.length;
  }
  return prose + change(body.slice(from));
}

// A name is a text: nothing in it is markup, nor a cell.
function inMarkdown(text: string): string {
  return text
    .replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign]!)
    .replace(/[\\`*_[\]{}$#|~]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
