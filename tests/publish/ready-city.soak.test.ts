import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { commandLine, run } from "../browser/workspace-copy.js";
import { readyCity } from "../ready-city.js";

// Every page and data set of the public edition is attacked, as small sites of other tests have but a few of them.
test("all pages for families of a sample city can be published", async () => {
  const { copy } = await readyCity();
  const folder = mkdtempSync(join(tmpdir(), "published-"));
  try {
    const words = ["publish", "--allow-sample", "--to", folder];
    const { code, output } = await run(copy, commandLine(copy, ...words));
    expect({ code, told: code === 0 ? "" : output.slice(0, 6000) }).toEqual({ code: 0, told: "" });
    expect(existsSync(join(folder, "current", "areas", "alum-rock.html"))).toBe(true);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
