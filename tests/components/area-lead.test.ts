import { describe, expect, it } from "vitest";
import { atAGlance } from "../../components/areas/at-a-glance.js";
import { whatIsHere } from "../../components/areas/here.js";
import { areaOf } from "../../components/areas/profile.js";
import { whoAnswers, whomToRing } from "../../components/areas/whom-to-ring.js";
import { countSentence, leadSentences, sentenceText } from "../../components/words/area-lead.js";
import type { AreaIndicator, AreaProfile } from "../../loaders/briefings/area-schema.js";
import { standInBrowser } from "../sentences/browser-globals.js";

standInBrowser();

type Given = Partial<AreaIndicator> & { value: number; other?: number; was?: number };

const figure = (value: number, counts: Partial<AreaIndicator["own"]> = {}): AreaIndicator["own"] => ({
  ...{ value, lower: null, upper: null, numerator: null, denominator: null, status: "value", note: null },
  ...counts,
});

const measure = (name: string, { value, other, was, ...given }: Given): AreaIndicator => ({
  ...{ id: name, name, shortName: name, unit: "percent", polarity: "high", kind: "proportion" },
  ...{ theme: "outcomes", chance: "yes", questions: [], caveats: [], period: "2024/25" },
  ...{ start: "2024-09-01", source: "The tool", sourceId: "tool", asOf: "2026-04-08" },
  ...{ own: figure(value), all: null, country: other === undefined ? null : figure(other), similar: [] },
  range: { least: value, greatest: value },
  before: was === undefined ? null : { ...figure(was), period: "2022/23" },
  ...given,
});

const profile = (indicators: AreaIndicator[], given: Partial<AreaProfile> = {}): AreaProfile => ({
  ...{ code: "C", name: "City", level: "city", within: [], parts: [], besides: [], formerly: [] },
  ...{ since: null, city: { code: "C", name: "City" }, country: "England", sample: false },
  ...{ asOf: "2026-04-08", indicators, ages: { year: null, children: [] }, settings: null, schools: null },
  centres: null,
  similar: { areas: [], usual: null, by: [], without: [], source: "" },
  ...{ pathway: null, linkage: [], teams: [] },
  ...given,
});

const lead = (data: AreaProfile) => leadSentences(data).map(sentenceText);

describe("an area of whose measures none can be told from chance", () => {
  // Of neighbours that lie ten points apart: 8.2 above, 6.1 and 2 below.
  const peers = (...values: number[]) => ({
    similar: values.map((value, i) => ({ code: `N${i}`, value, status: "value" as const })),
  });
  const wide = peers(50, 60);
  const published = profile([
    measure("take-up", { value: 59.1, other: 65.2, ...wide }),
    measure("level", { value: 66.3, other: 68.3, ...peers(60, 70) }),
    measure("level with meals", { value: 59.5, other: 51.3, ...wide }),
  ]);

  it("is told by what is furthest from its country on either side, strength first", () => {
    expect(lead(published)).toEqual([
      "Beside England it does best in level with meals: 59.5% (2024/25), beside 51.3%.",
      "It does worst in take-up: 59.1% (2024/25), beside 65.2%.",
    ]);
    expect(countSentence(published)).toBe(
      "Of 3 measures with a figure of England it is better in 1 and worse in 2; best and worst are told by how widely the statistical neighbours range. These figures come without what would tell a difference from chance.",
    );
  });

  it("says so where it is on no better side", () => {
    expect(lead(profile(published.indicators.slice(0, 2)))[0]).toBe(
      "In no measure does City do better than England.",
    );
  });

  it("takes low figures as better where they are", () => {
    const low = published.indicators.map((one) => ({ ...one, polarity: "low" as const }));
    expect(lead(profile(low))[0]).toMatch(/does best in take-up/);
  });

  const counted = (numerator: number) => ({ numerator, denominator: 1000, lower: 0, upper: 100 });
  const alone = profile([
    measure("reach", { value: 40, was: 40 }),
    measure("place", {
      value: 50,
      own: figure(50, counted(500)),
      before: { ...figure(60, counted(600)), period: "2022/23" },
    }),
  ]);

  it("is told by what has changed, where nothing has come to set it beside", () => {
    expect(lead(alone)).toEqual([
      "No measure has got better by more than chance.",
      "By more than chance, place has got worse: 50.0% (2024/25), from 60.0% in 2022/23.",
    ]);
    expect(countSentence(alone)).toBe("No figure of England has come to set City beside.");
  });

  it("has no column of a comparison that nothing is in", () => {
    const text = atAGlance(areaOf(alone)).textContent ?? "";
    expect(text).not.toMatch(/England|Among its peers|no figure/);
    expect(text).toContain("was 40.0% in 2022/23; not judged");
    expect(atAGlance(areaOf(published)).textContent).toMatch(/Among its peers.*England/);
  });
});

it("a card of a team names a few of its sources, and the mail that it begins all", () => {
  const team = {
    team: "Data",
    organisation: "Council",
    role: "Steward",
    email: "a@example.org",
    phone: null,
  };
  const card = whomToRing(areaOf(profile([], { teams: [{ ...team, sources: ["A", "B", "C", "D", "E"] }] })));
  expect(card.querySelector("p")!.textContent).toBe("A, B, C and 2 other sources");
  expect(card.querySelector("a")!.getAttribute("href")).toContain(encodeURIComponent("A, B, C, D and E"));
});

it("each block says who answers for what it rests on", () => {
  const team = { organisation: "Council", email: "a@example.org", sources: ["The tool"] };
  const area = areaOf(
    profile([measure("level", { value: 66 })], {
      teams: [
        { ...team, team: "Data", role: "Steward", phone: "0121 496 0100" },
        { ...team, team: "Other", role: "Other", phone: null, sources: ["Another"] },
      ],
    }),
  );
  const line = whoAnswers(area, area.from.measures);
  expect(line.textContent).toBe("Whom to ring about these: Steward, 0121 496 0100.");
  expect([...line.querySelectorAll("a")].map((link) => link.getAttribute("href")!.slice(0, 21))).toEqual([
    "mailto:a@example.org?",
    "tel:01214960100",
  ]);
  expect(whoAnswers(area, area.from.pathway).hidden).toBe(true);
});

it("what is here sets places beside children and take-up, and counts centres and hubs", () => {
  const from = { asOf: "2026-08-31", source: "The register" };
  const here = whatIsHere(
    areaOf(
      profile(
        [
          measure("places-per-child", {
            value: 0.12,
            unit: "places per child",
            own: figure(0.12, { numerator: 210, denominator: 1775 }),
          }),
          measure("three-and-four-year-old-take-up", { value: 85.6 }),
        ],
        {
          settings: { ...from, kinds: [{ kind: "Day nurseries", settings: 4, places: 210 }], judgements: [] },
          centres: { ...from, source: "The directory", centres: 1, hubs: 0 },
        },
      ),
    ),
  ).textContent!;
  expect(here).toContain(
    "There are 210 registered places (2024/25) for 1,775 children under five who live there. A funded place is taken up by 85.6% of three- and four-year-olds (2024/25).",
  );
  expect(here).toMatch(/Children’s centres1.*Family hubs0/s);
});
