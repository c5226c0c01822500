import { describe, expect, it } from "vitest";
import { only, unless } from "../../components/words/only.js";
import { standInBrowser } from "./browser-globals.js";
import { Page } from "./page.js";

standInBrowser();

const isShown = (mark: HTMLElement) => !mark.classList.contains("ey-nothing");

describe("a part of a page", () => {
  it.each<[string, unknown, boolean]>([
    ["what says that it is available", { available: true }, true],
    ["what says that it is not", { available: false, value: 3 }, false],
    ["a figure with a value", { value: 0 }, true],
    ["a figure without one", { value: null }, false],
    ["a text", "North", true],
    ["no text", "", false],
    ["a count of none", 0, false],
    ["nothing at all", undefined, false],
  ])("stands only with %s, or unless", (_, thing, expected) => {
    expect(isShown(only(thing))).toBe(expected);
    expect(isShown(unless(thing))).toBe(!expected);
  });

  it("stands only where all are there, and unless all are", () => {
    expect(isShown(only("a", { available: false }))).toBe(false);
    expect(isShown(unless("a", { available: false }))).toBe(true);
  });

  it("goes with what it stands in: an item, a paragraph, or the section of its heading", async () => {
    const page = await Page.of(
      [
        "```js",
        'import { only } from "./components/words/only.js";',
        "```",
        "- One item${only(1)}",
        "- Another item${only(0)}",
        "",
        "A paragraph.${only(0)}",
        "",
        "<section>",
        "",
        "## A heading ${only(0)}",
        "",
        "Of a section.",
        "",
        "</section>",
        "",
        "After it.",
      ].join("\n"),
      "briefings/a-page",
      () => new Uint8Array(),
    );
    await page.choose();
    expect(page.passages().map(({ text }) => text)).toEqual(["One item", "After it."]);
  });
});
