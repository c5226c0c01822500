import { nearest } from "../words/nearest.js";

/** What a query may begin with: a page only reads. */
const reading = [
  "select",
  "with",
  "from",
  "values",
  "table",
  "describe",
  "show",
  "summarize",
  "explain",
  "pivot",
  "unpivot",
];

interface Token {
  kind: "word" | "name" | "text" | "end" | "other";
  /** Without the quotation marks of a name. */
  text: string;
  /** Where it begins. */
  at: number;
}

/** A query as it is run, or why it is not. */
export type Statement =
  | { kind: "query"; sql: string }
  | { kind: "nothing" }
  | { kind: "refused"; why: string };

/** The one statement of a text, without its semicolon. Several, and one that does more than read, are refused. */
export function statementOf(text: string): Statement {
  const tokens = tokensOf(text);
  const [first] = tokens.filter(({ kind }) => kind !== "end" && kind !== "other");
  const ends = tokens.filter(({ kind }) => kind === "end");
  const last = tokens.at(-1);
  if (!first || !last) return { kind: "nothing" };
  const end = ends.find(({ at }) => tokens.some((token) => token.at > at && token.kind !== "end"));
  if (end)
    return {
      kind: "refused",
      why: "There are two queries, with a semicolon between them. Run one at a time: take the other out, or write -- in front of its lines.",
    };
  if (first.kind !== "word" || !reading.includes(first.text.toLowerCase()))
    return { kind: "refused", why: notReading(first.text.slice(0, 30)) };
  return { kind: "query", sql: ends[0] ? text.slice(0, ends[0].at) : text };
}

function notReading(word: string): string {
  const like = changing.has(word.toLowerCase()) ? undefined : nearest(word, reading);
  return like && word.length > 3
    ? `A query cannot begin with “${word}”. Did you mean ${like.toUpperCase()}?`
    : `A query begins with SELECT, WITH or FROM: this page reads tables and changes none. It cannot begin with “${word}”.`;
}

const changing = new Set(
  "alter attach begin call checkpoint commit copy create delete detach drop export import insert install load pragma set truncate update use vacuum".split(
    " ",
  ),
);

/** The names in a query that could be of tables, in small letters. */
export function namesIn(text: string): Set<string> {
  return new Set(
    tokensOf(text)
      .filter(({ kind }) => kind === "word" || kind === "name")
      .map((token) => token.text.toLowerCase()),
  );
}

// Comments are passed over.
const pattern =
  /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|'(?:[^']|'')*'?|\$\$[\s\S]*?(?:\$\$|$)|"((?:[^"]|"")*)"?|[A-Za-z_][\w$]*|;|[^\s]/g;

function tokensOf(text: string): Token[] {
  return [...text.matchAll(pattern)].flatMap((match): Token[] => {
    const [token, quoted] = match;
    const at = match.index;
    if (/^(--|\/\*)/.test(token)) return [];
    if (quoted !== undefined) return [{ kind: "name", text: quoted.replaceAll('""', '"'), at }];
    if (/^['$]/.test(token)) return [{ kind: "text", text: token, at }];
    if (token === ";") return [{ kind: "end", text: token, at }];
    return [{ kind: /^[A-Za-z_]/.test(token) ? "word" : "other", text: token, at }];
  });
}
