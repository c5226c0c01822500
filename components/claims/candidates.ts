import { periodsOf, pick, singlePeriods } from "../figures/observations.js";
import { inSentence, levelName, plural } from "../words/format.js";
import { hasValue, type Observation } from "../words/status.js";
import type { ClaimData, ClaimedIndicator } from "./claim-data.js";
import type { ClaimTest } from "./claim-schema.js";
import { figuresInWords, testClaim } from "./test-claim.js";

/** A claim that is true now, with a sentence for it and the figures that make it so. */
export interface Candidate {
  sentence: string;
  test: ClaimTest;
  figures: string;
}

/** What a page asks, as far as claims on it are about the same. */
export interface AskedOf {
  indicator?: string;
  level?: string;
  /** Codes of the areas chosen. */
  areas?: readonly string[];
}

const countable = ["ward", "locality", "msoa", "lsoa"] as const;
const mostAreas = 6;

/**
 * What can be claimed of a page's question because it is true now, by the same test that the claim will have. Of areas that
 * the sentence names comes first; without any it is of the city, of the areas chosen and of the ends of the range.
 */
export async function candidates(asked: AskedOf, sentence: string, data: ClaimData): Promise<Candidate[]> {
  const about = await data.indicators();
  const figures = await data.figures();
  const indicator =
    about.indicators.find(({ id }) => id === asked.indicator) ??
    about.indicators.find(({ id }) => (figures.get(id) ?? []).some(hasValue));
  if (!indicator) return [];
  const rows = singlePeriods(figures.get(indicator.id) ?? []);
  const tried = possible(indicator, rows, { city: about.city, asked, sentence });
  const found = await Promise.all(
    tried.map(async (test) => ({ test, finding: await testClaim(test, data) })),
  );
  const holding = found.filter(({ finding }) => finding.state === "holds");
  return holding
    .filter(({ test }) => !isSaidClearly(test, holding))
    .map(({ test, finding }) => {
      const exact = finding.count === undefined ? test : { ...test, atLeast: finding.count };
      return {
        sentence: sentenceOf(exact, indicator, about.city.name),
        test: exact,
        figures: figuresInWords(finding.figures),
      };
    });
}

// What is so by more than chance need not be offered without these words too.
function isSaidClearly(test: ClaimTest, found: readonly { test: ClaimTest }[]): boolean {
  const clearly = JSON.stringify({ ...test, is: `clearly ${test.is}` });
  return test.areas === undefined && found.some((other) => JSON.stringify(other.test) === clearly);
}

/** A sentence that says what a test tests. */
export function sentenceOf(test: ClaimTest, { shortName }: ClaimedIndicator, city: string): string {
  const { is, than, value, since, area, areas, atLeast = 1 } = test;
  const side = is.replace("clearly ", "");
  const chance = is.startsWith("clearly ") ? ", by more than chance" : "";
  const beside =
    since !== undefined
      ? `than ${since === "a year before" ? since : `in ${since}`}`
      : value !== undefined
        ? `than ${value}`
        : `than in ${than === "city" ? `${city} as a whole` : than}`;
  if (is === "highest" || is === "lowest") return `${shortName} is ${is} in ${area}.`;
  if (areas !== undefined)
    return `In at least ${plural(atLeast, levelName(areas), levelName(areas, true))}, ${inSentence(shortName)} is ${side} ${beside}${chance}.`;
  return `${shortName} in ${area ?? city} is ${side} ${beside}${chance}.`;
}

interface About {
  city: { code: string; name: string };
  asked: AskedOf;
  sentence: string;
}

function possible(
  { id, chance, kind }: ClaimedIndicator,
  rows: readonly Observation[],
  { city, asked, sentence }: About,
): ClaimTest[] {
  const sides =
    chance === "no"
      ? (["higher", "lower"] as const)
      : (["clearly higher", "clearly lower", "higher", "lower"] as const);
  const level = countable.find((one) => one === asked.level) ?? "ward";
  const period = periodsOf(rows.filter((o) => o.level === level && hasValue(o)))[0];
  const own = pick(rows, { level, ...(period !== undefined && { period }) }).filter(hasValue);
  const others = [
    ...new Map(rows.filter((o) => /^(country|region)$/.test(o.level)).map((o) => [o.area, o])).values(),
  ];
  const said = sentence.toLowerCase();
  const named = own.filter(({ area_name }) => area_name && said.includes(area_name.toLowerCase()));
  const chosen = own.filter(({ area }) => asked.areas?.includes(area));
  const inOrder = own.toSorted((a, b) => a.value - b.value);
  const ends = [inOrder[0], inOrder.at(-1)].filter((one) => one !== undefined);
  const some = [...new Set([...named, ...chosen, ...(named.length + chosen.length > 0 ? [] : ends)])].slice(
    0,
    mostAreas,
  );
  const areaOf = ({ area_name, area }: Observation) => area_name ?? area;
  const isOfCity = named.length === 0;
  const ofAreas = some.flatMap((row): ClaimTest[] => [
    { indicator: id, area: areaOf(row), is: "highest" },
    { indicator: id, area: areaOf(row), is: "lowest" },
    ...(kind === "count"
      ? []
      : sides.map((is): ClaimTest => ({ indicator: id, area: areaOf(row), is, than: "city" }))),
    ...sides.map((is): ClaimTest => ({ indicator: id, area: areaOf(row), is, since: "a year before" })),
  ]);
  const ofCity = [
    ...sides.flatMap((is): ClaimTest[] => [
      ...others
        .filter(({ area }) => area !== city.code)
        .map((one): ClaimTest => ({ indicator: id, is, than: areaOf(one) })),
      { indicator: id, is, since: "a year before" },
    ]),
    ...(kind === "count"
      ? []
      : sides.map((is): ClaimTest => ({ indicator: id, areas: level, is, than: "city", atLeast: 1 }))),
  ];
  return isOfCity ? [...ofCity, ...ofAreas] : [...ofAreas, ...ofCity];
}
