import type { Briefing } from "../../loaders/briefings/briefing.json.js";
import { originOf } from "../figures/briefing-figures.js";
import type { Figure } from "../words/findings.js";
import type { Numbered } from "../words/narrative.js";
import { hasValue } from "../words/status.js";

/** A figure as it stands in a sentence, and whether there is one. */
export type FigureInWords = Numbered & { available: boolean };

type Indicator = Pick<Briefing["indicators"][number], "name" | "unit">;

/** A figure of the briefing as it stands in a sentence, or a text in its place, with where it comes from. */
export function figureInWords(
  data: Briefing,
  { name, unit }: Indicator,
  row: Figure,
  text?: string,
): FigureInWords {
  const { source, asOf, sample } = originOf(data, [row]);
  const origin = { measure: name, unit, period: row.period, note: row.note, source, asOf, sample };
  return text === undefined
    ? { ...row, available: hasValue(row), origin }
    : { text, available: true, origin };
}

/** Stands in a sentence for a figure that there is none of. */
export function noFigure(data: Briefing, measure: string): FigureInWords {
  const origin = {
    measure,
    unit: "count",
    source: "none",
    period: "no period",
    asOf: "an unknown date",
    sample: data.sample,
  };
  return { value: null, status: "not_available", available: false, origin };
}
