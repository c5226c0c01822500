import { expect, test } from "vitest";
import { claimsNow } from "../../loaders/claims/claims-now.js";
import { readGeneratedClaims } from "../../loaders/claims/read-claims.js";
import { readPageOf } from "../../loaders/refresh/page-datasets.js";
import { readyCity } from "../ready-city.js";

test("every title and lead that components make of the city's figures is read back, and holds", async () => {
  const { store, manifest } = await readyCity();
  const read = readPageOf(store, manifest.pages);
  const found = await claimsNow(store, readGeneratedClaims(read), read);
  expect(found.filter(({ state }) => state !== "holds").map(({ sentence, why }) => [sentence, why])).toEqual(
    [],
  );
  const said = found.filter(({ page }) => page === "public/areas/[slug].md").map(({ sentence }) => sentence);
  for (const kind of [/^In .+, about/, / small enough to be chance\./, /^Over time: /])
    expect(said.some((sentence) => kind.test(sentence))).toBe(true);
  expect(new Set(found.map(({ page }) => page))).toEqual(
    new Set(["briefings/areas/[area].md", "briefings/index.md", "public/areas/[slug].md", "public/index.md"]),
  );
});
