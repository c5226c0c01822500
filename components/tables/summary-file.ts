import type { Summary } from "../../loaders/public/summary.json.js";
import type { Figured } from "../words/status.js";
import type { Basis } from "./file-figures.js";
import type { FiledFigure } from "./table-data.js";

/** A figure of the public summary as downloads have it, given the area that it is of. */
export function summaryFigure(
  measure: Summary["measures"][number],
  figure: Figured & { lower?: number | null; upper?: number | null },
  area: { code: string; name: string; level: "ward" | "locality" | "city" | "country" },
): FiledFigure {
  return {
    indicator: measure.id,
    indicator_name: measure.name,
    unit: measure.unit,
    level: area.level,
    area: area.code,
    area_name: area.name,
    period: measure.period ?? "",
    period_start: measure.periodStart ?? "",
    breakdown: "all",
    category: "all",
    numerator: null,
    denominator: null,
    value: figure.value,
    lower: figure.lower ?? null,
    upper: figure.upper ?? null,
    status: figure.status,
    // The city's figure may be its source's own: the summary does not say.
    basis: { ward: "protected", locality: "protected", city: null, country: "published" }[
      area.level
    ] as Basis | null,
    note: null,
    as_of: measure.asOf,
  };
}
