import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { repositoryRoot } from "../../loaders/store/paths.js";

// The guard is what the offline test rests on, so it is shown to bite.
test.each([
  ["fetch", 'await fetch("https://example.org/")', "example.org"],
  [
    "an address",
    'require("node:net").connect(80, "192.0.2.1").on("error", () => {})',
    "connect to 192.0.2.1",
  ],
  ["https", 'require("node:https").get("https://example.org/").on("error", () => {})', "example.org"],
  ["a name", 'await require("node:dns/promises").lookup("example.org")', "example.org"],
  [
    "a datagram",
    'require("node:dgram").createSocket("udp4").send("x", 53, "192.0.2.1")',
    "send to 192.0.2.1",
  ],
])("the network guard refuses and writes down %s", (_, code, said) => {
  const folder = mkdtempSync(join(tmpdir(), "guard-"));
  const log = join(folder, "log");
  writeFileSync(log, "");
  const script = join(folder, "script.mjs");
  writeFileSync(
    script,
    `import { createRequire } from "node:module"; const require = createRequire(import.meta.url);\n${code}`,
  );
  const guard = pathToFileURL(join(repositoryRoot, "tests", "browser", "network-guard.mjs")).href;
  spawnSync(process.execPath, [script], {
    env: { ...process.env, NODE_OPTIONS: `--import ${guard}`, NETWORK_LOG: log },
  });
  expect(readFileSync(log, "utf8")).toContain(said);
  rmSync(folder, { recursive: true });
});
