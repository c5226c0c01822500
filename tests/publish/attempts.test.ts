import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { attempt, readAttempts } from "../../workspace/publish/attempts.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "attempts-"));
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true });
});

const by = "Cy <cy@example.org>";
const why = (error: unknown) => (error as Error).message;

test("each attempt is kept with who, what and what came of it, the newest first, in one millisecond too", async () => {
  vi.useFakeTimers({ now: new Date("2026-11-29T10:00:00Z"), toFake: ["Date"] });
  const published = {
    result: "published",
    publication: "2026-11-29",
    hash: "abc",
    audit: { suppressed: 2 },
  } as const;
  await attempt(folder, { by, what: "publish" }, async () => published, why);
  const refused = attempt(folder, { by, what: "roll back" }, () => Promise.reject(new Error("Not so.")), why);
  await expect(refused).rejects.toThrow("Not so.");
  expect(readAttempts(folder)).toMatchObject([
    { by, what: "roll back", result: "refused", why: "Not so." },
    { by, what: "publish", ...published },
  ]);
});

test("one that is under way says so, and one whose process is gone was interrupted", async () => {
  const seen = attempt(
    folder,
    { by, what: "publish" },
    async () => {
      expect(readAttempts(folder)[0]!.result).toBe("under way");
      return { result: "the same" };
    },
    why,
  );
  await seen;
  const gone = { id: "x", at: "2026-11-29T10:00:00.000Z", by, what: "publish", pid: 2 ** 22 + 1 };
  appendFileSync(join(folder, "attempts.jsonl"), `${JSON.stringify(gone)}\n{"id":"x","ended":`);
  expect(readAttempts(folder).map(({ result }) => result)).toEqual(["interrupted", "the same"]);
  await attempt(folder, { by, what: "publish" }, async () => ({ result: "the same" }), why);
  expect(readAttempts(folder)).toHaveLength(3);
});
