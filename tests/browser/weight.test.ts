import { expect, test } from "vitest";
import { languages } from "../../components/messages/languages.js";
import { firstOf, isSoaking } from "../soak.js";
import { builtPages } from "./built.js";
import { visited } from "./visited.js";

const workspace = visited("workspace");
const publicSite = visited("public");

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

// The heaviest; a soak opens all pages in all languages.
const firstVisits = isSoaking
  ? builtPages("public").flatMap((path) => languages.map(({ code }) => `${path}?lang=${code}`))
  : ["/?lang=pa"];

test.each(firstVisits)("a first visit to the public site’s %s fetches at most 100 KB", async (path) => {
  const { bytes, close } = await publicSite.open(path, { width: 390, height: 844 });
  await close();
  expect(bytes()).toBeLessThan(100_000);
});
