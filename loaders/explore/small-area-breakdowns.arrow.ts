import { tableDataset } from "../page-dataset.js";
import { areaNames } from "./areas.js";

// As narrow as it can be: in a large city it has more rows than all others together. Limits come from the counts, and a value
// has four decimals, which is more than any page shows.
export default tableDataset(import.meta.url, {
  title: "Figures for small areas (LSOA 2021) by sex, ethnic group and other breakdowns",
  query: () => `
    WITH named AS (${areaNames})
    SELECT
      indicator, source, area, named.name AS area_name, ward.name AS ward_name,
      period, strftime(period_start, '%Y-%m-%d') AS period_start,
      breakdown, category, numerator, denominator, round(value, 4) AS value, status, strftime(as_of, '%Y-%m-%d') AS as_of
    FROM observation
    LEFT JOIN named ON named.code = area AND named.level = 'lsoa'
    LEFT JOIN area AS ward ON ward.code = named.parent AND ward.level = 'ward'
    WHERE observation.level = 'lsoa' AND breakdown <> 'all'
    ORDER BY indicator, breakdown, period_start, category, area`,
});
