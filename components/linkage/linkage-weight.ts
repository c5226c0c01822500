import { element, uniqueId } from "../element.js";
import { formatCount, formatDecimal, formatSigned } from "../words/numbers.js";

/** The probability that a match weight in bits stands for. */
export function probabilityOf(weight: number): number {
  return 1 / (1 + 2 ** -weight);
}

/** The match weight in bits of a probability. */
export function weightOf(probability: number): number {
  return Math.log2(probability / (1 - probability));
}

/** A probability in words and three digits, in which 0 and 1 are never written for what is not quite. */
export function probabilityText(probability: number): string {
  if (probability > 0.9995) return "over 0.999";
  if (probability < 0.0005) return "under 0.001";
  return formatDecimal(probability, 3);
}

/** A weight with its sign: "+4.2", "−2.0". */
export function signedWeight(weight: number, places = 1): string {
  return formatSigned(weight, places);
}

/** Pairs by match weight, in bins a quarter of a bit wide. */
export interface Bin {
  bin: number;
  pairs: number;
  joined: number;
}

export interface Band {
  name: string;
  pairs: number;
  joined: number;
}

/** Where pairs fall between two thresholds in bits: matches, for review, and too unlikely. */
export function bandsOf(
  bins: readonly Bin[],
  { potential, match }: { potential: number; match: number },
): Band[] {
  const count = (name: string, from: number, to: number): Band => {
    const own = bins.filter(({ bin }) => bin >= from && bin < to);
    const sum = (key: "pairs" | "joined") => own.reduce((total, row) => total + row[key], 0);
    return { name, pairs: sum("pairs"), joined: sum("joined") };
  };
  const low = Math.min(potential, match);
  return [
    count("Match", match, Number.POSITIVE_INFINITY),
    count("For review", low, match),
    count("Low confidence", Number.NEGATIVE_INFINITY, low),
  ];
}

/** A weight to the quarter of a bit that the bins know. */
export function quarter(weight: number): number {
  return Math.round(weight * 4) / 4;
}

/** A slider over match weights in quarters of a bit. Its value is the weight. */
export function weightChooser({
  label,
  value,
  least,
  most,
}: {
  label: string;
  value: number;
  least: number;
  most: number;
}): HTMLElement & { value: number } {
  const id = uniqueId("weight");
  const input = element("input", { id, type: "range", min: least, max: most, step: 0.25, value });
  const output = element("output", { for: id });
  const tell = () => {
    const weight = Number(input.value);
    const text = `${signedWeight(weight, 2)} bits: probability ${probabilityText(probabilityOf(weight))}`;
    output.textContent = text;
    input.setAttribute("aria-valuetext", text);
  };
  tell();
  input.addEventListener("input", tell);
  const chooser = element(
    "div",
    { class: "ey-weight-chooser ey-control" },
    element("label", { for: id }, label),
    input,
    output,
  );
  return Object.defineProperty(chooser, "value", {
    get: () => Number(input.value),
    set: (weight: number) => {
      input.value = String(weight);
      tell();
    },
  }) as unknown as HTMLElement & { value: number };
}

/** "1,234 pairs, 1,200 of them joined". */
export function bandText({ pairs, joined }: Band): string {
  if (pairs === 0) return "no pair";
  return `${formatCount(pairs)} ${pairs === 1 ? "pair" : "pairs"}, ${joined === 0 ? "none" : formatCount(joined)} joined`;
}
