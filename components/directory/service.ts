/** What a service is, in the words of families. The order is that of pages. */
export const serviceKinds = {
  nursery: "Nursery",
  "school-nursery": "School nursery",
  playgroup: "Playgroup",
  childminder: "Childminder",
  club: "After-school or holiday club",
  centre: "Children’s centre",
  hub: "Family hub",
  group: "Group for families",
  clinic: "Health clinic",
  advice: "Advice line",
} as const;

export type ServiceKind = keyof typeof serviceKinds;

/** Those that look after children without their parents. */
export const childcareKinds: readonly ServiceKind[] = [
  "nursery",
  "school-nursery",
  "playgroup",
  "childminder",
  "club",
];

/** Places of work in somebody's home: their address is never shown. */
export const homeKinds: readonly ServiceKind[] = ["childminder"];

/** Which funded hours a place takes. */
export const fundedHours = {
  "two-support": "funded two-year-olds",
  working: "hours for working parents",
  universal: "15 hours for three- and four-year-olds",
} as const;

export type FundedHours = keyof typeof fundedHours;

/** A time of the week at which a service is open. */
export interface Session {
  /** Days in the letters of calendars, as in MO,TU. */
  days: string;
  /** As in 07:30. */
  opens: string;
  closes: string;
  /** What takes place, where that differs by session. */
  what?: string | undefined;
}

/** What the inspectorate found, under the rules of its time. A service can have either, both or none. */
export interface Inspection {
  /** The last inspection that could give one overall grade; the grade is null where it gave none. */
  overall?: { grade: string | null; date: string | null } | undefined;
  /** The last inspection that graded area by area, as since November 2025. */
  areas?:
    | { grades: { area: string; grade: string }[]; safeguarding?: string | undefined; date: string | null }
    | undefined;
}

/** Where what is said of one thing comes from, and the day on which it was last confirmed. */
export interface Origin {
  /** The id of the source. */
  source: string;
  confirmed: string | null;
}

/**
 * A service that families use, at one place. What is not known is left out: a page says “ring to ask”. Each field that is there
 * has its origin under the same name.
 */
export interface Service {
  /** A UUID that stays the same from refresh to refresh. */
  id: string;
  /** Its number on a register: the inspectorate's or the schools'. */
  urn?: string | undefined;
  name: string;
  kind: ServiceKind;
  organisation?: string | undefined;
  description?: string | undefined;
  phone?: string | undefined;
  website?: string | undefined;
  address?: string | undefined;
  postcode?: string | undefined;
  /** Code and name of the ward that it is in. */
  ward?: string | undefined;
  latitude?: number | undefined;
  longitude?: number | undefined;
  /** Ages in years, the first and the last. */
  youngest?: number | undefined;
  oldest?: number | undefined;
  funded?: FundedHours[] | undefined;
  sessions?: Session[] | undefined;
  /** Weeks a year that it is open. */
  weeks?: number | undefined;
  needs?: string | undefined;
  languages?: string[] | undefined;
  meals?: boolean | undefined;
  cost?: string | undefined;
  /** Children that it may care for at one time. */
  places?: number | undefined;
  inspection?: Inspection | undefined;
  origins: Record<string, Origin>;
  /** The day on which how to reach it was last confirmed; null where nobody said. */
  confirmed: string | null;
}
