import { type Expression, type ObjectExpression, parseExpressionAt } from "acorn";

/** A cell that is one word of the language of pages with options that are plain values, so that a form can change it. */
export interface WordCell {
  word: string;
  /**
   * What it is told of: the name of a question's answer. For `ask`, the name that its answer has; for `claim`, its sentence
   * in quotes.
   */
  asked: string;
  options: Record<string, unknown>;
}

/** Where a cell stands in a page's text: from its code's first character to behind its last. */
export interface CellPlace {
  cell: WordCell;
  from: number;
  to: number;
}

const fence = /^(```+)[^\S\n]*js\b[^\n]*\n([\s\S]*?)^\1[^\S\n]*$/gm;
const name = "[A-Za-z_$][\\w$]*";
const question = new RegExp(`^const (${name}) = view\\((ask\\b[\\s\\S]*)\\);?$`);
const figure = new RegExp(`^(${name})\\(`);
const importing = /import\s*\{([^}]*)\}\s*from\s*(["'])([^"']*components\/(?:notebook|questions)\.js)\2;?/;

/** The cell of the language of pages in which a place of a page's text lies; undefined if there is none, or it is more than that. */
export function wordCellAt(text: string, at: number): CellPlace | undefined {
  for (const found of text.matchAll(fence)) {
    const end = found.index + found[0].length;
    if (at < found.index || at > end) continue;
    const start = found.index + found[0].indexOf("\n") + 1;
    // Imports stand before the question in a page's first cell.
    const lines = found[2]!.replace(/^(?:import[^;]*;\s*)+/, (imports) => " ".repeat(imports.length));
    const code = lines.trim();
    const from = start + lines.indexOf(code);
    const cell = code === "" ? undefined : read(code);
    return cell && { cell, from, to: from + code.length };
  }
  return undefined;
}

/** The code of a cell. */
export function codeOf({ word, asked, options }: WordCell): string {
  const given = Object.entries(options).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  const braces = given.length === 0 ? "" : `{ ${given.join(", ")} }`;
  if (word === "ask") return `const ${asked} = view(ask(${braces}));`;
  return `${word}(${[asked, braces].filter(Boolean).join(", ")})`;
}

/** A page's text in which a word can be used: it is added to what is imported, or imported where nothing is. */
export function withImport(text: string, word: string, module: string): string {
  if (new RegExp(`import\\s*\\{[^}]*\\b${word}\\b[^}]*\\}\\s*from`).test(text)) return text;
  const found = importing.exec(text);
  if (found) {
    const words = found[1]!
      .split(",")
      .map((one) => one.trim())
      .filter(Boolean);
    if (words.includes(word)) return text;
    const line = `import { ${[...words, word].sort().join(", ")} } from "${found[3]}";`;
    return text.slice(0, found.index) + line + text.slice(found.index + found[0].length);
  }
  const [head = ""] = /^---\n[\s\S]*?\n---\n/.exec(text) ?? [];
  return `${head}\n\`\`\`js\nimport { ${word} } from "${module}";\n\`\`\`\n${text.slice(head.length)}`;
}

/** A page's text with a question for figures to be told of, under its title; as it is where it has one. */
export function withQuestion(text: string): string {
  if (questionsIn(text).length > 0) return text;
  const [head = ""] = /^---\n[\s\S]*?\n---\n/.exec(text) ?? [];
  // What begins with # in a cell is no title.
  const prose = text.replace(/^(```+|~~~+).*\n[\s\S]*?^\1[^\S\n]*$/gm, (cell) => cell.replace(/[^\n]/g, " "));
  const title = /^# .+$/m.exec(prose);
  const imports = importing.exec(text);
  const at = title
    ? title.index + title[0].length
    : imports
      ? text.indexOf("```", imports.index) + "```".length
      : head.length;
  const cell = `\`\`\`js\n${codeOf({ word: "ask", asked: "asked", options: {} })}\n\`\`\``;
  return [text.slice(0, at).trimEnd(), cell, text.slice(at).trim()].filter(Boolean).join("\n\n").concat("\n");
}

/** The names that a page's questions have, in order. */
export function questionsIn(text: string): string[] {
  return [...text.matchAll(new RegExp(`const (${name}) = view\\(ask\\b`, "g"))].map(([, asked]) => asked!);
}

/** The questions of a page's text, with what they ask at first. */
export function questionCells(text: string): WordCell[] {
  return [...text.matchAll(fence)].flatMap((found) => {
    const cell = wordCellAt(text, found.index + 1)?.cell;
    return cell?.word === "ask" ? [cell] : [];
  });
}

function read(code: string): WordCell | undefined {
  const asking = question.exec(code);
  const call = expression(asking ? asking[2]! : figure.test(code) ? code.replace(/;$/, "") : "");
  if (call?.type !== "CallExpression" || call.callee.type !== "Identifier") return undefined;
  const word = call.callee.name;
  const given = [...call.arguments];
  const first = asking ? undefined : given.shift();
  // A claim has a sentence where other words have an answer.
  const isClaim = word === "claim" && first?.type === "Literal" && typeof first.value === "string";
  if (!asking && !isClaim && first?.type !== "Identifier") return undefined;
  const [object, ...more] = given;
  if (more.length > 0 || (object !== undefined && object.type !== "ObjectExpression")) return undefined;
  const options = object === undefined ? {} : plainObject(object);
  if (!options) return undefined;
  if (isClaim) return { word, asked: JSON.stringify(first.value), options };
  return { word, asked: asking ? asking[1]! : (first as { name: string }).name, options };
}

function expression(code: string): Expression | undefined {
  try {
    const parsed = parseExpressionAt(code, 0, { ecmaVersion: "latest" });
    return parsed.end === code.length ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function plainObject({ properties }: ObjectExpression): Record<string, unknown> | undefined {
  const options: Record<string, unknown> = {};
  for (const property of properties) {
    if (property.type !== "Property" || property.computed || property.key.type !== "Identifier")
      return undefined;
    const value = plainValue(property.value);
    if (value === undefined) return undefined;
    options[property.key.name] = value;
  }
  return options;
}

function plainValue(node: Expression): unknown {
  if (node.type === "Literal" && node.value !== null && !(node.value instanceof RegExp)) return node.value;
  if (node.type !== "ArrayExpression") return undefined;
  const values = node.elements.map((one) =>
    one && one.type !== "SpreadElement" ? plainValue(one) : undefined,
  );
  return values.includes(undefined) ? undefined : values;
}
