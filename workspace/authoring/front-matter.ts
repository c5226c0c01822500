import { type Document, parseDocument } from "yaml";
import { TellableError } from "../../loaders/store/safe-message.js";

const block = /^(\uFEFF?---\r?\n)([\s\S]*?)(\r?\n---[^\S\n]*(?:\r?\n|$))/;

/** What a page says of itself before its text, or nothing where it says nothing. */
export function frontMatterOf(text: string): Record<string, unknown> {
  const [, , yaml = ""] = block.exec(text) ?? [];
  const data = valuesOf(parsed(yaml));
  return typeof data === "object" && data !== null && !Array.isArray(data)
    ? (data as Record<string, unknown>)
    : {};
}

/** A page's text with values of its front matter set, or taken out where undefined. All else, comments too, stays as it is. */
export function withFrontMatter(text: string, values: Readonly<Record<string, unknown>>): string {
  const [whole = "", open = "---\n", yaml = "", close = "\n---\n\n"] = block.exec(text) ?? [];
  const document = parsed(yaml);
  for (const [name, value] of Object.entries(values))
    if (value === undefined) document.delete(name);
    // A list stands in one line, as guides write it.
    else document.set(name, document.createNode(value, { flow: Array.isArray(value) }));
  const written = document.toString({ lineWidth: 0, flowCollectionPadding: false }).trimEnd();
  return open + written + close + text.slice(whole.length);
}

/** A page's text with all that another says of itself before its own, in place of what it says. */
export function withFrontMatterOf(other: string, text: string): string {
  const [own = ""] = block.exec(text) ?? [];
  const [whole = ""] = block.exec(other) ?? [];
  return whole + text.slice(own.length);
}

// Aliases of aliases could make a few lines into gigabytes.
function valuesOf(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 20 });
  } catch {
    throw new TellableError(
      "The lines between --- at the top of the page repeat themselves by too many aliases (&, *). Write the values out, then try again.",
    );
  }
}

function parsed(yaml: string): Document {
  const document = parseDocument(yaml);
  if (document.errors.length > 0)
    throw new TellableError(
      `The lines between --- at the top of the page are not YAML: line ${(document.errors[0]!.linePos?.[0].line ?? 0) + 1}. Mend them, then try again.`,
    );
  return document;
}
