import { arrowOf } from "../store/arrow.js";
import { pageDataset } from "../store/page-dataset.js";
import { observationQuery } from "./observations.js";

export default pageDataset(import.meta.url, {
  title: "Figures for wards, localities, the city and its comparators",
  make: ({ db, sources }) =>
    arrowOf(db, observationQuery("observation.level <> 'lsoa' AND breakdown = 'all'", sources)),
});
