import { tableDataset } from "../page-dataset.js";

export default tableDataset(import.meta.url, {
  title: "Figures by what another linked source tells of the same children",
  query: () => `
    SELECT
      indicator, joined, threshold, joined_figure.level, joined_figure.area, area.name AS area_name,
      period, strftime(period_start, '%Y-%m-%d') AS period_start, "within", within_category, category,
      numerator, denominator, value, lower, upper
    FROM joined_figure
    JOIN area ON area.code = joined_figure.area AND area.level = joined_figure.level
    ORDER BY indicator, joined, threshold NULLS FIRST, joined_figure.level, period_start, "within", within_category, joined_figure.area, category`,
});
