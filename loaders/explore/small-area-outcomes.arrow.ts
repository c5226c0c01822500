import { arrowOf } from "../store/arrow.js";
import { pageDataset } from "../store/page-dataset.js";
import { smallAreaQuery } from "./observations.js";

export default pageDataset(import.meta.url, {
  title: "Figures for small areas (LSOA 2021): how children do",
  make: ({ db }) => arrowOf(db, smallAreaQuery("theme = 'outcomes'")),
});
