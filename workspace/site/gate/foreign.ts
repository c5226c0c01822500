import { createHash } from "node:crypto";
import { type Node, parse as parseScript } from "acorn";
import { simple } from "acorn-walk";
import { parse as parseStyle, string as styleString, walk as walkStyle } from "css-tree";
import { elementsOf, type HtmlElement } from "./html.js";

/**
 * Addresses on other hosts that a built file would make a browser ask for by itself, or send something to: in markup as
 * a browser reads it, in style sheets, in imports and literal calls of scripts. Links that a reader may follow are not
 * among them. The policy that pages carry keeps a browser from all others (content-policy.ts).
 */
export function findForeign(file: string, text: string): string[] {
  const asked =
    file.endsWith(".html") || file.endsWith(".svg")
      ? elementsOf(text).flatMap(askedByElement)
      : file.endsWith(".css")
        ? askedByStyle(text)
        : file.endsWith(".js")
          ? askedByFile(text)
          : [];
  return [...new Set(asked.map((address) => address.trim()).filter(isForeign))];
}

// By hash: packages take a second to read, and are the same in every edition and at every check.
const askedBefore = new Map<string, string[]>();

function askedByFile(script: string): string[] {
  const hash = createHash("sha256").update(script).digest("hex");
  if (!askedBefore.has(hash)) askedBefore.set(hash, askedByScript(script));
  return askedBefore.get(hash)!;
}

/** True of an address of another host, or of one that a browser would make such of. */
export function isForeign(address: string): boolean {
  try {
    const { protocol, host } = new URL(address, "http://here.invalid/");
    return /^(?:https?|wss?|ftp):$/.test(protocol) && host !== "here.invalid";
  } catch {
    return true;
  }
}

/** Attributes whose address a browser asks for by itself, or sends to, by the elements that have them; * is any. */
const askingAttributes: Record<string, readonly string[]> = {
  action: ["form"],
  background: ["*"],
  classid: ["object"],
  code: ["applet"],
  codebase: ["object", "applet"],
  data: ["object"],
  formaction: ["button", "input"],
  href: [
    "base",
    "image",
    "use",
    "feimage",
    "script",
    "pattern",
    "lineargradient",
    "radialgradient",
    "filter",
  ],
  longdesc: ["img", "frame", "iframe"],
  manifest: ["html"],
  ping: ["a", "area"],
  poster: ["video"],
  profile: ["head"],
  src: ["*"],
};

/** What a link stands for without being fetched. */
const quietLinks = /^(?:alternate|author|bookmark|canonical|help|license|me|next|prev|search|tag)$/;

