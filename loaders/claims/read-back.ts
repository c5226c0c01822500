import type { AreaPage, ClaimData } from "../../components/claims/claim-data.js";
import type { ClaimTest } from "../../components/claims/claim-schema.js";
import type { PageClaim } from "../../components/claims/kept-claim.js";
import { type ClaimFigure, type Finding, testClaim } from "../../components/claims/test-claim.js";
import { rateWords } from "../../components/words/area-lead.js";
import { clearness } from "../../components/words/area-standing.js";
import { beyondChance } from "../../components/words/beyond-chance.js";
import { changed } from "../../components/words/change.js";
import { inSentence } from "../../components/words/format.js";
import { formatNumber } from "../../components/words/numbers.js";
import { pooledInWords } from "../../components/words/pooled-period.js";
import { type Figured, formatValue, hasValue, type Observation } from "../../components/words/status.js";

type AreaProfile = NonNullable<Awaited<ReturnType<NonNullable<ClaimData["profile"]>>>>;
type AreaIndicator = AreaProfile["indicators"][number];
type About = NonNullable<PageClaim["made"]>;

/**
 * Judges a sentence that a component made by what it says, and not by how it was made: its words are read back, and tested as
 * the claims of writers are. A sentence that cannot be read back is unknown.
 */
export async function readBack(sentence: string, about: About, data: ClaimData): Promise<Finding> {
  for (const [pattern, judge] of sentences) {
    const match = pattern.exec(sentence);
    if (match) return judge(match as unknown as string[], { ...about, data });
  }
  return {
    ...{ state: "unknown", figures: [], asOf: null, sample: (await data.indicators()).sample },
    why: "It is made by a component, and nothing here can read it back.",
  };
}

interface Ground extends About {
  data: ClaimData;
}
type Judge = (match: string[], ground: Ground) => Promise<Finding>;

const count = (text = "0") => (/^n/i.test(text) ? 0 : Number(text));

