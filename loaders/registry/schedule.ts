import { Cron } from "croner";

/** A source with times at which it is looked for. */
interface Scheduled {
  id: string;
  schedule?: string | undefined;
}

/**
 * Whether a text says when, in the five fields of cron: minute, hour, day of the month, month and day of the week. One that no
 * day ever fits, as the 31st of February, says nothing.
 */
export function isSchedule(text: string): boolean {
  try {
    return new Cron(text, { paused: true, mode: "5-part" }).nextRun() !== null;
  } catch {
    return false;
  }
}

/**
 * The next time after `from` that a schedule says, on the clocks of a time zone. A time that is skipped when clocks go forward
 * is the moment at which they do; one that comes twice when they go back counts once, but what is said for every few minutes
 * goes on.
 */
export function nextTime(schedule: string, timeZone: string, from: Date): Date | null {
  return new Cron(schedule, { paused: true, mode: "5-part", timezone: timeZone }).nextRun(from);
}

/** The ids of sources whose schedule says a time after `from` and not after `to`. */
export function dueBetween(
  sources: readonly Scheduled[],
  timeZone: string,
  { from, to }: { from: Date; to: Date },
): string[] {
  return sources
    .filter(({ schedule }) => {
      const next = schedule && nextTime(schedule, timeZone, from);
      return next && next <= to;
    })
    .map(({ id }) => id);
}