function askedByElement({ name, attributes, text }: HtmlElement): string[] {
  const asked: string[] = [];
  for (const [attribute, value] of attributes) {
    const bare = attribute.replace(/^xlink:/, "");
    const elements = askingAttributes[bare];
    if (elements?.some((element) => element === "*" || element === name))
      asked.push(...(bare === "ping" ? value.split(/\s+/) : [value]));
    if (bare === "href" && name === "link" && !isQuiet(attributes.get("rel"))) asked.push(value);
    if (/^(?:imagesrcset|srcset)$/.test(bare)) asked.push(...candidates(value));
    if (bare === "style") asked.push(...askedByStyle(value, "declarationList"));
    if (/^on/.test(bare)) asked.push(...askedByScript(value));
    if (/^\s*javascript:/i.test(value)) asked.push(...askedByScript(value.replace(/^\s*javascript:/i, "")));
  }
  if (name === "meta" && attributes.get("http-equiv")?.trim().toLowerCase() === "refresh")
    asked.push(/url\s*=\s*["']?([^"']+)/i.exec(attributes.get("content") ?? "")?.[1] ?? "");
  if (name === "style") asked.push(...askedByStyle(text));
  if (name === "script") asked.push(...askedByScript(text));
  return asked;
}

function isQuiet(relation = ""): boolean {
  const words = relation.toLowerCase().split(/\s+/).filter(Boolean);
  return words.length > 0 && words.every((word) => quietLinks.test(word));
}

/** The addresses of `srcset`: "a.png 1x, b.png 2x". */
function candidates(srcset: string): string[] {
  return srcset.split(/,\s+|,$/).map((candidate) => candidate.trim().split(/\s+/)[0] ?? "");
}

function askedByStyle(css: string, context: "stylesheet" | "declarationList" = "stylesheet"): string[] {
  const asked: string[] = [];
  const tree = parseStyle(css, { context, parseCustomProperty: true, onParseError: () => {} });
  walkStyle(tree, function (node) {
    if (node.type === "Url") asked.push(node.value);
    // `@import "x"` and `image-set("x" 1x)` name an address by a plain text.
    if (node.type === "String" && (this.atrule?.name === "import" || isImageSet(this.function?.name)))
      asked.push(node.value);
    // What the parser could not make sense of is looked at as it stands.
    if (node.type === "Raw")
      asked.push(
        ...[...node.value.matchAll(/url\(\s*(["']?)([^"')]+)\1\s*\)/gi)].map((match) => unescaped(match[2]!)),
      );
  });
  return asked;
}

function isImageSet(name = ""): boolean {
  return /^(?:-webkit-)?image-set$/i.test(name);
}

function unescaped(text: string): string {
  return styleString.decode(`"${text}"`);
}

/** Functions and constructors whose first argument, or `open`'s second, is an address. */
const askingCalls =
  /^(?:fetch|importScripts|sendBeacon|WebSocket|EventSource|Worker|SharedWorker|register|Audio|WebTransport)$/;
/** Properties and attributes by which a script makes an element ask. */
const askingProperties = /^(?:src|srcset|poster|action|formAction|formaction|background|ping)$/;

type Script = Node & Record<string, unknown>;

function askedByScript(source: string): string[] {
  const asked: string[] = [];
  const ask = (node: unknown): void => {
    const value = literalOf(node as Script | undefined);
    if (value !== undefined) asked.push(value);
  };
  const tree = treeOf(source);
  // What is no script a browser does not run.
  if (!tree) return [];
  const call = (node: unknown): void => {
    const { callee, arguments: given } = node as { callee: Script; arguments: Script[] };
    const name = nameOf(callee);
    if (askingCalls.test(name)) ask(given[0]);
    if (name === "open") for (const argument of given.slice(0, 2)) ask(argument);
    if (
      /^setAttribute(?:NS)?$/.test(name) &&
      given.slice(0, -1).some((a) => askingProperties.test(literalOf(a) ?? ""))
    )
      ask(given.at(-1));
  };
  simple(tree, {
    CallExpression: call,
    NewExpression: call,
    ImportExpression: ({ source }) => ask(source),
    ImportDeclaration: ({ source }) => ask(source),
    ExportAllDeclaration: ({ source }) => ask(source),
    ExportNamedDeclaration: ({ source }) => ask(source),
    AssignmentExpression: ({ left, right }) => {
      if (askingProperties.test(nameOf(left as unknown as Script))) ask(right);
    },
  });
  return asked;
}

function treeOf(source: string): Node | undefined {
  for (const sourceType of ["module", "script"] as const)
    try {
      return parseScript(source, { ecmaVersion: "latest", sourceType, allowReturnOutsideFunction: true });
    } catch {
      // Tried as the other kind, which allows what this does not.
    }
  return undefined;
}

/** `fetch` of `fetch`, `window.fetch`, `window["fetch"]` and `window?.fetch`. */
function nameOf(node: Script): string {
  if (node.type === "Identifier") return node.name as string;
  if (node.type === "ChainExpression") return nameOf(node.expression as Script);
  if (node.type !== "MemberExpression") return "";
  const property = node.property as Script;
  return node.computed ? (literalOf(property) ?? "") : (property.name as string);
}

/** A literal text; of one with gaps, and of a sum of texts, its beginning, which tells the host. */
function literalOf(node: Script | undefined): string | undefined {
  if (node?.type === "Literal" && typeof node.value === "string") return node.value;
  if (node?.type === "TemplateLiteral")
    return (node.quasis as { value: { cooked: string } }[])[0]!.value.cooked;
  if (node?.type === "BinaryExpression" && node.operator === "+") {
    const [left, right] = [literalOf(node.left as Script), literalOf(node.right as Script)];
    return left === undefined ? undefined : left + (right ?? "");
  }
  return undefined;
}
