import type { IncomingMessage } from "node:http";
import { TellableError } from "../../loaders/store/safe-message.js";

/** The JSON of a request's body. Throws a TellableError if it is longer than `mostBytes`, or no JSON. */
export async function readBody(request: IncomingMessage, mostBytes: number): Promise<unknown> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > mostBytes) throw new TellableError("The request is too long.");
    parts.push(part);
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString("utf8"));
  } catch {
    throw new TellableError("The request is not JSON.");
  }
}
