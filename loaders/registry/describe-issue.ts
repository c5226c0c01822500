import type { z } from "zod";

type Issue = z.core.$ZodIssue;

/** A mistake that a schema found, in words that say what to write instead. The schema must report inputs. */
export function describeIssue(issue: Issue): string {
  switch (issue.code) {
    case "unrecognized_keys": {
      const [them, their] = issue.keys.length > 1 ? ["them", "their"] : ["it", "its"];
      const keys = issue.keys.map((key) => `“${key}”`).join(", ");
      return `unknown ${issue.keys.length > 1 ? "keys" : "key"} ${keys}. Remove ${them}, or correct ${their} spelling.`;
    }
    case "invalid_value":
      return missing(issue) ?? own(issue) ?? `must be one of: ${issue.values.map(String).join(", ")}.`;
    case "invalid_type":
      return missing(issue, kind(issue.expected)) ?? `must be ${kind(issue.expected)}.${unquoted(issue)}`;
    case "too_small":
      return (
        own(issue) ??
        (issue.origin === "array"
          ? `must have ${issue.minimum} or more entries.`
          : `must be ${issue.inclusive === false ? `above ${issue.minimum}` : `${issue.minimum} or more`}.`)
      );
    case "too_big":
      return (
        own(issue) ??
        (issue.origin === "array"
          ? `must have at most ${issue.maximum} entries.`
          : `must be ${issue.maximum} or less.`)
      );
    case "invalid_key":
      return `the key “${String(issue.path.at(-1))}” ${issue.issues.map(describeIssue).join(" ")}`;
    case "invalid_union":
      return describeUnion(issue);
    default:
      return issue.message;
  }
}

/** The place of a mistake. Of a union it is the place inside the form that comes nearest. */
export function placeOf(issue: Issue): PropertyKey[] {
  const inner = issue.code === "invalid_union" ? nearest(issue) : undefined;
  return inner ? [...issue.path, ...placeOf(inner)] : issue.path;
}

type Union = Extract<Issue, { code: "invalid_union" }>;

function describeUnion(issue: Union): string {
  const { options } = issue as { options?: unknown };
  if (Array.isArray(options))
    return missingOption(issue) ?? `must be one of: ${options.map(String).join(", ")}.`;
  const inner = nearest(issue);
  if (inner) return describeIssue(inner);
  const said = issue.errors.map((form) => describeIssue(form[0]!));
  const forms = said.map((sentence) => sentence.replace(inQuotes, "").replace(/^must be |\.$/g, ""));
  return `must be ${forms.join(", or ")}.${said.some((sentence) => sentence.endsWith(inQuotes)) ? inQuotes : ""}`;
}

// The form whose mistake lies deeper inside is the one that was meant.
function nearest(issue: Union): Issue | undefined {
  return issue.errors.map((form) => form[0]).find((inner) => inner && inner.path.length > 0);
}

function missingOption(issue: Union): string | undefined {
  const value = (issue.input as Record<string, unknown> | undefined)?.[issue.discriminator ?? ""];
  return value === undefined
    ? `is missing; write one of: ${(issue as { options?: unknown[] }).options?.join(", ")}.`
    : undefined;
}

function missing(issue: Issue, what?: string): string | undefined {
  if (issue.input !== undefined) return undefined;
  if (what) return `is missing; write ${what}.`;
  return issue.code === "invalid_value"
    ? `is missing; write one of: ${issue.values.map(String).join(", ")}.`
    : undefined;
}

/** The message that the schema gives for this very mistake, if it has one. */
function own(issue: Issue): string | undefined {
  return /^(Too|Invalid) /.test(issue.message) ? undefined : issue.message;
}

const inQuotes = " Put it in quotation marks.";

/** How a number, true or false becomes a text. */
function unquoted({ input, expected }: Extract<Issue, { code: "invalid_type" }>): string {
  return expected === "string" && ["number", "boolean"].includes(typeof input) ? inQuotes : "";
}

function kind(type: string): string {
  const names: Record<string, string> = {
    string: "a text",
    array: "a list",
    object: "a block of keys",
    record: "a block of keys",
    boolean: "true or false",
    int: "a whole number",
    number: "a number",
  };
  return names[type] ?? `a ${type}`;
}
