import { type Node, type Program, parse, parseExpressionAt } from "acorn";

/** How a module is named from where a page's cells are put to be checked. */
export type Renamed = (specifier: string) => string;

/**
 * The cells of a page as one module that can be type-checked and linted, line for line as in the page: prose is left blank,
 * each cell is a call whose results are the names that it declares, as other cells see them. What does not parse is left as
 * it is, so that the checker says what is wrong, and where.
 */
export function moduleOf(page: string, rename: Renamed = (specifier) => specifier): string {
  const lines = page.split(/\r?\n/);
  const moduleLines: string[] = [];
  let i = skipFrontMatter(lines);
  for (let blank = 0; blank < i; blank += 1) moduleLines.push("");
  // What cells of SQL give.
  const defined = new Set<string>();
  while (i < lines.length) {
    const fence = /^( {0,3})(`{3,}|~{3,})\s*(\S*)\s*(.*)$/.exec(lines[i]!);
    if (!fence) {
      moduleLines.push(inlineOf(lines[i]!));
      i += 1;
      continue;
    }
    const [, , ticks = "", language = "", attributes = ""] = fence;
    const from = i + 1;
    let to = from;
    while (to < lines.length && !new RegExp(`^ {0,3}${ticks[0]}{${ticks.length},}\\s*$`).test(lines[to]!))
      to += 1;
    const code = lines.slice(from, to);
    const runs = !/\brun=(["']?)false\1/.test(attributes);
    if (language === "js" && runs) moduleLines.push(...cellOf(code.join("\n"), rename));
    else {
      moduleLines.push(...Array(to - i + 1).fill(""));
      const [, id] = /\bid=["']?([\w$]+)/.exec(attributes) ?? [];
      if (language === "sql" && id) defined.add(id);
    }
    i = to + 1;
  }
  const others = [...defined].map((name) => `/** @type {any} */ export var ${name};`).join(" ");
  // The first line is the front matter's, and prose where there is none: the names stand where nothing else does.
  moduleLines[0] = `${others}${moduleLines[0] ?? ""}`;
  return `${moduleLines.slice(0, lines.length).join("\n")}\nexport {};\n`;
}

function skipFrontMatter(lines: readonly string[]): number {
  if (lines[0] !== "---") return 0;
  const end = lines.indexOf("---", 1);
  return end < 0 ? 0 : end + 1;
}

// As many lines as the cell with its two fences.
function cellOf(code: string, rename: Renamed): string[] {
  const program = programOf(code);
  if (!program) return ["await __cell(async () => {", ...code.split("\n"), "});"];
  const names = (program.body as Named[]).flatMap(declaredBy);
  const text = withImports(code, program, rename);
  const list = names.join(", ");
  return [
    names.length > 0 ? `export const { ${list} } = await __cell(async () => {` : "await __cell(async () => {",
    ...text.split("\n"),
    `return { ${list} }; });`,
  ];
}

function programOf(code: string): Program | undefined {
  try {
    return parse(code, { ecmaVersion: "latest", sourceType: "module", allowAwaitOutsideFunction: true });
  } catch {
    return undefined;
  }
}

type Named = Node & {
  declarations?: { id: Pattern }[];
  id?: Pattern | null;
  specifiers?: { local: Pattern; imported?: { name: string }; type: string }[];
  source?: { value: string };
};

type Pattern = Node & {
  name?: string;
  elements?: (Pattern | null)[];
  properties?: { value?: Pattern; argument?: Pattern }[];
  left?: Pattern;
  argument?: Pattern;
};

function declaredBy(statement: Named): string[] {
  switch (statement.type) {
    case "VariableDeclaration":
      return statement.declarations!.flatMap(({ id }) => namesIn(id));
    case "FunctionDeclaration":
    case "ClassDeclaration":
      return namesIn(statement.id ?? null);
    case "ImportDeclaration":
      return statement.specifiers!.flatMap(({ local }) => namesIn(local));
    default:
      return [];
  }
}

function namesIn(pattern: Pattern | null): string[] {
  if (!pattern) return [];
  switch (pattern.type) {
    case "Identifier":
      return [pattern.name!];
    case "ArrayPattern":
      return pattern.elements!.flatMap(namesIn);
    case "ObjectPattern":
      return pattern.properties!.flatMap(({ value, argument }) => namesIn(value ?? argument ?? null));
    case "AssignmentPattern":
      return namesIn(pattern.left!);
    case "RestElement":
      return namesIn(pattern.argument!);
    default:
      return [];
  }
}

// An import inside a function is a call; it keeps its lines.
function withImports(code: string, program: Program, rename: Renamed): string {
  let text = code;
  for (const statement of (program.body as Named[]).toReversed()) {
    if (statement.type !== "ImportDeclaration") continue;
    const { specifiers = [], source, start, end } = statement;
    const from = `await import(${JSON.stringify(rename(source!.value))});`;
    const whole = specifiers.find(({ type }) => type === "ImportNamespaceSpecifier");
    const parts = specifiers.map(({ type, imported, local }) =>
      type === "ImportDefaultSpecifier"
        ? `default: ${local.name}`
        : imported?.name === local.name
          ? local.name
          : `${imported?.name}: ${local.name}`,
    );
    const names = whole ? whole.local.name : `{ ${parts.join(", ")} }`;
    const written = specifiers.length > 0 ? `const ${names} = ${from}` : from;
    const breaks = code.slice(start, end).split("\n").length - 1;
    text = text.slice(0, start) + written + "\n".repeat(breaks) + text.slice(end);
  }
  return text;
}

/** The expressions in a line of prose, in their place in the line. Code spans show code and run nothing. */
function inlineOf(line: string): string {
  const prose = line.replace(/(`+)(?!`).*?\1/g, (span) => " ".repeat(span.length));
  const found: string[] = [];
  for (let at = prose.indexOf("${"); at >= 0; at = prose.indexOf("${", at + 2)) {
    try {
      const { end } = parseExpressionAt(line, at + 2, {
        ecmaVersion: "latest",
        allowAwaitOutsideFunction: true,
      });
      found.push(`__shown(${line.slice(at + 2, end)});`);
      at = end - 2;
    } catch {
      // It may go on in the next line, which Framework says of itself.
    }
  }
  return found.join(" ");
}
