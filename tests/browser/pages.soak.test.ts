import { describe, test } from "vitest";
import { builtPages, editionNames } from "./built.js";
import { expectSound } from "./sound-page.js";
import { visited } from "./visited.js";

describe.each(editionNames)("%s", (edition) => {
  const site = visited(edition);
  const cases = builtPages(edition).flatMap((path) =>
    [320, 390, 768, 1280].map((width) => ({ path, width })),
  );

  test.each(cases)("$path at $width pixels", ({ path, width }) => expectSound(site, path, width));
});
