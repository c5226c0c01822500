import { existsSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { WaitingLast } from "./waiting-last.js";

// The city's zone, with its summer time, wherever the tests run.
process.env.TZ = "Europe/London";
// What a ready city's pseudonyms are made with has to stay as long as the city does.
process.env.TESTS_KEYS ??= tmpdir();
// Files that tests write and soon remove, which a disk takes longer over than most tests do: memory holds them, where it has room
// for them. Those of a soak may be too large.
const memory = "/dev/shm";
if (process.env.EARLY_YEARS_SOAK_UNTIL === undefined && roomIn(memory) > 4e9) process.env.TMPDIR = memory;

/** How many bytes a folder has room for; 0 if there is no such folder. */
function roomIn(folder: string): number {
  if (!existsSync(folder)) return 0;
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

const long = "tests/**/*.soak.test.ts";
// Tests of functions that leave nothing behind in their process. To start one for each file, and to load everything anew,
// takes longer than most of them.
const light = [
  "access",
  "audit",
  "authoring",
  "cells",
  "check",
  "claims",
  "commands",
  "components",
  "digests",
  "directory",
  "connect",
  "documents",
  "entitlements",
  "export",
  "files",
  "find",
  "guides",
  "house",
  "inequalities",
  "life",
  "link",
  "loaders",
  "measure",
  "messages",
  "need",
  "open-data",
  "protect",
  "publish",
  "pull",
  "query",
  "real",
  "refresh",
  "registry",
  "review",
  "sample",
  "serve",
  "site",
  "store",
].map((folder) => `tests/${folder}/**`);
// Those that stand a browser in, which the others are not to take for one.
const drawn = ["charts", "notebook", "sentences", "trends"].map((folder) => `tests/${folder}/**`);
const builtSites = "tests/browser/built-sites.ts";

export default defineConfig({
  root: fileURLToPath(new URL("..", import.meta.url)),
  resolve: {
    alias: [
      { find: /^npm:/, replacement: "" },
      {
        find: "observablehq:stdlib",
        replacement: fileURLToPath(new URL("notebook/stdlib.ts", import.meta.url)),
      },
    ],
  },
  test: {
    testTimeout: 240_000,
    hookTimeout: 900_000,
    // A page that answers is not judged by how busy the machine is.
    expect: { poll: { timeout: 30_000 } },
    maxWorkers: 2,
    sequence: { sequencer: WaitingLast },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["tests/**/*.test.ts"],
          exclude: [...light, ...drawn, "tests/browser/**", "tests/.output/**", long],
          setupFiles: ["tests/go-after-sites.ts", "tests/lent-databases.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "unit-light",
          include: light.map((folder) => `${folder}/*.test.ts`),
          exclude: [long],
          isolate: false,
          setupFiles: ["tests/go-after-sites.ts", "tests/leave-nothing.ts", "tests/lent-databases.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "unit-drawn",
          include: drawn.map((folder) => `${folder}/*.test.ts`),
          exclude: [long],
          isolate: false,
          setupFiles: ["tests/go-after-sites.ts", "tests/leave-nothing.ts", "tests/lent-databases.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "browser",
          include: ["tests/browser/**/*.test.ts"],
          exclude: [long],
          isolate: false,
          setupFiles: ["tests/leave-nothing.ts"],
          globalSetup: [builtSites],
        },
      },
      // What takes long by its nature: npm run soak. Its time is limited by the runner.
      {
        extends: true,
        test: {
          name: "soak",
          include: [long],
          exclude: ["tests/browser/**", "tests/.output/**"],
          setupFiles: ["tests/soak-limit.ts"],
          testTimeout: 3_600_000,
        },
      },
      {
        extends: true,
        test: {
          name: "soak-browser",
          include: ["tests/browser/**/*.soak.test.ts"],
          setupFiles: ["tests/soak-limit.ts"],
          globalSetup: [builtSites],
          testTimeout: 3_600_000,
        },
      },
    ],
  },
});
