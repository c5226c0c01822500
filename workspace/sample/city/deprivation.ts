/** LSOAs of 2021 in England: ranks run from 1 to this. */
export const nationalAreas = 33_755;

// Roughly how the national score falls with rank: share of areas that are more deprived → score.
const curve: [number, number][] = [
  [0, 84],
  [0.02, 63],
  [0.05, 52],
  [0.1, 42],
  [0.2, 32],
  [0.3, 25],
  [0.4, 20],
  [0.5, 16.5],
  [0.6, 13.5],
  [0.7, 10.7],
  [0.8, 8.2],
  [0.9, 5.7],
  [1, 0.7],
];

/** The decile (1 = most deprived tenth), an approximate score, and the sample's own measures of hardship. */
export function deprivationOf(rank: number): {
  decile: number;
  score: number;
  deprivation: number;
  poverty: number;
} {
  const position = (rank - 0.5) / nationalAreas;
  const deprivation = 1 - position;
  return {
    decile: Math.min(10, 1 + Math.floor(position * 10)),
    score: Math.round(scoreAt(position) * 1000) / 1000,
    deprivation,
    poverty: 0.05 + 0.43 * deprivation ** 2.1,
  };
}

/** The score at a position from 0 (most deprived) to 1. */
export function scoreAt(position: number): number {
  const upper = curve.findIndex(([p]) => p >= position);
  if (upper <= 0) return curve[0]![1];
  const [p0, s0] = curve[upper - 1]!;
  const [p1, s1] = curve[upper]!;
  return s0 + ((s1 - s0) * (position - p0)) / (p1 - p0);
}
