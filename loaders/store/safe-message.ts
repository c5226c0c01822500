/** An error whose text was written for people and is known to hold no value from an extract. */
export class TellableError extends Error {
  override name = "TellableError";
}

const tellable = new Set(["TellableError", "RegistryError", "ExtractRefused"]);

/** True if the error's text is meant for people as it is. */
export function isTellable(error: unknown): boolean {
  return error instanceof Error && tellable.has(error.name);
}

/**
 * An error's text, fit for a log or a page. A database's error may quote a child's value,
 * so whatever stands in quotes in an error that is not ours is left out.
 */
export function safeMessage(error: unknown): string {
  if (!(error instanceof Error)) return "an error without a message";
  if (tellable.has(error.name)) return error.message;
  const firstLine = error.message.split("\n")[0]!;
  return firstLine.replace(/"[^"]*"|'[^']*'|`[^`]*`/g, "…").slice(0, 300);
}
