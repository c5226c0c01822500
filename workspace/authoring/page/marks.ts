/** A change of a text, and what is chosen after it: places are those of the new text. */
export interface Change {
  from: number;
  to: number;
  insert: string;
  chosen: { from: number; to: number };
}

/** What is chosen in a text. */
export interface Chosen {
  from: number;
  to: number;
}

/** Puts a mark such as `**` round what is chosen, or takes it away where it stands there. */
export function around(text: string, { from, to }: Chosen, mark: string): Change {
  const wide = mark.length;
  const inside = text.slice(from, to);
  const outside = Math.min(
    /\**$/.exec(text.slice(Math.max(0, from - 3), from))![0].length,
    /^\**/.exec(text.slice(to, to + 3))![0].length,
  );
  if (holds(outside, mark))
    return {
      from: from - wide,
      to: to + wide,
      insert: inside,
      chosen: { from: from - wide, to: to - wide },
    };
  const within = /^(\*+)[^*][\s\S]*?(\*+)$/.exec(inside);
  if (within && holds(Math.min(within[1]!.length, within[2]!.length), mark)) {
    const bare = inside.slice(wide, -wide);
    return { from, to, insert: bare, chosen: { from, to: from + bare.length } };
  }
  // A mark beside a space is none in Markdown.
  const [, before = "", core = "", after = ""] = /^(\s*)([\s\S]*?)(\s*)$/.exec(inside) ?? [];
  const start = from + before.length + wide;
  return {
    from,
    to,
    insert: before + mark + core + mark + after,
    chosen: { from: start, to: start + core.length },
  };
}

// One star, two, or both.
function holds(stars: number, mark: string): boolean {
  return mark.length === 2 ? stars >= 2 : stars % 2 === 1;
}

/** Makes the line a heading of a level, or plain text where it is one of that level. */
export function heading(text: string, { from }: Chosen, level: 2 | 3): Change {
  const line = lineAround(text, from);
  const own = text.slice(line.from, line.to);
  const [mark = ""] = /^#{1,6} +/.exec(own) ?? [];
  const wanted = mark.trim().length === level ? "" : `${"#".repeat(level)} `;
  const insert = wanted + own.slice(mark.length);
  const end = line.from + insert.length;
  return { ...line, insert, chosen: { from: end, to: end } };
}

const item = /^(?:- |\d+\. )/;

/** Makes the lines that are chosen a list, or plain text where they are one of that kind. */
export function list(text: string, { from, to }: Chosen, kind: "points" | "numbers"): Change {
  const lines = { from: lineAround(text, from).from, to: lineAround(text, to).to };
  const own = text.slice(lines.from, lines.to).split("\n");
  const mark = (i: number) => (kind === "points" ? "- " : `${i + 1}. `);
  const isSo = own.every((line) =>
    kind === "points" ? line.startsWith("- ") : /^\d+\. /.test(line) || line === "",
  );
  const insert = own
    .map((line, i) => (isSo ? line.replace(item, "") : mark(i) + line.replace(item, "")))
    .join("\n");
  const end = lines.from + insert.length;
  return { ...lines, insert, chosen: { from: own.length === 1 ? end : lines.from, to: end } };
}

/** Makes what is chosen a link, with its address chosen, to be written. An address that is chosen becomes one by itself. */
export function link(text: string, { from, to }: Chosen): Change {
  const inside = text.slice(from, to);
  if (/^https?:\/\/\S+$/.test(inside)) {
    const insert = `[](${inside})`;
    return { from, to, insert, chosen: { from: from + 1, to: from + 1 } };
  }
  const target = "https://";
  const start = from + inside.length + 3;
  return {
    from,
    to,
    insert: `[${inside}](${target})`,
    chosen: { from: start, to: start + target.length },
  };
}

/** Puts a paragraph of its own behind the line of the cursor: a table, a picture, a cell. */
export function paragraph(text: string, { to }: Chosen, content: string): Change {
  const line = lineAround(text, to);
  const isEmpty = text.slice(line.from, line.to).trim() === "";
  const at = line.to;
  const before = isEmpty ? (line.from > 0 && text[line.from - 2] !== "\n" ? "\n" : "") : "\n\n";
  const rest = text.slice(at, at + 2);
  const after = rest === "\n\n" || (rest === "\n" && at + 1 === text.length) ? "" : "\n";
  const start = at + before.length;
  const end = start + content.length;
  return { from: at, to: at, insert: before + content + after, chosen: { from: end, to: end } };
}

/**
 * Where something can be put that is no part of a cell or of the front matter: where the cursor is, or behind the cell that it
 * is in; at the end of the page where it is in the front matter.
 */
export function placeToPut(text: string, chosen: Chosen): Chosen {
  const [head = ""] = /^---\n[\s\S]*?\n---\n?/.exec(text) ?? [];
  const end = text.trimEnd().length;
  if (chosen.to < head.length) return { from: Math.max(end, head.length), to: Math.max(end, head.length) };
  const cell = [...text.matchAll(/^(```+|~~~+).*\n[\s\S]*?^\1[^\S\n]*$/gm)].find(
    (found) => chosen.to > found.index && chosen.to < found.index + found[0].length,
  );
  if (!cell) return chosen;
  const behind = cell.index + cell[0].length;
  return { from: behind, to: behind };
}

/** An empty table in Markdown. */
export function emptyTable(rows: number, columns: number): string {
  const row = (cell: (column: number) => string) =>
    `| ${Array.from({ length: columns }, (_, i) => cell(i)).join(" | ")} |`;
  return [
    row((i) => `Heading ${i + 1}`),
    row(() => "---"),
    ...Array.from({ length: rows }, () => row(() => " ")),
  ].join("\n");
}

function lineAround(text: string, at: number): Chosen {
  const end = text.indexOf("\n", at);
  return { from: text.lastIndexOf("\n", at - 1) + 1, to: end < 0 ? text.length : end };
}
