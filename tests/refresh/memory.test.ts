import { expect, test } from "vitest";
import { databaseMemory, shares } from "../../loaders/refresh/memory.js";

test("databases have half of the memory that there is, or what the setting says, and all of it together", () => {
  expect(databaseMemory(undefined, 16 * 2 ** 30)).toBe(8192);
  expect(databaseMemory("", 2 ** 28)).toBe(512);
  expect(databaseMemory("4096", 16 * 2 ** 30)).toBe(4096);
  expect(shares.identity + shares.analysis + shares.publishable).toBe(1);
});

test.each(["4GB", "100", "half"])("EARLY_YEARS_MEMORY=%s is refused with what to write", (given) => {
  expect(() => databaseMemory(given)).toThrow(
    "EARLY_YEARS_MEMORY must be a whole number of megabytes, 512 or more.",
  );
});
