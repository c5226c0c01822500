import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { commandLine, copyWorkspace, run } from "../browser/workspace-copy.js";

// What a small city has too few children for: every ward's page with all its sentences, several years together, every table.
test("the public edition of the whole sample is published, through the audit and the gate", async () => {
  const copy = copyWorkspace(`whole-sample-${process.pid}`);
  const folder = mkdtempSync(join(tmpdir(), "published-"));
  const says = async (...words: string[]) => {
    const { code, output } = await run(copy, commandLine(copy, ...words));
    return code === 0 ? "well" : `${code}: ${output.slice(-6000)}`;
  };
  try {
    expect(await says("sample")).toBe("well");
    expect(await says("publish", "--allow-sample", "--to", folder)).toBe("well");
    expect(existsSync(join(folder, "current", "areas", "edgbaston.html"))).toBe(true);
  } finally {
    for (const made of [copy, folder]) rmSync(made, { recursive: true });
  }
});
