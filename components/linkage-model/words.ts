import { element } from "../element.js";
import { figure } from "../figures/figure.js";
import { type Chooser, selectChooser } from "../inputs/choosers.js";
import { weightHistogram, wholeBits } from "../linkage/linkage-histogram.js";
import { effectText, sharesByLevel, weightBars } from "../linkage/linkage-levels.js";
import { falls, waterfall } from "../linkage/linkage-waterfall.js";
import {
  bandText,
  probabilityOf,
  probabilityText,
  signedWeight,
  weightChooser,
  weightOf,
} from "../linkage/linkage-weight.js";
import { comparisonWords } from "../linkage/linkage-words.js";
import { dataTable } from "../tables/data-table.js";
import type { TableData } from "../tables/table.js";
import { plural } from "../words/format.js";
import { nothingToTell } from "../words/only.js";
import type { BandsInWords, ModelInWords } from "./sentences.js";

/** What each level of each comparison adds to a pair's match weight, as bars. */
export function weightsByLevel(model: ModelInWords): HTMLElement {
  const { data, weighed, origin } = model;
  const [most, least] = [weighed[0], weighed.at(-1)];
  if (!most || !least) return nothingToTell();
  const comparisons = new Set(data.levels.map(({ comparison }) => comparison));
  return figure({
    ...origin,
    title: "What each level adds to a pair’s match weight",
    unit: "Bits, log₂(m ÷ u): to the right for one child, to the left against. A rare shared value adds to this, a common one takes away.",
    description: `Bars for ${plural(data.levels.length, "level")} of ${plural(comparisons.size, "comparison")}, from ${signedWeight(least.weight)} to ${signedWeight(most.weight)} bits.`,
    chart: (width) => weightBars(data.levels, width),
    table: levelsOf(data.levels),
  });
}

/** How often pairs of one child, and of two, are on each level, as dots. */
export function shares(model: ModelInWords): HTMLElement {
  const { data, weighed, origin } = model;
  if (weighed.length === 0) return nothingToTell();
  return figure({
    ...origin,
    title: "m and u: how often pairs of one child, and of two, are on each level",
    unit: "Share of pairs, on a scale of powers of ten. Filled dot: m, of pairs of one child. Open square: u, of pairs of two children. The further apart, the more the level tells.",
    description: `m and u for ${plural(weighed.length, "level")}; the table has them all.`,
    chart: (width) => sharesByLevel(data.levels, width),
    table: levelsOf(data.levels),
  });
}

/** A slider for the weight from which a pair is a match. */
export function matchChooser(model: ModelInWords): ReturnType<typeof weightChooser> {
  const { weights } = model;
  return weightChooser({ label: "A match from", ...weights, value: weights.match });
}

/** A slider for the weight from which a pair is for review. */
export function reviewChooser(model: ModelInWords): ReturnType<typeof weightChooser> {
  const { weights } = model;
  return weightChooser({ label: "For review from", ...weights, value: weights.potential });
}

/** Pairs by match weight, with the two thresholds. */
export function histogram(model: ModelInWords, chosenBands: BandsInWords): HTMLElement {
  const {
    data,
    origin,
    weights: { least, most },
  } = model;
  const { available, bands, thresholds } = chosenBands;
  if (!available) return element("p", { class: "ey-empty" }, "The model has not compared any records yet.");
  const bits = wholeBits(data.weights);
  const words = bands.map((band) => `${band.name}: ${bandText(band)}.`);
  return figure({
    ...origin,
    title: "Pairs by match weight",
    unit: "Number of pairs of records in each bit of match weight, on a square-root scale. Dark: became one child. Light: did not.",
    description: `Bars for ${plural(bits.length, "bit")} from ${signedWeight(least)} to ${signedWeight(most)}. ${words.join(" ")}`,
    chart: (width) => weightHistogram(data.weights, { width, ...thresholds }),
    table: {
      columns: [
        { key: "from", label: "From (bits)" },
        { key: "pairs", label: "Pairs", unit: "count" },
        { key: "joined", label: "Joined", unit: "count" },
      ],
      rows: bits.map((row) => ({ ...row, from: String(row.from) })),
    },
  });
}

