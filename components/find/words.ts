import { fundedHours, serviceKinds } from "../directory/service.js";
import { formatList, plural } from "../words/format.js";
import { formatCount, formatDecimal } from "../words/numbers.js";
import { detour, type Found, minutesPerMile, type Wanted } from "./search.js";

/** All words of the page that are not a service's own, in one place. */
export const words = {
  near: "Postcode, or part of the city",
  show: "Show",
  nearMe: "Near me",
  stays: "Your postcode stays on this device: we never see it.",
  kind: "What are you looking for?",
  age: "Child’s age",
  anyAge: "Any age",
  funded: "Funded hours",
  hours: "Hours",
  year: "Time of year",
  language: "Language",
  any: "Does not matter",
  more: "More choices",
  ring: "Ring",
  directions: "Directions",
  keep: "Keep",
  kept: "Kept",
  askForPlace: "Ring to ask whether there is a place.",
  details: "More about it",
  further: "Show more",
  may: "These may fit: ring to ask",
  list: "Your list",
  listHelp: "Your list stands in this page’s address and nowhere else. Send the address to share it.",
  lost: "We do not know that postcode or part of the city. Check it, or choose a part of the city from the list below.",
  noPosition: "Your device did not say where it is. Write a postcode instead.",
  unreached: "The list of places could not be fetched. Try again, or ring one of the numbers below.",
  nothing: "Nothing that we know of fits all of that.",
  nearest: "The nearest that fit some of it",
  map: "Where they are",
} as const;

/** The choices of what to look for, with their words. */
export const kindChoices: readonly [string, string][] = [
  ["", "Anything for families"],
  ["childcare", "Any childcare"],
  ...Object.entries(serviceKinds),
];

export const fundedChoices: readonly [string, string][] = [
  ["", words.any],
  ...Object.entries(fundedHours).map(
    ([key, text]) => [key, text.charAt(0).toUpperCase() + text.slice(1)] as [string, string],
  ),
];

export const hoursChoices: readonly [string, string][] = [
  ["", words.any],
  ["early", "Opens before 8am"],
  ["late", "Open after 5:30pm"],
  ["weekend", "Open at the weekend"],
];

export const yearChoices: readonly [string, string][] = [
  ["", words.any],
  ["all-year", "All year"],
  ["term", "Term time"],
];

export const ageChoices: readonly [string, string][] = [
  ["", words.anyAge],
  ["0", "Under 1"],
  ...Array.from({ length: 10 }, (_, i) => [String(i + 1), String(i + 1)] as [string, string]),
];

export const checks: readonly [key: "needs" | "meals" | "good", text: string][] = [
  ["needs", "Tells what help it gives with special needs"],
  ["meals", "Gives meals"],
  ["good", "Good, outstanding, or no area that needs attention"],
];

const wishWords: Record<keyof Wanted, string> = {
  kind: "what it is",
  age: "which ages it takes",
  funded: "whether it takes those hours",
  hours: "when it is open",
  year: "which weeks it is open",
  needs: "what help it gives with special needs",
  language: "which languages are spoken",
  meals: "whether it gives meals",
  good: "how it was judged",
};

/** “8 minutes”, “about 25 minutes”. */
export function walkWords({ miles, isAbout }: Found): string {
  if (miles === undefined) return "";
  const minutes = Math.max(1, Math.round(miles * minutesPerMile));
  return `${isAbout ? "about " : ""}${plural(minutes, "minute")}`;
}

/** How distances are told, in a sentence. */
export const howFar = `Minutes are on foot with a small child. We take the straight line times ${formatDecimal(detour, 1)}, as streets wind, and ${formatCount(minutesPerMile)} minutes a mile.`;

/** How many were found, and how many of them within half an hour. */
export function countWords(meet: readonly Found[], where: string): string {
  const close = meet.filter(({ miles = Infinity }) => miles * minutesPerMile <= 30).length;
  return `${plural(meet.length, "place fits", "places fit")} near ${where}, ${formatCount(close)} of them within half an hour on foot.`;
}

/** “Ring to ask which ages it takes and whether it gives meals.” */
export function askWords({ unknown }: Found): string {
  return unknown.length
    ? `Ring to ask ${formatList(unknown.map((wish) => wishWords[wish]))}.`
    : words.askForPlace;
}
