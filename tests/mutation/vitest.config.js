import { defineConfig } from "vitest/config";
import { rooms } from "./rooms.js";

process.env.TZ = "Europe/London";

export default defineConfig({
  resolve: { alias: [{ find: /^npm:/, replacement: "" }] },
  test: { include: rooms[process.env.MUTATED_ROOM].tests, testTimeout: 240_000, hookTimeout: 240_000 },
});
