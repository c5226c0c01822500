import { rooms } from "./rooms.js";

const room = process.env.MUTATED_ROOM;
const { mutate, floor } = rooms[room];

export default {
  mutate,
  testRunner: "vitest",
  vitest: { configFile: "tests/mutation/vitest.config.js", related: false },
  coverageAnalysis: "perTest",
  ignoreStatic: true,
  // It would be rewritten for the copy by means that TypeScript 7 does not have; nothing reads it there.
  tsconfigFile: "none.json",
  ignorePatterns: [
    "data/inbox",
    "data/store",
    "data/sample",
    "data/publications",
    "dist",
    // What tests leave behind, with links of its own.
    "tests/.output",
    "docs/.observablehq",
    // Links that the set-up makes.
    "docs/*/data",
    "docs/*/components",
  ],
  tempDirName: "tests/.output/mutated",
  reporters: ["clear-text", "progress-append-only"],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  thresholds: { high: 90, low: 80, break: floor },
  concurrency: 1,
  allowEmpty: false,
};
