import { type Codec, oneOf, readAddress, someOf, writeAddress } from "../inputs/url-state.js";
import { type CrossChoice, type CrossView, crossViews } from "./cross-counts.js";
import type { CrossData } from "./cross-data.js";
import type { Divided } from "./divided.js";

/** Names in the address. */
const names: Record<CrossView, string> = { area: "lsoa", period: "period", category: "group" };

type Offered = Pick<CrossData, "offered" | "breakdownsOf">;

/** The indicator and breakdown that an address asks for; the first ones where it asks for none that there is. */
export function askedIn(
  search: string,
  { offered, breakdownsOf }: Offered,
): Pick<CrossChoice, "indicator" | "breakdown"> {
  const indicator = read(search, "indicator", oneOf(offered.map(({ id }) => id)), offered[0]!.id);
  const all = breakdownsOf(indicator);
  return { indicator, breakdown: read(search, "breakdown", oneOf(all), all[0]!) };
}

/** What an address chooses of the areas, periods and groups that there are. */
export function chosenIn(
  search: string,
  areas: readonly { code: string }[],
  { periods, categories }: Pick<Divided, "periods" | "categories">,
): Pick<CrossChoice, CrossView> {
  return {
    area: read(search, names.area, someOf(codesOf(areas)), []),
    period: read(search, names.period, someOf(codesOf(periods)), []),
    category: read(search, names.category, someOf(categories), []),
  };
}

/** An address's search part with a choice. */
export function withChoice(search: string, choice: CrossChoice): string {
  let next = writeAddress(search, "indicator", choice.indicator);
  next = writeAddress(next, "breakdown", choice.breakdown);
  for (const view of crossViews) next = writeAddress(next, names[view], choice[view].join("."));
  return next;
}

/**
 * A choice with changes, without what no longer belongs to it: groups are of a breakdown, and breakdowns and periods of an
 * indicator.
 */
export function changed(
  choice: CrossChoice,
  changes: Partial<CrossChoice>,
  { breakdownsOf }: Pick<Offered, "breakdownsOf">,
): CrossChoice {
  const next = { ...choice, ...changes };
  if (changes.indicator === undefined && changes.breakdown === undefined) return next;
  const all = breakdownsOf(next.indicator);
  return {
    ...next,
    breakdown: all.includes(next.breakdown) ? next.breakdown : all[0]!,
    period: changes.indicator === undefined ? next.period : [],
    category: [],
  };
}

/** With a code where it was not among some, and without it where it was. */
export function toggled(codes: readonly string[], code: string): string[] {
  return codes.includes(code) ? codes.filter((one) => one !== code) : [...codes, code];
}

function read<T>(search: string, name: string, codec: Codec<T>, usual: T): T {
  const reading = readAddress(search, name, codec);
  return reading.kind === "value" ? reading.value : usual;
}

function codesOf(all: readonly { code: string }[]): string[] {
  return all.map(({ code }) => code);
}
