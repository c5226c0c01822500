import { type Node, type Pattern, parse } from "acorn";

/** A cell of a page's text, between its two lines of back-ticks. */
export interface Fence {
  /** "js", "sql" and so on. */
  language: string;
  code: string;
  /** Where its code begins and ends in the text, without the line break before the last back-ticks. */
  from: number;
  to: number;
  /** The names that other cells have of it, with where each stands in the text. */
  gives: { name: string; at: number }[];
}

const fence = /^(```+)[^\S\n]*(\w+)([^\n]*)\n([\s\S]*?)^\1[^\S\n]*$/gm;

/** The cells of a page's text, in order. A cell that is no JavaScript yet gives nothing. */
export function fencesOf(text: string): Fence[] {
  return [...text.matchAll(fence)].map((found) => {
    const [whole, , language = "", attributes = "", code = ""] = found;
    const from = found.index + whole.indexOf("\n") + 1;
    const [before = "", id] = /^.*?\bid=["']?([\w$]+)/.exec(attributes) ?? [];
    const gives =
      language === "sql" && id
        ? [{ name: id, at: found.index + whole.indexOf(attributes) + before.length - id.length }]
        : /^(js|jsx|javascript)$/.test(language)
          ? declaredIn(code).map(({ name, at }) => ({ name, at: from + at }))
          : [];
    return { language, code, from, to: from + code.length, gives };
  });
}

/** Where a name of a page is made; undefined if none of its cells makes it. */
export function definitionOf(text: string, name: string): number | undefined {
  return fencesOf(text)
    .flatMap(({ gives }) => gives)
    .find((one) => one.name === name)?.at;
}

/** The name at a place of a text, if there is one. */
export function nameAt(text: string, at: number): string | undefined {
  const [before = ""] = /[\w$]*$/.exec(text.slice(Math.max(0, at - 80), at)) ?? [];
  const [after = ""] = /^[\w$]*/.exec(text.slice(at, at + 80)) ?? [];
  const name = before + after;
  return /^[A-Za-z_$]/.test(name) ? name : undefined;
}

function declaredIn(code: string): { name: string; at: number }[] {
  try {
    const { body } = parse(code, {
      ecmaVersion: "latest",
      sourceType: "module",
      allowAwaitOutsideFunction: true,
    });
    return body.flatMap((statement) => {
      switch (statement.type) {
        case "VariableDeclaration":
          return statement.declarations.flatMap(({ id }) => namesIn(id));
        case "FunctionDeclaration":
        case "ClassDeclaration":
          return namesIn(statement.id);
        case "ImportDeclaration":
          return statement.specifiers.flatMap(({ local }) => namesIn(local));
        default:
          return [];
      }
    });
  } catch {
    return [];
  }
}

function namesIn(pattern: Pattern | Node | null): { name: string; at: number }[] {
  const one = pattern as Pattern | null;
  switch (one?.type) {
    case "Identifier":
      return [{ name: one.name, at: one.start }];
    case "ArrayPattern":
      return one.elements.flatMap(namesIn);
    case "ObjectPattern":
      return one.properties.flatMap((property) =>
        namesIn(property.type === "Property" ? property.value : property.argument),
      );
    case "AssignmentPattern":
      return namesIn(one.left);
    case "RestElement":
      return namesIn(one.argument);
    default:
      return [];
  }
}
