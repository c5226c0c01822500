import { newest, periodsOf, pick, singlePeriods, sourcesInWords } from "../figures/observations.js";
import { beyondChance, type Comparison, differsBeyondChance } from "../words/beyond-chance.js";
import { endsOf } from "../words/extremes.js";
import { capital, categoryName, levelName, plural } from "../words/format.js";
import { sideOf, yearBefore } from "../words/lead.js";
import { nearest } from "../words/nearest.js";
import { formatNumber } from "../words/numbers.js";
import { formatValue, hasValue, type Observation } from "../words/status.js";
import type { ClaimData, ClaimedIndicator } from "./claim-data.js";
import { type ClaimTest, contradiction } from "./claim-schema.js";

/** One of the figures that a claim rests on, as it is written. */
export interface ClaimFigure {
  /** Whose: "Aston", "22 of 69 wards". */
  what: string;
  period: string;
  text: string;
  source: string;
  /** Year-month-day, or null where it is not known. */
  asOf: string | null;
}

/** What became of a test. `unknown`: the figures do not tell, and `why` says what is missing. */
export interface Finding {
  state: "holds" | "fails" | "unknown";
  why: string;
  figures: ClaimFigure[];
  /** The newest date that the figures rest on, as year-month-day. */
  asOf: string | null;
  /** Whether they may be invented. */
  sample: boolean;
  /** Of a claim that counts areas, how many there are. */
  count?: number;
}

/** The figures of a claim on one line, as a confirmation quotes them. */
export function figuresInWords(figures: readonly Pick<ClaimFigure, "what" | "period" | "text">[]): string {
  return figures.map(({ what, period, text }) => `${what}, ${period}: ${text}`).join("; ");
}

/** What a confirmation must quote: the figures of now, or that there are none. */
export function confirmable({ state, figures }: Pick<Finding, "state" | "figures">): string {
  return state === "unknown" ? "no figures" : figuresInWords(figures);
}

/** What cannot be tested, with the reason. */
class Untestable extends Error {}

/**
 * Tests a claim by the data sets of its audience: the one judge of claims, on a page, at a refresh and at the gate. What cannot
 * be tested is unknown, with the reason in words that name the option to mend.
 */
export async function testClaim(test: ClaimTest, data: ClaimData): Promise<Finding> {
  const about = await data.indicators();
  try {
    const wrong = contradiction(test);
    if (wrong) throw new Untestable(wrong);
    const indicator = about.indicators.find(({ id }) => id === test.indicator);
    if (!indicator)
      throw new Untestable(
        `There is no indicator “${test.indicator}” among the data of this page.${likely(
          test.indicator,
          about.indicators.map(({ id }) => id),
        )}`,
      );
    const { holds, evidence, count } = judge(test, {
      indicator,
      city: about.city,
      figures: await figuresOf(test, indicator, data),
      others: await figuresOf({ ...test, group: test.thanGroup }, indicator, data),
    });
    const used = evidence.flatMap(({ of }) => of);
    return {
      state: holds ? "holds" : "fails",
      why: "",
      figures: evidence.map(({ what, period, text, of }) => ({
        what,
        period,
        text,
        source: sourcesInWords(of, about.sourceTitles),
        asOf: newest(of),
      })),
      asOf: newest(used),
      sample: about.sample,
      ...(count !== undefined && { count }),
    };
  } catch (error) {
    if (!(error instanceof Untestable)) throw error;
    return { state: "unknown", why: error.message, figures: [], asOf: null, sample: about.sample };
  }
}

interface Ground {
  indicator: ClaimedIndicator;
  city: { code: string; name: string };
  /** Of the group that the claim is about, one period each. */
  figures: readonly Observation[];
  /** Of the group that it is set beside, where that is another. */
  others: readonly Observation[];
}

interface Evidence {
  what: string;
  period: string;
  text: string;
  of: readonly Observation[];
}

interface Verdict {
  holds: boolean;
  evidence: Evidence[];
  count?: number;
}

async function figuresOf(
  { areas, breakdown = "all", group = "all" }: ClaimTest,
  { id, theme }: ClaimedIndicator,
  data: ClaimData,
): Promise<Observation[]> {
  const larger = (await (breakdown === "all" ? data.figures() : data.divided())).get(id) ?? [];
  const small = areas === "lsoa" ? ((await data.smallFigures(theme)).get(id) ?? []) : [];
  return pick(singlePeriods([...larger, ...small]), { breakdown, category: group });
}

