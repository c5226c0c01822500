import { pageDataset } from "../page-dataset.js";
import { arrowOf } from "../store/arrow.js";
import { observationQuery } from "./observations.js";

export default pageDataset(import.meta.url, {
  title: "The same figures by sex, ethnic group and other breakdowns",
  make: ({ db, sources }) =>
    arrowOf(db, observationQuery("observation.level <> 'lsoa' AND breakdown <> 'all'", sources)),
});
