import { z } from "zod";
import { pageDataset } from "../page-dataset.js";
import { areaSchema, areasOf } from "./areas.js";

export default pageDataset(import.meta.url, {
  title: "Middle-layer areas (MSOA 2021)",
  schema: z.array(areaSchema),
  make: ({ db }) => areasOf(db, "msoa"),
});
