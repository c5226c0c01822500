import { fundedHours, serviceKinds } from "../directory/service.js";
import type { Speaker } from "../messages/speaker.js";
import { capital } from "../words/format.js";
import { detour, type Found, minutesPerMile, type Wanted } from "./search.js";

type Choices = readonly [string, string][];

/** The choices of what to look for, with their words. */
export function kindChoices({ say }: Speaker): Choices {
  return [
    ["", say("kind.all")],
    ["childcare", say("kind.childcare")],
    ...Object.keys(serviceKinds).map((kind): [string, string] => [kind, say(`places.kind.${kind}`)]),
  ];
}

export function fundedChoices({ say }: Speaker): Choices {
  return [
    ["", say("any")],
    ...Object.keys(fundedHours).map((key): [string, string] => [key, capital(say(`places.funded.${key}`))]),
  ];
}

export function hoursChoices({ say }: Speaker): Choices {
  return [
    ["", say("any")],
    ...["early", "late", "weekend"].map((key): [string, string] => [key, say(`hours.${key}`)]),
  ];
}

export function yearChoices({ say }: Speaker): Choices {
  return [
    ["", say("any")],
    ...["all-year", "term"].map((key): [string, string] => [key, say(`year.${key}`)]),
  ];
}

export function ageChoices({ say, digits }: Speaker): Choices {
  return [
    ["", say("age.any")],
    ["0", say("age.under")],
    ...Array.from({ length: 10 }, (_, i): [string, string] => [String(i + 1), digits(String(i + 1))]),
  ];
}

export const checks = ["needs", "meals", "good"] as const satisfies readonly (keyof Wanted)[];

/** “8 minutes”, “about 25 minutes”. */
export function walkSaid({ say }: Speaker, { miles, isAbout }: Found): string {
  if (miles === undefined) return "";
  const walk = say("walk", { minutes: Math.max(1, Math.round(miles * minutesPerMile)) });
  return isAbout ? say("about", { walk }) : walk;
}

/** How distances are told, in a sentence. */
export function howFar({ say }: Speaker): string {
  return say("howFar", { detour, minutes: minutesPerMile });
}

/** How many were found, and how many of them within half an hour. */
export function countSaid({ say }: Speaker, meet: readonly Found[], where: string): string {
  const close = meet.filter(({ miles = Infinity }) => miles * minutesPerMile <= 30).length;
  return say("count", { places: meet.length, close, where });
}

/** “Ring to ask which ages it takes and whether it gives meals.” */
export function askSaid({ say, list }: Speaker, { unknown }: Found): string {
  return unknown.length
    ? say("ask", { list: list(unknown.map((wish) => say(`wish.${wish}`))) })
    : say("askPlace");
}
