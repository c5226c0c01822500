/** A query to begin with. */
export interface QueryExample {
  title: string;
  sql: string;
}

/** Queries of a few kinds, each of which can be run as it is. */
export const queryExamples: readonly QueryExample[] = [
  {
    title: "Ten wards with the highest take-up",
    sql: `SELECT area_name, period, numerator, denominator, round(value, 1) AS value
FROM observations
WHERE indicator = 'two-year-old-take-up' AND level = 'ward' AND status = 'value'
ORDER BY period_start DESC, value DESC
LIMIT 10`,
  },
  {
    title: "Take-up of girls and boys over time",
    sql: `SELECT period, category, round(value, 1) AS value
FROM breakdowns
WHERE indicator = 'two-year-old-take-up' AND level = 'city' AND breakdown = 'sex'
ORDER BY period_start`,
  },
  {
    title: "Take-up in the most and the least deprived small areas",
    sql: `WITH tenth AS (
  SELECT area, value AS decile
  FROM small_area_deprivation
  WHERE indicator = 'deprivation-decile'
)
SELECT decile, sum(numerator) AS children, sum(denominator) AS eligible,
  round(100 * sum(numerator) / sum(denominator), 1) AS value
FROM small_area_observations JOIN tenth USING (area)
WHERE indicator = 'two-year-old-take-up'
GROUP BY decile
ORDER BY decile`,
  },
  {
    title: "A group of children in every ward, all periods together",
    sql: `SELECT ward_name, sum(numerator) AS children, sum(denominator) AS eligible,
  round(100 * sum(numerator) / sum(denominator), 1) AS value
FROM small_area_breakdowns
WHERE indicator = 'two-year-old-take-up' AND breakdown = 'sex' AND category = 'female'
GROUP BY ward_name
ORDER BY value DESC`,
  },
  {
    title: "What each indicator counts",
    sql: `SELECT id, name, numerator, denominator, unit, polarity
FROM indicators
ORDER BY theme, name`,
  },
];

/** A first look at a table. */
export function firstLook(table: string): string {
  return `SELECT *\nFROM ${table}\nLIMIT 100`;
}

/** Where the query page lies, with a query in its address. */
export function askedAt(sql: string, page = "./sql"): string {
  return `${page}?${new URLSearchParams({ query: sql })}`;
}
