import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { estimateParameters } from "../../workspace/estimate-parameters.js";

const before = { ...process.env };
const folder = mkdtempSync(join(tmpdir(), "estimate-"));
afterEach(() => {
  process.env = before;
  rmSync(folder, { recursive: true, force: true });
});

test("without linked records it says what to do first, and makes nothing", async () => {
  process.env.EARLY_YEARS_STORE = join(folder, "store");
  await expect(estimateParameters(join(folder, "inbox"), () => {})).rejects.toThrow(
    "There are no linked records to estimate from. Do a refresh first: npm run refresh",
  );
  expect(existsSync(join(folder, "store"))).toBe(false);
});
