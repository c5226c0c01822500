import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { repositoryRoot } from "../../loaders/store/paths.js";
import { editionNames, editions } from "../../workspace/site/edition/editions.js";
import { listedPages, readPages, refuseUnlisted } from "../../workspace/site/edition/pages.js";

const folder = join(repositoryRoot, "docs", "decisions");
const records = readdirSync(folder).filter((name) => /^\d/.test(name));

describe("a record of a decision", () => {
  test.each(records)("%s says what stood against what, what was chosen, and what follows", (name) => {
    const text = readFileSync(join(folder, name), "utf8");
    const [, number, title] = /\n# (\d{3})\. (.+)\n/.exec(text) ?? [];
    expect(name.startsWith(`${number}-`)).toBe(true);
    expect(text).toContain(`\ntitle: ${title}\n`);
    expect([...text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)).toEqual([
      "Context",
      "Choice",
      "Consequences",
    ]);
    expect(text.split(/\s+/).length).toBeLessThan(450);
    expect(readFileSync(join(folder, "README.md"), "utf8")).toContain(`(${name}) | ${title} |`);
  });

  test("has a number of its own, without a gap", () => {
    expect(records.map((name) => Number(name.slice(0, 3)))).toEqual(records.map((_, i) => i + 1));
  });

  test.each(editionNames)("is no page of the %s site, whoever builds it", (edition) => {
    const pages = readPages(editions[edition]);
    const decisions = pages.filter(({ path }) => path.startsWith("/decisions/"));
    expect(decisions.filter(({ draft }) => !draft)).toEqual([]);
    expect(listedPages(editions[edition], pages).filter(({ path }) => path.includes("decisions"))).toEqual(
      [],
    );
    expect(() => refuseUnlisted(editions[edition], decisions)).not.toThrow();
  });
});
