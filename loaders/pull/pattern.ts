/**
 * True if a path in the inbox fits a glob pattern. Letter case does not matter, and `\` counts as `/`.
 * A pattern without a slash is compared with the file name, one with a slash with the end of the path.
 *
 * `*` stands for any characters but a slash, `**` for any characters, `?` for one character,
 * `[0-9]` for one of a set, `[!0-9]` for one not of it, and `{a,b}` for a choice.
 */
export function fits(pattern: string, path: string): boolean {
  const slashed = path.replaceAll("\\", "/");
  const subject = pattern.includes("/") ? `/${slashed}` : slashed.slice(slashed.lastIndexOf("/") + 1);
  return compile(pattern).test(subject);
}

const compiled = new Map<string, RegExp>();

function compile(pattern: string): RegExp {
  let expression = compiled.get(pattern);
  if (!expression) {
    expression = new RegExp(
      pattern.includes("/") ? `/${translate(pattern.replace(/^\//, ""))}$` : `^${translate(pattern)}$`,
      "iu",
    );
    compiled.set(pattern, expression);
  }
  return expression;
}

const wildcards: Record<string, string> = { "*": "[^/]*", "**": ".*", "**/": "(?:.*/)?", "?": "[^/]" };

function translate(pattern: string): string {
  let depth = 0;
  return pattern.replace(/\*\*\/|\*\*|\[!?[\w-]+\]|[\s\S]/gu, (token) => {
    if (token in wildcards) return wildcards[token]!;
    if (token.length > 1 && token.startsWith("[")) return token.replace("[!", "[^");
    if (token === "{") {
      depth++;
      return "(?:";
    }
    if (token === "}" && depth > 0) {
      depth--;
      return ")";
    }
    if (token === "," && depth > 0) return "|";
    return `\\u{${token.codePointAt(0)!.toString(16)}}`;
  });
}