/** What components say, and what must be so if it is true. */
const sentences: readonly [RegExp, Judge][] = [
  [
    /(\d+|none) of (\d+) wards? (?:is|are) (below|above) all wards together, (\d+|none) of them by more than chance$/,
    async ([, some, , side, clearly], ground) => {
      const than = side === "below" ? "lower" : "higher";
      return all([
        await counted(than, count(some), ground),
        await counted(`clearly ${than}`, count(clearly), ground),
      ]);
    },
  ],
  [
    /no ward is (lower|higher) than all together/,
    ([, than], ground) => counted(`clearly ${than}` as Is, 0, ground),
  ],
  [
    /is (?:(\d+(?:\.\d+)?) percentage points? (below|above)|level with) (.+?)(?: in (.+))?$/,
    async ([, by, side, than, period], ground) => {
      const found = await tested(
        {
          is: side === "above" ? "higher" : "lower",
          than: than!,
          ...periodOf({ ...ground, period: period ?? ground.period }),
        },
        ground,
      );
      const [own, other] = found.figures.map(({ text }) => Number.parseFloat(text.replaceAll(",", "")));
      const gap = own === undefined || other === undefined ? Number.NaN : Math.abs(own - other);
      const isBy = Math.abs(gap - Number(by ?? 0)) < 1e-6;
      if (found.state === "unknown") return found;
      return by === undefined ? told(found, isBy) : told(found, isBy && found.state === "holds");
    },
  ],
  [
    /^(\d+|None) of (\d+) similar authorities ha(?:s|ve) a higher figure than/,
    async ([, some, of], ground) => {
      const rows = await rowsOf(ground.indicators[0]!, ground);
      const own = rows.find(({ level }) => level === "city");
      const others = rows.filter((row) => row.level === "neighbour" && hasValue(row));
      const higher = others.filter(({ value }) => own && value! > own.value!).length;
      const words = `${higher} of ${others.length} have a higher figure`;
      return own
        ? found(ground, higher === count(some) && others.length === count(of), [
            figure("Similar authorities", words, own),
          ])
        : unknown(ground);
    },
  ],
  [
    /^Children with free school meals do (better|worse|as well) in .+ (?:than|as) in (.+)$/,
    async ([, how, than], ground) => {
      const is = how === "better" ? "higher" : "lower";
      const test = { breakdown: "fsm", group: "yes", is, than: than!, ...periodOf(ground) } as const;
      const one = await tested(test, ground);
      if (how !== "as well" || one.state === "unknown") return one;
      return told(
        one,
        one.state === "fails" && (await tested({ ...test, is: "higher" }, ground)).state === "fails",
      );
    },
  ],
  [
    /^(\d+|No) wards? (?:is|are) worse than all wards together in both by more than chance$/,
    async ([, some], ground) => {
      const worse = await Promise.all(ground.indicators.map((id) => worseWards(id, ground)));
      const both = worse[0]!.filter((area) => worse[1]!.includes(area)).length;
      const [own] = await rowsOf(ground.indicators[0]!, ground);
      return own
        ? found(ground, both === count(some), [figure("Wards worse in both", String(both), own)])
        : unknown(ground);
    },
  ],
  // Of an area's profile.
  [
    /^Its clearest (strength|need) is (.+): (.+?) \((.+)\), beside (.+?) in .+\.$/,
    ([, what, ...words], ground) =>
      inProfile(ground, (profile) => isClearest(profile, what === "strength" ? "better" : "worse", words)),
  ],
  [
    /^In no measure is .+ (better|worse) (?:than .+ )?by more than chance\.$/,
    ([, look], ground) => inProfile(ground, (profile) => standOut(profile, look as Look).length === 0),
  ],
  [
    /^In (?:the (one) measure|none of the (\d+) measures) that can be judged.* does (?:not )?.*differ/,
    ([, one, some], ground) =>
      inProfile(
        ground,
        (profile) =>
          standOut(profile, "better", "worse").length === 0 &&
          judgeable(profile).length === (one ? 1 : count(some)),
      ),
  ],
  [
    /^Of (\d+) measures? that can be judged it is better than .+ in (\d+|none) and worse in (\d+|none), by/,
    ([, some, better, worse], ground) =>
      inProfile(
        ground,
        (profile) =>
          judgeable(profile).length === count(some) &&
          standOut(profile, "better").length === count(better) &&
          standOut(profile, "worse").length === count(worse),
      ),
  ],
  [
    /^(.+): (.+?) \((.+)\)(?:, beside (.+?) in .+)?\.$/,
    ([, ...words], ground) => inProfile(ground, (profile) => isWrittenSo(profile, words)),
  ],
  [
    /^No extract gives a figure of how children or services do in .+ yet\.$/,
    (_, ground) => inProfile(ground, (profile) => measuresOf(profile).length === 0),
  ],
  // Of the page of an area.
  [
    /^(.+) is (higher|lower) than (.+) by more than chance\b/,
    ([, area, side, than], ground) =>
      tested({ area: area!, is: `clearly ${side}` as Is, than: than! }, ground),
  ],
  [
    /^The difference between (.+) and (.+) is small enough to be chance\b/,
    ([, area, than], ground) => tested({ area: area!, is: "not clearly different", than: than! }, ground),
  ],
  [
    /^Over time: (.+)\. (?:That is (up|down) by more than chance|(A change this small can be chance))\b/,
    ([, periods, way, chance], ground) =>
      inAreaPage(ground, (page) => wentSo(page, ground.indicators[0]!, periods!, chance ? "unclear" : way!)),
  ],
  [
    /^Over the (.+) taken together: in (.+?), (?:about (\d+)|more children than were counted as able to: over 100) in every 100\b/,
    ([, periods, name, value], ground) =>
      inAreaPage(ground, (page) => {
        const pooled = page.measures.find(({ id }) => id === ground.indicators[0])?.pooled;
        const [own] = pooled?.wards ?? [];
        if (!pooled || !own) return undefined;
        const isSo = value === undefined ? own.value !== null && own.value > 100 : isAbout(own, value);
        return {
          holds: isSo && pooledInWords(pooled.period) === `the ${periods}` && page.wards[0]?.name === name,
          rows: [{ ...own, period: pooled.period }],
        };
      }),
  ],
  // For families.
  [
    /^(?:.+?: )((?:lowest|highest) in .+) among (?:all|the) (\d+) wards?/,
    async ([, ends, of], ground) => {
      const named = [...ends!.matchAll(/(lowest|highest) in (.+?) \((\d+) in every 100\)/g)];
      const tests = named.map(async ([, is, area, value]) => {
        const one = await tested({ is: is as Is, area: area!, ...periodOf(ground) }, ground);
        return one.state === "unknown"
          ? one
          : told(one, one.state === "holds" && isWritten(one.figures[0], value!));
      });
      return all([...(await Promise.all(tests)), await shown(count(of), ground)]);
    },
  ],
  [/, ward by ward, among (?:all|the) (\d+) wards?/, ([, of], ground) => shown(count(of), ground)],
  [
    /: (?:no figure by ward|left out in (?:every ward|the (?:only ward|\d+ wards) that ha(?:s|ve) a figure))/,
    (_, ground) => shown(0, ground),
  ],
  [
    /^([^:]+): (\d+) in every 100$/,
    ([, area, value], ground) => ofArea(area!, ground, (row) => isAbout(row, value!)),
  ],
  [
    /^In (.+?), about (\d+) in every 100 /,
    ([, area, value], ground) => ofArea(area!, ground, (row) => isAbout(row, value!)),
  ],
  [
    /^In (.+?), more children than were counted as able to: over 100 in every 100 /,
    ([, area], ground) => ofArea(area!, ground, ({ value }) => value !== null && value > 100),
  ],
  [
    /^([^:]+): (?:we left this figure out|no children were counted|nobody collected|we do not have|suppressed|not )/,
    ([, area], ground) => ofArea(area!, ground, (row) => !hasValue(row)),
  ],
];

