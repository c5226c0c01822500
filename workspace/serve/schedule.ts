import { dueBetween } from "../../loaders/registry/schedule.js";

/** What a schedule is read from, anew at each look: a steward may change it meanwhile. */
export interface Timetable {
  sources: readonly { id: string; schedule?: string | undefined }[];
  timeZone: string;
}

/**
 * Calls `onDue` with the ids of the sources whose times have come since the last look. Calls never overlap; times that passed
 * while one was under way, or while the machine slept, count as one. A clock that was set back begins anew: a time may then come
 * twice, and none is missed. A timetable that cannot be read is passed over until it can. Returns a function that stops it.
 */
export function watchSchedule(
  timetable: () => Timetable,
  onDue: (sources: string[]) => Promise<void>,
  { interval = 15_000, now = () => new Date() } = {},
): () => void {
  let from = now();
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const look = async (): Promise<void> => {
    const to = now();
    const due = to > from ? dueNow(timetable, { from, to }) : [];
    from = to;
    if (due.length) await onDue(due);
    if (!stopped) timer = setTimeout(look, interval);
  };
  timer = setTimeout(look, interval);
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}

function dueNow(timetable: () => Timetable, span: { from: Date; to: Date }): string[] {
  try {
    const { sources, timeZone } = timetable();
    return dueBetween(sources, timeZone, span);
  } catch {
    return [];
  }
}
