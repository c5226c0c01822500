import { expect, test } from "vitest";
import { firstOf } from "../soak.js";
import { visited } from "./visited.js";

const workspace = visited("workspace");

// Over the wire, compressed and with headers. Of the briefing’s, two faces are 54 KB.
const pages = [
  ["/explore/take-up", 900_000],
  ["/explore/childcare-and-outcomes", 900_000],
  ["/briefings/", 250_000],
] as const;

test.each(firstOf(1, pages))(
  "%s weighs little, fetches nothing twice, its own modules in few files and no language for tables that it does not speak",
  async (path, most) => {
    const { page, bytes, close } = await workspace.open(path);
    const fetched = await page.evaluate(() =>
      performance.getEntriesByType("resource").map(({ name }) => name),
    );
    await close();
    expect(bytes()).toBeLessThan(most);
    expect(fetched.filter((name, i) => fetched.indexOf(name) < i)).toEqual([]);
    expect(fetched.filter((name) => name.includes("/_import/") && name.endsWith(".js")).length).toBeLessThan(
      5,
    );
    expect(fetched.join(" ")).not.toMatch(/arquero|acorn|duckdb/);
  },
);
