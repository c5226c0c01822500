import { tableDataset } from "../page-dataset.js";
import { observationQuery } from "./observations.js";

export default tableDataset(import.meta.url, {
  title: "Figures for wards, localities, the city and its comparators",
  query: ({ sources }) => observationQuery("observation.level <> 'lsoa' AND breakdown = 'all'", sources),
});