type Is = ClaimTest["is"];
type AreaFigure = Figured & { period: string };
type Look = "better" | "worse";

/** Measures of a profile that have a better side. */
function measuresOf({ indicators }: AreaProfile): AreaIndicator[] {
  return indicators.filter(
    ({ polarity, kind, theme }) =>
      polarity !== "none" && kind !== "count" && !["deprivation", "people"].includes(theme),
  );
}

/** Those of them that can be told from chance: both figures are there, and chance has a part in the area's own. */
function judgeable(profile: AreaProfile): AreaIndicator[] {
  return measuresOf(profile).filter((one) => lookOf(one) !== undefined);
}

function standOut(profile: AreaProfile, ...looks: Look[]): AreaIndicator[] {
  return measuresOf(profile).filter((one) => looks.some((look) => look === lookOf(one)));
}

function lookOf({ own, all, country, unit, chance, polarity }: AreaIndicator): Look | "even" | undefined {
  const beside = (all ?? country)?.value;
  if (chance === "no" || !hasValue(own)) return undefined;
  const side = beyondChance(own, beside, unit);
  if (side === "unknown") return undefined;
  if (side !== "higher" && side !== "lower") return "even";
  return (side === "higher") === (polarity === "high") ? "better" : "worse";
}

function isClearest(profile: AreaProfile, look: Look, [name, ...words]: readonly string[]): boolean {
  const apart = standOut(profile, look);
  const named = apart.find((one) => inSentence(one.shortName) === name);
  return (
    named !== undefined &&
    isWrittenSo(profile, [named.shortName, ...words]) &&
    apart.every((one) => clearness(one) <= clearness(named))
  );
}

function isWrittenSo(
  profile: AreaProfile,
  [name, own, period, beside]: readonly (string | undefined)[],
): boolean {
  return measuresOf(profile).some(
    (one) =>
      one.shortName === name &&
      one.period === period &&
      formatValue(one.own, one.unit) + rateWords(one.unit) === own &&
      (beside === undefined || formatValue((one.all ?? one.country)!, one.unit) === beside),
  );
}

async function inProfile(ground: Ground, isSo: (profile: AreaProfile) => boolean): Promise<Finding> {
  const { area, indicators, data } = ground;
  const profile = area === undefined ? undefined : await data.profile?.(area);
  if (!profile) return unknown(ground);
  const figures = profile.indicators
    .filter(({ id, own }) => indicators.includes(id) && hasValue(own))
    .map(({ shortName, own, unit, period, source, asOf }) => ({
      ...{ what: `${shortName}, ${profile.name}`, text: formatValue(own, unit), period, source, asOf },
    }));
  return found(ground, isSo(profile), figures);
}

/** Whether the last periods of an area that have a figure are those that are told, each with its figure, and went that way. */
function wentSo(
  { measures, trends }: AreaPage,
  id: string,
  told: string,
  way: string,
): { holds: boolean; rows: AreaFigure[] } | undefined {
  const unit = measures.find((one) => one.id === id)?.unit;
  const known = trends.find((trend) => trend.id === id)?.points.filter(hasValue) ?? [];
  if (unit === undefined || known.length === 0) return undefined;
  const points = [...told.matchAll(/(\d+) in every 100 \(([^)]+)\)/g)];
  const rows = known.slice(-points.length);
  const isToldRight =
    points.length > 1 &&
    points.length === rows.length &&
    points.every(([, n, period], i) => rows[i]!.period === period && isAbout(rows[i]!, n!));
  return { holds: isToldRight && changed(rows.at(-1)!, rows[0]!, unit) === way, rows };
}

