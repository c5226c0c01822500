import { expect, test } from "vitest";
import { visited } from "./visited.js";

const workspace = visited("workspace");

// Over the wire, compressed. Of the briefing’s, the two faces are 85 KB.
test.each([
  ["/explore/take-up", 900_000],
  ["/explore/childcare-and-outcomes", 900_000],
  ["/briefings/", 250_000],
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
