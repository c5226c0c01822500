import { capital } from "./format.js";
import { formatCount, formatDecimal } from "./numbers.js";
import { pooledInWords } from "./pooled-period.js";
import { type Figured, formatValue, hasValue } from "./status.js";

/** A measure told to families: the answer for a number of children in every hundred. The page has the question. */
interface Telling {
  /** For a choice among measures. */
  short: string;
  /** What the bars count. */
  unit: string;
  answer: (inHundred: string) => string;
}

/** By indicator, in the order of the page. */
export const tellings: Record<string, Telling> = {
  "two-year-old-take-up": {
    short: "Two-year-olds with a free place",
    unit: "Of every 100 two-year-olds who can have a free place because their family gets extra support: how many have one",
    answer: (n) => `${n} two-year-olds who can have a free place have one`,
  },
  "three-and-four-year-old-take-up": {
    short: "Three- and four-year-olds with a free place",
    unit: "Of every 100 three- and four-year-olds: how many have a free place",
    answer: (n) => `${n} three- and four-year-olds have a free place`,
  },
  "asq-all-domains": {
    short: "How children are doing at two",
    unit: "Of every 100 children whose two-year review was filled in: how many do as well as expected in all five areas",
    answer: (n) => `${n} two-year-olds do as well as expected for their age`,
  },
  "good-level-of-development": {
    short: "How children are doing at the end of Reception",
    unit: "Of every 100 children at the end of Reception: how many have a good level of development",
    answer: (n) => `${n} children have a “good level of development” when they finish Reception`,
  },
};

/** "In Birmingham, about 64 in every 100 two-year-olds …", or why there is no number. */
export function tell(id: string, place: string, figure: Figured | null): string {
  const telling = tellings[id]!;
  if (figure && hasValue(figure)) {
    if (figure.value > 100)
      return `In ${place}, ${telling.answer("more children than were counted as able to: over 100 in every 100")}.`;
    return `In ${place}, ${telling.answer(`about ${formatCount(figure.value)} in every 100`)}.`;
  }
  return `${capital(place)}: ${whyNot(figure)}`;
}

/** The same of several periods together, for a place whose figure is left out for each of them. */
export function tellPooled(id: string, place: string, figure: Figured, period: string): string {
  return `Over ${pooledInWords(period)} taken together: ${tell(id, place, figure).replace(/^In/, "in")}`;
}

/** A percentage without a decimal place, which counts this small do not bear: "64%", or the status in words. */
export function roundPercent(figure: Figured): string {
  return hasValue(figure) ? `${formatDecimal(figure.value, 0)}%` : formatValue(figure, "percent");
}

/** Why there is no number, in a sentence for families. */
export function whyNot(figure: Figured | null): string {
  switch (figure?.status) {
    case "suppressed":
      return "we left this figure out to protect children’s privacy. It stands for very few children, or somebody could work out such a figure from it.";
    case "not_applicable":
      return "no children were counted here, so there is no figure.";
    case "not_collected":
      return "nobody collected this figure for this time.";
    default:
      return "we do not have this figure.";
  }
}
