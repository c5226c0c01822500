import { mkdtempSync, rmSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { storeOf } from "../../loaders/store/paths.js";
import { endRun } from "../../loaders/store/runs.js";
import { answerStatus } from "../../workspace/serve/status.js";
import { statusSchema } from "../../workspace/status.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "status-"));
  vi.stubEnv("EARLY_YEARS_STORE", join(folder, "store"));
  vi.stubEnv("EARLY_YEARS_INBOX", join(folder, "inbox"));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

function ask(path: string) {
  const got = { status: 0, type: "", body: "" };
  const response = {
    writeHead(status: number, headers: Record<string, string>) {
      Object.assign(got, { status, type: headers["content-type"] });
      return response;
    },
    end(body: string) {
      got.body = body;
    },
  };
  return { isAnswered: answerStatus(response as unknown as ServerResponse, path), got };
}

test("a running workspace says how it stands, to people and to monitoring, and leaves all else", () => {
  const begun = { startedAt: "2026-11-30T06:00:00.000Z", cause: "arrival" as const, host: "office" };
  endRun(
    storeOf(join(folder, "inbox")),
    { ...begun, inbox: "/srv/inbox" },
    { outcome: "failed", why: "The share is gone." },
  );
  expect(ask("/status").got).toMatchObject({
    ...{ status: 200, type: "text/plain; charset=utf-8" },
    body: expect.stringMatching(
      /^Something fails\..*something arrived: failed after .*The share is gone\.\n$/s,
    ),
  });
  const { state } = statusSchema.parse(JSON.parse(ask("/status.json").got.body));
  expect(state).toBe("failing");
  expect(ask("/statuses").isAnswered).toBe(false);
});
