import { type CallExpression, type Property, parse } from "acorn";
import { simple } from "acorn-walk";

const fence = /^(```+)[^\S\n]*js\b[^\n]*\n([\s\S]*?)^\1[^\S\n]*$/gm;

/**
 * A page's text whose first question asks this at first: the options of its first `ask`, with these put in place of its
 * own. Undefined where a page has no `ask`, or one whose options are not written as plain values.
 */
export function withFirstQuestion(
  text: string,
  options: Readonly<Record<string, string | readonly string[]>>,
): string | undefined {
  for (const found of text.matchAll(fence)) {
    const code = found[2]!;
    const call = askIn(code);
    if (!call) continue;
    const [given] = call.arguments;
    const own = given === undefined ? new Map<string, string>() : plainOptions(code, given);
    if (!own || call.arguments.length > 1) return undefined;
    for (const [name, value] of Object.entries(options)) own.set(name, JSON.stringify(value));
    const written = [...own].map(([name, value]) => `${name}: ${value}`).join(", ");
    const start = found.index + found[0].indexOf("\n") + 1;
    const replacement = own.size === 0 ? "ask()" : `ask({ ${written} })`;
    return text.slice(0, start + call.start) + replacement + text.slice(start + call.end);
  }
  return undefined;
}

function askIn(code: string): CallExpression | undefined {
  let found: CallExpression | undefined;
  try {
    simple(parse(code, { ecmaVersion: "latest", sourceType: "module", allowAwaitOutsideFunction: true }), {
      CallExpression(node) {
        if (
          node.callee.type === "Identifier" &&
          node.callee.name === "ask" &&
          (found?.start ?? Infinity) > node.start
        )
          found = node;
      },
    });
  } catch {
    // A cell that is no JavaScript yet asks nothing.
  }
  return found;
}

function plainOptions(
  code: string,
  node: CallExpression["arguments"][number],
): Map<string, string> | undefined {
  if (node.type !== "ObjectExpression") return undefined;
  const properties = node.properties.map((property) =>
    property.type === "Property" && !property.computed && property.key.type === "Identifier"
      ? property
      : undefined,
  );
  if (properties.some((property) => property === undefined)) return undefined;
  return new Map(
    (properties as Property[]).map(({ key, value }) => [
      (key as { name: string }).name,
      code.slice(value.start, value.end),
    ]),
  );
}
