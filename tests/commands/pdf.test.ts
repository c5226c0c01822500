import { afterEach, describe, expect, it, vi } from "vitest";
import { pdf } from "../../workspace/commands/pdf.js";
import { findBrowser } from "../../workspace/print/find-browser.js";

afterEach(() => vi.unstubAllEnvs());

describe("npm run pdf", () => {
  it.each([
    ["without a page", [], {}, "Give one page, as its address has it: explore/take-up."],
    ["with two", ["a", "b"], {}, "Give one page"],
    ["with an address that is none", ["a"], { at: "localhost" }, "--at needs an address"],
  ])("%s says what it needs", async (_, positionals, values, words) => {
    await expect(pdf.run({ positionals, values })).rejects.toThrow(words);
  });
});

it("a browser that was named and is not there is told, and not replaced in silence", () => {
  vi.stubEnv("CHROME_PATH", "/nowhere/chrome");
  expect(() => findBrowser()).toThrow("CHROME_PATH is /nowhere/chrome, and there is no such file.");
});
