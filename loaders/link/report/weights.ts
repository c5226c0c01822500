import type { ReportTable } from "./table.js";

/** Width of a bin, in bits. */
const width = 0.25;

/**
 * How many pairs have which match weight, by bins a quarter of a bit wide, each named by its lower end; and how many
 * of them are one person's in the end. From `model_pair`, which keeps pairs from the lowest threshold up.
 */
export const weightTable: ReportTable = {
  name: "link_weight",
  columns: "bin DOUBLE, pairs BIGINT, joined BIGINT",
  query: `
    WITH person AS (SELECT DISTINCT distinct_id, person_id FROM person_record WHERE distinct_id IS NOT NULL),
    weighed AS (
      SELECT floor(match_weight / ${width}) * ${width} AS bin, l.person_id = r.person_id AS joined
      FROM model_pair
      JOIN person AS l ON l.distinct_id = left_id
      JOIN person AS r ON r.distinct_id = right_id
    )
    SELECT bin, count(*) AS pairs, count(*) FILTER (joined) AS joined
    FROM weighed
    GROUP BY bin
    ORDER BY bin`,
};
