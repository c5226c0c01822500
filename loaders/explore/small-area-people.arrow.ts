import { pageDataset } from "../page-dataset.js";
import { arrowOf } from "../store/arrow.js";
import { smallAreaQuery } from "./observations.js";

export default pageDataset(import.meta.url, {
  title: "Figures for small areas (LSOA 2021): people and homes",
  make: ({ db, sources }) => arrowOf(db, smallAreaQuery("theme = 'people'", sources)),
});
