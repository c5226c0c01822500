import { afterAll, vi } from "vitest";
import { allRemoved } from "./remove-later.js";

// Files of tests that share a process hand it on as they found it.
const before = { ...process.env };
const { fetch } = globalThis;
afterAll(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  globalThis.fetch = fetch;
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
  Object.assign(process.env, before);
  return allRemoved();
});
