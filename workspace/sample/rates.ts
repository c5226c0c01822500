/**
 * How often each system's records are wrong, as a share of children (or of rows where it says so).
 * One table, so that tests can hold the extracts against it.
 */
export interface Rates {
  /** A transliteration, another spelling or a nickname, of names that have one. */
  variant: number;
  /** A compound name without its hyphen or in part. */
  compound: number;
  /** A slip of the keyboard in the forename; likewise in the surname. */
  typo: number;
  /** Forename in the surname's place. */
  swappedNames: number;
  /** Day and month the wrong way round, where that gives a date. */
  swappedDayMonth: number;
  /** One part of the date of birth wrong. */
  wrongDate: number;
  /** A date that does not exist or cannot be right: the row belongs in quarantine. */
  impossibleDate: number;
  /** White space around a name. */
  spacing: number;
  /** A surname all in capitals or all in small letters. */
  casing: number;
  /** A postcode typed carelessly (rows). */
  postcode: number;
  /** The address from before the last move (rows, of families that have moved). */
  oldAddress: number;
  /** Without the system's identifier, and with a wrong one. */
  missingIdentifier: number;
  wrongIdentifier: number;
  /** A second record of the child (children), or the same row twice (rows). */
  duplicate: number;
  /** Delivered at the end of the file, out of order (rows). */
  late: number;
  /** With a code or figure that the system should not have let through: belongs in quarantine (rows). */
  badRow: number;
}

export type System = "register" | "visiting" | "headcount" | "eligible" | "centres" | "profile";

export const rates: Record<System, Rates> = {
  register: {
    variant: 0.01,
    compound: 0.05,
    typo: 0.003,
    swappedNames: 0.001,
    swappedDayMonth: 0.0008,
    wrongDate: 0.001,
    impossibleDate: 0.0002,
    spacing: 0.002,
    casing: 0.004,
    postcode: 0.006,
    oldAddress: 0.18,
    missingIdentifier: 0.006,
    wrongIdentifier: 0.001,
    duplicate: 0.004,
    late: 0.004,
    badRow: 0.0005,
  },
  visiting: {
    variant: 0.03,
    compound: 0.12,
    typo: 0.007,
    swappedNames: 0.002,
    swappedDayMonth: 0.002,
    wrongDate: 0.002,
    impossibleDate: 0.0002,
    spacing: 0.004,
    casing: 0,
    postcode: 0.01,
    oldAddress: 0.1,
    missingIdentifier: 0.03,
    wrongIdentifier: 0.004,
    duplicate: 0.003,
    late: 0.01,
    badRow: 0.0006,
  },
  headcount: {
    variant: 0.08,
    compound: 0.3,
    typo: 0.016,
    swappedNames: 0.006,
    swappedDayMonth: 0.005,
    wrongDate: 0.004,
    impossibleDate: 0.0003,
    spacing: 0.01,
    casing: 0.02,
    postcode: 0.02,
    oldAddress: 0.15,
    missingIdentifier: 0,
    wrongIdentifier: 0,
    duplicate: 0.003,
    late: 0.01,
    badRow: 0.0006,
  },
  eligible: {
    variant: 0.04,
    compound: 0.2,
    typo: 0.008,
    swappedNames: 0.001,
    swappedDayMonth: 0.001,
    wrongDate: 0.001,
    impossibleDate: 0.0002,
    spacing: 0.002,
    casing: 0,
    postcode: 0.008,
    oldAddress: 0.2,
    missingIdentifier: 0,
    wrongIdentifier: 0,
    duplicate: 0.002,
    late: 0.003,
    badRow: 0.0005,
  },
  centres: {
    variant: 0.1,
    compound: 0.3,
    typo: 0.02,
    swappedNames: 0.008,
    swappedDayMonth: 0.006,
    wrongDate: 0.005,
    impossibleDate: 0.0004,
    spacing: 0.012,
    casing: 0.03,
    postcode: 0.03,
    oldAddress: 0,
    missingIdentifier: 0,
    wrongIdentifier: 0,
    duplicate: 0.03,
    late: 0.005,
    badRow: 0.0006,
  },
  profile: {
    variant: 0.04,
    compound: 0.15,
    typo: 0.006,
    swappedNames: 0.001,
    swappedDayMonth: 0.001,
    wrongDate: 0.001,
    impossibleDate: 0.0002,
    spacing: 0.003,
    casing: 0.005,
    postcode: 0.01,
    oldAddress: 0.08,
    missingIdentifier: 0.006,
    wrongIdentifier: 0.002,
    duplicate: 0.002,
    late: 0.005,
    badRow: 0.0006,
  },
};

/** Babies without a name yet, and names never filled in afterwards. */
export const placeholders = {
  /** Of children born in the last weeks before the register's extract. */
  newborn: 0.4,
  newbornDays: 45,
  /** Of all others on the register. */
  neverFilledIn: 0.006,
  /** Of reviews by type. */
  reviews: { "new birth": 0.15, "6-8 weeks": 0.02, "12 months": 0.002, "2-2.5 years": 0.001 } as Record<
    string,
    number
  >,
};

/** Temporary UPNs, of children in the profile. */
export const temporaryUpn = 0.015;

/** Who is where. */
export const coverage = {
  /** Children of the city who are on the register. */
  register: 0.987,
  /** Departures that the register knows of. */
  knownDepartures: 0.85,
  /** Records without an ethnic group. */
  unknownEthnicity: { register: 0.07, headcount: 0.05, centres: 0.15, profile: 0.015 },
  /** Children in Reception in the city whose school makes a return for them. */
  profile: 0.985,
};
