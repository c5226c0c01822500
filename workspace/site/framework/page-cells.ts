import { createMarkdownIt } from "./markdown.js";

/** A cell of a page, as Framework knows it. */
export interface PageCell {
  id: string;
  /** The line of the page in which its code begins. */
  line: number;
  code: string;
  node: ParsedCell;
}

/** What Framework has found in a cell. */
export interface ParsedCell {
  input: string;
  declarations: { name: string }[] | null;
  references: { name: string }[];
  files: { name: string; node: { start: number } }[];
  imports: { name: string; type: "local" | "global" }[];
  body: { body?: Statement[] };
}

export interface Statement {
  type: string;
  start: number;
  source?: { value: string };
  specifiers?: { type: string; imported?: { name: string }; local: { name: string }; start: number }[];
}

/** A cell that does not parse: what the parser says, and where. */
export interface BrokenCell {
  line: number;
  message: string;
}

interface Token {
  type: string;
  content: string;
  map: [number, number] | null;
}
interface Context {
  code: { id: string; node: ParsedCell }[];
  path: string;
  params?: Record<string, string>;
}
type Render = (tokens: Token[], index: number, options: unknown, context: Context, self: unknown) => string;
interface Markdown {
  options: unknown;
  parse(source: string, context: Context): Token[];
  renderer: { rules: Record<"fence" | "placeholder", Render>; render(...given: unknown[]): string };
}

/** The cells of a page's Markdown, in their order, with the lines of the file in which they stand. */
export function pageCells(
  source: string,
  path: string,
  params?: Record<string, string>,
): { cells: PageCell[]; broken: BrokenCell[] } {
  const cells: PageCell[] = [];
  const broken: BrokenCell[] = [];
  // Lines keep their numbers.
  const body = source.replace(/^---\r?\n[\s\S]*?\r?\n---(?=\r?\n|$)/, (front) => front.replace(/[^\n]/g, ""));
  const md = createMarkdownIt() as Markdown;
  const { rules } = md.renderer;
  let prose = body;
  let from = 0;
  // An expression in prose has no place of its own: it is looked for behind the one before.
  const placeOf = ({ type, content, map }: Token): number => {
    if (type === "fence") return (map?.[0] ?? 0) + 2;
    const found = prose.indexOf(`\${${content}}`, from);
    if (found < 0) return 1;
    from = found + content.length;
    return lineAt(body, found);
  };
  for (const kind of ["fence", "placeholder"] as const) {
    const render = rules[kind];
    rules[kind] = (tokens, index, options, context, self) => {
      const known = context.code.length;
      const html = render(tokens, index, options, context, self);
      const line = placeOf(tokens[index]!);
      const cell = context.code[known];
      const [, message] = /observablehq--error"[^>]*>SyntaxError: ([^<]*)</.exec(html) ?? [];
      if (cell) cells.push({ id: cell.id, line, code: tokens[index]!.content, node: cell.node });
      else if (message) broken.push(brokenAt(line, message));
      return html;
    };
  }
  const context: Context = { code: [], path, ...(params ? { params } : {}) };
  const tokens = md.parse(body, context);
  const lines = body.split("\n");
  for (const { type, map } of tokens) if (type === "fence" && map) lines.fill("", map[0], map[1]);
  // Blanked lines are shorter, so places are sought in a text of the same length.
  prose = body
    .split("\n")
    .map((line, i) => (lines[i] === "" ? " ".repeat(line.length) : line))
    .join("\n");
  md.renderer.render(tokens, md.options, context);
  return { cells, broken };
}

// The parser says where in the cell: "Unexpected token (3:4)".
function brokenAt(line: number, message: string): BrokenCell {
  const [, row = "1"] = /\((\d+):\d+\)/.exec(message) ?? [];
  return { line: line + Number(row) - 1, message: message.replace(/\s*\(\d+:\d+\)/, "") };
}

/** The line in which a character of a text stands, from 1 on. */
export function lineAt(text: string, index: number): number {
  return text.slice(0, index).split("\n").length;
}
