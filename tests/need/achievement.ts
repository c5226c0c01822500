/**
 * The figures of 23 countries that the OECD and JRC, Handbook on constructing composite indicators: methodology and user guide
 * (2008), works its examples on: the eight indicators of the Technology Achievement Index, Table A.2. Telephones and
 * electricity are logarithms. They stand in the order of the countries' ranks by equal weights in Table 23.
 */
export const achievement: readonly (readonly [country: string, ...figures: number[]])[] = [
  ["Finland", 187, 125.6, 200.2, 50.7, 3.08, 4.15, 10, 27.4],
  ["United States", 289, 130, 179.1, 66.2, 3.0, 4.07, 12, 13.9],
  ["Sweden", 271, 156.6, 125.8, 59.7, 3.1, 4.14, 11.4, 15.3],
  ["Japan", 994, 64.6, 49, 80.8, 3.0, 3.86, 9.5, 10],
  ["Korea", 779, 9.8, 4.8, 66.7, 2.97, 3.65, 10.8, 23.2],
  ["Netherlands", 189, 151.2, 136, 50.9, 3.02, 3.77, 9.4, 9.5],
  ["United Kingdom", 82, 134, 57.4, 61.9, 3.02, 3.73, 9.4, 14.9],
  ["Singapore", 8, 25.5, 72.3, 74.9, 2.95, 3.83, 7.1, 24.2],
  ["Canada", 31, 38.6, 108, 48.7, 2.94, 4.18, 11.6, 14.2],
  ["Australia", 75, 18.2, 125.9, 16.2, 2.94, 3.94, 10.9, 25.3],
  ["Germany", 235, 36.8, 41.2, 64.2, 2.94, 3.75, 10.2, 14.4],
  ["Norway", 103, 20.2, 193.6, 19, 3.12, 4.39, 11.9, 11.2],
  ["Ireland", 106, 110.3, 48.6, 53.6, 2.97, 3.68, 9.4, 12.3],
  ["Belgium", 72, 73.9, 58.9, 47.6, 2.91, 3.86, 9.3, 13.6],
  ["New Zealand", 103, 13, 146.7, 15.4, 2.86, 3.91, 11.7, 13.1],
  ["Austria", 165, 14.8, 84.2, 50.3, 2.99, 3.79, 8.4, 13.6],
  ["France", 205, 33.6, 36.4, 58.9, 2.97, 3.8, 7.9, 12.6],
  ["Israel", 74, 43.6, 43.2, 45, 2.96, 3.74, 9.6, 11],
  ["Spain", 42, 8.6, 21, 53.4, 2.86, 3.62, 7.3, 15.6],
  ["Italy", 13, 9.8, 30.4, 51, 3.0, 3.65, 7.2, 13],
  ["Czech Republic", 28, 4.2, 25, 51.7, 2.75, 3.68, 9.5, 8.2],
  ["Hungary", 26, 6.2, 21.6, 63.5, 2.73, 3.46, 9.1, 7.7],
  ["Slovenia", 105, 4, 20.3, 49.5, 2.84, 3.71, 7.1, 10.6],
];

/** Each indicator's figures, in the order of the countries. */
export const columns = Array.from({ length: 8 }, (_, j) =>
  Float64Array.from(achievement, (row) => row[j + 1] as number),
);

/**
 * Between which figures United Nations, Human Development Report 2001, technical note 2, scales each: the least and the
 * greatest of all countries, and the average of the OECD where more says nothing of achievement.
 */
export const goalposts: readonly (readonly [number, number])[] = [
  [0, 994],
  [0, 272.6],
  [0, 232.4],
  [0, 80.8],
  [0, Math.log10(901)],
  [Math.log10(22), Math.log10(6969)],
  [0.8, 12],
  [0.1, 27.4],
];

/** Years of schooling, as z-score and min–max: columns of Table 15. */
export const schooling = {
  deviations: {
    Finland: 0.26,
    "United States": 1.52,
    Sweden: 1.14,
    Japan: -0.06,
    Norway: 1.46,
    Singapore: -1.58,
    Israel: 0,
  },
  range: {
    Finland: 0.59,
    "United States": 1,
    Sweden: 0.88,
    Japan: 0.49,
    Norway: 0.98,
    Singapore: 0,
    Israel: 0.51,
  },
} as const;
