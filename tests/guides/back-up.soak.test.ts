import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { refresh } from "../../loaders/refresh/refresh.js";
import type { Manifest } from "../../loaders/store/manifest.js";
import { readRuns } from "../../loaders/store/runs.js";
import { smallCity, twoSources } from "../small-city.js";
import { fences } from "./guide.js";

const guide = "back-up-and-restore.md";
const hashes = ({ pages }: Manifest) => Object.entries(pages).map(([name, { sha256 }]) => [name, sha256]);

test("backed up, lost and restored as the guide says, a workspace shows the same figures", async () => {
  const city = await smallCity({ sources: twoSources });
  const folder = mkdtempSync(join(tmpdir(), "machine-"));
  const [WORKSPACE, BACKUP] = [join(folder, "early-years"), join(folder, "backup")];
  const STORE = join(WORKSPACE, "data", "store");
  const KEYS = join(folder, "home");
  mkdirSync(join(WORKSPACE, "docs"), { recursive: true });
  const inbox = join(WORKSPACE, "data", "inbox");
  cpSync(city.inbox, inbox, { recursive: true, preserveTimestamps: true });
  Object.assign(process.env, {
    EARLY_YEARS_STORE: STORE,
    EARLY_YEARS_INBOX: inbox,
    EARLY_YEARS_KEY_FILE: join(KEYS, "pseudonym.key"),
  });
  const names = fences(guide, "sh file=places")[0]!.match(/^\w+(?==)/gm);
  expect(names).toEqual(["WORKSPACE", "STORE", "KEYS", "BACKUP"]);
  const type = (name: string): void => {
    const [script] = fences(guide, `sh file=${name}`);
    execFileSync("sh", ["-eu", "-c", script!], {
      env: { PATH: process.env.PATH, WORKSPACE, STORE, KEYS, BACKUP },
      stdio: "pipe",
    });
  };
  try {
    const before = await refresh({ inbox });
    expect(before.manifest.failures).toEqual([]);
    type("back-up");
    for (const lost of [WORKSPACE, KEYS]) rmSync(lost, { recursive: true });
    type("restore");
    const after = await refresh({ inbox });
    expect(after.unchanged).toBe(true);
    expect(hashes(after.manifest)).toEqual(hashes(before.manifest));
    expect(readRuns(after.store)).toHaveLength(1);
    // Without the copy of the store the figures of what lies in the inbox come back all the same.
    rmSync(STORE, { recursive: true });
    const anew = await refresh({ inbox });
    // The others say when the refresh was.
    const timeless = (manifest: Manifest) =>
      hashes(manifest).filter(
        ([name]) => !/^briefings\/|\/(?:claims|data-quality|deliveries)\.json$/.test(name!),
      );
    expect(timeless(anew.manifest)).toEqual(timeless(before.manifest));
  } finally {
    rmSync(folder, { recursive: true });
    city.remove();
  }
});
