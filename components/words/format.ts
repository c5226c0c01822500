import { formatCount } from "./numbers.js";

/** Words for dates, lists and names, as pages and descriptions write them. British English. */

// Made once: a page that tells the date of each of its figures would spend most of its time on making it.
const dayFormat = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "long",
  year: "numeric",
  timeZone: "UTC",
});

/** A date as "31 October 2026" from year-month-day; "an unknown date" where there is none. */
export function formatDate(date: string | Date | null | undefined): string {
  if (!date) return "an unknown date";
  const day = typeof date === "string" ? new Date(`${date.slice(0, 10)}T00:00:00Z`) : date;
  if (Number.isNaN(day.getTime())) return "an unknown date";
  return dayFormat.format(day);
}

/** A moment as "24 November 2026 at 14:05", by the clock of whoever reads it. */
export function formatTime(iso: string): string {
  return new Date(iso).toLocaleString("en-GB", { dateStyle: "long", timeStyle: "short" });
}

/** A count with its noun: "1 ward", "3 wards". */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** A list in words: "a", "a and b", "a, b and c". */
export function formatList(items: readonly string[]): string {
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}

/** A text with a capital first letter. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What an axis or a caption calls a unit: "%" for percent, the unit itself otherwise. */
export function unitLabel(unit: string): string {
  return unit === "percent" ? "%" : unit;
}

/** A level's name in the singular or plural: "small area" for lsoa. */
export function levelName(level: string, many = false): string {
  const names: Record<string, [string, string]> = {
    lsoa: ["small area", "small areas"],
    msoa: ["middle-layer area", "middle-layer areas"],
    ward: ["ward", "wards"],
    locality: ["locality", "localities"],
    city: ["city", "cities"],
    region: ["region", "regions"],
    country: ["country", "countries"],
    neighbour: ["statistical neighbour", "statistical neighbours"],
  };
  const [one, all] = names[level] ?? [level, `${level}s`];
  return many ? all : one;
}

/** A breakdown's name: "free school meals" for fsm. */
export function breakdownName(breakdown: string): string {
  const names: Record<string, string> = {
    all: "all children",
    sex: "sex",
    ethnic_group: "ethnic group",
    fsm: "free school meals",
    send: "special educational needs",
    deprivation_quintile: "deprivation",
  };
  return names[breakdown] ?? breakdown.replaceAll("_", " ");
}

/** A category's name, as a chart's key writes it. */
export function categoryName(breakdown: string, category: string): string {
  const names: Record<string, Record<string, string>> = {
    all: { all: "All children" },
    sex: { female: "Girls", male: "Boys" },
    fsm: { yes: "Free school meals", no: "No free school meals" },
    send: { none: "No identified needs", support: "SEN support", ehcp: "Education, health and care plan" },
    deprivation_quintile: {
      1: "1, most deprived fifth",
      2: "2",
      3: "3",
      4: "4",
      5: "5, least deprived fifth",
    },
  };
  return names[breakdown]?.[category] ?? category;
}

/**
 * A name as it stands within a sentence: “health visitors’ reviews”. One that begins with an abbreviation keeps its capitals,
 * and so does a proper name, which has a second: “Early Years Foundation Stage Profile return”.
 */
export function inSentence(name: string): string {
  const isCommon = /^[A-Z][a-z]/.test(name) && !/^\S+ [A-Z][a-z]/.test(name);
  return isCommon ? name[0]!.toLowerCase() + name.slice(1) : name;
}
