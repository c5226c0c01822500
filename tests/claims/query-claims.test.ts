import { tableFromArrays, tableToIPC } from "@uwdata/flechette";
import { expect, test } from "vitest";
import type { PageClaim } from "../../components/claims/kept-claim.js";
import { claimToShow } from "../../components/notebook/claim.js";
import { queryDataSets } from "../../components/query/data-sets.js";
import { checkClaims } from "../../loaders/claims/check-claims.js";
import { claimsInPage } from "../../loaders/claims/claims-in-page.js";
import { queryClaim, tableOf } from "../../loaders/claims/query-claims.js";
import { claimsOf } from "../../loaders/claims/read-claims.js";
import { standInBrowser } from "../sentences/browser-globals.js";

standInBrowser();

const observations = tableToIPC(
  tableFromArrays({
    area_name: ["Ash", "Birch", "Cedar"],
    level: ["ward", "ward", "ward"],
    value: [50, 20, null],
    period_start: ["2025-09-01", "2025-09-01", "2025-09-01"],
    as_of: [new Date("2026-08-31"), new Date("2026-08-31"), new Date("2026-07-31")],
  }),
  {},
)!;
const indicators = { sample: true, city: { name: "Treeton" }, sources: [{ id: "a", title: "A return" }] };
const read = (name: string): Uint8Array | undefined =>
  name === "explore/observations.arrow"
    ? observations
    : name === "explore/indicators.json"
      ? Buffer.from(JSON.stringify(indicators))
      : undefined;
const ask = (sql: string) => queryClaim(sql, "explore", read);

test("a query over page data sets says whether a claim holds, by the figures that it gives", async () => {
  const found = await ask(`
    SELECT count(*) FILTER (value < 30) >= 1 AS holds, count(*) FILTER (value < 30) AS wards_below_30, max(as_of) AS as_of
    FROM observations WHERE level = 'ward'`);
  expect(found).toMatchObject({ state: "holds", asOf: "2026-08-31", sample: false });
  expect(found.figures).toEqual([
    {
      what: "wards below 30",
      period: "as of 31 August 2026",
      text: "1",
      source: "explore/observations.arrow",
      asOf: "2026-08-31",
    },
  ]);
  expect(await ask("SELECT max(value) > 60 AS holds FROM observations")).toMatchObject({ state: "fails" });
  expect(await ask("SELECT count(*) = 1 AS holds FROM indicators_sources;")).toMatchObject({
    state: "holds",
    sample: true,
  });
});

test.each([
  ["SELECT NULL::BOOLEAN AS holds", "cannot tell"],
  ["SELECT true AS holds FROM observations", "several rows"],
  ["SELECT true AS holds FROM observations WHERE false", "no row"],
  ["SELECT 1 AS one", "no column called holds"],
  ["SELECT 1 AS holds", "neither true nor false"],
  ["SELECT true AS holds FROM observation", "could not be run"],
  ["SELECT true AS holds; DROP TABLE observations", "refused"],
  ["DELETE FROM observations", "refused"],
  ["SELECT count(*) > 0 AS holds FROM read_csv('/etc/passwd')", "could not be run"],
  ["SELECT true AS holds) FROM (SELECT 1", "could not be run"],
  ["", "empty"],
])("what cannot be asked is unknown, with why: %s", async (sql, why) => {
  const found = await ask(sql);
  expect(found).toMatchObject({ state: "unknown", figures: [] });
  expect(found.why).toContain(why);
});

test("only the data sets of the claim's audience are there to be asked", async () => {
  expect(await queryClaim("SELECT count(*) > 0 AS holds FROM observations", "briefings", read)).toMatchObject(
    {
      state: "unknown",
    },
  );
});

test("tables have the names that *Ask in SQL* has for them", () => {
  for (const { name, table } of queryDataSets.filter((one) => one.name.startsWith("explore/")))
    expect(tableOf(name)).toBe(table);
});

const text = `---
title: A page
editions: [workspace]
---
\`\`\`js
claim("One ward is below 30%.", { sql: "SELECT count(*) FILTER (value < 30) = 1 AS holds FROM observations" })
\`\`\`
`;

test("a claim in SQL is read, checked at a refresh, and shown as it was found there", async () => {
  expect(claimsInPage(text)[0]).toMatchObject({ test: { sql: expect.stringContaining("FILTER") } });
  const claims = claimsOf("explore/page.md", "explore", text) as PageClaim[];
  const [kept] = await checkClaims(claims, read, { now: "2026-11-29T10:00:00.000Z" });
  expect(kept).toMatchObject({ state: "holds", since: "2026-11-29T10:00:00.000Z" });
  const shown = (all: readonly (typeof kept)[]) =>
    claimToShow(kept!.sentence, kept!.test!, { data: {} as never, kept: async () => all as never });
  expect((await shown([kept])).textContent).toContain("Holds");
  expect((await shown([])).textContent).toContain("tested at each refresh");
});

test("a public page does not test in SQL, and says so", () => {
  expect(claimsOf("public/index.md", "public", text.replace("workspace", "public"))[0]).toMatchObject({
    test: undefined,
    fault: expect.stringContaining("public pages do not"),
  });
});
