import { expect, test } from "vitest";
import { visited } from "./visited.js";

const workspace = visited("workspace");

// Over the wire, compressed and with headers. Of the briefing’s, two faces are 54 KB. The aim for it is 250 KB, which it kept
// until it opened with what moved and with the goal: a hundred modules have a header each, and stand in the page's head.
test.each([
  ["/explore/take-up", 900_000],
  ["/explore/childcare-and-outcomes", 900_000],
  ["/briefings/", 275_000],
])(
  "%s weighs little, fetches nothing twice and no language for tables that it does not speak",
  async (path, most) => {
    const { page, bytes, close } = await workspace.open(path);
    const fetched = await page.evaluate(() =>
      performance.getEntriesByType("resource").map(({ name }) => name),
    );
    await close();
    expect(bytes()).toBeLessThan(most);
    expect(fetched.filter((name, i) => fetched.indexOf(name) < i)).toEqual([]);
    expect(fetched.join(" ")).not.toMatch(/arquero|acorn|duckdb/);
  },
);
