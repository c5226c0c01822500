import type { City } from "../registry/city.js";
import { type Change, changesSince } from "./changes.js";
import type { OpenTable } from "./tables.js";

/** When a file was first published under its name, and when what it holds was last changed, as year-month-day. */
export interface PublishedOn {
  issued: string;
  modified: string;
}

/**
 * When each of some files was published and changed, given what is published today in place of files before, whose change
 * log is `log`. A file that was withdrawn and comes back is issued anew.
 */
export function publishedOn(
  before: ReadonlyMap<string, string>,
  now: ReadonlyMap<string, string>,
  log: readonly Change[],
  today: string,
): Map<string, PublishedOn> {
  const lines = changesSince(before, now, log, today);
  return new Map(
    [...now.keys()].map((file) => {
      const own = lines.filter((line) => line.file === file);
      const first = own.find(({ change }) => change === "added") ?? own.at(-1);
      return [file, { issued: first?.published ?? today, modified: own[0]?.published ?? today }];
    }),
  );
}

/** All dates that descriptions of a table give. Undefined where there is none. */
export interface TableDates {
  issued: string | undefined;
  modified: string | undefined;
  temporal: { start: string; end: string } | undefined;
}

/** The dates of a table: when it was published where that is known, else the date that its figures are as of. */
export function datesOf(
  { id, asOf, covers }: OpenTable,
  published: ReadonlyMap<string, PublishedOn>,
): TableDates {
  const on = published.get(`${id}.csv`);
  return {
    issued: on?.issued,
    modified: on?.modified ?? asOf ?? undefined,
    temporal: covers ? { start: covers.from, end: covers.to } : undefined,
  };
}

/** The dates of all tables together: issued with the first, changed with the last. */
export function datesOfAll(
  tables: readonly OpenTable[],
  published: ReadonlyMap<string, PublishedOn>,
): TableDates {
  const dates = tables.map((table) => datesOf(table, published));
  const sorted = (texts: (string | undefined)[]) => texts.filter((text) => text !== undefined).sort();
  const start = sorted(dates.map(({ temporal }) => temporal?.start))[0];
  const end = sorted(dates.map(({ temporal }) => temporal?.end)).at(-1);
  return {
    issued: sorted(dates.map(({ issued }) => issued))[0],
    modified: sorted(dates.map(({ modified }) => modified)).at(-1),
    temporal: start && end ? { start, end } : undefined,
  };
}

/** How often a table is renewed; undefined of a table that is of no period. */
export function frequencyOf({ cadence }: OpenTable): Frequency | undefined {
  return cadence === null ? undefined : frequencies[cadence];
}

export interface Frequency {
  words: string;
  /** The code in the European Union's list of frequencies. */
  code: string;
}

/** By the registry's word. The school year has three terms. */
const frequencies: Record<NonNullable<OpenTable["cadence"]>, Frequency> = {
  daily: { words: "daily", code: "DAILY" },
  weekly: { words: "weekly", code: "WEEKLY" },
  monthly: { words: "monthly", code: "MONTHLY" },
  quarterly: { words: "quarterly", code: "QUARTERLY" },
  termly: { words: "three times a year, with each term", code: "ANNUAL_3" },
  annual: { words: "once a year", code: "ANNUAL" },
  irregular: { words: "irregularly", code: "IRREG" },
};

/** The place that all tables are about, by its address among the places of official statistics. */
export function placeOf({ code, name }: City): { address: string; code: string; name: string } {
  return { address: `http://statistics.data.gov.uk/id/statistical-geography/${code}`, code, name };
}
