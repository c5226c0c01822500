import { afterEach, expect, test } from "vitest";
import { listedPages } from "../../workspace/site/edition/pages.js";
import { refuseFalseClaims } from "../../workspace/site/gate/claims-hold.js";
import { type SmallSite, smallSite } from "./small-site.js";

let site: SmallSite;
afterEach(() => site.remove());

const summary = (value: number) =>
  JSON.stringify({
    city: { code: "C", name: "Treeton" },
    sample: false,
    wards: [],
    measures: [
      {
        ...{ id: "take-up", shortName: "Take-up", unit: "percent", source: "Headcount" },
        ...{ period: "2025/26", periodStart: "2025-09-01", asOf: "2026-08-31", country: null, wards: [] },
        city: { value, lower: null, upper: null, status: "value" },
      },
    ],
  });
const page = (more = "", front = "") => `---
title: Families
editions: [public]
${front}---

\`\`\`js
claim("Most two-year-olds who can have a place do.", { indicator: "take-up", is: "higher", value: 50${more} })
\`\`\`
`;

function build(value: number, text = page()): Promise<void> {
  site = smallSite({ pages: { "public/index.md": text }, data: { "public/summary.json": summary(value) } });
  const edition = site.edition("public");
  return refuseFalseClaims(edition, listedPages(edition), site.made);
}

test("a public page whose claims hold is built", async () => {
  await expect(build(60)).resolves.toBeUndefined();
});

test("one with a claim that no longer holds is not, and page, sentence and remedy are named", async () => {
  await expect(build(45)).rejects.toThrow(
    /docs\/public\/index\.md:7: “Most two-year-olds who can have a place do\.” no longer holds[\s\S]+Now: Treeton, 2025\/26: 45\.0%\.[\s\S]+Reword the sentence and its test, or/,
  );
});

test("nor one whose claim cannot be checked", async () => {
  await expect(build(60, page().replace("take-up", "takeup"))).rejects.toThrow(
    "There is no indicator “takeup” among the data of this page. Did you mean “take-up”?",
  );
});

test("nor one whose title says what its figures do not, whoever made it", async () => {
  // The counts have Ash lowest, as the component's title says; the figures that are shown do not.
  const ward = (value: number, numerator: number) => ({
    ...{ value, lower: null, upper: null, status: "value", numerator, denominator: 100 },
  });
  const given = JSON.parse(summary(60));
  given.roundedTo = 5;
  given.wards = ["Ash", "Birch"].map((name, i) => ({ code: `E0${i}`, name }));
  Object.assign(given.measures[0], { id: "two-year-old-take-up", wards: [ward(80, 10), ward(20, 90)] });
  const text = `---\ntitle: Families\neditions: [public]\n---\n\n\`\`\`js\nimport { wardMap } from "./components/public.js";\n\`\`\`\n\n\`\`\`js\nwardMap(told, asked)\n\`\`\`\n`;
  site = smallSite({
    pages: { "public/index.md": text },
    data: { "public/summary.json": JSON.stringify(given) },
  });
  const edition = site.edition("public");
  await expect(refuseFalseClaims(edition, listedPages(edition), site.made)).rejects.toThrow(
    /“Two-year-olds with a free place: lowest in Ash \(80 in every 100\) and highest in Birch[\s\S]+A component has made this sentence/,
  );
});

test("nor the page of an area that says of a difference, or of the years, what its figures do not", async () => {
  const figure = (numerator: number, value = numerator) => ({
    ...{ value, lower: null, upper: null, status: "value", numerator, denominator: 100 },
  });
  const given = JSON.parse(summary(50));
  given.roundedTo = 5;
  given.wards = [{ code: "E01", name: "Ash" }];
  Object.assign(given.measures[0], { id: "two-year-old-take-up", wards: [figure(50)] });
  // What the page of the ward has is not what the summary has.
  const ash = structuredClone(given);
  Object.assign(ash.measures[0], { wards: [figure(10, 50)], pooled: null });
  ash.trends = [{ id: "two-year-old-take-up", points: [] }];
  const words = {
    ...{ language: "en", awaiting: [] },
    messages: { "difference.lower": "{$ward} is lower than {$city} by more than chance." },
  };
  const text = `---\ntitle: Areas\neditions: [public]\neach: ../data/area-pages.json\n---\n\n\`\`\`js\nimport { wardPage } from "../components/ward.js";\nconst takeUp = told.measure("two-year-old-take-up");\n\`\`\`\n\n\${takeUp.difference}\n`;
  site = smallSite({
    pages: { "public/areas/[slug].md": text },
    data: {
      "public/summary.json": JSON.stringify(given),
      "public/area-pages.json": JSON.stringify([{ slug: "ash" }]),
      "public/ward-ash.json": JSON.stringify(ash),
      "public/messages-areas-en.json": JSON.stringify(words),
    },
  });
  const edition = site.edition("public");
  await expect(refuseFalseClaims(edition, listedPages(edition), site.made)).rejects.toThrow(
    /public\/areas\/\[slug\]\.md:1: “Ash is lower than Treeton by more than chance\.” no longer holds/,
  );
});

test("whoever stands by it, by these very figures, lets it out", async () => {
  const confirmed = ', confirmed: { on: "2026-11-29", by: "A. Writer", figures: "Treeton, 2025/26: 45.0%" }';
  await expect(build(45, page(confirmed))).resolves.toBeUndefined();
  site.remove();
  await expect(build(44, page(confirmed))).rejects.toThrow("no longer holds");
});

test("a briefing is held to its claims from the moment it has a status", async () => {
  const text = (front: string) => page("", front).replace("[public]", "[briefings]");
  const built = (front: string) => {
    site = smallSite({ pages: { "briefings/index.md": text(front) } });
    const edition = site.edition("briefings");
    return refuseFalseClaims(edition, listedPages(edition), site.made);
  };
  await expect(built("status: curated\n")).rejects.toThrow(
    /The briefings edition is not built[\s\S]+docs\/briefings\/index\.md:8: .+ cannot be checked/,
  );
  site.remove();
  await expect(built("")).resolves.toBeUndefined();
});