async function inAreaPage(
  ground: Ground,
  judge: (page: AreaPage) => { holds: boolean; rows: AreaFigure[] } | undefined,
): Promise<Finding> {
  const { area, indicators, data } = ground;
  const page = area === undefined ? undefined : await data.areaPage?.(area);
  const judged = page && judge(page);
  if (!judged) return unknown(ground);
  const { source, asOf } = page.measures.find(({ id }) => id === indicators[0]) ?? {};
  const figures = judged.rows.map((row) => ({
    ...{ what: page.wards[0]?.name ?? "", text: formatValue(row, "percent"), period: row.period },
    ...{ source: source ?? "", asOf: asOf ?? null },
  }));
  return found(ground, judged.holds, figures);
}

function tested(test: Omit<ClaimTest, "indicator">, { indicators, data }: Ground): Promise<Finding> {
  return testClaim({ indicator: indicators[0]!, ...test }, data);
}

async function counted(is: Is, wards: number, ground: Ground): Promise<Finding> {
  return tested(
    { areas: "ward", is, than: "city", atLeast: wards, atMost: wards, ...periodOf(ground) },
    ground,
  );
}

function periodOf({ period }: Pick<About, "period">): { period?: string } {
  return period === undefined ? {} : { period };
}

/** Rows of an indicator in the period that is told of, undivided. */
async function rowsOf(id: string, { data, period }: Ground): Promise<Observation[]> {
  const rows = (await data.figures()).get(id) ?? [];
  return rows.filter((row) => row.breakdown === "all" && (period === undefined || row.period === period));
}

async function worseWards(id: string, ground: Ground): Promise<string[]> {
  const about = (await ground.data.indicators()).indicators.find((one) => one.id === id);
  const rows = await rowsOf(id, ground);
  const wards = rows.filter(({ level }) => level === "ward");
  const period = wards.find(hasValue)?.period;
  const city = rows.find((row) => row.level === "city" && row.period === period);
  const bad = about?.polarity === "low" ? "higher" : "lower";
  return wards
    .filter((row) => hasValue(row) && beyondChance(row, city?.value, about?.unit ?? "") === bad)
    .map(({ area }) => area);
}

async function shown(wards: number, ground: Ground): Promise<Finding> {
  const rows = (await rowsOf(ground.indicators[0]!, ground)).filter(({ level }) => level === "ward");
  const [first] = rows;
  const known = rows.filter(hasValue).length;
  if (!first) return unknown(ground);
  return found(ground, known === wards, [figure("Wards with a figure", `${known} of ${rows.length}`, first)]);
}

async function ofArea(name: string, ground: Ground, isSo: (row: Observation) => boolean): Promise<Finding> {
  const rows = await rowsOf(ground.indicators[0]!, ground);
  const row = rows.find(({ area, area_name }) => (area_name ?? area) === name);
  if (!row) return unknown(ground);
  const text = hasValue(row) ? formatNumber(row.value, "percent") : row.status.replaceAll("_", " ");
  return found(ground, isSo(row), [figure(name, text, row)]);
}

function isAbout({ value }: Pick<Observation, "value">, told: string): boolean {
  return value !== null && Math.round(value) === Number(told);
}

function isWritten(one: ClaimFigure | undefined, value: string): boolean {
  return one !== undefined && Math.round(Number.parseFloat(one.text)) === Number(value);
}

function figure(what: string, text: string, { period, source = "", as_of }: Observation): ClaimFigure {
  return { what, text, period, source, asOf: as_of };
}

async function found({ data }: Ground, holds: boolean, figures: ClaimFigure[]): Promise<Finding> {
  const { sample } = await data.indicators();
  return { state: holds ? "holds" : "fails", why: "", figures, asOf: newest(figures), sample };
}

async function unknown({ data }: Ground): Promise<Finding> {
  const why = "The figures that it is about are not there.";
  return { state: "unknown", why, figures: [], asOf: null, sample: (await data.indicators()).sample };
}

function told(finding: Finding, holds: boolean): Finding {
  return { ...finding, state: holds ? "holds" : "fails" };
}

/** What several findings come to together: all must hold. */
function all(findings: readonly Finding[]): Finding {
  const figures = findings.flatMap((one) => one.figures);
  const state = (["unknown", "fails"] as const).find((state) => findings.some((one) => one.state === state));
  return {
    state: state ?? "holds",
    why: findings.map(({ why }) => why).find(Boolean) ?? "",
    figures: figures.filter(({ what }, i) => figures.findIndex((one) => one.what === what) === i),
    asOf: newest(figures),
    sample: findings.some(({ sample }) => sample),
  };
}

function newest(figures: readonly ClaimFigure[]): string | null {
  return (
    figures
      .flatMap(({ asOf }) => asOf ?? [])
      .sort()
      .at(-1) ?? null
  );
}