function judge(test: ClaimTest, ground: Ground): Verdict {
  if (test.areas !== undefined) return judgeCount(test, ground);
  const { is } = test;
  const area = areaNamed(test.area ?? "city", ground);
  const own = figureOf(area, test, ground);
  if (is === "highest" || is === "lowest") return judgeEnd(own, is, ground);
  const other = setBeside(own, test, ground);
  const relation = relationOf(own, other, test, ground);
  if (relation === undefined) throw new Untestable(notJudged(test, ground));
  const evidence = [{ what: nameOf(own), period: own.period, text: inFull(own, test, ground), of: [own] }];
  if (typeof other !== "number")
    evidence.push({
      what: nameOf(other),
      period: other.period,
      text: inFull(other, test, ground),
      of: [other],
    });
  return { holds: relation, evidence };
}

function judgeCount(test: ClaimTest, ground: Ground): Verdict {
  const { areas, atLeast = test.atMost === undefined ? 1 : 0, atMost = Number.POSITIVE_INFINITY } = test;
  const all = pick(ground.figures, { level: areas! });
  const period = test.period ?? newestPeriod(all);
  const known = period === undefined ? [] : pick(all, { period }).filter(hasValue);
  if (known.length === 0)
    throw new Untestable(`No ${levelName(areas!)} has a figure${period ? ` for ${period}` : ""}.`);
  // An area without an earlier figure is left out; without the one other that all are set beside, nothing is known.
  const judged = known.flatMap((own) => {
    const other =
      test.since === undefined ? setBeside(own, test, ground) : earlierOf(own, test.since, ground);
    return other === undefined ? [] : [{ own, other, holds: relationOf(own, other, test, ground) }];
  });
  const decided = judged.filter(({ holds }) => holds !== undefined);
  if (decided.length === 0) throw new Untestable(notJudged(test, ground));
  const hits = decided.filter(({ holds }) => holds);
  const evidence: Evidence[] = [
    {
      what: `${capital(levelName(areas!, true))} ${saidOf(test)}`,
      period: period!,
      text: `${hits.length} of ${plural(decided.length, levelName(areas!), levelName(areas!, true))}`,
      of: decided.map(({ own }) => own),
    },
  ];
  const other = judged[0]?.other;
  if (other !== undefined && typeof other !== "number" && test.than !== undefined)
    evidence.push({
      what: nameOf(other),
      period: other.period,
      text: inFull(other, test, ground),
      of: [other],
    });
  return { holds: hits.length >= atLeast && hits.length <= atMost, evidence, count: hits.length };
}

function judgeEnd(own: Valued, is: "highest" | "lowest", { figures, indicator }: Ground): Verdict {
  const peers = pick(figures, { level: own.level, period: own.period }).filter(hasValue);
  const end = endsOf(peers, indicator.unit)![is];
  const isIt = end.rows.some(({ area }) => area === own.area);
  const next = isIt ? end.rows.filter(({ area }) => area !== own.area) : end.rows;
  const write = (row: Valued) => formatValue(row, indicator.unit);
  return {
    holds: isIt && end.rows.length === 1,
    evidence: [
      { what: nameOf(own), period: own.period, text: write(own), of: [own] },
      ...next
        .slice(0, 3)
        .map((row) => ({ what: nameOf(row), period: row.period, text: write(row), of: [row] })),
    ],
  };
}

type Valued = Observation & { value: number };

function setBeside(own: Valued, test: ClaimTest, ground: Ground): Valued | number {
  const { value, since, than, thanGroup } = test;
  if (value !== undefined) return value;
  if (thanGroup !== undefined) {
    const place = { code: own.area, level: own.level };
    return figureOf(place, { ...test, period: own.period }, { ...ground, figures: ground.others });
  }
  if (since === undefined) return figureOf(areaNamed(than!, ground), { ...test, period: own.period }, ground);
  const earlier = earlierOf(own, since, ground);
  if (earlier) return earlier;
  const when = since === aYearBefore ? `a year before ${own.period}` : `for ${since}`;
  throw new Untestable(`${nameOf(own)} has no figure ${when}.`);
}

/** What since can be, besides a period as it is written. */
const aYearBefore = "a year before";

function earlierOf(own: Valued, since: string, { figures }: Ground): Valued | undefined {
  const ofArea = pick(figures, { area: own.area, level: own.level });
  const earlier = since === aYearBefore ? yearBefore(ofArea, own) : pick(ofArea, { period: since })[0];
  return earlier && hasValue(earlier) ? earlier : undefined;
}

