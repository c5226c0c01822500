import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { commandLine, copyWorkspace, run } from "../browser/workspace-copy.js";
import { describeReal, realFolder } from "../real/world.js";

// Registers and figures as their publishers write them hold what no sample thinks of, such as an address that is a number.
describeReal("the public edition of published data alone", () => {
  test("is published, through the audit and the gate", async () => {
    const copy = copyWorkspace(`published-data-${process.pid}`);
    const folder = mkdtempSync(join(tmpdir(), "published-"));
    try {
      const words = ["publish", "--inbox", realFolder, "--to", folder];
      const { code, output } = await run(copy, commandLine(copy, ...words));
      expect({ code, told: code === 0 ? "" : output.slice(-6000) }).toEqual({ code: 0, told: "" });
      expect(existsSync(join(folder, "current", "areas", "alum-rock.html"))).toBe(true);
    } finally {
      for (const made of [copy, folder]) rmSync(made, { recursive: true });
    }
  });
});
