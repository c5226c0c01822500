import { tableDataset } from "../page-dataset.js";
import { smallAreaQuery } from "./observations.js";

export default tableDataset(import.meta.url, {
  title: "Figures for small areas (LSOA 2021): services, places and health",
  query: ({ sources }) => smallAreaQuery("theme NOT IN ('outcomes', 'deprivation', 'people')", sources),
});
