import { randomUUID } from "node:crypto";
import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const begunSchema = z.strictObject({
  /** Which attempt it is. */
  id: z.string(),
  /** ISO time. */
  at: z.iso.datetime(),
  by: z.string(),
  what: z.enum(["publish", "roll back"]),
  /** The process that does it. */
  pid: z.int(),
});
const endedSchema = z.strictObject({
  id: z.string(),
  ended: z.iso.datetime(),
  result: z.enum(["published", "the same", "rolled back", "refused"]),
  publication: z.string().optional(),
  /** Of all files that are served now. */
  hash: z.string().optional(),
  audit: z.record(z.string(), z.unknown()).optional(),
  /** Why it was refused. */
  why: z.string().optional(),
});

/** Somebody's try to change what is served, and what came of it. */
export type Attempt = z.infer<typeof begunSchema> &
  (Omit<z.infer<typeof endedSchema>, "id"> | { result: "under way" | "interrupted" });
export type Outcome = Omit<z.infer<typeof endedSchema>, "id" | "ended">;

const fileName = "attempts.jsonl";

/**
 * Does something that changes what is served, and keeps who tried, when, and what came of it, whatever that is: a line at
 * the beginning and one at the end. `whyOf` says of an error what may be told.
 */
export async function attempt(
  folder: string,
  { by, what }: Pick<z.infer<typeof begunSchema>, "by" | "what">,
  work: () => Promise<Outcome>,
  whyOf: (error: unknown) => string,
): Promise<Outcome> {
  const at = new Date().toISOString();
  const id = randomUUID();
  keep(folder, { id, at, by, what, pid: process.pid });
  try {
    const outcome = await work();
    keep(folder, { id, ended: new Date().toISOString(), ...outcome });
    return outcome;
  } catch (error) {
    keep(folder, { id, ended: new Date().toISOString(), result: "refused", why: whyOf(error) });
    throw error;
  }
}

/** All attempts of a folder of publications, the newest first. A line that was cut off says nothing. */
export function readAttempts(folder: string): Attempt[] {
  const file = join(folder, fileName);
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").split("\n").flatMap(parsed);
  const ends = new Map(lines.flatMap((line) => endedSchema.safeParse(line).data ?? []).map((e) => [e.id, e]));
  return lines
    .flatMap((line) => begunSchema.safeParse(line).data ?? [])
    .map((begun) => ({
      ...begun,
      ...(ends.get(begun.id) ?? { result: isAlive(begun.pid) ? "under way" : "interrupted" }),
    }))
    .reverse() as Attempt[];
}

// A line that was cut off has no end of its own.
function keep(folder: string, line: object): void {
  mkdirSync(folder, { recursive: true });
  appendFileSync(join(folder, fileName), `\n${JSON.stringify(line)}\n`);
}

function parsed(line: string): unknown[] {
  try {
    return line ? [JSON.parse(line)] : [];
  } catch {
    return [];
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