/** What becomes of pairs at the thresholds chosen, as a table. */
export function bandTable(model: ModelInWords, chosenBands: BandsInWords): HTMLElement {
  const { origin } = model;
  const { available, bands } = chosenBands;
  if (!available) return nothingToTell();
  return dataTable({
    ...origin,
    caption: "Pairs at the thresholds chosen",
    table: {
      columns: [
        { key: "name", label: "Outcome" },
        { key: "pairs", label: "Pairs", unit: "count" },
        { key: "joined", label: "Became one child", unit: "count" },
        { key: "apart", label: "Did not", unit: "count" },
      ],
      rows: bands.map((band) => ({ ...band, apart: band.pairs - band.joined })),
    },
  });
}

const kinds: Record<string, string> = {
  match: "Match",
  "kept apart": "Above the threshold, kept apart",
  "potential match": "For review",
  "low confidence": "Low confidence",
};

/** A list of patterns of agreement to look at. */
export function chooseExample(model: ModelInWords): Chooser {
  const { data } = model;
  const chooser = selectChooser({
    label: "Example",
    options: data.examples.map((one) => [
      String(one.example),
      `${kinds[one.kind]}: ${signedWeight(sumOf(one))} bits, ${plural(one.pairs, "pair")}`,
    ]),
  });
  chooser.hidden = data.examples.length === 0;
  return chooser;
}

/** How the pairs of an example come to their weight, step by step. */
export function steps(model: ModelInWords, example: string): HTMLElement {
  const { data, origin, weights } = model;
  const shown = data.examples.find((one) => String(one.example) === example);
  if (!shown)
    return element("p", { class: "ey-empty" }, "No pattern of agreement is shared by five pairs yet.");
  const sum = sumOf(shown);
  const fallen = falls(shown.steps);
  const { settings } = data;
  const at = (setting: string | undefined, otherwise: number) =>
    setting === undefined ? otherwise : weightOf(Number(setting));
  return figure({
    ...origin,
    title: `${kinds[shown.kind]}: ${signedWeight(sum)} bits, a probability of ${probabilityText(probabilityOf(sum))}`,
    unit: "Match weight in bits, step by step. Dashed: the thresholds of review and of a match. For rare or common values, the average over the pairs.",
    description: `${fallen.map((step) => `${step.label}: ${step.text}`).join(". ")}.`,
    chart: (width) =>
      waterfall(shown.steps, {
        width,
        match: at(settings.match, weights.match),
        potential: at(settings.potential, weights.potential),
      }),
    table: {
      columns: [
        { key: "label", label: "Step" },
        { key: "text", label: "Adds (bits)", name: null },
        { key: "sum", label: "Comes to (bits)", name: null },
      ],
      more: ["adds_bits", "comes_to_bits"].map((key) => ({ key, label: key })),
      rows: fallen.map((step) => ({
        label: step.label,
        text: step.text,
        sum: signedWeight(step.to),
        adds_bits: step.to - step.from,
        comes_to_bits: step.to,
      })),
    },
  });
}

/** All comparisons and their levels as a table. */
export function levelTable(model: ModelInWords): HTMLElement {
  const { data, origin } = model;
  return dataTable({ ...origin, caption: "Comparisons and their levels", table: levelsOf(data.levels) });
}

function levelsOf(levels: ModelInWords["data"]["levels"]): TableData {
  return {
    columns: [
      { key: "comparison", label: "Comparison" },
      { key: "label", label: "Level" },
      { key: "effect", label: "Weight (bits)", name: null },
      { key: "m", label: "m" },
      { key: "u", label: "u" },
      { key: "rarity", label: "Rare values count for more" },
    ],
    more: [{ key: "weight", label: "Weight (bits)", name: "weight_bits" }],
    rows: levels.map((level) => ({
      comparison: comparisonWords(level.comparison),
      label: level.label,
      effect: effectText(level),
      weight: level.weight,
      m: level.m === null ? "" : level.m.toPrecision(3),
      u: level.u === null ? "" : level.u.toPrecision(3),
      rarity: level.termFrequency ? "yes" : "",
    })),
  };
}

function sumOf({ steps }: ModelInWords["data"]["examples"][number]): number {
  return steps.reduce((sum, step) => sum + step.weight, 0);
}
