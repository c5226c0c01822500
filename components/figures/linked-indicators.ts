import { FileAttachment } from "observablehq:stdlib";
import type { Indicators } from "../../loaders/explore/indicators.json.js";
import { element } from "../element.js";
import { dataTable } from "../tables/data-table.js";
import { formatDate } from "../words/format.js";
import { linkageTable } from "./rests-on.js";

/** The indicators that rest on linked records, as a table: how many were found in the newest period of each. */
export async function linkedIndicators(): Promise<HTMLElement> {
  const about = await FileAttachment("../../data/indicators.json").json<Indicators>();
  if (about.linkage.length === 0)
    return element("p", { class: "ey-empty" }, "No indicator rests on linked records yet.");
  return dataTable({
    caption: "Indicators that rest on linked records, newest period, whole city",
    table: linkageTable(about.linkage, about.indicators),
    source: "The links of the last refresh",
    asOf: formatDate(about.asOf),
    sample: about.sample,
  });
}
