import { pageDataset } from "../page-dataset.js";
import { arrowOf } from "../store/arrow.js";
import { smallAreaQuery } from "./observations.js";

export default pageDataset(import.meta.url, {
  title: "Figures for small areas (LSOA 2021): services, places and health",
  make: ({ db, sources }) =>
    arrowOf(db, smallAreaQuery("theme NOT IN ('outcomes', 'deprivation', 'people')", sources)),
});
