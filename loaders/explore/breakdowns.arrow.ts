import { tableDataset } from "../page-dataset.js";
import { observationQuery } from "./observations.js";

export default tableDataset(import.meta.url, {
  title: "The same figures by sex, ethnic group and other breakdowns",
  query: ({ sources }) => observationQuery("observation.level <> 'lsoa' AND breakdown <> 'all'", sources),
});
