import { arrowOf } from "../store/arrow.js";
import { pageDataset } from "../store/page-dataset.js";
import { observationQuery } from "./observations.js";

export default pageDataset(import.meta.url, {
  title: "Figures for small areas (LSOA 2021)",
  make: ({ db, sources }) =>
    arrowOf(db, observationQuery("observation.level = 'lsoa' AND breakdown = 'all'", sources)),
});
