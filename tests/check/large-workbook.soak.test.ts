import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeXlsx } from "../bench/check/extract.js";

test("a workbook of half a million rows is read in memory for its texts, and not for its rows", async () => {
  const folder = mkdtempSync(join(tmpdir(), "large-workbook-"));
  try {
    const file = join(folder, "visits.xlsx");
    await writeXlsx(file, 500_000);
    const copy = join(folder, "copy.tmp");
    const script = new URL("read-workbook.ts", import.meta.url).pathname;
    const megabytes = Number(
      execFileSync(process.execPath, ["--import", "tsx", script, file, copy], { encoding: "utf8" }),
    );
    console.log(`Peak of ${megabytes} MB for a text of ${Math.round(statSync(copy).size / 1e6)} MB.`);
    expect(megabytes).toBeLessThan(500);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 1_200_000);
