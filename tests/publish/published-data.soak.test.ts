import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { commandLine, copyWorkspace, run } from "../browser/workspace-copy.js";
import { describeReal, realFolder } from "../real/world.js";

// Registers and figures as their publishers write them hold what no sample thinks of, such as an address that is a number.
// Its inbox has more files that no source recognises than a sample ever has.
describeReal("of published data alone", () => {
  let copy: string;
  let folder: string;
  beforeAll(() => {
    copy = copyWorkspace(`published-data-${process.pid}`);
    folder = mkdtempSync(join(tmpdir(), "published-"));
  });
  afterAll(() => {
    for (const made of [copy, folder]) rmSync(made, { recursive: true });
  });

  const says = async (...words: string[]) => {
    const { code, output } = await run(copy, commandLine(copy, ...words, "--inbox", realFolder));
    return code === 0 ? "well" : `${code}: ${output.slice(-6000)}`;
  };

  test("the public edition is published, through the audit and the gate", async () => {
    expect(await says("publish", "--to", folder)).toBe("well");
    expect(existsSync(join(folder, "current", "areas", "alum-rock.html"))).toBe(true);
  });

  test("the two other editions are built, through the gate", async () => {
    expect(await says("build", "workspace", "briefings")).toBe("well");
  });
});
