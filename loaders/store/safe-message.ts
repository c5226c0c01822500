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
 * An error's text, fit for a log or a page. Of an error that is not ours nothing is told that may come from a record:
 * of a database or the system, what went wrong up to the first value; of any other, where in the code it was thrown.
 */
export function safeMessage(error: unknown): string {
  if (!(error instanceof Error)) return "an error without a message";
  if (tellable.has(error.name)) return error.message;
  const firstLine = error.message.split("\n")[0]!;
  const { code, syscall } = error as NodeJS.ErrnoException;
  const isOfSystem = code !== undefined && syscall !== undefined && firstLine.startsWith(`${code}: `);
  const kind = isOfSystem ? code : databaseError.exec(firstLine)?.[1];
  if (kind !== undefined) return `${kind}: ${beforeValues(firstLine.slice(kind.length + 2))}`;
  const [place] = placesOf(error);
  return `an error that the program did not expect${place ? `, at ${place}` : ""}; its text is not shown, as it may quote a record`;
}

/** Where in the code of this repository an error was thrown, innermost first, as in `loaders/check/check.ts:95`. */
export function placesOf(error: Error): string[] {
  // The message stands at the start of the stack, and may hold what looks like one.
  const { message, stack = "" } = error;
  const calls = stack.slice(stack.indexOf(message) + message.length);
  return [...calls.matchAll(/^\s+at .*?((?:loaders|workspace|components|tests)\/[\w./-]+\.[jt]s:\d+)/gm)].map(
    ([, place]) => place!,
  );
}

const databaseError =
  /^((?:Binder|Catalog|Connection|Constraint|Conversion|Data|Executor|FATAL|Fatal|HTTP|INTERNAL|IO|Interrupt|Interrupted|Invalid Configuration|Invalid Input|Invalid type|Invalid|Mismatch Type|Missing Extension|Not implemented|Out of Memory|Out of Range|Parameter Not Resolved|Parser|Permission|Sequence|Serialization|Settings|Syntax|TransactionContext) Error): /;

const plainWords = new Set(
  `a already and are argument arguments argument's at available be because bytes call can cannot catalog closed column columns configuration
  conflict connection convert could cast casting data database device directory disk does duplicate enough error exceeded exist exists
  expected expression extension failed failure field file files for format found from function has have here in input integer
  interrupted invalid is key known left limit lock malformed memory missing more must name named near need no not of on only open
  operation operator or out overflow parse parser permission permitted process query range read read-only referenced required
  resource schema select set size space statement string such supported syntax system table than that the this time timestamp
  to too transaction type types unable unexpected unique unknown use used using value values violates was which while with write`.split(
    /\s+/,
  ),
);

// A name may stand anywhere, and not in quotes only: only words of databases and systems are told.
function beforeValues(text: string): string {
  const words = text.split(" ");
  const first = words.findIndex((word) => !plainWords.has(word.toLowerCase().replace(/[,.;]$/, "")));
  return first < 0 ? text : [...words.slice(0, first), "…"].join(" ");
}
