import { tableDataset } from "../page-dataset.js";
import { smallAreaQuery } from "./observations.js";

export default tableDataset(import.meta.url, {
  title: "Figures for small areas (LSOA 2021): people and homes",
  query: ({ sources }) => smallAreaQuery("theme = 'people'", sources),
});
