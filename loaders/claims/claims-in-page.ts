import { type Node, type Program, parse, parseExpressionAt } from "acorn";
import { simple } from "acorn-walk";
import { z } from "zod";
import {
  type ClaimTest,
  claimSchema,
  type SqlClaimTest,
  sqlClaimSchema,
} from "../../components/claims/claim-schema.js";
import { describeIssue, placeOf } from "../registry/describe-issue.js";

/** A claim as a page's text has it, with its line. `fault` says why its test cannot be read. */
export interface WrittenClaim {
  line: number;
  sentence: string;
  test?: ClaimTest | SqlClaimTest;
  fault?: string;
}

const [schema, sqlSchema] = [claimSchema(z), sqlClaimSchema(z)];
const options = { ecmaVersion: "latest", sourceType: "module", allowAwaitOutsideFunction: true } as const;

/**
 * The claims in a page's text: `claim("A sentence.", { … })` in cells that run and in the expressions of prose. They are read
 * and never run, so what they are told must stand there as plain values.
 */
export function claimsInPage(text: string): WrittenClaim[] {
  return piecesOf(text).flatMap(({ code, from }) =>
    callsIn(code).map((call) => ({
      line: text.slice(0, from + call.start).split("\n").length,
      ...readCall(call),
    })),
  );
}

interface Piece {
  code: string;
  from: number;
}

const fence = /^ {0,3}(`{3,}|~{3,})[^\S\n]*(\S*)[^\S\n]*(.*)$/;

/** The code of cells that run, and the expressions in prose. */
function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let prose = "";
  let open: { end: RegExp; runs: boolean; from: number } | undefined;
  for (let at = 0; at < text.length; ) {
    const next = text.indexOf("\n", at);
    const end = next < 0 ? text.length : next;
    const line = text.slice(at, end).replace(/\r$/, "");
    const found = fence.exec(line);
    if (open?.end.test(line)) {
      if (open.runs) pieces.push({ code: text.slice(open.from, at), from: open.from });
      open = undefined;
    } else if (!open && found) {
      const [, ticks = "", language, attributes = ""] = found;
      const runs = language === "js" && !/\brun=(["']?)false\1/.test(attributes);
      open = { end: new RegExp(`^ {0,3}${ticks[0]}{${ticks.length},}\\s*$`), runs, from: end + 1 };
    }
    // Prose keeps its places: all else is left blank.
    prose += open || found ? " ".repeat(end - at) : text.slice(at, end);
    if (next >= 0) prose += "\n";
    at = end + 1;
  }
  return [...pieces, ...expressionsIn(prose)].sort((a, b) => a.from - b.from);
}

function expressionsIn(prose: string): Piece[] {
  const pieces: Piece[] = [];
  // Spans of code show code and run nothing; an expression may have a text in back-ticks all the same.
  const shown = prose.replace(/(`+)(?!`)[^\n]*?\1/g, (span) => " ".repeat(span.length));
  for (let at = shown.indexOf("${"); at >= 0; at = shown.indexOf("${", at + 2)) {
    try {
      const { end } = parseExpressionAt(prose, at + 2, options);
      pieces.push({ code: prose.slice(at + 2, end), from: at + 2 });
      at = end - 2;
    } catch {
      // What is no expression is told where the page is drawn.
    }
  }
  return pieces;
}

type Call = Node & { callee: Node & { name?: string }; arguments: Node[] };

function callsIn(code: string): Call[] {
  const program = programOf(code);
  const calls: Call[] = [];
  if (program)
    simple(program, {
      CallExpression(node) {
        const call = node as unknown as Call;
        if (call.callee.type === "Identifier" && call.callee.name === "claim") calls.push(call);
      },
    });
  return calls.sort((a, b) => a.start - b.start);
}

function programOf(code: string): Program | undefined {
  if (!/\bclaim\s*\(/.test(code)) return undefined;
  try {
    return parse(code, options);
  } catch {
    return undefined;
  }
}

function readCall({ arguments: [first, second] }: Call): Omit<WrittenClaim, "line"> {
  const sentence = first && plainValue(first);
  if (typeof sentence !== "string" || sentence.trim() === "")
    return {
      sentence: "",
      fault: 'its sentence is no plain text. Write claim("The sentence.", { … }).',
    };
  const given = second && plainValue(second);
  if (typeof given !== "object" || given === null)
    return {
      sentence,
      fault:
        'its test is not of plain values. Write them out in braces after the sentence: { indicator: "…", is: "lower", than: "city" }.',
    };
  const read = ("sql" in given ? sqlSchema : schema).safeParse(given, { reportInput: true });
  if (read.success) return { sentence, test: read.data };
  const issue = read.error.issues[0]!;
  const place = placeOf(issue).map(String).join(".");
  return { sentence, fault: `its test${place && `, ${place}`}: ${describeIssue(issue)}` };
}

const unread = Symbol("not a plain value");

function plainValue(node: Node): unknown {
  const value = literalOf(node as unknown as Loose);
  return value === unread ? undefined : value;
}

interface Loose {
  type: string;
  value?: unknown;
  computed?: boolean;
  kind?: string;
  operator?: string;
  name?: string;
  key?: Loose;
  argument?: Loose;
  elements?: (Loose | null)[];
  properties?: Loose[];
  expressions?: Loose[];
  quasis?: { value: { cooked: string } }[];
}

function literalOf(node: Loose): unknown {
  switch (node.type) {
    case "Literal":
      return node.value instanceof RegExp ? unread : node.value;
    case "TemplateLiteral":
      return node.expressions!.length > 0 ? unread : node.quasis![0]!.value.cooked;
    case "UnaryExpression": {
      const value = literalOf(node.argument!);
      return node.operator === "-" && typeof value === "number" ? -value : unread;
    }
    case "ArrayExpression": {
      const values = node.elements!.map((one) => (one ? literalOf(one) : unread));
      return values.includes(unread) ? unread : values;
    }
    case "ObjectExpression": {
      const entries = node.properties!.map((property): [string, unknown] =>
        property.type === "Property" && !property.computed
          ? [String(property.key!.name ?? property.key!.value), literalOf(property.value as Loose)]
          : ["", unread],
      );
      return entries.some(([, value]) => value === unread) ? unread : Object.fromEntries(entries);
    }
    default:
      return unread;
  }
}
