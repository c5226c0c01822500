/** A text, a number, or a list of them. */
export type RuleValue = number | string | (number | string)[];

/** What a rule says for a time. Dates are year-month-day. */
export interface RuleVersion {
  /** The first day on which it is known to hold. */
  from: string;
  /** Its last day; null where no end is known. */
  to: string | null;
  /** Where no end is known, the last day for which it is believed. */
  checkAgainBy: string | null;
  values: Record<string, RuleValue>;
}

/** A rule with its versions, earliest first. */
export interface Versions {
  versions: readonly RuleVersion[];
}

export type Standing =
  /** A version holds today, and for a good while yet, or another follows it. */
  | { state: "holds"; version: RuleVersion }
  /** A version holds today; what holds after `lastDay` is not known, and that is near. */
  | { state: "ends soon"; version: RuleVersion; lastDay: string }
  /** Nothing is known of any day after `lastDay`. */
  | { state: "lapsed"; lastDay: string }
  /** The first version that is known begins later. */
  | { state: "to come"; from: string };

/** How a rule stands on a day. `warnDays`: how many days ahead an end counts as near. */
export function standingOf({ versions }: Versions, day: string, warnDays = 0): Standing {
  const version = versions.find(({ from }, i) => from <= day && day <= lastDayOf(versions[i]!));
  if (version) {
    const lastDay = lastHeld(versions, version);
    return dayOffset(day, warnDays) >= lastDay
      ? { state: "ends soon", version, lastDay }
      : { state: "holds", version };
  }
  const earlier = versions.filter(({ from }) => from <= day);
  return earlier.length > 0
    ? { state: "lapsed", lastDay: lastDayOf(earlier.at(-1)!) }
    : { state: "to come", from: versions[0]!.from };
}

/** The version of a rule that holds on a day; undefined where none is known to. A lapsed one never is. */
export function versionOn(rule: Versions, day: string): RuleVersion | undefined {
  const standing = standingOf(rule, day);
  return "version" in standing ? standing.version : undefined;
}

/** The last day for which a version is believed. */
export function lastDayOf({ to, checkAgainBy }: RuleVersion): string {
  return to ?? checkAgainBy!;
}

// Versions that follow each other without a gap hold together.
function lastHeld(versions: readonly RuleVersion[], version: RuleVersion): string {
  const next = versions.find(({ from }) => from === dayOffset(lastDayOf(version), 1));
  return next ? lastHeld(versions, next) : lastDayOf(version);
}

function dayOffset(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
