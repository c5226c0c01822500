import { readFileSync } from "node:fs";

const { mutate } = JSON.parse(readFileSync(process.env.MUTATION, "utf8"));

export default {
  mutate,
  plugins: ["./drawn.js", "./one-process.js", "./unnoticed.js"].map((file) => import.meta.resolve(file)),
  checkers: ["drawn"],
  testRunner: "one-process",
  // What a file does while it loads, or before its tests, is broken with all of them running.
  coverageAnalysis: "perTest",
  ignoreStatic: false,
  // A loaded machine must not take what nobody notices for what never ends.
  timeoutMS: 60_000,
  timeoutFactor: 3,
  dryRunTimeoutMinutes: 60,
  // It would be rewritten for the copy by means that TypeScript 7 does not have; nothing reads it there.
  tsconfigFile: "none.json",
  disableTypeChecks: false,
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
  reporters: ["json", "progress-append-only", "unnoticed"],
  jsonReporter: { fileName: process.env.MUTATION_REPORT },
  concurrency: 1,
  allowEmpty: false,
};
