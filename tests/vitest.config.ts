import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

// The city's zone, with its summer time, wherever the tests run.
process.env.TZ = "Europe/London";

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
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["tests/**/*.test.ts"],
          exclude: ["tests/browser/**", "tests/.output/**"],
        },
      },
      {
        extends: true,
        test: {
          name: "browser",
          include: ["tests/browser/**/*.test.ts"],
          globalSetup: ["tests/browser/built-sites.ts"],
        },
      },
    ],
  },
});
