import { describe, expect, test } from "vitest";
import { builtPages } from "./built.js";
import { forcedColourFaults, keyboardFaults } from "./by-keyboard.js";
import { visited } from "./visited.js";

describe.each(["workspace", "public"] as const)("%s", (edition) => {
  const site = visited(edition);

  test.each(builtPages(edition))(
    "%s is walked through by keyboard, and shows its marks in forced colours",
    async (path) => {
      const { page, close } = await site.open(path);
      try {
        expect(await keyboardFaults(page)).toEqual([]);
        expect(await forcedColourFaults(page)).toEqual([]);
      } finally {
        await close();
      }
    },
  );
});
