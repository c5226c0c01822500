import { readFileSync } from "node:fs";
import { defineConfig } from "vitest/config";

process.env.TZ = "Europe/London";
const { tests } = JSON.parse(readFileSync(process.env.MUTATION, "utf8"));

export default defineConfig({
  resolve: { alias: [{ find: /^npm:/, replacement: "" }] },
  test: {
    include: tests,
    exclude: ["**/*.soak.test.ts"],
    isolate: false,
    setupFiles: ["tests/leave-nothing.ts", "tests/one-thread.ts"],
    testTimeout: 240_000,
    hookTimeout: 240_000,
  },
});
