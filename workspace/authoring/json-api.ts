import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import { isTellable, safeMessage } from "../../loaders/store/safe-message.js";
import type { Person } from "./people.js";
import { readBody } from "./read-body.js";

/** What all addresses of the writing's own begin with. No page can have one. */
export const writingRoot = "/_write/";
/** The header that carries the token of a request that writes. */
export const tokenHeader = "x-write-token";

/** Something that can be asked, in JSON: a read by GET, a write by POST with the token of this run. */
export interface Endpoint {
  kind: "read" | "write";
  answer(given: unknown, person: Person): Promise<unknown>;
}
/** By name, which is their address below the writing's root. */
export type Endpoints = Readonly<Record<string, Endpoint>>;

const mostBytes = 50_000;

/** An endpoint that reads what it is given by a schema. */
export function endpoint<T extends z.ZodType>(
  kind: Endpoint["kind"],
  schema: T,
  answer: (given: z.infer<T>, person: Person) => Promise<unknown>,
): Endpoint {
  return { kind, answer: async (given, person) => answer(schema.parse(given), person) };
}

/** Answers a request for one of the endpoints. False if it is for none of them. */
export async function answerJson(
  endpoints: Endpoints,
  {
    request,
    response,
    path,
    person,
    isOurs,
  }: {
    request: IncomingMessage;
    response: ServerResponse;
    path: string;
    person: Person;
    /** Whether this is the token of this run. */
    isOurs: (token: unknown) => boolean;
  },
): Promise<boolean> {
  const name = path.startsWith(writingRoot) ? path.slice(writingRoot.length) : "";
  if (!Object.hasOwn(endpoints, name)) return false;
  const { kind, answer } = endpoints[name]!;
  response.setHeader("cache-control", "no-store");
  if (request.method !== (kind === "write" ? "POST" : "GET"))
    return tell(response, 405, { problem: "This is not how it is asked." });
  if (kind === "write" && !isOurs(request.headers[tokenHeader]))
    return tell(response, 403, {
      problem: "The workspace was started anew since this page was loaded. Load it again.",
      reload: true,
    });
  try {
    const given =
      kind === "write"
        ? await readBody(request, mostBytes)
        : Object.fromEntries(new URL(request.url!, "http://localhost").searchParams);
    return tell(response, 200, (await answer(given, person)) ?? {});
  } catch (error) {
    if (error instanceof z.ZodError) return tell(response, 400, { problem: error.issues[0]!.message });
    return tell(response, isTellable(error) ? 409 : 500, { problem: safeMessage(error) });
  }
}

function tell(response: ServerResponse, status: number, answer: unknown): true {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8" });
  response.end(JSON.stringify(answer));
  return true;
}
