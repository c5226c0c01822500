import type { z } from "zod";
import { TellableError } from "../store/safe-message.js";
import { askJson, type HttpTerms } from "./http.js";

/** What a service answers, as a schema has it. Throws a TellableError, which tells nothing of the answer, where it is not so. */
export async function ask<T extends z.ZodType>(url: URL, schema: T, terms: HttpTerms): Promise<z.infer<T>> {
  const read = schema.safeParse(await askJson(url, terms));
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  // A key may be anybody's: only those that the schema has are told.
  const place = issue!.path.filter((key) => typeof key === "string").join(".");
  throw new TellableError(
    `${url.host} answered in another shape than its documents say${place && `: ${place}`}. Is the address that of the service?`,
  );
}

/** An address below a service's own, with what is asked. */
export function addressOf(
  service: string,
  path: string,
  query: Readonly<Record<string, string | number | undefined>> = {},
): URL {
  const url = new URL(path, service.endsWith("/") ? service : `${service}/`);
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) url.searchParams.set(name, String(value));
  return url;
}
