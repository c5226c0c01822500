import { tableDataset } from "../page-dataset.js";
import { smallAreaQuery } from "./observations.js";

export default tableDataset(import.meta.url, {
  title: "Figures for small areas (LSOA 2021): how children do",
  query: ({ sources }) => smallAreaQuery("theme = 'outcomes'", sources),
});
