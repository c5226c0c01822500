import { Random } from "../random.js";
import { deprivationOf, nationalAreas } from "./deprivation.js";
import { bentTogether, outlineOf } from "./outlines.js";
import { divide, type Polygon, pointInside, wardCells } from "./shapes.js";
import { mixes, wards } from "./wards.js";

/** A small area of the sample: it stands for an LSOA of 2021 but is none. */
export interface Area {
  /** E01999001 on: of the form of an LSOA code, in a range that no LSOA has. */
  code: string;
  name: string;
  /** Index into `wards`. */
  ward: number;
  shape: Polygon;
  /** National rank of deprivation, from 1 (most deprived), and what follows from it. */
  rank: number;
  decile: number;
  score: number;
  /** 0 in the least deprived area of the country to 1 in the most deprived. */
  deprivation: number;
  /** Share of families with young children that are poor. */
  poverty: number;
  /** Relative number of young families. */
  weight: number;
  /** Shares of Asian, Black, Mixed, White and Other families. */
  mix: number[];
  /** What the area adds to take-up and to children's development, on the scale of a standard deviation. */
  takeUp: number;
  development: number;
}

export interface WardNature {
  takeUp: number;
  development: number;
  /** Share of funded two-year-olds who are entitled but not on the list of eligible families. */
  unlisted: number;
}

export const areaCount = 659;

/** About 43 percent of areas in the most deprived tenth of the country, as in Birmingham; the rest of the shares are rough. */
const decileShares = [0.43, 0.12, 0.09, 0.085, 0.08, 0.065, 0.035, 0.03, 0.033, 0.032];

/** A ward with many families that are entitled without being on the national list: take-up there is above 100 percent. */
const manyUnlisted = "Edgbaston";

/** The outline of each ward: that of its small areas together. */
export function wardOutlines(areas: readonly Area[]): Polygon[] {
  return wards.map((_, w) => outlineOf(areas.filter(({ ward }) => ward === w).map(({ shape }) => shape)));
}

/** The small areas in code order, and what their wards have in common. */
export function makeAreas(seed: number): { areas: Area[]; natures: WardNature[] } {
  const random = new Random(seed, 1);
  const cells = wardCells();
  const counts = areasPerWard();
  const natures = wards.map(
    (ward): WardNature => ({
      takeUp: 0.28 * random.normal(),
      development: 0.08 * random.normal(),
      unlisted: ward.name === manyUnlisted ? 0.55 : 0.02 + 0.08 * random.next(),
    }),
  );
  const drafts = wards.flatMap((ward, w) => {
    const starts = Array.from({ length: counts[w]! }, () =>
      pointInside(cells[w]!, random.next(), random.next()),
    );
    const parts = divide(cells[w]!, starts);
    return parts.map((cell, i) => ({
      ward: w,
      cell,
      name: `${ward.name} ${String(i + 1).padStart(2, "0")}`,
      hardship: -ward.prosperity + 0.55 * random.normal(),
    }));
  });
  const shapes = bentTogether(drafts.map(({ cell }) => cell));
  const ranks = nationalRanks(
    drafts.map((d) => d.hardship),
    random,
  );
  const areas = drafts.map(({ hardship, cell, ...draft }, i): Area => {
    const rank = ranks[i]!;
    const { score, decile, deprivation, poverty } = deprivationOf(rank);
    const nature = natures[draft.ward]!;
    return {
      ...draft,
      shape: shapes[i]!,
      code: `E01${999_001 + i}`,
      rank,
      decile,
      score,
      deprivation,
      poverty,
      weight: (0.72 + 0.62 * deprivation) * (0.8 + 0.4 * random.next()),
      mix: mixes[wards[draft.ward]!.mix].map((share) => share * Math.exp(0.35 * random.normal())),
      takeUp: nature.takeUp + 0.3 * random.normal(),
      development: nature.development + 0.09 * random.normal(),
    };
  });
  return { areas, natures };
}

/** From 5 to 15 small areas a ward by its size, 659 in all (largest remainders). */
function areasPerWard(): number[] {
  const weights = wards.map((w, i) => w.size * (0.85 + ((i * 37) % 11) / 33) + (5 - w.prosperity) / 16);
  const total = weights.reduce((a, b) => a + b, 0);
  const exact = weights.map((w) => Math.min(15, Math.max(5, (w / total) * areaCount)));
  const counts = exact.map(Math.floor);
  const order = exact
    .map((e, i) => ({ i, rest: e - Math.floor(e) }))
    .sort((a, b) => b.rest - a.rest || a.i - b.i);
  let missing = areaCount - counts.reduce((a, b) => a + b, 0);
  for (let k = 0; missing > 0; k = (k + 1) % order.length)
    if (counts[order[k]!.i]! < 15) {
      counts[order[k]!.i]!++;
      missing--;
    }
  return counts;
}

/** National ranks in the order of hardship, no two alike, so that the city's areas fall into deciles as decileShares says. */
function nationalRanks(hardship: number[], random: Random): number[] {
  const order = hardship.map((h, i) => ({ h, i })).sort((a, b) => b.h - a.h || a.i - b.i);
  const ranks = new Array<number>(hardship.length);
  let below = 0;
  decileShares.forEach((_, decile) => {
    const share = decileShares.slice(0, decile + 1).reduce((a, b) => a + b, 0);
    const upTo = decile === 9 ? order.length : Math.round(share * order.length);
    const taken = new Set<number>();
    while (taken.size < upTo - below)
      taken.add(1 + Math.floor(((decile + random.next()) / 10) * nationalAreas));
    const sorted = [...taken].sort((a, b) => a - b);
    order.slice(below, upTo).forEach(({ i }, k) => {
      ranks[i] = sorted[k]!;
    });
    below = upTo;
  });
  return ranks;
}