/** Whether a figure is to another what the test says; undefined where chance has no part, or is not known. */
function relationOf(
  own: Valued,
  other: Valued | number,
  { is }: ClaimTest,
  { indicator, city }: Ground,
): boolean | undefined {
  const { unit, chance, kind } = indicator;
  const value = typeof other === "number" ? other : other.value;
  if (is === "within its interval")
    return own.lower === null || own.upper === null ? undefined : own.lower <= value && value <= own.upper;
  if (is === "higher" || is === "lower") {
    // A count grows with an area: beside larger and smaller ones it says nothing.
    if (kind === "count" && typeof other !== "number" && other.level !== own.level) return undefined;
    return sideOf(own.value, value, unit) === is;
  }
  if (chance === "no") return undefined;
  const isWhole = typeof other === "number" || (other.area === city.code && own.area !== city.code);
  const clearly: Comparison =
    isWhole || !isCounted(other) ? beyondChance(own, value, unit) : differsBeyondChance(own, other, unit);
  if (clearly === "unknown") return undefined;
  return is === "not clearly different" ? clearly === "similar" : clearly === is.slice("clearly ".length);
}

// What is published of a country or a region often has neither counts nor limits: it is of so many that chance is small.
function isCounted({ denominator, lower }: Observation): boolean {
  return denominator !== null || lower !== null;
}

function notJudged({ is }: ClaimTest, { indicator }: Ground): string {
  if (is === "within its interval") return `${indicator.shortName} has no interval here.`;
  if (is === "higher" || is === "lower")
    return `${indicator.shortName} is a count, which grows with an area: set it beside an area of the same level.`;
  return indicator.chance === "no"
    ? `Chance has no part in ${indicator.shortName}: write higher or lower in place of “clearly”.`
    : `${indicator.shortName} has neither counts nor limits here that tell by how much it may differ by chance.`;
}

function areaNamed(text: string, { city, figures }: Ground): { code: string; level?: string } {
  if (text === "city" || text === city.code || text === city.name) return { code: city.code, level: "city" };
  const found = figures.find(({ area, area_name }) => area === text || area_name === text);
  if (found) return { code: found.area, level: found.level };
  const names = [...new Set(figures.map(({ area, area_name }) => area_name ?? area))];
  throw new Untestable(
    `There is no area “${text}” with this figure among the data of this page.${likely(text, names)}`,
  );
}

function figureOf(
  { code, level }: { code: string; level?: string },
  { period }: ClaimTest,
  { figures }: Ground,
): Valued {
  const own = figures.filter((o) => o.area === code && (level === undefined || o.level === level));
  const name = own[0] ? nameOf(own[0]) : "The city";
  const wanted = period ?? newestPeriod(own);
  const found = wanted === undefined ? undefined : pick(own, { period: wanted })[0];
  if (!found)
    throw new Untestable(
      `${name} has no figure${wanted ? ` for ${wanted}` : ""}.${wanted ? likely(wanted, periodsOf(own)) : ""}`,
    );
  if (!hasValue(found))
    throw new Untestable(`${name} has no figure for ${found.period}: ${formatValue(found, "count")}.`);
  return found;
}

// A period in progress covers part of its children, so what is said of it turns with each extract.
function newestPeriod(figures: readonly Observation[]): string | undefined {
  const known = figures.filter(hasValue);
  const whole = known.filter(({ note }) => !/in progress/i.test(note ?? ""));
  return periodsOf(whole.length > 0 ? whole : known)[0];
}

// Areas and periods are many: only one that is like the wrong one is named.
function likely(wrong: string, names: readonly string[]): string {
  const like = nearest(wrong, names);
  return like ? ` Did you mean “${like}”?` : "";
}

function nameOf({ area_name, area }: Observation): string {
  return area_name ?? area;
}

function inFull(figure: Valued, { is }: ClaimTest, { indicator }: Ground): string {
  const { unit } = indicator;
  const { breakdown, category } = figure;
  const of = breakdown === "all" ? "" : ` (${categoryName(breakdown, category)})`;
  const limits =
    is === "within its interval" && figure.lower !== null && figure.upper !== null
      ? `, 95% interval ${formatNumber(figure.lower, unit)} to ${formatNumber(figure.upper, unit)}`
      : "";
  return formatValue(figure, unit) + of + limits;
}

function saidOf({ is, value, since, than, breakdown, thanGroup }: ClaimTest): string {
  if (breakdown !== undefined && thanGroup !== undefined)
    return `${is} than ${categoryName(breakdown, thanGroup)}`;
  const beside =
    value !== undefined ? String(value) : since !== undefined ? since : than === "city" ? "the city" : than;
  return `${is} ${since !== undefined ? "than in" : is === "not clearly different" ? "from" : is === "within its interval" ? "around" : "than"} ${beside}`;
}
