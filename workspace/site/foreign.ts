const remote = String.raw`(?:https?:)?//[^"'\s)>]+`;

const inMarkup = [
  // Everything that a browser fetches by itself; a link that a reader may follow is not.
  new RegExp(
    String.raw`<(?:link|script|img|source|video|audio|track|iframe|embed|input)\b[^>]*?\s(?:href|src|poster)=["']?(${remote})`,
    "gi",
  ),
  new RegExp(String.raw`<(?:img|source)\b[^>]*?\ssrcset=["']?(${remote})`, "gi"),
  new RegExp(String.raw`<object\b[^>]*?\sdata=["']?(${remote})`, "gi"),
];
const inStyles = [
  new RegExp(String.raw`url\(\s*["']?(${remote})`, "gi"),
  new RegExp(String.raw`@import\s+["'](${remote})`, "gi"),
];
const inScripts = [
  new RegExp(String.raw`\b(?:from|import)\s*\(?\s*["'](${remote})`, "g"),
  new RegExp(
    String.raw`\b(?:fetch|importScripts|new\s+(?:WebSocket|EventSource|Worker))\s*\(\s*["'${"`"}]((?:wss?:)?${remote})`,
    "g",
  ),
];

/**
 * Addresses on other hosts that a built file would make a browser fetch by itself, as far as the text shows:
 * in markup, style sheets, imports and literal calls. Links that a reader may follow are not among them.
 */
export function findForeign(file: string, text: string): string[] {
  const patterns = file.endsWith(".html")
    ? [...inMarkup, ...inStyles, ...inScripts]
    : file.endsWith(".css")
      ? inStyles
      : file.endsWith(".js")
        ? inScripts
        : [];
  return [...new Set(patterns.flatMap((pattern) => [...text.matchAll(pattern)].map((match) => match[1]!)))];
}
