import type { AreaPage } from "../../components/claims/claim-data.js";
import type { ClaimFigure, Finding } from "../../components/claims/test-claim.js";
import { changed } from "../../components/words/change.js";
import { formatNumber } from "../../components/words/numbers.js";
import { pooledInWords } from "../../components/words/pooled-period.js";
import { type Figured, formatValue, hasValue, type Observation } from "../../components/words/status.js";
import {
  all,
  count,
  figure,
  found,
  type Ground,
  type Is,
  isAbout,
  periodOf,
  type ReadBack,
  rowsOf,
  shown,
  tested,
  unknown,
  withVerdict,
} from "./read-back-ground.js";

type AreaFigure = Figured & { period: string };

/** What the public pages of areas say, and those of the city for families. */
export const publicSentences: readonly ReadBack[] = [
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
          : withVerdict(one, one.state === "holds" && isWritten(one.figures[0], value!));
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

/** Whether the last periods of an area that have a figure are those that are told, each with its figure, and went that way. */
function wentSo(
  { measures, trends }: AreaPage,
  id: string,
  text: string,
  way: string,
): { holds: boolean; rows: AreaFigure[] } | undefined {
  const unit = measures.find((one) => one.id === id)?.unit;
  const known = trends.find((trend) => trend.id === id)?.points.filter(hasValue) ?? [];
  if (unit === undefined || known.length === 0) return undefined;
  const points = [...text.matchAll(/(\d+) in every 100 \(([^)]+)\)/g)];
  const rows = known.slice(-points.length);
  const isRight =
    points.length > 1 &&
    points.length === rows.length &&
    points.every(([, n, period], i) => rows[i]!.period === period && isAbout(rows[i]!, n!));
  return { holds: isRight && changed(rows.at(-1)!, rows[0]!, unit) === way, rows };
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

async function ofArea(name: string, ground: Ground, isSo: (row: Observation) => boolean): Promise<Finding> {
  const rows = await rowsOf(ground.indicators[0]!, ground);
  const row = rows.find(({ area, area_name }) => (area_name ?? area) === name);
  if (!row) return unknown(ground);
  const text = hasValue(row) ? formatNumber(row.value, "percent") : row.status.replaceAll("_", " ");
  return found(ground, isSo(row), [figure(name, text, row)]);
}

function isWritten(one: ClaimFigure | undefined, value: string): boolean {
  return one !== undefined && Math.round(Number.parseFloat(one.text)) === Number(value);
}
